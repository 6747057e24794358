"""What the one who holds a request does with it."""

from datetime import datetime

from django.db import transaction

from qiao.catalogue.models import ServiceVersion
from qiao.catalogue.rules import Priority
from qiao.desk import clocks
from qiao.desk.actions import parts, response
from qiao.desk.actions.change import HOPS, begin, close_hop, current_hop, move, need, over, tell
from qiao.desk.actions.limits import within_limits
from qiao.desk.events import Kind
from qiao.desk.models import Hop, Pause, Request
from qiao.desk.rules import PauseKind, Reason, RefusalKind, State, Verb
from qiao.ledger.refusals import refuse
from qiao.org.models import Person, Unit
from qiao.statements import Question, insert, update, write

CONFIRM_DAYS = Question(lambda version: ServiceVersion.objects.filter(pk=version).values_list("confirm_days"))
RUNNING = Question(lambda hop: Pause.objects.filter(hop=hop, ended_at=None))


@transaction.atomic
def assign(*, request: Request, by: Person, at: datetime, to: Person, expected: int | None = None) -> Request:
    """Points a request that nobody has accepted yet at a member of the unit, who still has to accept it."""
    request = begin(request, Verb.ASSIGN, by=by, at=at, expected=expected)
    refuse(None if to.active else Reason.PERSON_GONE)
    refuse(None if request.holder_unit_id in to.scope.unit_ids else Reason.NOT_A_MEMBER)
    update(Hop, {"request": request, "ended_at": None}, {"person": to})
    move(request, at=at, holder_person=to, accountable=to, unattended_at=None)
    tell(Kind.ASSIGNED, request, by=by, at=at, to_unit_id=request.holder_unit_id, person=to.pk)
    return request


@transaction.atomic
def accept(*, request: Request, by: Person, at: datetime, expected: int | None = None) -> Request:
    """A member of the unit takes the request on; from now on they are accountable to the requester."""
    request = begin(request, Verb.ACCEPT, by=by, at=at, expected=expected)
    most = within_limits(request, request.holder_unit_id, by)
    update(Hop, {"request": request, "ended_at": None}, {"person": by, "accepted_at": at})
    move(
        request,
        at=at,
        state=State.WORKING,
        holder_person=by,
        accountable=by,
        unattended_at=None,
        **response.accepted(request, at=at),
    )
    tell(Kind.ACCEPTED, request, by=by, at=at, to_unit_id=request.holder_unit_id, beyond=most)
    return request


@transaction.atomic
def reprioritise(
    *, request: Request, by: Person, at: datetime, priority: Priority, note: str, expected: int | None = None
) -> Request:
    """Another priority: what is due moves by exactly the difference of the targets, pauses included."""
    request = begin(request, Verb.REPRIORITISE, by=by, at=at, expected=expected)
    refuse(Reason.SAME_PRIORITY if priority == request.priority else None)
    note = need(note)
    respond, complete = _differences(request, priority)
    hours = request.calendar.known_at(at)
    answer_by = clocks.retargeted(hours, request.answer_by, request.unanswered_since, respond)
    first = request.answer_by == request.respond_by and request.responded_at is None
    move(
        request,
        at=at,
        priority=priority,
        respond_seconds=_grown(request.respond_seconds, respond),
        complete_seconds=_grown(request.complete_seconds, complete),
        answer_by=answer_by,
        respond_by=answer_by if first else request.respond_by,
        promised_at=clocks.retargeted(hours, request.promised_at, request.counted_from, complete),
    )
    targets = {"respond": request.respond_seconds, "complete": request.complete_seconds}
    tell(Kind.REPRIORITISED, request, by=by, at=at, note=note, **targets)
    return request


def _differences(request: Request, priority: Priority) -> tuple[int, int]:
    """By how much the targets that it was born with differ, agreed ones included: to respond, to complete."""
    version, agreed = request.version, request.agreed
    was, now = (
        agreed.target(version, each) if agreed else version.target(each)
        for each in (request.priority, priority)
    )
    return now[0] - was[0], now[1] - was[1]


def _grown(seconds: int | None, difference: int) -> int | None:
    return None if seconds is None else max(seconds + difference, 0)


