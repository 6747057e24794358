"""The cast is that of the desk's tests: Admin administers, Wu serves Mei, Fang stands outside."""

import pytest

from qiao.accounts.models import Account
from qiao.desk.tests.conftest import (  # noqa: F401
    admin,
    chang,
    desk,
    fang,
    guo,
    he,
    mei,
    tao,
    wei,
    wu,
    zhao,
)


@pytest.fixture
def enter(client):
    """The browser in which somebody is signed in."""

    def enter(person):
        account = Account.objects.filter(person=person).first()
        client.force_login(account or Account.objects.create_user(person.number, person))
        return client

    return enter
