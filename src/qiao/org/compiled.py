"""Calendars ready for arithmetic, kept per process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from qiao import worktime

if TYPE_CHECKING:
    from qiao.org.models import Calendar

_KEPT: dict[int, tuple[int, worktime.Calendar]] = {}


def calendar(row: Calendar) -> worktime.Calendar:
    """The compiled form of ``row``; its days and the holidays are read once per revision."""
    revision, kept = _KEPT.get(row.pk, (0, None))
    if kept is None or revision != row.revision:
        kept = worktime.compile_calendar(worktime.parse(full_definition(row)))
        _KEPT[row.pk] = (row.revision, kept)
    return kept


def forget() -> None:
    """Drops everything kept, for a process that changes to another database (tests)."""
    _KEPT.clear()


def full_definition(row: Calendar) -> dict[str, Any]:
    """The definition with public holidays (if the calendar follows them) and, above them, its own days."""
    exceptions: list[dict[str, Any]] = []
    if row.follows_holidays:
        exceptions += holiday_exceptions()
    own = {day.date.isoformat(): day.shifts for day in row.days.all()}
    exceptions = [each for each in exceptions if each["date"] not in own]
    exceptions += [{"date": date, "shifts": shifts} for date, shifts in own.items()]
    return {**row.definition, "code": row.code, "exceptions": exceptions}


def holiday_exceptions() -> list[dict[str, Any]]:
    """Holidays have no shifts; a make-up day works as a usual Monday does."""
    return [
        {"date": holiday.date.isoformat(), "as_weekday": 0}
        if holiday.working
        else {"date": holiday.date.isoformat(), "shifts": []}
        for holiday in apps.get_model("org", "Holiday").objects.all()
    ]
