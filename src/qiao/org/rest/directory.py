"""Reading the organisation: units, people, who is at work, calendars; and naming a substitute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field

from qiao.org import actions, reads
from qiao.org.calls import PersonCall
from qiao.org.models import Calendar, Person, Substitution, Unit
from qiao.org.reads import pages
from qiao.org.rest.door import (
    READ,
    WRITE,
    PersonRef,
    UnitRef,
    person_of,
    person_ref,
    router,
    unit_of,
    unit_ref,
)
from qiao.rest import etags, invalid
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Key, Row, When
from qiao.rest.paging import Page, Paging, page
from qiao.worktime import ShiftOn

LONGEST_SPAN = timedelta(days=62)
BY_ORDER, BY_NAME = ("order", "code"), ("name", "pk")


class UnitShown(UnitRef):
    kind: Unit.Kind
    parent: UnitRef | None
    leader: PersonRef | None
    active: bool


class PositionShown(Shown):
    code: str
    name_zh: str
    name_en: str
    holders: list[PersonRef]


class UnitOne(UnitShown):
    calendar: str = Field(description="Code of the calendar on which it works.")
    above: list[UnitRef] = Field(description="From the top down.")
    below: list[UnitRef]
    headcount: int = Field(description="Active people, with everything below.")
    positions: list[PositionShown]
    revision: int


class PersonShown(PersonRef):
    unit: UnitRef
    manager: PersonRef | None
    active: bool


class AbsenceShown(Shown):
    id: int
    person: PersonRef
    substitute: PersonRef
    since: datetime
    until: datetime
    reason: str


class PersonOne(PersonShown):
    email: str
    phone: str
    language: str
    leads: list[UnitRef]
    positions: list[str] = Field(description="Codes of the positions held.")
    on_shift: bool = Field(description="At work now: the shift is on and nobody stands in.")
    absences: list[AbsenceShown] = Field(description="Present and coming ones.")
    revision: int


class ShiftShown(Shown):
    code: str
    name_zh: str
    name_en: str
    day: date = Field(description="The day it belongs to: a night belongs to the day on which it starts.")
    starts_at: datetime
    ends_at: datetime
    working_seconds: int
    stretches: list[tuple[datetime, datetime]] = Field(description="Without the breaks.")


class OnShift(Shown):
    at: datetime
    zone: str
    shift: ShiftShown | None = Field(description="Null while the unit rests.")
    next_shift: ShiftShown | None = Field(description="Only while the unit rests.")
    people: list[PersonRef] = Field(description="At work now, in the unit and below it.")


class CalendarShown(Shown):
    code: str
    name_zh: str
    name_en: str
    zone: str
    follows_holidays: bool
    active: bool


class CalendarOne(CalendarShown):
    definition: dict[str, Any] = Field(description="Shifts and pattern, as they are stored.")
    revision: int


class Search(BaseModel):
    q: str = Field("", max_length=80, description="Part of a name, code or number.")


class UnitFilters(Search):
    parent: str = Field("", max_length=40, description="Code: only the units directly below it.")
    kind: Unit.Kind | None = None


class PersonFilters(Search):
    unit: str = Field("", max_length=40, description="Code: people of this unit and below.")
    gone: bool = Field(False, description="Those who left, instead of those who are here.")


class Moment(BaseModel):
    at: When | None = Field(None, description="Now, when not given.")


class Span(BaseModel):
    since: When
    until: When = Field(description="At most 62 days later.")


class Absence(Said):
    substitute: Key = Field(description="Personnel number.")
    since: When
    until: When
    reason: str = Field("", max_length=120)


@router.read("/units", scope=READ, answer=Page[UnitShown])
def units(http: PersonCall, filters: Query[UnitFilters], paging: Query[Paging]) -> Page[UnitShown]:
    """Units in the order of the organisation."""
    found = pages.units_found(filters.q)
    if filters.parent:
        found = found.filter(parent__code=filters.parent)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    return page(http, found, paging, order=BY_ORDER, show=lambda rows: map(_unit, rows))


@router.read("/units/{code}", scope=READ, answer=UnitOne)
def unit(http: PersonCall, code: str) -> UnitOne:
    """One unit with what is around it."""
    return unit_answer(http, unit_of(code))


def unit_answer(http: PersonCall, row: Unit) -> UnitOne:
    """A unit as the answer of a call, with its ETag."""
    found = pages.unit_page(row.pk, timezone.now())
    if found is None:
        raise Http404
    etags.show(http, found.unit.revision)
    return UnitOne(
        **_unit(found.unit).model_dump(),
        calendar=found.unit.calendar.code,
        above=[unit_ref(each) for each in found.chain],
        below=[unit_ref(each) for each in found.children],
        headcount=found.headcount,
        positions=[
            PositionShown(
                code=each.code,
                name_zh=each.name_zh,
                name_en=each.name_en,
                holders=[person_ref(holding.person) for holding in each.holdings.all()],
            )
            for each in found.positions
        ],
        revision=found.unit.revision,
    )


@router.read("/units/{code}/shift", scope=READ, answer=OnShift)
def shift(http: PersonCall, code: str, moment: Query[Moment]) -> OnShift:
    """The shift that is on in a unit, and who is at work."""
    found, at = unit_of(code), moment.at or timezone.now()
    on = reads.shift_on(found, at)
    following = None if on else found.calendar.compiled.next_shift(at)
    return OnShift(
        at=at,
        zone=found.calendar.zone,
        shift=shift_shown(on) if on else None,
        next_shift=shift_shown(following) if following else None,
        people=[person_ref(each) for each in reads.people_on_shift(found, at)],
    )


@router.read("/people", scope=READ, answer=Page[PersonShown])
def people(http: PersonCall, filters: Query[PersonFilters], paging: Query[Paging]) -> Page[PersonShown]:
    """People by name."""
    where = unit_of(filters.unit) if filters.unit else None
    found = pages.people_found(filters.q, where, gone=filters.gone)
    return page(http, found, paging, order=BY_NAME, show=lambda rows: map(_person, rows))


@router.read("/people/{number}", scope=READ, answer=PersonOne)
def person(http: PersonCall, number: str) -> PersonOne:
    """One person: where they belong, what they lead, who stands in for them."""
    return person_answer(http, person_of(number))


def person_answer(http: PersonCall, row: Person) -> PersonOne:
    """A person as the answer of a call, with its ETag."""
    at = timezone.now()
    found = pages.person_page(row.pk, at)
    if found is None:
        raise Http404
    etags.show(http, found.person.revision)
    return PersonOne(
        **_person(found.person).model_dump(),
        email=found.person.email,
        phone=found.person.phone,
        language=found.person.language,
        leads=[unit_ref(each) for each in found.leads],
        positions=[each.position.code for each in found.holdings],
        on_shift=found.away is None and found.person.active and _at_work(found.person, at),
        absences=[_absence(each, person=found.person) for each in found.absences],
        revision=found.person.revision,
    )


@router.create("/people/{number}/absences", scope=WRITE, answer=AbsenceShown)
def create_absence(http: PersonCall, number: str, said: Absence) -> AbsenceShown:
    """Names who stands in for somebody.

    For oneself, for those one leads, and for everybody as an administrator.
    """
    absent = person_of(number)
    substitute = Person.objects.active().filter(number=said.substitute).first()
    if substitute is None:
        raise invalid.not_there("substitute")
    row = actions.set_substitute(
        person=absent,
        substitute=substitute,
        since=said.since,
        until=said.until,
        by=http.person,
        at=timezone.now(),
        reason=said.reason,
    )
    return _absence(row, person=absent)


@router.remove("/absences/{pk}", scope=WRITE)
def end_absence(http: PersonCall, pk: Row) -> None:
    """Ends that somebody stands in; one that has not begun disappears."""
    row = Substitution.objects.select_related("person").filter(pk=pk).first()
    if row is None:
        raise Http404
    actions.end_substitute(row=row, by=http.person, at=timezone.now())


@router.read("/calendars", scope=READ, answer=Page[CalendarShown])
def calendars(http: PersonCall, paging: Query[Paging]) -> Page[CalendarShown]:
    """Working calendars."""
    return page(http, Calendar.objects.all(), paging, order=("code",), show=lambda rows: map(_calendar, rows))


@router.read("/calendars/{code}", scope=READ, answer=CalendarOne)
def calendar(http: PersonCall, code: str) -> CalendarOne:
    """One working calendar with its shifts and its pattern."""
    found = _calendar_of(code)
    etags.show(http, found.revision)
    return CalendarOne(**_calendar(found).model_dump(), definition=found.definition, revision=found.revision)


@router.read("/calendars/{code}/shifts", scope=READ, answer=list[ShiftShown])
def shifts(http: PersonCall, code: str, span: Query[Span]) -> list[ShiftShown]:
    """The shifts of a calendar between two moments, with holidays and exceptions worked in."""
    found = _calendar_of(code)
    if not timedelta() < span.until - span.since <= LONGEST_SPAN:
        raise invalid.wrong("until", _("At least a moment and at most 62 days after since."), where="query")
    return [shift_shown(each) for each in found.compiled.shifts_between(span.since, span.until)]


def _calendar_of(code: str) -> Calendar:
    found = Calendar.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _unit(each: Unit) -> UnitShown:
    return UnitShown(
        **unit_ref(each).model_dump(),
        kind=Unit.Kind(each.kind),
        parent=unit_ref(each.parent) if each.parent else None,
        leader=person_ref(each.leader) if each.leader else None,
        active=each.active,
    )


def _person(each: Person) -> PersonShown:
    return PersonShown(
        **person_ref(each).model_dump(),
        unit=unit_ref(each.unit),
        manager=person_ref(each.manager) if each.manager else None,
        active=each.active,
    )


def _absence(row: Substitution, *, person: Person) -> AbsenceShown:
    return AbsenceShown(
        id=row.pk,
        person=person_ref(person),
        substitute=person_ref(row.substitute),
        since=row.since,
        until=row.until,
        reason=row.reason,
    )


def _calendar(each: Calendar) -> CalendarShown:
    return CalendarShown(
        code=each.code,
        name_zh=each.name_zh,
        name_en=each.name_en,
        zone=each.zone,
        follows_holidays=each.follows_holidays,
        active=each.active,
    )


def shift_shown(each: ShiftOn) -> ShiftShown:
    """A shift of a day."""
    return ShiftShown(
        code=each.code,
        name_zh=each.name_zh,
        name_en=each.name_en,
        day=each.day,
        starts_at=each.start,
        ends_at=each.end,
        working_seconds=each.working_seconds,
        stretches=list(each.stretches),
    )


def _at_work(person: Person, at: datetime) -> bool:
    return person.calendar.compiled.shift_at(at) is not None
