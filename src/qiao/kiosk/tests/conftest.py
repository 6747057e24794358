"""The desk's cast and a machine, a tablet at the welding line, and PINs."""

import pytest
from django.core.cache import cache
from django.test import Client

from qiao.desk.tests.at_a_machine import enter, machine  # noqa: F401
from qiao.desk.tests.conftest import MONDAY, desk, fang, guo, he, mei, tao, wu, zhao  # noqa: F401
from qiao.kiosk import actions, cookies
from qiao.kiosk.models import Device

PIN = "4826"


@pytest.fixture(autouse=True)
def _no_tries_yet(db):
    """Throttling counts in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def sun(desk):  # noqa: F811
    """The administrator."""
    return desk.people["admin"] if "admin" in desk.people else desk.people["sun"]


@pytest.fixture
def device(desk):  # noqa: F811
    """A tablet of the welding team."""
    made, secret = actions.add(unit=desk.units["welding2"], name="焊装二线入口", by=None, at=MONDAY)
    made.secret = secret
    return made


@pytest.fixture
def tablet(device):
    """The browser of that tablet; nobody stands there."""
    return tablet_of(device)


def tablet_of(device: Device) -> Client:
    _device, token = actions.claim(secret=device.secret, at=device.added_at)
    client = Client(headers={"Accept-Language": "en"})
    client.cookies[cookies.DEVICE] = token
    return client


@pytest.fixture
def give(desk):  # noqa: F811
    """Somebody sets a PIN of their own."""

    def give(person, pin=PIN):
        actions.set_pin(person=person, pin=pin, at=MONDAY)
        return person

    return give


@pytest.fixture
def stand(tablet, give):
    """Somebody steps up to the tablet."""

    def stand(person, pin=PIN, **more):
        give(person, pin)
        answer = tablet.post("/kiosk/identify/", {"badge": person.number, "pin": pin, **more})
        assert answer.status_code == 302, answer.content.decode()
        return tablet

    return stand
