"""Whoever and whatever tickets name, as people, units and services of this organisation.

A map of the user goes first, then what an earlier import made, then what the organisation itself knows: an
address, a number, a name that only one has. What is left gets a placeholder below a unit of the source (found
again by a code made from its name), or is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.desk.importing.organisation import FETCH, NAME, code_for, known, plant
from qiao.org.models import Calendar, Person, Unit
from qiao.ticketimport import membership
from qiao.ticketimport.models import TicketSource
from qiao.ticketimport.names import Named, Names
from qiao.ticketimport.neutral import Who
from qiao.ticketimport.preset import Preset
from qiao.ticketimport.problems import Problems

CUSTOMERS = ("客户", "Customers")
KEY = "imported_key"  # among the answers, so that search finds a request by it
TARGETS = {"normal": [8 * 3600, 24 * 3600]}


@dataclass(slots=True)
class Structure:
    """What rows refer to, by the names in the tickets. Memory: one entry per distinct name."""

    names: Names
    people: dict[int, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    services: dict[str, tuple[int, int]] = field(default_factory=dict)
    nobody: int = 0
    root: int = 0
    calendars: dict[int, Calendar] = field(default_factory=dict)
    promises: dict[int, Calendar] = field(default_factory=dict)
    homes: dict[int, int] = field(default_factory=dict)
    # Services of the catalogue, whose own form knows nothing of the export's columns.
    mapped: set[int] = field(default_factory=set)

    def person(self, who: Who) -> int | None:
        """Their number here; None for nobody."""
        named = self.names.find(who)
        return self.people.get(id(named)) if named is not None else None

    def calendar(self, unit: int) -> Calendar:
        """The calendar of a unit, also of one that the export no longer names, but that held a request."""
        if unit not in self.calendars:
            self.calendars[unit] = Unit.objects.select_related("calendar").get(pk=unit).calendar
        return self.calendars[unit]

    def unit(self, name: str) -> int:
        """Its number here; the source's own unit where none is named."""
        return self.units.get(name, self.root)


class Known:
    """What the organisation knows by itself."""

    def __init__(self) -> None:
        self._people: dict[str, set[int]] = {}
        for pk, number, name, name_en, email in Person.objects.filter(active=True).values_list(
            "pk", "number", "name", "name_en", "email"
        ):
            for word in {number, name, name_en, email}:
                self._people.setdefault(word.casefold(), set()).add(pk)
        self._units: dict[str, set[int]] = {}
        for pk, code, *names in Unit.objects.active().values_list("pk", "code", "name_zh", "name_en"):
            for word in {code, *names}:
                self._units.setdefault(word.casefold(), set()).add(pk)

    def person(self, who: Who) -> int | None:
        """Whoever alone has this address, number or name."""
        return next(
            filter(None, (_only(self._people, word) for word in (who.email, who.login, who.name))), None
        )

    def person_called(self, word: str) -> int | None:
        """Whoever a map means: by number, address or name."""
        return _only(self._people, word)

    def unit(self, word: str) -> int | None:
        """The unit that alone has this code or name."""
        return _only(self._units, word)


def _only(known: dict[str, set[int]], word: str) -> int | None:
    found = known.get(word.casefold(), set()) if word else set()
    return next(iter(found)) if len(found) == 1 else None


@dataclass(slots=True)
class Found:
    """Which names are known, and which are not."""

    people: dict[int, int]
    units: dict[str, int]
    services: dict[str, str]
    unknown_people: list[Named]
    unknown_units: list[str]
    # Units that an earlier import made for this source.
    own_units: set[int]


def look_up(names: Names, preset: Preset, source: TicketSource | None, problems: Problems) -> Found:
    """Finds what is there; what is not is noted. Changes nothing."""
    here = Known()
    people, units = _earlier_people(names, source), _earlier_units(names, source)
    found = Found(people, units, dict(preset.services), [], [], set(units.values()))
    for named in names.everybody:
        pk = _mapped(named.who, preset, here) or people.get(id(named)) or here.person(named.who)
        if pk is None:
            found.unknown_people.append(named)
            problems.note("unknown_person", named.place, value=named.who.shown)
        else:
            people[id(named)] = pk
    for name, place in names.units.items():
        mapped = preset.units.get(name.casefold())
        unit = here.unit(mapped) if mapped else units.get(name) or here.unit(name)
        if unit is None:
            found.unknown_units.append(name)
            problems.note("unknown_unit", place, value=mapped or name)
        else:
            units[name] = unit
    for named, name in membership.strangers(names, people, units):
        if units[name] not in found.own_units:
            problems.note("not_member", named.place, value=named.who.shown, unit=name)
    return found


def _mapped(who: Who, preset: Preset, here: Known) -> int | None:
    words = (preset.people.get(word.casefold()) for word in (who.email, who.login, who.name) if word)
    return next((pk for word in words if word and (pk := here.person_called(word))), None)


def _earlier_people(names: Names, source: TicketSource | None) -> dict[int, int]:
    if source is None:
        return {}
    codes = {code_for(f"tp{source.pk}", named.who.identity): id(named) for named in names.everybody}
    return {codes[code]: pk for code, pk in known(Person, "number", codes).items()}


def _earlier_units(names: Names, source: TicketSource | None) -> dict[str, int]:
    if source is None:
        return {}
    codes = {code_for(f"tu{source.pk}", name): name for name in names.units}
    return {codes[code]: pk for code, pk in known(Unit, "code", codes).items()}


