"""Calendars ready for arithmetic, kept per process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from qiao import worktime

if TYPE_CHECKING:
    from datetime import datetime

    from qiao.org.models import Calendar

_KEPT: dict[int, tuple[int, Any, worktime.Calendar]] = {}


def calendar(row: Calendar) -> worktime.Calendar:
    """The compiled form of ``row``; its days and the holidays are read once per revision."""
    revision, definition, kept = _KEPT.get(row.pk, (0, None, None))
    # The definition is compared too: a transaction that was rolled back leaves its revision behind.
    if kept is None or revision != row.revision or definition != row.definition:
        kept = worktime.compile_calendar(worktime.parse(full_definition(row)))
        _KEPT[row.pk] = (row.revision, row.definition, kept)
    return kept


def known_at(row: Calendar, at: datetime) -> worktime.Calendar | worktime.History:
    """See ``Calendar.known_at``; one query when ``row`` has been changed."""
    editions = [
        (edition.until, worktime.compile_calendar(worktime.parse(edition.definition)))
        for edition in row.editions.all()
    ]
    past = [each for each in editions if each[0] <= at]
    current = editions[len(past)][1] if len(past) < len(editions) else calendar(row)
    return worktime.History(past, current) if past else current


def forget() -> None:
    """Drops everything kept, for a process that changes to another database (tests)."""
    _KEPT.clear()


def full_definition(row: Calendar) -> dict[str, Any]:
    """The definition with public holidays (if the calendar follows them) and, above them, its own days."""
    exceptions = {day["date"]: day for day in holiday_exceptions()} if row.follows_holidays else {}
    exceptions |= {day["date"]: day for day in own_exceptions(row)}
    return {**row.definition, "code": row.code, "exceptions": list(exceptions.values())}


def own_exceptions(row: Calendar) -> list[dict[str, Any]]:
    """The days on which this calendar differs, as worktime reads them."""
    return [
        {"date": day.date.isoformat(), "shifts": day.shifts, "name_zh": day.note, "name_en": day.note}
        for day in row.days.all()
    ]


def holiday_exceptions() -> list[dict[str, Any]]:
    """Holidays have no shifts; a make-up day works as the weekday does that it makes up for."""
    return [
        {
            "date": holiday.date.isoformat(),
            "name_zh": holiday.name_zh,
            "name_en": holiday.name_en,
            **({"as_weekday": holiday.works_as} if holiday.working else {"shifts": []}),
        }
        for holiday in apps.get_model("org", "Holiday").objects.all()
    ]
