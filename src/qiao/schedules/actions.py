"""The only writers of schedules: setting one up, changing it, and raising what is due, exactly once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qiao.catalogue.models import Service
from qiao.catalogue.rules import Priority
from qiao.desk import actions as desk
from qiao.desk.models import Request
from qiao.ledger.actions import record
from qiao.ledger.refusals import Conflict, Refused, refuse
from qiao.org.models import Person, Unit
from qiao.schedules import dates, rules
from qiao.schedules.events import Kind
from qiao.schedules.models import Occurrence, Schedule
from qiao.schedules.rules import Every, Outcome, Pattern, Reason, ScheduleState, Verb

log = logging.getLogger(__name__)
QUICKER = _("This changed while you were reading. What you typed is still here.")
IN_A_TICK = 200


@dataclass(frozen=True)
class Need:
    """What is asked for each time; ``answers`` are those of the service's form, already checked."""

    title: str
    details: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    priority: Priority = Priority.NORMAL


@transaction.atomic
def create(
    *, service: Service, unit: Unit, pattern: Pattern, need: Need, by: Person, at: datetime
) -> Schedule:
    """Sets it up on behalf of a unit; whoever does so owns it, and requests are raised in their name."""
    refuse(rules.why_not_schedule(unit.pk, service.unit_id, by.scope))
    refuse(Reason.CONFIDENTIAL if service.confidential else None)
    refuse(None if unit.active else Reason.UNIT_CLOSED)
    schedule = Schedule(service=service, unit=unit, owner=by, decided_until=at, **_needed(need))
    _plan(schedule, pattern, at)
    schedule.save(force_insert=True)
    _tell(Kind.CREATED, schedule, by=by, at=at)
    return schedule


@transaction.atomic
def change(
    *,
    schedule: Schedule,
    pattern: Pattern,
    need: Need,
    by: Person,
    at: datetime,
    expected: int | None = None,
) -> Schedule:
    """Other words or other days from now on; what was raised stays as it is."""
    schedule = _begin(schedule, Verb.CHANGE, by=by, expected=expected)
    schedule.decided_until = max(schedule.decided_until, at)
    for name, value in _needed(need).items():
        setattr(schedule, name, value)
    _plan(schedule, pattern, at)
    _save(schedule)
    _tell(Kind.CHANGED, schedule, by=by, at=at)
    return schedule


@transaction.atomic
def pause(*, schedule: Schedule, by: Person, at: datetime, expected: int | None = None) -> Schedule:
    """Nothing is raised until it is resumed."""
    schedule = _begin(schedule, Verb.PAUSE, by=by, expected=expected)
    return _pause(schedule, by=by, at=at)


@transaction.atomic
def resume(*, schedule: Schedule, by: Person, at: datetime, expected: int | None = None) -> Schedule:
    """Goes on with the next occurrence; those of the meantime are not made up for."""
    schedule = _begin(schedule, Verb.RESUME, by=by, expected=expected)
    schedule.state, schedule.because, schedule.decided_until = ScheduleState.RUNNING, "", at
    _plan(schedule, schedule.pattern, at)
    _save(schedule)
    _tell(Kind.RESUMED, schedule, by=by, at=at)
    return schedule


@transaction.atomic
def own(*, schedule: Schedule, by: Person, at: datetime, expected: int | None = None) -> Schedule:
    """Somebody else who may keep it raises it in their name from now on."""
    schedule = _begin(schedule, Verb.OWN, by=by, expected=expected)
    refuse(Reason.OWNED_ALREADY if schedule.owner_id == by.pk else None)
    was, schedule.owner = schedule.owner_id, by
    _save(schedule)
    _tell(Kind.OWNED, schedule, by=by, at=at, was=was, person=by.pk)
    return schedule


@transaction.atomic
def end(*, schedule: Schedule, by: Person, at: datetime, expected: int | None = None) -> Schedule:
    """For good."""
    schedule = _begin(schedule, Verb.END, by=by, expected=expected)
    return _end(schedule, by=by, at=at)


