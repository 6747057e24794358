"""What the pages of schedules show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from qiao.catalogue.models import Service
from qiao.catalogue.rules import UPLOADS
from qiao.desk.models import Request
from qiao.org.models import Person, Unit
from qiao.schedules import dates, rules
from qiao.schedules.models import Occurrence, Schedule
from qiao.schedules.rules import Pattern, Reason, ScheduleState, Verb
from qiao.schedules.words import day_and_time, sentence
from qiao.ui.paging import Page, key_page

SHOWN = 20


@dataclass(frozen=True)
class Line:
    """One schedule in a list, with its rule in words."""

    schedule: Schedule
    words: str

    @property
    def state(self) -> ScheduleState:
        return ScheduleState(self.schedule.state)


@dataclass(frozen=True)
class SchedulePage:
    """One schedule: what is due next, what became of the last ones, what one may do."""

    schedule: Schedule
    words: str
    upcoming: list[tuple[str, str]]
    occurrences: list[Occurrence]
    # Requests of the occurrences that the reader may see.
    seen: set[int]
    may: Mapping[Verb, Reason | None]
    reader_id: int

    @property
    def state(self) -> ScheduleState:
        return ScheduleState(self.schedule.state)

    @property
    def because(self) -> Any:
        """Why it paused itself, in words."""
        return Reason(self.schedule.because).sentence if self.schedule.because else ""


def schedules(person: Person, params: Mapping[str, Any]) -> Page[Schedule]:
    """Those that a person may see, running ones first; one query."""
    found = Schedule.objects.visible_to(person.scope).select_related("service", "unit__calendar", "owner")
    return key_page(found, order=("-state", "-id"), params=params)


def lines(page: Page[Schedule]) -> list[Line]:
    """With their rules in words."""
    return [Line(each, sentence(each.pattern, each.unit.calendar)) for each in page.items]


def one(pk: int, *, seen_by: Person) -> Schedule | None:
    """The schedule, if the person may see it."""
    found = Schedule.objects.visible_to(seen_by.scope).filter(pk=pk)
    return found.select_related("service__version", "service__unit", "unit__calendar", "owner").first()


def page(schedule: Schedule, person: Person, *, at: datetime) -> SchedulePage:
    """Everything about one; two queries."""
    calendar, scope = schedule.unit.calendar, person.scope
    last = list(schedule.occurrences.select_related("request")[:SHOWN])
    requests = [each.request_id for each in last if each.request_id]
    seen = Request.objects.visible_to(scope).filter(pk__in=requests).values_list("pk", flat=True)
    running = schedule.state == ScheduleState.RUNNING
    return SchedulePage(
        schedule=schedule,
        words=sentence(schedule.pattern, calendar),
        upcoming=upcoming(schedule.pattern, schedule.unit, at=at) if running else [],
        occurrences=last,
        seen=set(seen) if requests else set(),
        may={
            verb: rules.why_not(verb, schedule.state, schedule.owner_id, schedule.unit_id, scope)
            for verb in Verb
        },
        reader_id=person.pk,
    )


def upcoming(pattern: Pattern, unit: Unit, *, at: datetime) -> list[tuple[str, str]]:
    """The next five moments, each as day and time by the clocks of the unit."""
    calendar = unit.calendar
    found = dates.upcoming(pattern, calendar.compiled, calendar.zone, after=at)
    return [day_and_time(moment, calendar.zone) for moment in found]


def units(person: Person, service: Service) -> QuerySet[Unit]:
    """On whose behalf a person may schedule a service: what they lead, and their own when it provides it."""
    scope = person.scope
    ids = set(scope.led_ids)
    if service.unit_id in scope.unit_ids:
        ids |= scope.member_ids & {person.unit_id, service.unit_id}
    return Unit.objects.active().filter(pk__in=ids).select_related("calendar").order_by("order", "code")


def may_schedule(person: Person) -> bool:
    """Whether a person has anything to schedule for: leaders, and members of units that provide something."""
    scope = person.scope
    return bool(scope.led_ids) or Service.objects.offered().filter(unit__in=scope.member_ids).exists()


def services(person: Person) -> QuerySet[Service]:
    """What a person may have raised by a schedule: nothing confidential, and of others only for those led."""
    may = Service.objects.offered().open_to(person.scope).filter(confidential=False)
    if not person.scope.led_ids:
        may = may.filter(unit__in=person.scope.unit_ids)
    return may.select_related("unit", "category", "version").order_by(
        "category__order", "category_id", "unit__order", "code"
    )


def asks_for_files(service: Service) -> bool:
    """A schedule has no photo to send along."""
    version = service.version
    return version is not None and any(
        field.required and field.kind in UPLOADS for field in version.form.fields
    )
