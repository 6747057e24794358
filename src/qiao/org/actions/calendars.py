"""Calendars: the pattern of work, the days that differ, and the standard one to begin with."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from qiao import worktime
from qiao.ledger.actions import record
from qiao.ledger.refusals import refuse
from qiao.ledger.revisions import locked, update
from qiao.org import compiled
from qiao.org.actions.guard import administered, differences, free, named
from qiao.org.models import Calendar, CalendarDay, CalendarEdition, Person
from qiao.org.rules import Kind, Reason

STANDARD = "standard"
PATTERN = ("zone", "pattern", "shifts")


@transaction.atomic
def create_calendar(
    *,
    code: str,
    name_zh: str,
    definition: Mapping[str, Any],
    by: Person | None,
    at: datetime,
    name_en: str = "",
    follows_holidays: bool = True,
) -> Calendar:
    """A new calendar. ``definition`` holds zone, pattern and shifts; CalendarError says what is wrong."""
    administered(by)
    code = code.strip()
    free(Calendar, Reason.CODE_TAKEN, code=code)
    row = Calendar.objects.create(
        code=code,
        name_zh=named(name_zh),
        name_en=name_en.strip(),
        definition=checked(code, definition),
        follows_holidays=follows_holidays,
    )
    record(Kind.CALENDAR_CREATED, subject=row, by=by, at=at, name=row.name_zh, definition=row.definition)
    return row


@transaction.atomic
def change_calendar(
    *,
    calendar: Calendar,
    name_zh: str,
    name_en: str,
    definition: Mapping[str, Any],
    follows_holidays: bool,
    by: Person | None,
    at: datetime,
    expected: int | None = None,
) -> Calendar:
    """Changes a calendar for everybody who works by it, also for clocks that are running."""
    administered(by)
    row = locked(calendar, expected)
    values = {
        "name_zh": named(name_zh),
        "name_en": name_en.strip(),
        "definition": checked(row.code, definition, _own_days(row)),
        "follows_holidays": follows_holidays,
    }
    changes = differences(row, values)
    if changes:
        keep_edition(row, at=at)
        update(row, changed_at=at, **values)
        record(Kind.CALENDAR_CHANGED, subject=row, by=by, at=at, changes=changes)
    return row


def keep_edition(row: Calendar, *, at: datetime, definition: dict[str, Any] | None = None) -> None:
    """Keeps what the calendar was (``definition``, or as it still is) for the time up to ``at``."""
    CalendarEdition.objects.create(
        calendar=row, definition=definition or compiled.full_definition(row), until=at
    )


def checked(
    code: str, definition: Mapping[str, Any], days: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The definition as it is stored; raises CalendarError, or refuses one that never works."""
    full = worktime.parse(
        {**definition, "code": code, "exceptions": [*definition.get("exceptions", ()), *days]}
    )
    refuse(None if any(full.pattern.days) else Reason.CALENDAR_NEVER_WORKS)
    document = worktime.dump(full)
    return {name: document[name] for name in PATTERN}


@transaction.atomic
def set_day(
    *,
    calendar: Calendar,
    day: date,
    shifts: Sequence[str],
    by: Person | None,
    at: datetime,
    note: str = "",
    expected: int | None = None,
) -> CalendarDay:
    """On that date it works these shifts (none: rests), whatever the pattern and the holidays say."""
    administered(by)
    row = locked(calendar, expected)
    checked(row.code, row.definition, [{"date": day.isoformat(), "shifts": list(shifts)}])
    values: dict[str, Any] = {"shifts": list(shifts), "note": note.strip()}
    before = compiled.full_definition(row)
    own, new = CalendarDay.objects.get_or_create(calendar=row, date=day, defaults=values)
    if not new and not differences(own, values):
        return own
    own.shifts, own.note = values["shifts"], note.strip()
    own.save()
    keep_edition(row, at=at, definition=before)
    update(row, changed_at=at)
    record(Kind.CALENDAR_DAY_SET, subject=row, by=by, at=at, date=day.isoformat(), **values)
    return own


@transaction.atomic
def clear_day(
    *, calendar: Calendar, day: date, by: Person | None, at: datetime, expected: int | None = None
) -> None:
    """That date is again as the pattern and the holidays say."""
    administered(by)
    row = locked(calendar, expected)
    before = compiled.full_definition(row)
    deleted, _rows = CalendarDay.objects.filter(calendar=row, date=day).delete()
    if deleted:
        keep_edition(row, at=at, definition=before)
        update(row, changed_at=at)
        record(Kind.CALENDAR_DAY_CLEARED, subject=row, by=by, at=at, date=day.isoformat())


@transaction.atomic
def close_calendar(
    *, calendar: Calendar, by: Person | None, at: datetime, expected: int | None = None
) -> Calendar:
    """A calendar that no open unit works by is offered no longer."""
    administered(by)
    row = locked(calendar, expected)
    refuse(None if row.active else Reason.CALENDAR_CLOSED, calendar=str(row))
    used = row.units.filter(active=True).count()
    used += Person.objects.active().filter(own_calendar=row).count()
    refuse(Reason.CALENDAR_IN_USE if used else None, count=used)
    update(row, active=False)
    record(Kind.CALENDAR_CLOSED, subject=row, by=by, at=at)
    return row


@transaction.atomic
def reopen_calendar(
    *, calendar: Calendar, by: Person | None, at: datetime, expected: int | None = None
) -> Calendar:
    """A closed calendar can be chosen again."""
    administered(by)
    row = locked(calendar, expected)
    if not row.active:
        update(row, active=True)
        record(Kind.CALENDAR_REOPENED, subject=row, by=by, at=at)
    return row


def standard_calendar(*, at: datetime, zone: str) -> Calendar:
    """Monday to Friday, eight to five with an hour at noon: until somebody says more."""
    found = Calendar.objects.filter(code=STANDARD).first()
    if found:
        return found
    day_shift = {
        "code": "D",
        "name_zh": "白班",
        "name_en": "Day",
        "stretches": [["08:00", "12:00"], ["13:00", "17:00"]],
    }
    week = [["D"]] * 5 + [[], []]
    definition = {"zone": zone, "pattern": {"kind": "weekly", "days": week}, "shifts": [day_shift]}
    return create_calendar(
        code=STANDARD, name_zh="标准白班", name_en="Standard day shift", definition=definition, by=None, at=at
    )


def _own_days(row: Calendar) -> list[dict[str, Any]]:
    exceptions: list[dict[str, Any]] = compiled.own_exceptions(row)
    return exceptions
