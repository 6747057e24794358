"""Builds the sample organisation, its catalogue and the logins of the cast: all through actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from qiao import worktime
from qiao.accounts.models import Account
from qiao.catalogue import actions as catalogue
from qiao.catalogue.models import Service
from qiao.catalogue.rules import Form, Targets
from qiao.org import actions as org
from qiao.org.models import Calendar, Person, Unit
from qiao.org.rules import Role
from qiao.places.models import Place
from qiao.sample.cast import CAST, PASSWORD, Part
from qiao.sample.checklists import CHECKLISTS
from qiao.sample.names import names
from qiao.sample.organisation import CALENDARS, COVER, UNITS, ZONE, UnitSpec
from qiao.sample.services import CATEGORIES, SERVICES, ServiceSpec
from qiao.worktime import patterns

MINUTE = 60


@dataclass
class World:
    """What was built, at hand for the simulation."""

    at: datetime
    random: Random
    calendars: dict[str, Calendar] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    members: dict[str, list[Person]] = field(default_factory=dict)
    cast: dict[str, Person] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    machines: list[Place] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        return [person for members in self.members.values() for person in members]


def build(*, people: int, at: datetime, random: Random, tell: Callable[[int], None]) -> World:
    """Everything but the requests, dated ``at``. ``tell`` hears how many more people there are."""
    world = World(at, random)
    _calendars(world)
    _units(world)
    _people(world, people, tell)
    _leaders(world)
    _services(world)
    _logins(world)
    return world


def _calendars(world: World) -> None:
    org.seed_holidays(years=range(world.at.year - 1, world.at.year + 3), by=None, at=world.at)
    for spec in CALENDARS:
        definition: dict[str, Any] = COVER
        if spec.pattern != "cover":
            made = patterns.PATTERNS[spec.pattern].definition(spec.code, ZONE, crew=spec.crew)
            definition = {key: value for key, value in worktime.dump(made).items() if key in COVER}
        world.calendars[spec.code] = org.create_calendar(
            code=spec.code,
            name_zh=spec.name_zh,
            name_en=spec.name_en,
            definition=definition,
            follows_holidays=spec.pattern == "five_days",
            by=None,
            at=world.at,
        )


def _units(world: World) -> None:
    for order, spec in enumerate(UNITS):
        world.units[spec.code] = org.create_unit(
            code=spec.code,
            name_zh=spec.name_zh,
            name_en=spec.name_en,
            kind=spec.kind,
            parent=world.units.get(spec.parent),
            calendar=world.calendars.get(spec.calendar),
            order=order,
            by=None,
            at=world.at,
        )


def _people(world: World, people: int, tell: Callable[[int], None]) -> None:
    """The cast first in their units, then invented colleagues up to each unit's share."""
    taken = {part.name for part in CAST}
    invented = names(world.random, taken)
    total = sum(spec.people for spec in UNITS)
    for spec in UNITS:
        parts = [part for part in CAST if part.unit == spec.code]
        share = max(round(spec.people * people / total), 1, len(parts))
        called = [(part.name, part.name_en) for part in parts]
        called += [next(invented) for _ in range(share - len(parts))]
        first = len(world.people) + 1
        members = [_hire(world, spec, first + nth, *both) for nth, both in enumerate(called)]
        world.cast |= {part.username: person for part, person in zip(parts, members, strict=False)}
        world.members[spec.code] = members
        tell(len(members))


def _hire(world: World, spec: UnitSpec, nth: int, name: str, name_en: str) -> Person:
    number = f"E{nth:04d}"
    return org.create_person(
        number=number,
        name=name,
        name_en=name_en,
        email=f"{number.lower()}@hengchuan.example",
        phone=f"6{world.random.randrange(1000, 9999)}",
        unit=world.units[spec.code],
        joined_on=(world.at - timedelta(days=world.random.randrange(90, 6000))).date(),
        by=None,
        at=world.at,
    )


def _leaders(world: World) -> None:
    """The cast leads where it is written; everywhere else the first member does."""
    for spec in UNITS:
        members = world.members[spec.code]
        leader = next(
            (world.cast[part.username] for part in CAST if part.unit == spec.code and part.leads), members[0]
        )
        org.set_leader(unit=world.units[spec.code], leader=leader, by=None, at=world.at)
        title_zh, title_en = TITLES[spec.kind]
        position = org.create_position(
            code=f"{spec.code}-LEAD",
            name_zh=f"{spec.name_zh}{title_zh}",
            name_en=f"{title_en}, {spec.name_en}",
            unit=world.units[spec.code],
            by=None,
            at=world.at,
        )
        org.give_position(position=position, person=leader, by=None, at=world.at)


TITLES = {
    "company": ("总经理", "General manager"),
    "plant": ("厂长", "Plant manager"),
    "workshop": ("主任", "Workshop manager"),
    "department": ("部长", "Head"),
    "team": ("班组长", "Team leader"),
}


def _services(world: World) -> None:
    categories = {
        code: catalogue.create_category(
            code=code, name_zh=zh, name_en=en, icon=icon, order=order, by=None, at=world.at
        )
        for order, (code, zh, en, icon) in enumerate(CATEGORIES)
    }
    for spec in SERVICES:
        service = catalogue.create_service(
            code=spec.code,
            unit=world.units[spec.unit],
            category=categories[spec.category],
            name_zh=spec.name_zh,
            name_en=spec.name_en,
            description_zh=spec.description_zh,
            description_en=spec.description_en,
            confidential=spec.confidential,
            by=None,
            at=world.at,
        )
        catalogue.change_draft(
            service=service,
            form=Form.parse(list(spec.form)),
            targets=Targets.parse(targets(spec)),
            checklist=CHECKLISTS.get(spec.code, ()),
            assignment=spec.assignment,
            for_everyone=not spec.audience,
            audience=[world.units[code] for code in spec.audience],
            by=None,
            at=world.at,
        )
        catalogue.publish(service=service, by=None, at=world.at)
        world.services[spec.code] = Service.objects.select_related(
            "version__calendar", "unit__calendar", "category"
        ).get(pk=service.pk)


def targets(spec: ServiceSpec) -> dict[str, list[int]]:
    """Working seconds by priority: urgent in half the time, low in twice the time."""
    respond, complete = (minutes * MINUTE for minutes in spec.target)
    return {
        "urgent": [max(respond // 2, 5 * MINUTE), complete // 2],
        "high": [respond, complete * 3 // 4],
        "normal": [respond, complete],
        "low": [respond * 2, complete * 2],
    }


def _logins(world: World) -> None:
    kept = make_password(PASSWORD)  # one slow hash serves them all: they share the password anyway
    for part in CAST:
        person = world.cast[part.username]
        Account.objects.create(username=part.username, person=person, password=kept)
        _grant(world, part, person)


def _grant(world: World, part: Part, person: Person) -> None:
    if part.grant:
        org.grant_role(person=person, role=Role(part.grant), by=None, at=world.at)
