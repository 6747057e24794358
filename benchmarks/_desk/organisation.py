"""A regular organisation: twenty equal departments under one root, so that history can be turned.

Department *n* has five units, twenty people, three services; rows stand in that order. Adding five to a
unit, twenty to a person and three to a service is therefore the same story one department further.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from qiao.accounts.models import Account
from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.org.models import Ancestry, Calendar, Person, Unit

DEPARTMENTS, UNITS, PEOPLE, SERVICES = 20, 5, 20, 3
HOUR = 3600
ROUND_THE_CLOCK = {
    "zone": "Asia/Shanghai",
    "pattern": {"kind": "weekly", "days": [["N", "E", "L"]] * 7},
    "shifts": [
        {"code": "E", "name_zh": "早班", "name_en": "Early", "stretches": [["08:00", "16:00"]]},
        {"code": "L", "name_zh": "中班", "name_en": "Late", "stretches": [["16:00", "24:00"]]},
        {"code": "N", "name_zh": "夜班", "name_en": "Night", "stretches": [["00:00", "08:00"]]},
    ],
}
FORM = [
    {"key": "place", "kind": "text", "label_zh": "地点", "label_en": "Place", "required": True},
    {
        "key": "stops",
        "kind": "choice",
        "label_zh": "影响",
        "label_en": "Effect",
        "options": [
            {"value": "line", "label_zh": "停线", "label_en": "The line stands"},
            {"value": "none", "label_zh": "不影响", "label_en": "None"},
        ],
    },
]


@dataclass(frozen=True)
class World:
    """Rows in the order of the departments."""

    units: list[Unit]
    people: list[Person]
    services: list[Service]

    def team(self, unit: Unit) -> list[Person]:
        """Those at home in a unit."""
        return [person for person in self.people if person.unit_id == unit.pk]

    def department(self, number: int) -> list[Unit]:
        """A department and its four teams."""
        return self.units[number * UNITS : (number + 1) * UNITS]


def build(at: datetime) -> World:
    """Units, people, services and a login for the head of the first department, in an empty database."""
    calendar = Calendar.objects.create(
        code="cover", name_zh="三班连续", name_en="Cover", definition=ROUND_THE_CLOCK, follows_holidays=False
    )
    units = _units(calendar)
    people = _people(units)
    services = _services(units, at)
    Account.objects.create(username="head", person=people[0], password=make_password(None))
    return World(units, people, services)


def _units(calendar: Calendar) -> list[Unit]:
    root = Unit(code="HC", name_zh="衡川机械", name_en="Hengchuan", kind=Unit.Kind.COMPANY, calendar=calendar)
    root.own_calendar = calendar
    root.save()
    units = [_unit(number, calendar) for number in range(DEPARTMENTS * UNITS)]
    Unit.objects.bulk_create(units)
    for number, unit in enumerate(units):
        unit.parent = units[number - number % UNITS] if number % UNITS else root
    Unit.objects.bulk_update(units, ["parent"])
    Ancestry.objects.create(ancestor=root, unit=root, depth=0)
    Ancestry.objects.bulk_create(link for unit in units for link in _ancestry(unit, root))
    return units


def _unit(number: int, calendar: Calendar) -> Unit:
    department, place = divmod(number, UNITS)
    names = (f"{department + 1} 部 {place} 组", f"Team {department + 1}.{place}")
    if not place:
        names = (f"{department + 1} 部", f"Department {department + 1}")
    kind = Unit.Kind.TEAM if place else Unit.Kind.DEPARTMENT
    code = f"D{department:02d}-{place}"
    return Unit(code=code, name_zh=names[0], name_en=names[1], kind=kind, calendar=calendar, order=number)


def _ancestry(unit: Unit, root: Unit) -> list[Ancestry]:
    above = [unit, unit.parent, root] if unit.parent_id != root.pk else [unit, root]
    return [Ancestry(ancestor=each, unit=unit, depth=depth) for depth, each in enumerate(above)]


def _people(units: list[Unit]) -> list[Person]:
    each = PEOPLE // UNITS
    people = [
        Person(
            number=f"{number:05d}",
            name=f"员工{number:03d}",
            name_en=f"Employee {number:03d}",
            unit=units[number // each],
        )
        for number in range(DEPARTMENTS * PEOPLE)
    ]
    Person.objects.bulk_create(people)
    for number, unit in enumerate(units):
        unit.leader = people[number * each]
    Unit.objects.bulk_update(units, ["leader"])
    return people


def _services(units: list[Unit], at: datetime) -> list[Service]:
    category = Category.objects.create(code="all", name_zh="全部", name_en="All")
    services = [_service(number, units, category) for number in range(DEPARTMENTS * SERVICES)]
    Service.objects.bulk_create(services)
    targets = {"urgent": [HOUR // 2, 4 * HOUR], "normal": [HOUR, 8 * HOUR]}
    versions = [
        ServiceVersion(service=each, number=1, form_data=FORM, targets_data=targets, published_at=at)
        for each in services
    ]
    ServiceVersion.objects.bulk_create(versions)
    for service, version in zip(services, versions, strict=True):
        service.version = version
    Service.objects.bulk_update(services, ["version"])
    return services


def _service(number: int, units: list[Unit], category: Category) -> Service:
    department, place = divmod(number, SERVICES)
    return Service(
        code=f"s{number:02d}",
        unit=units[department * UNITS + place],
        category=category,
        name_zh=f"{department + 1} 部服务 {place}",
        name_en=f"Service {department + 1}.{place}",
        description_zh="哪里出了什么问题，我们多久之内来处理。" * 3,
        confidential=place == SERVICES - 1,
    )
