"""The factory of the desk's tests, in which everybody has a login, and time is now."""

import pytest
from django.utils import timezone

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
from qiao.notify import actions, reads
from qiao.notify.models import Notice
from qiao.org.models import Calendar

ALWAYS = {
    "zone": "Asia/Shanghai",
    "pattern": {"kind": "weekly", "days": [["all"]] * 7},
    "shifts": [{"code": "all", "name_zh": "全天", "name_en": "All day", "stretches": [["00:00", "24:00"]]}],
}


@pytest.fixture
def floor(desk):  # noqa: F811
    """The factory at this moment, with everybody at work."""
    Calendar.objects.update(definition=ALWAYS)
    for code, person in desk.people.items():
        Account.objects.create_user(code, person)
    desk.now = timezone.now()
    return desk


@pytest.fixture
def told(floor):
    """What somebody finds in the inbox: {title: (kind, reason, how many events)}."""

    def told(person):
        actions.catch_up(at=floor.now)
        person = type(person).objects.get(pk=person.pk)
        return {
            each.request.title: (each.group, each.reason, each.n)
            for each in Notice.objects.of(person.scope).unread().select_related("request")
        }

    return told


@pytest.fixture
def browse(floor, client):
    """Browsing as one of the cast."""

    def as_(person):
        client.force_login(Account.objects.get(person=person))
        return client

    return as_


@pytest.fixture
def unread():
    def unread(person):
        return reads.unread(type(person).objects.get(pk=person.pk))

    return unread
