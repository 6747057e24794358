"""The organisation that a log speaks of: a root unit with its teams, their people, services and a calendar.

Everything is found again by a code made from the log's number and the name, so that a second import finds
what the first one made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1
from typing import Any

from django.db.models import Model

from qiao import worktime
from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.eventlog import Findings
from qiao.logimport.models import ImportedLog
from qiao.org.models import Ancestry, Calendar, Person, Unit

NAME = 80  # characters that a name of a unit, person or service may have
FETCH = 500
ALWAYS = "24x7"
NOT_RECORDED = ("（未记录的请求人）", "(requester not recorded)")


@dataclass(slots=True)
class Structure:
    """What rows refer to, by the names that the log uses. Memory: one entry per distinct name."""

    log: ImportedLog
    root: Unit
    calendar: Calendar
    asker: Person
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    askers: dict[str, int] = field(default_factory=dict)
    askers_unit: int = 0
    services: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a log: teams, people with their home team, who asks, services ("" is the log's own)."""

    teams: Iterable[str]
    homes: Mapping[str, str]
    askers: Iterable[str]
    services: Iterable[str]


def code_of(log: ImportedLog, kind: str, name: str) -> str:
    """A code of at most 40 characters that is always the same for one name of one log."""
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:16]
    digest = sha1(name.encode(), usedforsecurity=False).hexdigest()[:10]
    return "-".join(part for part in (f"{kind}{log.pk}", readable, digest) if part)


def round_the_clock(zone: str) -> Calendar:
    """The calendar that always works: a log tells when things happened, not who was on shift."""
    definition = worktime.dump(worktime.round_the_clock(zone).definition)
    kept = {name: definition[name] for name in ("zone", "pattern", "shifts")}
    calendar, _created = Calendar.objects.get_or_create(
        code=ALWAYS,
        defaults={
            "name_zh": "全天候",
            "name_en": "Around the clock",
            "definition": kept,
            "follows_holidays": False,
        },
    )
    return calendar


def root_unit(
    code: str, title: str, *, calendar: Calendar, parent: Unit | None, leader: Person | None
) -> Unit:
    """The unit under which everything of one log is found."""
    unit, created = Unit.objects.get_or_create(
        code=code,
        defaults={
            "name_zh": title[:NAME],
            "name_en": title[:NAME],
            "kind": Unit.Kind.DEPARTMENT,
            "parent": parent,
            "leader": leader,
            "own_calendar": calendar,
            "calendar": calendar,
        },
    )
    if created:
        _plant([unit], parent)
    elif leader is not None and unit.leader_id != leader.pk:
        Unit.objects.filter(pk=unit.pk).update(leader=leader)
        unit.leader = leader
    return unit


def build(log: ImportedLog, calendar: Calendar, names: Names, findings: Findings) -> Structure:
    """Finds or makes every unit, person and service of the log."""
    asker = _people(log, {"": log.root_id}, "asker", findings, title=NOT_RECORDED)[""]
    structure = Structure(log, log.root, calendar, Person.objects.get(pk=asker))
    structure.units = _units(log, [team for team in names.teams if team], calendar, findings)
    structure.units[""] = log.root_id
    homes = {name: structure.units.get(home, log.root_id) for name, home in names.homes.items()}
    structure.people = _people(log, homes, "p", findings)
    _add_askers(structure, names, findings)
    return structure


def _add_askers(structure: Structure, names: Names, findings: Findings) -> None:
    log = structure.log
    askers = [name for name in names.askers if name]
    structure.askers_unit = structure.root.pk
    if askers:
        customers = _units(log, ["Customers"], structure.calendar, findings, kind="c", chinese="客户")
        structure.askers_unit = customers["Customers"]
        homes = dict.fromkeys(askers, structure.askers_unit)
        structure.askers = _people(log, homes, "c", findings)
    structure.askers[""] = structure.asker.pk


