"""What an event changed on a request, in words: before and after, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qiao.catalogue.rules import Priority
from qiao.desk.models import Request
from qiao.desk.rules import State
from qiao.ledger.chronicle import Change
from qiao.ledger.models import Event
from qiao.org.models import Person, Unit
from qiao.ui.words import clock_text, date_text, duration_text

if TYPE_CHECKING:
    from qiao.desk.names import Names

# Kept for lists and indices, told by something else that changes in the same moment.
UNTOLD = frozenset(
    [
        "approved_at",
        "approvers",
        "blocks",
        "changed_at",
        "closed_at",
        "fellows",
        "hop_count",
        "merged_into_id",
        "offered_by_id",
        "open_blockers",
        "open_items",
        "open_parts",
        "parent_id",
        "reminded_at",
        "used_seconds",
    ]
)

LABELS: Mapping[str, Any] = {
    "accountable_id": gettext_lazy("Answers for it"),
    "accountable_unit_id": gettext_lazy("Unit that answers for it"),
    "answer_by": gettext_lazy("Answer to the customer due"),
    "answers": gettext_lazy("Answers"),
    "beneficiary_id": gettext_lazy("For whom"),
    "beneficiary_unit_id": gettext_lazy("For which unit"),
    "bounces": gettext_lazy("Went back and forth (times)"),
    "complete_seconds": gettext_lazy("Time to complete"),
    "confidential": gettext_lazy("Confidential"),
    "confirm_by": gettext_lazy("Confirms itself at"),
    "delivered_at": gettext_lazy("Delivered at"),
    "details": gettext_lazy("Details"),
    "due_at": gettext_lazy("Due next"),
    "holder_person_id": pgettext_lazy("of a request", "Held by"),
    "holder_unit_id": gettext_lazy("Held by the unit"),
    "offered_person_id": gettext_lazy("Offered to"),
    "offered_unit_id": gettext_lazy("Offered to the unit"),
    "priority": pgettext_lazy("of a request", "Priority"),
    "promised_at": gettext_lazy("Promised by"),
    "reopened": gettext_lazy("Reopened (times)"),
    "respond_by": gettext_lazy("To be accepted by"),
    "respond_seconds": gettext_lazy("Time to accept"),
    "responded_at": gettext_lazy("Answered at"),
    "service_id": gettext_lazy("Service"),
    "state": gettext_lazy("State"),
    "title": gettext_lazy("Title"),
    "unanswered_since": gettext_lazy("Customer waits for an answer since"),
    "unattended_at": gettext_lazy("Without anybody since"),
    "waiting_for": pgettext_lazy("of a pause", "Waiting for"),
}


def changes(event: Event, names: Names) -> tuple[Change, ...]:
    """Every column that the event changed, in the order of the labels; those kept for lists are left out."""
    kept: Mapping[str, Any] = event.data.get("changes", {})
    return tuple(
        Change(label(column), shown(column, kept[column][0], names), shown(column, kept[column][1], names))
        for column in (*LABELS, *sorted(kept.keys() - LABELS.keys()))
        if column in kept and column not in UNTOLD
    )


def label(column: str) -> str:
    """What a column is called."""
    return str(LABELS.get(column, column.removesuffix("_id").replace("_", " ").capitalize()))


def shown(column: str, value: Any, names: Names) -> str:
    """A value as it is kept in the ledger, in the reader's words; empty for none."""
    if value is None or value in ("", [], {}):
        return ""
    if column in references(Person):
        return names.person(value)
    if column in references(Unit):
        return names.unit(value)
    if column in CODES:
        return _code(column, value)
    if column.endswith("_seconds"):
        return duration_text(value)
    return _plain(value)


CODES: Mapping[str, Any] = {"state": State, "priority": Priority}


def _code(column: str, value: Any) -> str:
    kind = CODES[column]
    return str(kind(value).label) if value in set(kind) else str(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return " · ".join(f"{name}: {_plain(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    at = parse_datetime(value) if isinstance(value, str) and value[10:11] == "T" else None
    return moment(at) if at else str(value)


def moment(at: datetime) -> str:
    """With its day and year: a history is read long afterwards."""
    here = timezone.localtime(at)
    return f"{date_text(here.date())} {clock_text(here)}"


def as_kept(value: Any) -> Any:
    """A column's value as the ledger keeps it: moments as text in UTC, the rest as it is."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


@cache
def references(kind: type[Model]) -> frozenset[str]:
    """The columns of a request that point at a person, or at a unit."""
    fields = Request._meta.concrete_fields
    return frozenset(field.attname for field in fields if field.related_model is kind)


def mentioned(event: Event, kind: type[Model]) -> set[int | None]:
    """The people, or units, that the event's changes speak of."""
    kept: Mapping[str, Any] = event.data.get("changes", {})
    return {pk for column, pair in kept.items() if column in references(kind) for pk in pair}
