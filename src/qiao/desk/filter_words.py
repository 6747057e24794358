"""A filter in words: each of its conditions as a chip that can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from qiao.catalogue.rules import Priority
from qiao.desk.changed import moment
from qiao.desk.filters import ALL, LENGTH_OF_A_DAY, ME, NOBODY, Filter
from qiao.desk.rules import PauseKind, State
from qiao.ui.words import date_text

NO_FILTER = "sort=due"  # an address that says something, so that no view opens in its place


@dataclass(frozen=True)
class Names:
    """Names of what a filter speaks of, by code or number; what is not known is shown as it was written."""

    services: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def holder(self, number: str) -> str:
        return {ME: _("me"), NOBODY: _("nobody yet")}.get(number, self.people.get(number, number))


@dataclass(frozen=True)
class Chip:
    """One condition in words, and the query without it."""

    label: str
    query: str


def chips(asked: Filter, names: Names) -> list[Chip]:
    """Every condition of the filter, in its order; the order of the list is none."""
    return [
        Chip(_label(name, value, names), asked.without(name, value).query or NO_FILTER)
        for name, value in asked.pairs()
        if name != "sort"
    ]


def _label(name: str, value: str, names: Names) -> str:
    return str(LABELS[name](value, names))


def _day(text: str) -> str:
    """A day, or a moment with its day."""
    if len(text) <= LENGTH_OF_A_DAY:
        return date_text(date.fromisoformat(text))
    return moment(datetime.fromisoformat(text))


LABELS: Mapping[str, Callable[[str, Names], Any]] = {
    "state": lambda value, names: _("over or not") if value == ALL else State(value).label,
    "service": lambda value, names: names.services.get(value, value),
    "priority": lambda value, names: Priority(value).label,
    "holder": lambda value, names: _("held by: %s") % names.holder(value),
    "unit": lambda value, names: _("held in: %s") % names.units.get(value, value),
    "requester": lambda value, names: _("asked by: %s") % names.holder(value),
    "customer": lambda value, names: _("asked from: %s") % names.units.get(value, value),
    "waiting": lambda value, names: PauseKind(value).label,
    "agreement": lambda value, names: _("under agreement %s") % value,
    "missed": lambda value, names: _("answered too late") if value == "answer" else _("done too late"),
    "counterpart": lambda value, names: _("waits for: %s") % value,
    "open": lambda value, names: _("still open") if value == "1" else _("over"),
    "overdue": lambda value, names: _("overdue") if value == "1" else _("not overdue"),
    "due_before": lambda value, names: _("due until %s") % _day(value),
    "raised_from": lambda value, names: _("raised from %s") % _day(value),
    "raised_to": lambda value, names: _("raised until %s") % _day(value),
    "changed_since": lambda value, names: _("changed since %s") % _day(value),
    "q": lambda value, names: _("“%s”") % value,
}
