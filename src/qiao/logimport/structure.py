"""The organisation that a log speaks of: a root unit with its teams, their people, services and a calendar.

Everything is found again by a code made from the log's number and the name, so that a second import finds
what the first one made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.desk.importing.organisation import FETCH, NAME, code_for, known, plant
from qiao.eventlog import Findings
from qiao.logimport.models import ImportedLog
from qiao.org.models import Calendar, Person, Unit

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
    """The code of one name of one log."""
    return code_for(f"{kind}{log.pk}", name)


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
    there = known(Unit, "code", codes)
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
        if code not in there
    ]
    Unit.objects.bulk_create(fresh, batch_size=FETCH)
    plant(fresh, log.root)
    there |= {unit.code: unit.pk for unit in fresh}
    return {name: there[code] for code, name in codes.items()}


def _people(
    log: ImportedLog,
    homes: Mapping[str, int],
    kind: str,
    findings: Findings,
    *,
    title: tuple[str, str] = ("", ""),
) -> dict[str, int]:
    codes = {code_of(log, kind, name): name for name in sorted(homes)}
    there = known(Person, "number", codes)
    fresh = [
        Person(
            number=code,
            name=title[0] or _short(name, findings),
            name_en=title[1],
            unit_id=homes[name],
            language="en",
        )
        for code, name in codes.items()
        if code not in there
    ]
    Person.objects.bulk_create(fresh, batch_size=FETCH)
    there |= {person.number: person.pk for person in fresh}
    return {name: there[code] for code, name in codes.items()}


def add_services(
    structure: Structure, names: Iterable[str], *, columns: list[str], targets: tuple[int, int], at: datetime
) -> None:
    """One published service per name; the form shows the log's own columns on each request."""
    category, _created = Category.objects.get_or_create(
        code="imported", defaults={"name_zh": "导入的日志", "name_en": "Imported logs", "order": 900}
    )
    there = {
        service.code: (service.pk, service.version_id)
        for service in Service.objects.filter(unit=structure.root, version__isnull=False)
    }
    for name in sorted(set(names)):
        code = code_of(structure.log, "s", name)
        if code not in there:
            there[code] = _service(structure, category, code, name, form(columns), targets, at)
        structure.services[name] = there[code]  # type: ignore[assignment]


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


def _short(name: str, findings: Findings) -> str:
    if len(name) > NAME:
        findings.note("long_text", value=name)
    return name[:NAME]