def build(
    found: Found, names: Names, source: TicketSource, calendar: Calendar, preset: Preset, at: datetime
) -> Structure:
    """Everything that tickets refer to, placeholders made for what is not known."""
    structure = Structure(names, dict(found.people), dict(found.units), root=source.root_id)
    structure.units |= _make_units(
        {code_for(f"tu{source.pk}", name): (name, name) for name in found.unknown_units}, source, calendar
    )
    structure.nobody = _make_people({f"tp{source.pk}": source.title}, lambda _code: source.root_id)[
        f"tp{source.pk}"
    ]
    _placeholders(structure, found.unknown_people, source, calendar)
    own = found.own_units | {structure.units[name] for name in found.unknown_units}
    membership.join(names, structure.people, structure.units, own, source)
    _services(structure, found.services, source, preset, at)
    _remember_places(structure)
    return structure


def _placeholders(
    structure: Structure, unknown: list[Named], source: TicketSource, calendar: Calendar
) -> None:
    if not unknown:
        return
    code = f"tc{source.pk}"
    customers = _make_units({code: CUSTOMERS}, source, calendar)[CUSTOMERS[1]]
    codes = {code_for(f"tp{source.pk}", named.who.identity): named for named in unknown}

    def home(code: str) -> int:
        unit = codes[code].home
        return customers if unit is None else structure.unit(unit)

    made = _make_people({code: named.who.shown for code, named in codes.items()}, home)
    structure.people |= {id(named): made[code] for code, named in codes.items()}


def _make_units(
    wanted: dict[str, tuple[str, str]], source: TicketSource, calendar: Calendar
) -> dict[str, int]:
    """Units by their English name; those that are not there yet are made below the source's own."""
    there = known(Unit, "code", wanted)
    fresh = [
        Unit(
            code=code,
            name_zh=chinese[:NAME],
            name_en=english[:NAME],
            kind=Unit.Kind.TEAM,
            parent=source.root,
            calendar=calendar,
        )
        for code, (chinese, english) in sorted(wanted.items())
        if code not in there
    ]
    Unit.objects.bulk_create(fresh, batch_size=FETCH)
    plant(fresh, source.root)
    there |= {unit.code: unit.pk for unit in fresh}
    return {english: there[code] for code, (_chinese, english) in wanted.items()}


def _make_people(wanted: dict[str, str], home: Callable[[str], int]) -> dict[str, int]:
    """People by their number; they have no login."""
    there = known(Person, "number", wanted)
    fresh = [
        Person(number=code, name=name[:NAME], unit_id=home(code), language="en")
        for code, name in sorted(wanted.items())
        if code not in there
    ]
    Person.objects.bulk_create(fresh, batch_size=FETCH)
    return there | {person.number: person.pk for person in fresh}


def _services(
    structure: Structure, mapped: dict[str, str], source: TicketSource, preset: Preset, at: datetime
) -> None:
    """A service per name: one of the catalogue where the map says so, else one of the source's own.

    Those of its own are not offered to anybody: they are what old requests were about.
    """
    codes = {service.code: service for service in Service.objects.filter(code__in=mapped.values())}
    for name in sorted(structure.names.services):
        service = codes.get(mapped.get(name.casefold(), ""))
        if service is None or service.version_id is None:
            structure.services[name] = _own_service(source, preset, name, at)
        else:
            structure.services[name] = (service.pk, service.version_id)
            structure.mapped.add(service.pk)


def _own_service(source: TicketSource, preset: Preset, name: str, at: datetime) -> tuple[int, int]:
    code = code_for(f"ts{source.pk}", name)
    known = Service.objects.filter(code=code, version__isnull=False).values_list("pk", "version_id").first()
    if known is not None:
        return known[0], known[1] or 0
    title = (name or source.title)[:NAME]
    category, _created = Category.objects.get_or_create(
        code="tickets", defaults={"name_zh": "导入的工单", "name_en": "Imported tickets", "order": 901}
    )
    service = Service.objects.create(
        code=code, unit=source.root, category=category, name_zh=title, name_en=title, active=False
    )
    version = ServiceVersion.objects.create(
        service=service, number=1, form_data=form(preset), targets_data=TARGETS, published_at=at
    )
    Service.objects.filter(pk=service.pk).update(version=version)
    return service.pk, version.pk


def form(preset: Preset) -> list[dict[str, Any]]:
    """The original key, and what else of a ticket has no place of its own."""
    labels = [(KEY, "原编号", f"{preset.title} key"[:120])]
    labels += [(extra_key(number), name[:120], name[:120]) for number, name in enumerate(preset.extras[:39])]
    return [{"key": key, "kind": "text", "label_zh": zh, "label_en": en} for key, zh, en in labels]


def extra_key(number: int) -> str:
    """The name of an extra inside answers."""
    return f"x{number + 1}"


def _remember_places(structure: Structure) -> None:
    """The calendars of units and promises, and the home units of people: asked once."""
    units = {structure.root, *structure.units.values()}
    structure.calendars = {
        unit.pk: unit.calendar for unit in _some(Unit.objects.select_related("calendar"), units)
    }
    services = {service for service, _version in structure.services.values()}
    found = _some(Service.objects.select_related("version__calendar", "unit__calendar"), services)
    structure.promises = {
        service.pk: service.version.counts_on(service) for service in found if service.version is not None
    }
    people = {structure.nobody, *structure.people.values()}
    structure.homes = {person.pk: person.unit_id for person in _some(Person.objects.all(), people)}


def _some(rows: Any, keys: Iterable[int]) -> list[Any]:
    wanted = sorted(keys)
    found: list[Any] = []
    for start in range(0, len(wanted), FETCH):
        found += rows.filter(pk__in=wanted[start : start + FETCH])
    return found
