"""A request as a row: its clock in the words of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from qiao.catalogue.rules import Priority
from qiao.desk.models import Request
from qiao.desk.rules import ALONE, HELD, Company, State
from qiao.org.reads import Calendars
from qiao.ui import clock
from qiao.ui.clock import Clock
from qiao.ui.words import by_text, either
from qiao.worktime import Calendar as WorkCalendar


class Timed(Protocol):
    """What a clock is made from: a Request, or a row of a list."""

    @property
    def state(self) -> str: ...
    @property
    def respond_seconds(self) -> int | None: ...
    @property
    def complete_seconds(self) -> int | None: ...
    @property
    def answer_by(self) -> datetime | None: ...
    @property
    def promised_at(self) -> datetime | None: ...
    @property
    def delivered_at(self) -> datetime | None: ...
    @property
    def confirm_by(self) -> datetime | None: ...
    @property
    def waiting_for(self) -> str: ...


class Listed(NamedTuple):
    """What lists show of a request: plain values, in a third of the time that models with their joins take.

    The names are the columns that are asked for; names of people and things come in both languages.
    """

    id: int
    number: str
    title: str
    state: str
    revision: int
    priority: str
    confidential: bool
    service_id: int
    calendar_id: int
    requester_id: int
    beneficiary_id: int | None
    beneficiary_unit_id: int | None
    holder_unit_id: int
    holder_person_id: int | None
    offered_unit_id: int | None
    offered_person_id: int | None
    offered_by_id: int | None
    open_parts: int
    open_blockers: int
    open_items: int
    raised_at: datetime
    changed_at: datetime | None
    closed_at: datetime | None
    respond_seconds: int | None
    complete_seconds: int | None
    answer_by: datetime | None
    promised_at: datetime | None
    due_at: datetime | None
    delivered_at: datetime | None
    confirm_by: datetime | None
    waiting_for: str
    service__name_zh: str
    service__name_en: str
    holder_unit__name_zh: str
    holder_unit__name_en: str
    holder_person__number: str | None
    holder_person__name: str | None
    holder_person__name_en: str | None
    requester__name: str
    requester__name_en: str
    requester_unit__name_zh: str
    requester_unit__name_en: str

    @property
    def company(self) -> Company:
        """Lists do not know who was merged into a request; the action asks once more."""
        return ALONE

    @property
    def approving(self) -> frozenset[int]:
        """Nor who approves it."""
        return frozenset()

    @property
    def state_label(self) -> Any:
        return State(self.state).label

    @property
    def priority_label(self) -> Any:
        return Priority(self.priority).label

    @property
    def service(self) -> str:
        return either(self.service__name_zh, self.service__name_en)

    @property
    def holder_unit(self) -> str:
        return either(self.holder_unit__name_zh, self.holder_unit__name_en)

    @property
    def holder_person(self) -> str:
        """Empty while it is in the unit's queue."""
        return either(self.holder_person__name or "", self.holder_person__name_en or "")

    @property
    def requester(self) -> str:
        return either(self.requester__name, self.requester__name_en)

    @property
    def requester_unit(self) -> str:
        return either(self.requester_unit__name_zh, self.requester_unit__name_en)


@dataclass(frozen=True, slots=True)
class Row:
    """One request in a list."""

    request: Listed
    clock: Clock
    # Working seconds of a day on its calendar, for saying "2 days".
    day: int

    @property
    def url(self) -> str:
        return address(self.request.number)

    @property
    def where(self) -> str:
        """The unit that it waits at, or who holds it."""
        request = self.request
        if request.state == State.APPROVAL:
            return _("waiting for approval")
        if request.state == State.OFFERED and not request.holder_person:
            return _("waiting at %(unit)s") % {"unit": request.holder_unit}
        return f"{request.holder_unit} {request.holder_person}"


@lru_cache(maxsize=10_000)
def address(number: str) -> str:
    """Of the page of a request. Kept, because fifty rows would otherwise be fifty searches."""
    return reverse("desk:request", args=[number])


def listed(requests: QuerySet[Request]) -> QuerySet[Request, Any]:
    """The same requests as rows of just the columns that lists show."""
    return requests.values_list(*Listed._fields, named=True)


def rows_of(
    found: Iterable[Any], *, at: datetime, for_customer: bool = False, calendars: Calendars | None = None
) -> list[Row]:
    """Rows with clocks, of what ``listed`` found."""
    requests = [Listed(*each) for each in found]
    works = (calendars or Calendars()).of(request.calendar_id for request in requests)
    return [
        Row(
            request,
            clock_of(request, works[request.calendar_id], at=at, for_customer=for_customer),
            works[request.calendar_id].usual_day,
        )
        for request in requests
    ]


def clock_of(request: Timed, calendar: WorkCalendar, *, at: datetime, for_customer: bool = False) -> Clock:
    """What the clock of a request shows at a moment: to whoever must act it shows their own deadline."""
    state = State(request.state)
    if request.answer_by and _breaks_first(state, request.answer_by, request.promised_at):
        return _to_answer(request, calendar, at)
    match state:
        case State.OFFERED | State.WORKING:
            return _running(calendar, at, request.promised_at, request.complete_seconds)
        case State.PAUSED:
            return clock.waiting(
                _("Waiting: %(whom)s") % {"whom": request.waiting_for} if request.waiting_for else ""
            )
        case State.DELIVERED if for_customer and request.confirm_by:
            return _to_confirm(request, calendar, at)
        case State.DELIVERED | State.CONFIRMED:
            return outcome(request, calendar)
    return clock.unpromised(str(state.label))


def _to_answer(request: Timed, calendar: WorkCalendar, at: datetime) -> Clock:
    """The response clock; where more than accepting is asked for, it says so."""
    answer = _running(calendar, at, request.answer_by, request.respond_seconds)
    if request.state == State.OFFERED:
        return answer
    return replace(answer, label=_("Answer: %(time)s") % {"time": answer.label})


def _breaks_first(state: State, answer_by: datetime, promised_at: datetime | None) -> bool:
    """Whether the answer that the customer waits for is due before anything else."""
    return state in HELD and (state is State.PAUSED or promised_at is None or answer_by <= promised_at)


def outcome(request: Timed, calendar: WorkCalendar) -> Clock:
    """On time or late, once it is delivered."""
    if request.promised_at is None or request.delivered_at is None:
        return clock.unpromised()
    if request.delivered_at <= request.promised_at:
        return clock.met()
    return clock.late(calendar.working_seconds(request.promised_at, request.delivered_at), calendar.usual_day)


def _running(calendar: WorkCalendar, at: datetime, until: datetime | None, total: int | None) -> Clock:
    if until is None:
        return clock.unpromised()
    return clock.running(calendar.working_seconds(at, until), total or 0, calendar.usual_day)


def _to_confirm(request: Timed, calendar: WorkCalendar, at: datetime) -> Clock:
    until, since = request.confirm_by, request.delivered_at
    if until is None or since is None:
        return clock.unpromised()
    total = max(calendar.working_seconds(since, until), 1)
    left = max(calendar.working_seconds(at, until), 0)
    label = _("by %(time)s") % {"time": by_text(until, at)}
    kind = clock.running(left, total).kind
    return Clock(kind, label, min(1.0, left / total))
