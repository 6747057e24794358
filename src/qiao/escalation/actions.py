"""The only writers of escalations: following the ledger, reaching marks, telling, and what holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from qiao.desk.actions.change import tell
from qiao.desk.events import Kind
from qiao.desk.models import Handoff, Request
from qiao.desk.rules import State
from qiao.escalation import reads, rules
from qiao.escalation.events import PolicyKind
from qiao.escalation.models import Line, Mark, Policy, Watch
from qiao.escalation.rules import Cause, Reason
from qiao.ledger.actions import follow, record
from qiao.ledger.models import Event
from qiao.ledger.refusals import refuse
from qiao.ledger.revisions import as_expected, update
from qiao.org.models import Person
from qiao.org.reads.shifts import is_on_shift

READER = "escalation"
SUBJECT = Request._meta.label_lower
RUNS = (State.OFFERED, State.WORKING)
# After these a hand-off has come back, or the work.
OFTEN = frozenset({Kind.REFUSED, Kind.REOPENED})
# What came longer ago is nobody's news: an import of last year's log is not escalated.
FRESH = timedelta(days=2)


def catch_up(*, at: datetime, limit: int = 1000) -> int:
    """Reads what the ledger has gained: clocks that moved are watched anew. Returns how many events."""

    def handle(events: Sequence[Event]) -> None:
        fresh = [each for each in events if each.subject_type == SUBJECT and each.at >= at - FRESH]
        moved = {each.subject_id for each in fresh if _moves(each)}
        for request in Request.objects.filter(pk__in=moved).select_related("calendar").order_by("pk"):
            look(request, at=at)
        often = {each.subject_id for each in fresh if each.kind in OFTEN}
        for request in Request.objects.filter(pk__in=often).select_related("calendar").order_by("pk"):
            _too_often(request, at=at)

    return follow(READER, handle, limit=limit)


def _moves(event: Event) -> bool:
    """Whether the promise, or whether it runs, is another one since."""
    changes = event.data.get("changes", {})
    return event.kind == Kind.RAISED or "promised_at" in changes or "state" in changes


@transaction.atomic
def look(request: Request, *, at: datetime) -> None:
    """Writes down when its next mark is reached; nothing while it is paused, waits or is over."""
    terms = reads.terms_of(request.service_id)
    known = set(Mark.objects.filter(request=request, because=rules.Because.TIME).values_list("n", flat=True))
    moment = None
    if terms.active and request.state in RUNS and request.promised_at and request.complete_seconds:
        moment = rules.next_moment(
            request.calendar.known_at(at),
            request.complete_seconds,
            request.promised_at,
            at,
            [mark for mark in terms.marks if mark not in known],
        )
    Watch.objects.update_or_create(request=request, defaults={"next_at": moment})


def reach(*, at: datetime, limit: int = 500) -> int:
    """Every mark that is reached: one search in the index of the next moments. Returns how many."""
    due = Watch.objects.filter(next_at__lte=at).order_by("next_at", "pk").values_list("pk", flat=True)
    return sum(_reach(pk, at) for pk in list(due[:limit]))


@transaction.atomic
def _reach(pk: int, at: datetime) -> int:
    """One request, on what is there now; killed in the middle, it is done again as if for the first time."""
    request = Request.objects.locked(pk)
    terms, made = reads.terms_of(request.service_id), 0
    if terms.active and request.state in RUNS and request.promised_at and request.complete_seconds:
        hours = request.calendar.known_at(at)
        found = rules.reached(hours, request.complete_seconds, request.promised_at, at, terms.marks)
        made = sum(_mark(request, cause, at) for cause in found)
    look(request, at=at)
    return made


@transaction.atomic
def _too_often(request: Request, *, at: datetime) -> None:
    terms = reads.terms_of(request.service_id)
    if not terms.active or request.closed_at is not None:
        return
    returned = request.handoffs.filter(outcome=Handoff.Outcome.REFUSED).count()
    for cause in rules.often(terms, returned, request.reopened):
        _mark(request, cause, at)


def _mark(request: Request, cause: Cause, at: datetime) -> bool:
    """Who has to be told of it, once; False when that was written down before."""
    mark, new = Mark.objects.get_or_create(
        request=request, because=cause.because, n=cause.n, defaults={"at": at}
    )
    if new:
        people = reads.circle(request, cause.level, at=at)
        Line.objects.bulk_create(Line(mark=mark, person=person) for person in people)
    return new


def tell_all(*, at: datetime, limit: int = 200) -> int:
    """One digest for each person who is at work and was not told within the period. Returns how many."""
    waiting = Line.objects.filter(told_at=None).values("person")
    people = Person.objects.active().filter(pk__in=waiting).select_related("unit__calendar", "own_calendar")
    return sum(_tell(person, at) for person in people.order_by("pk")[:limit])


@transaction.atomic
def _tell(person: Person, at: datetime) -> bool:
    """Everything that waits for this person at once; what is settled meanwhile is not told any more."""
    if not is_on_shift(person, at):
        return False
    mine = Line.objects.filter(person=person)
    lines = list(mine.filter(told_at=None).select_related("mark").order_by("id"))
    every = reads.terms_of(None).every
    if not lines or mine.filter(told_at__gt=at - timedelta(minutes=every)).exists():
        return False
    visible = (
        Request.objects.open().visible_to(person.scope).in_bulk({line.mark.request_id for line in lines})
    )
    Line.objects.filter(pk__in=[line.pk for line in lines]).update(told_at=at)
    for request, marks in _by_request(visible, lines):
        last = marks[-1]
        tell(
            Kind.ESCALATED,
            request,
            by=None,
            at=at,
            person=person.pk,
            because=last.because,
            n=last.n,
        )
    return bool(visible)


def _by_request(visible: dict[int, Request], lines: Iterable[Line]) -> Iterable[tuple[Request, list[Mark]]]:
    found: dict[int, list[Mark]] = {}
    for line in lines:
        if line.mark.request_id in visible:
            found.setdefault(line.mark.request_id, []).append(line.mark)
    return [(visible[pk], marks) for pk, marks in found.items()]


@transaction.atomic
def set_policy(
    *,
    by: Person,
    at: datetime,
    service_id: int | None,
    terms: rules.Terms,
    expected: int | None = None,
) -> Policy:
    """What holds for a service, or (without one) for all others; what runs is looked at anew.

    ``expected`` is the revision as it was seen, 0 for none; Conflict when it is another one.
    """
    refuse(rules.why_not_keep(by.scope))
    refuse(None if rules.marks_of(",".join(map(str, terms.marks))) else Reason.MARKS_UNREADABLE)
    values: dict[str, Any] = {
        "marks": list(terms.marks),
        "returns": terms.returns,
        "reopenings": terms.reopenings,
        "every": terms.every,
        "active": terms.active,
    }
    rows = Policy.objects.select_for_update(of=("self",), no_key=True)
    # (the stubs do not know that a column may be null: what holds for all)
    policy, new = rows.get_or_create(service_id=service_id, defaults=values)  # type: ignore[misc]
    if not new:
        as_expected(policy, expected)
        update(policy, **values)
    record(PolicyKind.SET, subject=policy, by=by, at=at, service=service_id, **values)
    for request in _running(service_id):
        look(request, at=at)
    return policy


def _running(service_id: int | None) -> QuerySet[Request]:
    """Open requests for which it holds."""
    running = Request.objects.open().filter(state__in=RUNS).select_related("calendar")
    if service_id is not None:
        return running.filter(service=service_id)
    own = Policy.objects.filter(service__isnull=False).values("service")
    return running.exclude(service__in=own)
