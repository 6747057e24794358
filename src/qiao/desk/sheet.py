"""What a list shows as a file: its columns in words, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from qiao.catalogue.rules import Priority
from qiao.desk.rows import Listed
from qiao.desk.rules import State

# Full-width signs too: some spreadsheets read them alike.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
COLUMNS: Sequence[tuple[Any, Callable[[Listed], Any]]] = (
    (gettext_lazy("Number"), lambda row: row.number),
    (gettext_lazy("Title"), lambda row: row.title),
    (gettext_lazy("State"), lambda row: State(row.state).label),
    (gettext_lazy("How urgent"), lambda row: Priority(row.priority).label),
    (gettext_lazy("Service"), lambda row: row.service),
    (gettext_lazy("Who asked"), lambda row: row.requester),
    (gettext_lazy("From which unit"), lambda row: row.requester_unit),
    (gettext_lazy("Held in"), lambda row: row.holder_unit),
    (gettext_lazy("Holder"), lambda row: row.holder_person),
    (gettext_lazy("Waiting for"), lambda row: row.waiting_for),
    (gettext_lazy("Raised"), lambda row: row.raised_at),
    (gettext_lazy("Next due"), lambda row: row.due_at),
    (gettext_lazy("Promised by"), lambda row: row.promised_at),
    (gettext_lazy("Delivered"), lambda row: row.delivered_at),
    (gettext_lazy("Over since"), lambda row: row.closed_at),
    (gettext_lazy("Changed last"), lambda row: row.changed_at),
)


def cells(row: Listed) -> list[str]:
    """A row as text: moments in the active zone, without seconds."""
    return [_text(read_(row)) for _heading, read_ in COLUMNS]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: marked as text, also where it hides behind blanks."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(("\t", "\r")) else cell
