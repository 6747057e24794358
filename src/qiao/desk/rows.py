"""A request as a row: its clock in the words of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from qiao.desk.models import Request
from qiao.desk.rules import State
from qiao.org.models import Calendar
from qiao.ui import clock
from qiao.ui.clock import Clock
from qiao.ui.words import by_text
from qiao.worktime import Calendar as WorkCalendar

# A working day, for saying "2 days" instead of "16 h".
DAY = 8 * 3600


@dataclass(frozen=True, slots=True)
class Row:
    """One request in a list."""

    request: Request
    clock: Clock

    @property
    def holder(self) -> object:
        """Who holds it: the person, else the unit's queue."""
        return self.request.holder_person or self.request.holder_unit


def rows_of(requests: Iterable[Request], *, at: datetime, for_customer: bool = False) -> list[Row]:
    """Rows with clocks; one query for all their calendars."""
    requests = list(requests)
    calendars = compiled(request.calendar_id for request in requests)
    return [
        Row(request, clock_of(request, calendars[request.calendar_id], at=at, for_customer=for_customer))
        for request in requests
    ]


def compiled(ids: Iterable[int]) -> Mapping[int, WorkCalendar]:
    """Calendars ready for arithmetic, by id."""
    return {pk: row.compiled for pk, row in Calendar.objects.in_bulk(set(ids)).items()}


def clock_of(request: Request, calendar: WorkCalendar, *, at: datetime, for_customer: bool = False) -> Clock:
    """What the clock of a request shows at a moment: to whoever must act it shows their own deadline."""
    match State(request.state):
        case State.OFFERED:
            return _running(calendar, at, request.respond_by, request.respond_seconds)
        case State.WORKING:
            return _running(calendar, at, request.promised_at, request.complete_seconds)
        case State.PAUSED:
            return clock.waiting(
                _("Waiting: %(whom)s") % {"whom": request.waiting_for} if request.waiting_for else ""
            )
        case State.DELIVERED if for_customer and request.confirm_by:
            return _to_confirm(request, calendar, at)
        case State.DELIVERED | State.CONFIRMED:
            return outcome(request, calendar)
    return clock.unpromised(str(State(request.state).label))


def outcome(request: Request, calendar: WorkCalendar) -> Clock:
    """On time or late, once it is delivered."""
    if request.promised_at is None or request.delivered_at is None:
        return clock.unpromised()
    if request.delivered_at <= request.promised_at:
        return clock.met()
    return clock.late(calendar.working_seconds(request.promised_at, request.delivered_at), DAY)


def _running(calendar: WorkCalendar, at: datetime, until: datetime | None, total: int | None) -> Clock:
    if until is None:
        return clock.unpromised()
    return clock.running(calendar.working_seconds(at, until), total or 0, DAY)


def _to_confirm(request: Request, calendar: WorkCalendar, at: datetime) -> Clock:
    until, since = request.confirm_by, request.delivered_at
    if until is None or since is None:
        return clock.unpromised()
    total = max(calendar.working_seconds(since, until), 1)
    left = max(calendar.working_seconds(at, until), 0)
    label = _("by %(time)s") % {"time": by_text(until, at)}
    kind = clock.running(left, total).kind
    return Clock(kind, label, min(1.0, left / total))
