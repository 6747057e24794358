"""A pattern as one says it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from qiao.org.models import Calendar
from qiao.schedules.rules import Every, Off, Pattern
from qiao.ui.words import clock_text, date_text, either, join_names

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
ON_DAYS_OFF = {
    Off.SKIP: gettext_lazy("not on days off"),
    Off.NEXT: gettext_lazy("on days off the next working day"),
    Off.PREVIOUS: gettext_lazy("on days off the working day before"),
}


def day_and_time(moment: datetime, zone: str) -> tuple[str, str]:
    """ "2026-11-30 Monday" and "07:30", by the clocks of the unit."""
    here = moment.astimezone(ZoneInfo(zone))
    return date_text(here.date(), weekday=True), clock_text(here)


def shifts(calendar: Calendar) -> list[tuple[str, str]]:
    """Code and name of the shifts of a calendar."""
    return [
        (each["code"], either(each.get("name_zh", ""), each.get("name_en", "")) or each["code"])
        for each in calendar.definition["shifts"]
    ]


def sentence(pattern: Pattern, calendar: Calendar) -> str:
    """ "every Monday, 30 min before the early shift, not on days off"."""
    return pgettext("between clauses", ", ").join(_clauses(pattern, calendar))


def _clauses(pattern: Pattern, calendar: Calendar) -> Iterator[str]:
    yield _days(pattern)
    yield _time(pattern, calendar)
    if pattern.every is not Every.ONCE and pattern.off in ON_DAYS_OFF:
        yield str(ON_DAYS_OFF[pattern.off])
    if pattern.end:
        yield _("until %(date)s") % {"date": date_text(pattern.end)}


def _days(pattern: Pattern) -> str:
    n, days = pattern.interval, join_names(str(WEEKDAYS[n]) for n in _on(pattern))
    names: dict[str, Any] = {"n": n, "days": days, "day": pattern.start.day}
    match pattern.every:
        case Every.ONCE:
            return _("once, on %(date)s") % {"date": date_text(pattern.start, weekday=True)}
        case Every.DAYS:
            return _("every day") if n == 1 else _("every %(n)d days") % names
        case Every.WEEKS:
            return (_("every %(days)s") if n == 1 else _("every %(n)d weeks on %(days)s")) % names
    if pattern.weekdays:
        one, many = _("every month on the first %(days)s"), _("every %(n)d months on the first %(days)s")
    else:
        one, many = _("every month on day %(day)d"), _("every %(n)d months on day %(day)d")
    return (one if n == 1 else many) % names


def _on(pattern: Pattern) -> tuple[int, ...]:
    return pattern.weekdays or (pattern.start.weekday(),)


def _time(pattern: Pattern, calendar: Calendar) -> str:
    if not pattern.shift:
        return _("at %(time)s") % {"time": f"{pattern.at:%H:%M}"}
    name = dict(shifts(calendar)).get(pattern.shift, pattern.shift)
    if not pattern.before:
        return _("at the start of the shift “%(shift)s”") % {"shift": name}
    return ngettext(
        "%(n)d minute before the shift “%(shift)s”",
        "%(n)d minutes before the shift “%(shift)s”",
        pattern.before,
    ) % {"n": pattern.before, "shift": name}
