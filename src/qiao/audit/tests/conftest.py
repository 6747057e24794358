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
from qiao.ledger.models import OldestRunning


@pytest.fixture
def enter(client):
    """The browser in which somebody is signed in."""

    def enter(person):
        account = Account.objects.filter(person=person).first()
        client.force_login(account or Account.objects.create_user(person.number, person))
        return client

    return enter


@pytest.fixture(autouse=True)
def _what_a_test_wrote_is_settled(monkeypatch):
    """Another test on the same PostgreSQL holds its own transaction open; nobody waits for that here.

    What "settled" means is tested in the ledger.
    """
    monkeypatch.setattr(OldestRunning, "as_postgresql", _everything)


def _everything(self, compiler, connection, **extra):
    return self.as_sql(compiler, connection, template="9223372036854775807::bigint")
