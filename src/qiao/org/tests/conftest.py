"""A small factory: two workshops, a department, and one person for each role."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation

from qiao.org import actions, compiled
from qiao.org.models import Calendar, Person, Unit
from qiao.org.rules import Role

# A Monday, 10:00 in Shanghai: the day shift is on.
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
OFFICE = {
    "zone": "Asia/Shanghai",
    "pattern": {"kind": "weekly", "days": [["D"]] * 5 + [[], []]},
    "shifts": [
        {
            "code": "D",
            "name_zh": "白班",
            "name_en": "Day",
            "stretches": [["08:00", "12:00"], ["13:00", "17:00"]],
        }
    ],
}
NIGHTS = {
    "zone": "Asia/Shanghai",
    "pattern": {"kind": "rotation", "anchor": "2026-03-02", "cycle": ["N", "N", None, None], "offset": 0},
    "shifts": [{"code": "N", "name_zh": "夜班", "name_en": "Night", "stretches": [["20:00", "32:00"]]}],
}


@dataclass
class Factory:
    """The organisation of the tests; ``now`` is the moment at which everything happens."""

    office: Calendar
    nights: Calendar
    company: Unit
    welding: Unit
    team: Unit
    maintenance: Unit
    ada: Person
    mei: Person
    tao: Person
    wei: Person
    lin: Person
    now: datetime = NOW

    def unit(self, code, parent=None, **more):
        return actions.create_unit(
            code=code, name_zh=code, parent=parent or self.company, by=None, at=NOW, **more
        )

    def person(self, number, unit=None, **more):
        name = more.pop("name", number)
        return actions.create_person(
            number=number, name=name, unit=unit or self.team, by=None, at=NOW, **more
        )


@pytest.fixture(autouse=True)
def _fresh():
    compiled.forget()
    with translation.override("en"):
        yield


@pytest.fixture
def factory(db) -> Factory:
    """ada administers, mei works in the team, tao leads it, wei heads welding, lin works in maintenance."""
    office = actions.create_calendar(
        code="office", name_zh="白班", name_en="Office", definition=OFFICE, by=None, at=NOW
    )
    nights = actions.create_calendar(
        code="nights", name_zh="夜班", name_en="Nights", definition=NIGHTS, by=None, at=NOW
    )

    def unit(code, name, parent=None, **more):
        return actions.create_unit(
            code=code, name_zh=name, name_en=code, parent=parent, by=None, at=NOW, **more
        )

    def person(number, name, latin, unit, **more):
        return actions.create_person(
            number=number, name=name, name_en=latin, unit=unit, by=None, at=NOW, **more
        )

    company = unit("HC", "衡川机械", calendar=office, kind="company")
    welding = unit("WELD", "焊装车间", company, kind="workshop")
    team = unit("WELD-1", "焊装一班", welding, calendar=nights)
    maintenance = unit("MAINT", "设备部", company, kind="department")
    ada = person("1", "安达", "Ada", company)
    wei = person("2", "韦强", "Wei", welding)
    tao = person("3", "陶志远", "Tao", team, manager=wei)
    mei = person("4", "林梅", "Mei", team, manager=tao, email="mei@example.org")
    lin = person("5", "林峰", "Lin", maintenance)
    actions.grant_role(person=ada, role=Role.ADMINISTRATOR, by=None, at=NOW)
    welding = actions.set_leader(unit=welding, leader=wei, by=None, at=NOW)
    team = actions.set_leader(unit=team, leader=tao, by=None, at=NOW)
    return Factory(office, nights, company, welding, team, maintenance, ada, mei, tao, wei, lin)


@pytest.fixture
def ada(factory) -> Person:
    return factory.ada


@pytest.fixture
def mei(factory) -> Person:
    return factory.mei


@pytest.fixture
def tao(factory) -> Person:
    return factory.tao


@pytest.fixture
def wei(factory) -> Person:
    return factory.wei


@pytest.fixture
def lin(factory) -> Person:
    return factory.lin


@pytest.fixture(autouse=True)
def _here(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def browse(client):
    """Signs somebody in, in English."""

    def as_(person):
        Person.objects.filter(pk=person.pk).update(language="en")
        person = Person.objects.get(pk=person.pk)
        account = get_user_model().objects.filter(person=person).first()
        if account is None:
            account = get_user_model().objects.create_user(f"u{person.number}", person)
        client.force_login(account)
        return client

    return as_


def text(response) -> str:
    return response.content.decode()
