"""A calendar's next days and its hours per week, for the editor and the page of a calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language

from qiao import worktime
from qiao.org import compiled
from qiao.org.models import Calendar

DAYS = 14


@dataclass(frozen=True)
class Day:
    """One day of the preview; ``note`` says which holiday it is or why it differs."""

    date: date
    shifts: tuple[worktime.ShiftOn, ...]
    note: str = ""


@dataclass(frozen=True)
class Preview:
    """The next days, in weeks from the day asked for, and the average hours of a week without holidays."""

    days: tuple[Day, ...]
    hours: float
    zone: str


def preview(
    definition: Mapping[str, Any], today: date, *, follows_holidays: bool, row: Calendar | None = None
) -> Preview:
    """How a definition would work from ``today`` on, with holidays and the calendar's own days.

    Raises CalendarError. Two queries.
    """
    exceptions = {day["date"]: day for day in compiled.holiday_exceptions()} if follows_holidays else {}
    if row is not None:
        exceptions |= {day["date"]: day for day in compiled.own_exceptions(row)}
    plain = {name: definition[name] for name in ("zone", "pattern", "shifts")} | {"code": "preview"}
    full = worktime.compile_calendar(worktime.parse({**plain, "exceptions": list(exceptions.values())}))
    notes = {day["date"]: _note(day) for day in exceptions.values()}
    dates = (today + timedelta(days=number) for number in range(DAYS))
    days = tuple(Day(day, full.shifts_on(day), notes.get(day.isoformat(), "")) for day in dates)
    return Preview(days, _weekly_hours(worktime.parse(plain)), full.definition.zone)


def _weekly_hours(definition: worktime.CalendarDefinition) -> float:
    minutes = {shift.code: shift.minutes for shift in definition.shifts}
    days = definition.pattern.days
    return 7 * sum(minutes[code] for codes in days for code in codes) / len(days) / 60


def _note(day: Mapping[str, Any]) -> str:
    chinese = (get_language() or "zh").startswith("zh")
    first, second = ("name_zh", "name_en") if chinese else ("name_en", "name_zh")
    return str(day.get(first) or day.get(second) or "")