def raise_due(*, at: datetime, limit: int = IN_A_TICK) -> int:
    """Raises what is due. Each in its own transaction: one that fails holds no other back."""
    due = Schedule.objects.filter(next_at__lte=at).order_by("next_at", "pk")
    raised = 0
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        try:
            raised += _raise_one(pk, at)
        except Exception:
            log.exception("schedule %s failed", pk)
    return raised


@transaction.atomic
def _raise_one(pk: int, at: datetime) -> bool:
    """The latest occurrence that is due; earlier ones that nothing raised are left out, and it is said."""
    schedule = (
        Schedule.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__calendar")
        .get(pk=pk)
    )
    if schedule.next_at is None or schedule.next_at > at:
        return False
    due = dates.between(
        schedule.pattern,
        schedule.unit.calendar.compiled,
        schedule.unit.calendar.zone,
        after=schedule.decided_until,
        until=at,
    )
    made = None
    if due:
        _leave_out(schedule, due[:-1], at)
        made = _occur(schedule, due[-1], missed=len(due) - 1, at=at)
    if schedule.state == ScheduleState.RUNNING:
        schedule.decided_until = at
        _next(schedule, at)
    return made is not None


def _occur(schedule: Schedule, due: datetime, *, missed: int, at: datetime) -> Request | None:
    """Raises one occurrence, or says why not and pauses the schedule, so that somebody looks at it."""
    occurrence, new = Occurrence.objects.get_or_create(
        schedule=schedule, due=due, defaults={"outcome": Outcome.FAILED, "at": at}
    )
    if not new:
        return None
    reason = _owner_left(schedule, at) or _why_not_raise(schedule)
    if reason is None:
        request = _raise(schedule, due, missed=missed, at=at)
        if request is not None:
            occurrence.outcome, occurrence.request = Outcome.RAISED, request
            occurrence.save(update_fields=["outcome", "request"])
            return request
        reason = Reason.NOT_OFFERED
    occurrence.because = reason.value
    occurrence.save(update_fields=["because"])
    _tell(Kind.FAILED, schedule, by=None, at=at, because=reason.value, due=due.isoformat())
    _pause(schedule, by=None, at=at, because=reason.value)
    return None


def _raise(schedule: Schedule, due: datetime, *, missed: int, at: datetime) -> Request | None:
    try:
        with transaction.atomic():
            request = desk.raise_request(
                service=schedule.service,
                by=schedule.owner,
                at=at,
                title=schedule.title,
                details=schedule.details,
                answers=dict(schedule.answers),
                priority=Priority(schedule.priority),
                for_unit=schedule.unit,
            )
            desk.came_from_schedule(
                request=request, at=at, schedule=schedule.title, due=due, missed=missed, pk=schedule.pk
            )
    except Refused:
        return None
    _tell(Kind.RAISED, schedule, by=None, at=at, request=request.pk, number=request.number, missed=missed)
    return request


def _why_not_raise(schedule: Schedule) -> Reason | None:
    """The form may ask something by now that nobody has answered."""
    version = schedule.service.version
    if version is None or not schedule.service.active:
        return Reason.NOT_OFFERED
    return Reason.FORM_CHANGED if version.form.problems(schedule.answers) else None


def _owner_left(schedule: Schedule, at: datetime) -> Reason | None:
    """Whoever left is followed by the leader of the unit, or of the next one above that has one."""
    if schedule.owner.active:
        return None
    above = Unit.objects.filter(descent__unit=schedule.unit_id, leader__active=True)
    unit = above.order_by("descent__depth").select_related("leader").first()
    if unit is None or unit.leader is None:
        return Reason.NOBODY_OWNS_IT
    was, schedule.owner = schedule.owner_id, unit.leader
    _save(schedule)
    _tell(Kind.OWNED, schedule, by=None, at=at, was=was, person=unit.leader.pk)
    return None


def _leave_out(schedule: Schedule, missed: list[datetime], at: datetime) -> None:
    Occurrence.objects.bulk_create(
        [Occurrence(schedule=schedule, due=due, outcome=Outcome.LEFT_OUT, at=at) for due in missed],
        ignore_conflicts=True,
    )