@transaction.atomic
def pause(
    *,
    request: Request,
    by: Person,
    at: datetime,
    kind: PauseKind,
    counterpart: str = "",
    reason: str = "",
    expected_until: datetime | None = None,
    expected: int | None = None,
) -> Request:
    """Stops the clock while somebody else is awaited; who that is must be named."""
    request = begin(request, Verb.PAUSE, by=by, at=at, expected=expected)
    if kind is PauseKind.REQUESTER:
        counterpart = counterpart.strip() or str(request.requester)
    counterpart = need(counterpart, Reason.NAME_COUNTERPART)
    insert(
        Pause(
            hop=current_hop(request),
            kind=kind,
            counterpart=counterpart[:120],
            reason=reason.strip(),
            expected_until=expected_until,
            started_at=at,
        )
    )
    move(request, at=at, state=State.PAUSED, waiting_for=counterpart[:120], unattended_at=None)
    tell(
        Kind.PAUSED,
        request,
        by=by,
        at=at,
        waiting_for=kind.value,
        counterpart=counterpart,
        note=reason.strip(),
    )
    return request


@transaction.atomic
def resume(
    *, request: Request, by: Person, at: datetime, note: str = "", expected: int | None = None
) -> Request:
    """Lets the clock run again; the promise moves by exactly the working time of the pause."""
    request = begin(request, Verb.RESUME, by=by, at=at, expected=expected)
    hop = current_hop(request)
    pause = RUNNING.one(hop.pk)
    pause.ended_at = at
    pause.seconds = hop.calendar.known_at(at).working_seconds(pause.started_at, at)
    write(pause, "ended_at", "seconds")
    hop.paused_seconds += pause.seconds
    write(hop, "paused_seconds")
    promised = clocks.shifted(request.calendar.known_at(at), request.promised_at, pause.started_at, at)
    move(request, at=at, state=State.WORKING, promised_at=promised, waiting_for="")
    tell(
        Kind.RESUMED,
        request,
        by=by,
        at=at,
        waited_for=pause.kind,
        counterpart=pause.counterpart,
        seconds=pause.seconds,
        promised_at=promised.isoformat() if promised else None,
        note=note.strip(),
    )
    return request


@transaction.atomic
def deliver(*, request: Request, by: Person, at: datetime, note: str, expected: int | None = None) -> Request:
    """Says that it is done, and what was done; the requester is asked to confirm."""
    request = begin(request, Verb.DELIVER, by=by, at=at, expected=expected)
    note = need(note, Reason.SAY_WHAT)
    hops = HOPS.all(request.pk)
    close_hop(hops[-1], at=at)
    calendar = request.calendar
    days = CONFIRM_DAYS.tuples(request.version_id)[0][0]
    confirm_by = clocks.after_working_days(calendar.known_at(at), at, days, calendar.zone)
    move(
        request,
        at=at,
        state=State.DELIVERED,
        delivered_at=at,
        confirm_by=confirm_by,
        reminded_at=None,
        used_seconds=sum(hop.used_seconds or 0 for hop in hops if not hop.approval),
        unattended_at=None,
        **response.answered(request, at=at),
    )
    in_time = request.promised_at is None or at <= request.promised_at
    tell(
        Kind.DELIVERED,
        request,
        by=by,
        at=at,
        from_unit_id=request.holder_unit_id,
        note=note,
        in_time=in_time,
        hop=hops[-1].ordinal,
        confirm_days=days,
    )
    return request


@transaction.atomic
def decline(
    *,
    request: Request,
    by: Person,
    at: datetime,
    kind: RefusalKind,
    note: str,
    suggested: Unit | None = None,
    expected: int | None = None,
) -> Request:
    """Says no to the requester: always with a reason, and with whose it is when it is not ours."""
    parts.lock_open(request)
    request = begin(request, Verb.DECLINE, by=by, at=at, expected=expected)
    note = need(note)
    refuse(Reason.SUGGEST_OWNER if kind is RefusalKind.NOT_OURS and suggested is None else None)
    over(request, State.DECLINED, at=at, **response.answered(request, at=at))
    tell(
        Kind.DECLINED,
        request,
        by=by,
        at=at,
        from_unit_id=request.holder_unit_id,
        reason=kind.value,
        note=note,
        suggested=suggested.pk if suggested else None,
    )
    parts.let_go(request, by=by, at=at)
    return request