def _units(
    log: ImportedLog,
    names: Iterable[str],
    calendar: Calendar,
    findings: Findings,
    *,
    kind: str = "u",
    chinese: str = "",
) -> dict[str, int]:
    codes = {code_of(log, kind, name): name for name in sorted(names)}
    known = _known(Unit, "code", codes)
    fresh = [
        Unit(
            code=code,
            name_zh=chinese or _short(name, findings),
            name_en=name[:NAME],
            kind=Unit.Kind.TEAM,
            parent=log.root,
            calendar=calendar,
        )
        for code, name in codes.items()
        if code not in known
    ]
    Unit.objects.bulk_create(fresh, batch_size=FETCH)
    _plant(fresh, log.root)
    known |= {unit.code: unit.pk for unit in fresh}
    return {name: known[code] for code, name in codes.items()}


def _plant(units: list[Unit], parent: Unit | None) -> None:
    """The ancestry of new units that have nothing below them."""
    above = list(Ancestry.objects.filter(unit=parent).values_list("ancestor_id", "depth")) if parent else []
    rows = [Ancestry(ancestor=unit, unit=unit, depth=0) for unit in units]
    rows += [
        Ancestry(ancestor_id=ancestor, unit=unit, depth=depth + 1)
        for unit in units
        for ancestor, depth in above
    ]
    Ancestry.objects.bulk_create(rows, batch_size=FETCH)


def _people(
    log: ImportedLog,
    homes: Mapping[str, int],
    kind: str,
    findings: Findings,
    *,
    title: tuple[str, str] = ("", ""),
) -> dict[str, int]:
    codes = {code_of(log, kind, name): name for name in sorted(homes)}
    known = _known(Person, "number", codes)
    fresh = [
        Person(
            number=code,
            name=title[0] or _short(name, findings),
            name_en=title[1],
            unit_id=homes[name],
            language="en",
        )
        for code, name in codes.items()
        if code not in known
    ]
    Person.objects.bulk_create(fresh, batch_size=FETCH)
    known |= {person.number: person.pk for person in fresh}
    return {name: known[code] for code, name in codes.items()}


def add_services(
    structure: Structure, names: Iterable[str], *, columns: list[str], targets: tuple[int, int], at: datetime
) -> None:
    """One published service per name; the form shows the log's own columns on each request."""
    category, _created = Category.objects.get_or_create(
        code="imported", defaults={"name_zh": "导入的日志", "name_en": "Imported logs", "order": 900}
    )
    known = {
        service.code: (service.pk, service.version_id)
        for service in Service.objects.filter(unit=structure.root, version__isnull=False)
    }
    for name in sorted(set(names)):
        code = code_of(structure.log, "s", name)
        if code not in known:
            known[code] = _service(structure, category, code, name, form(columns), targets, at)
        structure.services[name] = known[code]  # type: ignore[assignment]


def _service(
    structure: Structure,
    category: Category,
    code: str,
    name: str,
    questions: list[dict[str, Any]],
    targets: tuple[int, int],
    at: datetime,
) -> tuple[int, int]:
    title = (name or structure.root.name_en)[:NAME]
    service = Service.objects.create(
        code=code, unit=structure.root, category=category, name_zh=title, name_en=title
    )
    version = ServiceVersion.objects.create(
        service=service,
        number=1,
        form_data=questions,
        targets_data={"normal": list(targets)},
        published_at=at,
    )
    Service.objects.filter(pk=service.pk).update(version=version)
    return service.pk, version.pk


def form(columns: list[str]) -> list[dict[str, Any]]:
    """Questions for the columns of a log, as many as a form may have."""
    return [
        {"key": key_of(number), "kind": "text", "label_zh": column[:120], "label_en": column[:120]}
        for number, column in enumerate(columns[:40])
    ]


def key_of(number: int) -> str:
    """The name of a column inside answers."""
    return f"c{number + 1}"


def _known(model: type[Model], column: str, codes: Iterable[str]) -> dict[str, int]:
    wanted = list(codes)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), FETCH):
        some = model._default_manager.filter(**{f"{column}__in": wanted[start : start + FETCH]})
        found |= dict(some.values_list(column, "pk"))
    return found


def _short(name: str, findings: Findings) -> str:
    if len(name) > NAME:
        findings.note("long_text", value=name)
    return name[:NAME]
