"""The desk's cast is higher up; here a hall, two units and their leaders are enough."""

import pytest

from qiao.accounts.models import Account
from qiao.org.models import Ancestry, Calendar, Grant, Person, Unit

DAY = {
    "zone": "Asia/Shanghai",
    "pattern": {"kind": "weekly", "days": [["day"]] * 5 + [[], []]},
    "shifts": [{"code": "day", "name_zh": "白班", "name_en": "Day", "stretches": [["09:00", "17:00"]]}],
}


@pytest.fixture
def factory(db):
    """Units by code, people by number: mei and tao lead, sun administers, fang works."""
    calendar = Calendar.objects.create(code="day", name_zh="白班", name_en="Day", definition=DAY)
    units, people = {}, {}
    for code in ("WELD", "EQ"):
        unit = Unit.objects.create(
            code=code, name_zh=code, kind="team", calendar=calendar, own_calendar=calendar
        )
        Ancestry.objects.create(ancestor=unit, unit=unit, depth=0)
        units[code] = unit
    for number, name, home in (
        ("mei", "林梅", "WELD"),
        ("tao", "陶志远", "EQ"),
        ("sun", "孙洁", "EQ"),
        ("fang", "方芳", "EQ"),
    ):
        people[number] = Person.objects.create(number=number, name=name, unit=units[home])
    Unit.objects.filter(code="WELD").update(leader=people["mei"])
    Unit.objects.filter(code="EQ").update(leader=people["tao"])
    Grant.objects.create(person=people["sun"], role="administrator")
    return units, people


@pytest.fixture
def units(factory):
    return factory[0]


@pytest.fixture
def people(factory):
    return factory[1]


@pytest.fixture
def enter(client):
    """Signs somebody in."""

    def sign_in(person):
        client.force_login(Account.objects.create(username=person.number, person=person))
        return client

    return sign_in
