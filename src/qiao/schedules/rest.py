"""Schedules for programs: the same reads and actions as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.catalogue.models import Service
from qiao.catalogue.rules import Priority
from qiao.org.models import Unit
from qiao.org.rest import PersonRef, UnitRef, person_ref, unit_ref
from qiao.rest import etags
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Key, Row
from qiao.rest.invalid import not_there, wrong
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register
from qiao.schedules import actions, dates, reads
from qiao.schedules.actions import Need
from qiao.schedules.models import Schedule
from qiao.schedules.rules import (
    LONGEST_INTERVAL,
    MOST_EXCEPTIONS,
    Every,
    Off,
    Outcome,
    Pattern,
    ScheduleState,
)
from qiao.schedules.words import sentence

READ = register("schedules:read", _("Read schedules of your units"))
WRITE = register("schedules:write", _("Set schedules up and change them in your name"))

router = Router("Schedules")

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class PatternSaid(Said):
    every: Every
    start: Day = Field(description="The date, or from which on.")
    interval: int = Field(1, ge=1, le=LONGEST_INTERVAL)
    weekdays: list[Annotated[int, Field(ge=0, le=6)]] = Field([], max_length=7, description="0 is Monday.")
    end: Day | None = None
    at: time = Field(time(8), description="By the clocks of the unit; not looked at with a shift.")
    shift: str = Field("", max_length=40, description="Code of a shift of the unit's calendar.")
    before: int = Field(0, ge=0, le=720, description="Minutes before the shift.")
    off: Off = Field(Off.SKIP, description="On a day on which the unit does not work.")
    except_on: list[Day] = Field([], max_length=MOST_EXCEPTIONS)

    def pattern(self) -> Pattern:
        """As the rules know it."""
        given = self.model_dump()
        given |= {"weekdays": tuple(sorted(set(self.weekdays))), "except_on": frozenset(self.except_on)}
        return Pattern(**given | {"at": self.at.replace(second=0, microsecond=0, tzinfo=None)})


class ScheduleChange(Said):
    title: str = Field(min_length=1, max_length=200)
    details: str = Field("", max_length=5000)
    priority: Priority = Priority.NORMAL
    answers: dict[str, Any] = Field({}, description="By the key of the question, as they are stored.")
    pattern: PatternSaid


class NewSchedule(ScheduleChange):
    service: Key = Field(description="Code.")
    unit: Key = Field(description="Code: on whose behalf.")


class ScheduleShown(Shown):
    id: int
    title: str
    service: str = Field(description="Code.")
    unit: UnitRef
    owner: PersonRef
    state: ScheduleState
    because: str = Field(description="Why it paused itself: a code, or empty.")
    text: str = Field(description="The rule in your language.")
    pattern: dict[str, Any]
    next_at: datetime | None


class OccurrenceShown(Shown):
    due: datetime
    outcome: Outcome
    request: str | None = Field(description="Number.")


@router.read("/schedules", scope=READ, answer=Page[ScheduleShown])
def schedules(http: PersonCall, paging: Query[Paging]) -> Page[ScheduleShown]:
    """Those of your units, newest first."""
    found = Schedule.objects.visible_to(http.person.scope)
    rows = found.select_related("service", "unit__calendar", "owner")
    return page(http, rows, paging, order=("-id",), show=lambda each: map(shown, each))


@router.create("/schedules", scope=WRITE, answer=ScheduleShown)
def create_schedule(http: PersonCall, said: NewSchedule) -> ScheduleShown:
    """Sets one up: you own it, and its requests are raised in your name."""
    service = reads.services(http.person).filter(code=said.service).first()
    unit = Unit.objects.select_related("calendar").filter(code=said.unit, active=True).first()
    if service is None or service.version is None or reads.asks_for_files(service):
        raise not_there("service")
    if unit is None:
        raise not_there("unit")
    need = _need(said, service)
    made = actions.create(
        service=service,
        unit=unit,
        pattern=said.pattern.pattern(),
        need=need,
        by=http.person,
        at=timezone.now(),
    )
    return _answer(http, made)


@router.read("/schedules/{pk}", scope=READ, answer=ScheduleShown)
def schedule(http: PersonCall, pk: Row) -> ScheduleShown:
    """One schedule."""
    return _answer(http, _found(http, pk))


@router.replace("/schedules/{pk}", scope=WRITE, answer=ScheduleShown)
def change_schedule(http: PersonCall, pk: Row, said: ScheduleChange) -> ScheduleShown:
    """Other words or other days from now on; what was raised stays as it is."""
    found = _found(http, pk)
    expected = etags.seen(http, found.revision)
    need, pattern = _need(said, found.service), said.pattern.pattern()
    at = timezone.now()
    actions.change(schedule=found, pattern=pattern, need=need, by=http.person, at=at, expected=expected)
    return _answer(http, _found(http, pk))


@router.read("/schedules/{pk}/upcoming", scope=READ, answer=list[datetime])
def upcoming(http: PersonCall, pk: Row) -> list[datetime]:
    """The next five moments; none while it is paused or has ended."""
    found = _found(http, pk)
    if found.state != ScheduleState.RUNNING:
        return []
    calendar = found.unit.calendar
    return dates.upcoming(found.pattern, calendar.compiled, calendar.zone, after=timezone.now())


@router.read("/schedules/{pk}/occurrences", scope=READ, answer=Page[OccurrenceShown])
def occurrences(http: PersonCall, pk: Row, paging: Query[Paging]) -> Page[OccurrenceShown]:
    """What became of each occurrence, newest first."""
    rows = _found(http, pk).occurrences.select_related("request")

    def show(each: list[Any]) -> Iterable[OccurrenceShown]:
        for row in each:
            number = row.request.number if row.request else None
            yield OccurrenceShown(due=row.due, outcome=Outcome(row.outcome), request=number)

    return page(http, rows, paging, order=("-id",), show=show)


@router.act("/schedules/{pk}/pause", scope=WRITE, answer=ScheduleShown)
def pause(http: PersonCall, pk: Row) -> ScheduleShown:
    """Nothing is raised until it is resumed."""
    return _act(http, pk, actions.pause)


@router.act("/schedules/{pk}/resume", scope=WRITE, answer=ScheduleShown)
def resume(http: PersonCall, pk: Row) -> ScheduleShown:
    """Goes on with the next occurrence."""
    return _act(http, pk, actions.resume)


@router.act("/schedules/{pk}/own", scope=WRITE, answer=ScheduleShown)
def own(http: PersonCall, pk: Row) -> ScheduleShown:
    """From now on it is yours."""
    return _act(http, pk, actions.own)


@router.act("/schedules/{pk}/end", scope=WRITE, answer=ScheduleShown)
def end(http: PersonCall, pk: Row) -> ScheduleShown:
    """For good."""
    return _act(http, pk, actions.end)


def _act(http: PersonCall, pk: int, action: Callable[..., Schedule]) -> ScheduleShown:
    found = _found(http, pk)
    expected = etags.seen(http, found.revision)
    action(schedule=found, by=http.person, at=timezone.now(), expected=expected)
    return _answer(http, _found(http, pk))


def _need(said: ScheduleChange, service: Service) -> Need:
    """What is to be raised, its answers checked by the form of the service."""
    if service.version is None:
        raise not_there("service")
    for key, problem in service.version.form.problems(said.answers).items():
        raise wrong(f"answers.{key}", problem)
    return Need(said.title, said.details, said.answers, said.priority)


def _found(http: PersonCall, pk: int) -> Schedule:
    found = reads.one(pk, seen_by=http.person)
    if found is None:
        raise Http404
    return found


def _answer(http: PersonCall, found: Schedule) -> ScheduleShown:
    etags.show(http, found.revision)
    return shown(found)


def shown(row: Schedule) -> ScheduleShown:
    """A schedule as programs get it."""
    return ScheduleShown(
        id=row.pk,
        title=row.title,
        service=row.service.code,
        unit=unit_ref(row.unit),
        owner=person_ref(row.owner),
        state=ScheduleState(row.state),
        because=row.because,
        text=sentence(row.pattern, row.unit.calendar),
        pattern=row.pattern.dump(),
        next_at=row.next_at,
    )
