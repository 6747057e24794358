"""The organisation as the sheets show it; a fixed number of queries, whatever its size."""

from typing import Any

from django.db.models import F, Model

from qiao.org.exchange.state import Key, Rows, State
from qiao.org.models import Calendar, Holding, Person, Position, Substitution, Unit


def current_state() -> State:
    """Everything by natural keys; what is closed is in it too, and named in ``closed``."""
    tables: dict[str, type[Model]] = {
        "calendars": Calendar,
        "units": Unit,
        "people": Person,
        "positions": Position,
    }
    keys = {"people": "number"}
    closed = {
        name: frozenset(
            model._default_manager.filter(active=False).values_list(keys.get(name, "code"), flat=True)
        )
        for name, model in tables.items()
    }
    return State(_calendars(), _units(), _people(), _positions(), _holdings(), _substitutions(), closed)


def _calendars() -> Rows:
    return {
        (row.code,): {
            "code": row.code,
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "follows_holidays": row.follows_holidays,
            **row.definition,
        }
        for row in Calendar.objects.all()
    }


def _units() -> Rows:
    rows = Unit.objects.values(
        "code", "name_zh", "name_en", "kind", "order",
        parent_code=F("parent__code"), leader_number=F("leader__number"),
        calendar_code=F("own_calendar__code"),
    )  # fmt: skip
    renamed = {"parent_code": "parent", "leader_number": "leader", "calendar_code": "calendar"}
    return _keyed((_renamed(row, renamed) for row in rows), "code")


def _people() -> Rows:
    rows = Person.objects.values(
        "number", "name", "name_en", "email", "phone", "joined_on", "language",
        unit_code=F("unit__code"), manager_number=F("manager__number"),
    )  # fmt: skip
    return _keyed(
        (_renamed(row, {"unit_code": "unit", "manager_number": "manager"}) for row in rows), "number"
    )


def _positions() -> Rows:
    rows = Position.objects.values("code", "name_zh", "name_en", unit_code=F("unit__code"))
    return _keyed((_renamed(row, {"unit_code": "unit"}) for row in rows), "code")


def _holdings() -> Rows:
    pairs = Holding.objects.values_list("position__code", "person__number")
    return {pair: {"position": pair[0], "person": pair[1]} for pair in pairs}


def _substitutions() -> Rows:
    rows = Substitution.objects.values_list(
        "person__number", "substitute__number", "since", "until", "reason"
    )
    names = ("person", "substitute", "since", "until", "reason")
    return {(values[0], values[2]): dict(zip(names, values, strict=True)) for values in rows}


def _keyed(rows: Any, key: str) -> dict[Key, dict[str, Any]]:
    return {(row[key],): row for row in rows}


def _renamed(row: Any, names: dict[str, str]) -> dict[str, Any]:
    """Annotations get the columns' names; an empty reference is an empty text, as in a cell."""
    return {
        names.get(name, name): "" if name in names and value is None else value for name, value in row.items()
    }
