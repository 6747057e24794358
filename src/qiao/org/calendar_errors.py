"""What is wrong with a calendar, in the reader's words: worktime is pure and only gives the code."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.worktime import CalendarError

_PLACE = _("Something in the calendar is missing or not of the right kind (%(where)s).")

SENTENCES: Mapping[str, Any] = {
    "wrong_type": _PLACE,
    "missing": _PLACE,
    "unknown_field": _PLACE,
    "bad_time": _("“%(value)s” is no time of day like 08:30."),
    "bad_date": _("“%(value)s” is no date like 2026-02-14."),
    "blank_code": _("A shift or the calendar has no code."),
    "zero_length": _("A stretch of work from %(start)s to %(end)s has no length."),
    "ends_before_start": _("A stretch of work from %(start)s to %(end)s ends before it starts."),
    "out_of_day": _("A stretch of work from %(start)s to %(end)s reaches outside its day and the next one."),
    "over_24h": _("A shift from %(start)s to %(end)s is longer than 24 hours."),
    "starts_next_day": _("Shift “%(shift)s” starts at %(start)s, which belongs to the next day."),
    "no_stretches": _("Shift “%(shift)s” has no working times."),
    "overlapping_stretches": _("The working times of shift “%(shift)s” overlap around %(start)s."),
    "duplicate_shift": _("Two shifts have the code “%(shift)s”."),
    "repeated_shift": _("The shift “%(shift)s” is named twice on one day."),
    "unknown_shift": _("The shift “%(shift)s” is named, but this calendar does not have it."),
    "seven_days": _("A week needs seven days, not %(count)s."),
    "empty_cycle": _("A rotation needs at least one day."),
    "cycle_too_long": _("A rotation of %(count)s days is longer than %(most)s."),
    "unknown_pattern": _("Choose a week or a rotation."),
    "bad_weekday": _("“%(value)s” is no weekday."),
    "two_meanings": _("%(date)s names shifts and a weekday: only one of them can hold."),
    "duplicate_exception": _("There are two rules for %(date)s."),
    "unknown_zone": _("“%(zone)s” is no known time zone; an example is Asia/Shanghai."),
    "out_of_reach": _("Calendars cover the years %(first)s to %(last)s."),
    "never_works": _("This calendar never works: give at least one day a shift."),
}


def sentence(error: CalendarError) -> str:
    """The translated sentence; the developers' one for a code that nobody can cause by typing."""
    text = SENTENCES.get(error.code)
    return str(text) % {"where": "", **error.params} if text else str(error)
