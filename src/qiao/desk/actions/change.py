"""What every action on a request does first and last: lock and ask; change and record."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.desk import clocks, rules
from qiao.desk.actions.waits import settle
from qiao.desk.changed import as_kept
from qiao.desk.events import Kind
from qiao.desk.models import Hop, Involvement, Pause, Request
from qiao.desk.rules import Reason, State, Verb
from qiao.ledger.actions import record
from qiao.ledger.refusals import Conflict, refuse
from qiao.org.models import Person, Unit
from qiao.statements import Question, insert, update, write

CURRENT_HOP = Question(
    lambda request: Hop.objects.filter(request=request, ended_at=None).select_related("calendar")
)
HOPS = Question(lambda request: Hop.objects.filter(request=request).select_related("calendar"))
PAUSES = Question(lambda hop: Pause.objects.filter(hop=hop))
QUICKER = _("This changed while you were reading. What you typed is still here.")


def begin(request: Request, verb: Verb, *, by: Person, at: datetime, expected: int | None = None) -> Request:
    """The request as it is now, locked, if ``by`` may do this to it.

    ``expected`` is the revision that the person has seen; Conflict when somebody changed it since.
    """
    now = Request.objects.locked(request.pk)
    if expected is not None and now.revision != expected:
        raise Conflict(QUICKER, now)
    refuse(rules.why_not(verb, now, by.scope, at))
    return now


def move(request: Request, *, at: datetime | None = None, **changes: Any) -> None:
    """One conditional update: whoever loses the race gets Conflict, on SQLite too, which has no row locks.

    ``due_at`` follows from the rest, and the revision grows. What changed is kept for the event that ``tell``
    appends: so new values come as arguments here and are not set on the request before. With ``at``, the
    moment is written by the same statement, and ``tell`` needs none for it.
    """
    columns = {Request._meta.get_field(name).attname for name in changes}  # type: ignore[union-attr]
    before = {column: getattr(request, column) for column in (*columns, "due_at")}
    for name, value in changes.items():
        setattr(request, name, value)
    request.due_at = clocks.next_due(
        request.state,
        answer_by=request.answer_by,
        promised_at=request.promised_at,
        confirm_by=request.confirm_by,
    )
    request.changed_at = at or request.changed_at
    values = {column: getattr(request, column) for column in (*sorted(columns), "due_at", "changed_at")}
    seen = {"pk": request.pk, "revision": request.revision}
    if not update(Request, seen, {**values, "revision": request.revision + 1}):
        raise Conflict(QUICKER, request)
    request.revision += 1
    vars(request)["before"] = {**before, **vars(request).get("before", {})}
    settle(request, before)


def tell(
    kind: Kind,
    request: Request,
    *,
    by: Person | None,
    at: datetime,
    from_unit_id: int | None = None,
    to_unit_id: int | None = None,
    **data: Any,
) -> None:
    """Appends the event, with the revision it led to, so that a reader knows what is new to them.

    What ``move`` changed since the last event is told with it, column by column, as ``changes``:
    ``{"state": ["working", "paused"], "due_at": ["2026-11-23T06:30:00+00:00", null]}``.
    """
    record(
        kind,
        subject=request,
        by=by,
        at=at,
        from_unit_id=from_unit_id,
        to_unit_id=to_unit_id,
        revision=request.revision,
        changes=_changes(request) or None,
        hop_calendar=vars(request).pop("hop_calendar", None),
        **data,
    )
    if request.changed_at != at:
        request.changed_at = at
        write(request, "changed_at")


def _changes(request: Request) -> dict[str, tuple[Any, Any]]:
    """Before and after of every column that is no longer what it was; asked once, then forgotten."""
    before = vars(request).pop("before", {})
    pairs = (
        (column, as_kept(old), as_kept(getattr(request, column))) for column, old in sorted(before.items())
    )
    return {column: (old, new) for column, old, new in pairs if old != new}


def need(text: str, reason: Reason = Reason.SAY_WHY) -> str:
    """The text without outer blanks; refused when nothing is left."""
    text = text.strip()
    refuse(None if text else reason)
    return text


def involve(request: Request, unit: Unit) -> None:
    """From now on the unit may see the request: one statement, whether it is new to it or not."""
    insert(Involvement(request=request, unit=unit), unless_there=True)


def open_hop(request: Request, *, unit: Unit, person: Person | None, at: datetime, accepted: bool) -> Hop:
    """A new stretch in the chain, on the calendar of its holder."""
    involve(request, unit)
    vars(request)["hop_calendar"] = unit.calendar_id  # told with the event
    return insert(
        Hop(
            request=request,
            ordinal=request.hop_count,
            unit=unit,
            person=person,
            calendar_id=unit.calendar_id,
            started_at=at,
            accepted_at=at if accepted else None,
        )
    )


def current_hop(request: Request) -> Hop:
    """The stretch that is running."""
    return CURRENT_HOP.one(request.pk)


def close_hop(hop: Hop, *, at: datetime) -> None:
    """Ends a stretch: an open pause ends with it, and the time used is written down for good."""
    pauses, hours = PAUSES.all(hop.pk), hop.calendar.known_at(at)
    for pause in pauses:
        if pause.ended_at is None:
            pause.ended_at = at
            pause.seconds = hours.working_seconds(pause.started_at, at)
            write(pause, "ended_at", "seconds")
    hop.ended_at = at
    hop.used_seconds, hop.paused_seconds = clocks.used(hours, hop.started_at, at, pauses)
    write(hop, "ended_at", "used_seconds", "paused_seconds")


def over(request: Request, state: State, *, at: datetime, **changes: Any) -> None:
    """Ends everything that runs on a request that is over; ``changes`` are made with it."""
    close_hop(current_hop(request), at=at)
    ended = {
        "confirm_by": None,
        "unanswered_since": None,
        "answer_by": None,
        "unattended_at": None,
        "offered_unit": None,
        "offered_person": None,
        "offered_by": None,
    }
    move(request, at=at, state=state, closed_at=at, **{**ended, **changes})
