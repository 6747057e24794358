"""The desk's cast, and an index of what they did."""

import pytest

from qiao.accounts.models import Account
from qiao.desk.models import Request
from qiao.desk.tests.conftest import MONDAY, chang, desk, fang, guo, he, mei, tao, wei, wu, zhao  # noqa: F401
from qiao.search import actions, reads


@pytest.fixture
def found(desk):  # noqa: F811
    """What somebody finds when everything is indexed."""

    def ask(question, by, **how):
        actions.texts(set(Request.objects.values_list("pk", flat=True)))
        return reads.find(question, seen_by=type(by).objects.get(pk=by.pk), at=desk.now, **how)

    actions.rebuild()  # people, units and services, too
    return ask


@pytest.fixture
def titles(found):
    """The titles of the requests that somebody finds."""
    return lambda question, by, **how: [row.request.title for row in found(question, by, **how).requests]


@pytest.fixture
def enter(client):
    """Signs somebody in."""

    def sign_in(person):
        client.force_login(Account.objects.create(username=f"{person.number}", person=person))
        return client

    return sign_in