def replan(*, at: datetime) -> int:
    """Calendars change: what is due next is worked out anew. Returns how many moved."""
    moved = 0
    running = Schedule.objects.filter(state=ScheduleState.RUNNING).select_related("unit__calendar")
    for schedule in running.iterator():
        was = schedule.next_at
        found = _upcoming(schedule)
        if found != was:
            moved += Schedule.objects.filter(
                pk=schedule.pk, revision=schedule.revision, state=ScheduleState.RUNNING
            ).update(next_at=found)
    return moved


def _needed(need: Need) -> dict[str, Any]:
    title = need.title.strip()
    refuse(None if title else Reason.SAY_WHAT)
    return {
        "title": title,
        "details": need.details.strip(),
        "answers": dict(need.answers),
        "priority": need.priority,
    }


def _begin(schedule: Schedule, verb: Verb, *, by: Person, expected: int | None) -> Schedule:
    now = (
        Schedule.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__calendar")
        .get(pk=schedule.pk)
    )
    if expected is not None and now.revision != expected:
        raise Conflict(QUICKER, now)
    refuse(rules.why_not(verb, now.state, now.owner_id, now.unit_id, by.scope))
    return now


def _plan(schedule: Schedule, pattern: Pattern, at: datetime) -> None:
    """The pattern, if it makes sense on the unit's calendar, and what is due next by it."""
    codes = {shift["code"] for shift in schedule.unit.calendar.definition["shifts"]}
    refuse(Reason.NO_SHIFT if pattern.shift and pattern.shift not in codes else None)
    schedule.pattern_data = pattern.dump()
    found = _upcoming(schedule)
    refuse(None if found else Reason.NEVER_DUE)
    schedule.next_at = found if schedule.state == ScheduleState.RUNNING else None


def _upcoming(schedule: Schedule) -> datetime | None:
    calendar = schedule.unit.calendar
    found = dates.upcoming(
        schedule.pattern, calendar.compiled, calendar.zone, after=schedule.decided_until, n=1
    )
    return found[0] if found else None


def _next(schedule: Schedule, at: datetime) -> None:
    """After an occurrence: the next one, or the end when there is none."""
    schedule.next_at = _upcoming(schedule)
    if schedule.next_at is None and (schedule.pattern.every is Every.ONCE or schedule.pattern.end):
        _end(schedule, by=None, at=at)
    else:
        _save(schedule)


def _pause(schedule: Schedule, *, by: Person | None, at: datetime, because: str = "") -> Schedule:
    schedule.state, schedule.next_at, schedule.because = ScheduleState.PAUSED, None, because
    _save(schedule)
    _tell(Kind.PAUSED, schedule, by=by, at=at, because=because)
    return schedule


def _end(schedule: Schedule, *, by: Person | None, at: datetime) -> Schedule:
    schedule.state, schedule.next_at = ScheduleState.ENDED, None
    _save(schedule)
    _tell(Kind.ENDED, schedule, by=by, at=at)
    return schedule


COLUMNS = (
    "title",
    "details",
    "answers",
    "priority",
    "owner_id",
    "pattern_data",
    "state",
    "because",
    "decided_until",
    "next_at",
)


def _save(schedule: Schedule) -> None:
    """One conditional update, so that nothing is lost where rows cannot be locked."""
    values = {name: getattr(schedule, name) for name in COLUMNS}
    hit = Schedule.objects.filter(pk=schedule.pk, revision=schedule.revision).update(
        **values, revision=F("revision") + 1
    )
    if not hit:
        raise Conflict(QUICKER, schedule)
    schedule.revision += 1


def _tell(kind: Kind, schedule: Schedule, *, by: Person | None, at: datetime, **data: Any) -> None:
    record(
        kind,
        subject=schedule,
        by=by,
        at=at,
        from_unit_id=schedule.unit_id,
        to_unit_id=schedule.service.unit_id,
        revision=schedule.revision,
        title=schedule.title,
        **data,
    )
