"""Contradictions between rows, and between rows and what is there: references, circles, doubles, absences."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from types import MappingProxyType
from typing import Any

from qiao import worktime
from qiao.org import calendar_errors, rules
from qiao.org.exchange.problems import Problem, Trouble
from qiao.org.exchange.rows import Row
from qiao.org.exchange.state import Key, State
from qiao.org.rules import Cover, Reason

Placed = Mapping[str, Mapping[Key, Row]]

# sheet → column → (the sheet it names, what to say when there is none, what to say when it is closed)
_UNIT = ("units", Trouble.UNKNOWN_UNIT, Trouble.UNIT_CLOSED)
_PERSON = ("people", Trouble.UNKNOWN_PERSON, Trouble.PERSON_GONE)
_POSITION = ("positions", Trouble.UNKNOWN_POSITION, Trouble.POSITION_CLOSED)
_CALENDAR = ("calendars", Trouble.UNKNOWN_CALENDAR, Trouble.CALENDAR_CLOSED)
REFERENCES: Mapping[str, Mapping[str, tuple[str, Trouble, Trouble]]] = {
    "calendars": {"code": _CALENDAR},
    "units": {"code": _UNIT, "parent": _UNIT, "leader": _PERSON, "calendar": _CALENDAR},
    "people": {"number": _PERSON, "unit": _UNIT, "manager": _PERSON},
    "positions": {"code": _POSITION, "unit": _UNIT},
    "holdings": {"position": _POSITION, "person": _PERSON},
    "substitutions": {"person": _PERSON, "substitute": _PERSON},
}


def contradictions(
    placed: Placed, wanted: State, faulty: Mapping[str, Set[Any]] = MappingProxyType({})
) -> Iterator[Problem]:
    """Everything that is wrong although each cell is right. ``wanted`` is how things would be afterwards.

    Whoever names a row that is ``faulty`` itself is not blamed: that row's own problem is told already.
    """
    for sheet, references in REFERENCES.items():
        for row in placed.get(sheet, {}).values():
            yield from _references(sheet, row, references, wanted, faulty)
    yield from _calendars(placed.get("calendars", {}))
    yield from _emails(placed.get("people", {}), wanted)
    yield from _circles("units", "parent", Trouble.UNIT_CIRCLE, placed, wanted)
    yield from _circles("people", "manager", Trouble.MANAGER_CIRCLE, placed, wanted)
    yield from _covers(placed.get("substitutions", {}), wanted)


def _references(
    sheet: str,
    row: Row,
    references: Mapping[str, tuple[str, Trouble, Trouble]],
    wanted: State,
    faulty: Mapping[str, Set[Any]],
) -> Iterator[Problem]:
    for column, (other, unknown, closed) in references.items():
        code = row.values.get(column)
        if not code or code in faulty.get(other, ()):
            continue
        if (code,) not in wanted.of(other):
            yield Problem(unknown, sheet, row.number, column, code)
        elif wanted.is_closed(other, code):
            yield Problem(closed, sheet, row.number, column, code)


def _calendars(rows: Mapping[Key, Row]) -> Iterator[Problem]:
    """Shifts and pattern have to fit together, which no cell can say alone."""
    for (code,), row in rows.items():
        document = {"code": code, "zone": row.values.get("zone", "Asia/Shanghai")}
        try:
            definition = worktime.parse(
                {**document, "shifts": row.values["shifts"], "pattern": row.values["pattern"]}
            )
        except worktime.CalendarError as error:
            params = {"why": calendar_errors.sentence(error)}
            yield Problem(Trouble.BAD_CALENDAR, "calendars", row.number, "pattern", params=params)
            continue
        if not any(definition.pattern.days):
            params = {"why": Reason.CALENDAR_NEVER_WORKS.sentence}
            yield Problem(Trouble.REFUSED, "calendars", row.number, "pattern", params=params)


def _emails(rows: Mapping[Key, Row], wanted: State) -> Iterator[Problem]:
    owners: dict[str, list[str]] = defaultdict(list)
    for (number,), person in wanted.people.items():
        if person["email"]:
            owners[person["email"].lower()].append(number)
    for (number,), row in rows.items():
        email = row.values.get("email")
        others = [other for other in owners.get(email, ()) if other != number] if email else []
        if others:
            params = {"number": others[0]}
            yield Problem(Trouble.EMAIL_TAKEN, "people", row.number, "email", email or "", params)


def _circles(sheet: str, column: str, trouble: Trouble, placed: Placed, wanted: State) -> Iterator[Problem]:
    """Every row of the file that lies on a circle, with the way round."""
    above = {key[0]: row[column] for key, row in wanted.of(sheet).items()}
    for start in sorted(on_circles(above)):
        row = placed.get(sheet, {}).get((start,))
        if row is not None:
            path = " → ".join(_way_round(start, above))
            yield Problem(trouble, sheet, row.number, column, start, {"path": path})


def on_circles(above: Mapping[str, str | None]) -> set[str]:
    """The keys that come back to themselves when one goes up and up; each key is looked at once."""
    done: set[str] = set()
    circular: set[str] = set()
    for start in above:
        path: dict[str, int] = {}
        here: str | None = start
        while here and here in above and here not in done and here not in path:
            path[here] = len(path)
            here = above[here]
        if here in path:
            circular.update(list(path)[path[here] :])
        done.update(path)
    return circular


def _way_round(start: str, above: Mapping[str, Any]) -> list[str]:
    path = [start]
    while above[path[-1]] != start and len(path) < 8:
        path.append(above[path[-1]])
    return [*path, start if above[path[-1]] == start else "…"]


def _covers(rows: Mapping[Key, Row], wanted: State) -> Iterator[Problem]:
    touching: dict[str, list[Cover]] = defaultdict(list)
    numbers = {key[0]: place for place, key in enumerate(wanted.people, start=1)}
    names = {place: row["name"] for place, row in enumerate(wanted.people.values(), start=1)}
    for (person, since), values in wanted.substitutions.items():
        cover = _cover(numbers, person, values["substitute"], since, values["until"])
        for each in {person, values["substitute"]}:
            touching[each].append(cover)
    for (person, since), row in rows.items():
        substitute = row.values["substitute"]
        cover = _cover(numbers, person, substitute, since, row.values["until"])
        others: Iterable[Cover] = (each for each in touching[person] + touching[substitute] if each != cover)
        found = rules.why_not_substitute(cover, others)
        if found:
            reason, about = found
            params = {"why": str(reason.sentence) % {"person": names.get(about, "")}}
            yield Problem(Trouble.REFUSED, "substitutions", row.number, "substitute", substitute, params)


def _cover(numbers: Mapping[str, int], person: str, substitute: str, since: Any, until: Any) -> Cover:
    return Cover(numbers.get(person, -1), numbers.get(substitute, -2), since, until)
