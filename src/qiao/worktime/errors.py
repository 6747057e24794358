"""What can be wrong with a calendar, as stable codes that upper layers translate."""

from typing import Any

SENTENCES = {
    "wrong_type": "{where} must be {expected}.",
    "missing": "{where} lacks “{field}”.",
    "unknown_field": "{where} has an unknown field “{field}”.",
    "bad_time": "{where}: “{value}” is no time of day like 08:30 (hours up to 48 for the next day).",
    "bad_date": "{where}: “{value}” is no date like 2026-02-14.",
    "blank_code": "{where} needs a code.",
    "zero_length": "A stretch from {start} to {end} has no length.",
    "ends_before_start": "A stretch from {start} to {end} ends before it starts; add 24 h for the next day.",
    "out_of_day": "A stretch from {start} to {end} reaches outside its day and the next.",
    "over_24h": "A shift from {start} to {end} is longer than 24 hours.",
    "starts_next_day": "Shift “{shift}” starts at {start}, which belongs to the next day.",
    "no_stretches": "Shift “{shift}” has no working stretch.",
    "overlapping_stretches": "Shift “{shift}” has overlapping stretches around {start}.",
    "duplicate_shift": "There are two shifts with the code “{shift}”.",
    "repeated_shift": "{where} names the shift “{shift}” twice.",
    "unknown_shift": "{where} names the shift “{shift}”, which this calendar does not have.",
    "seven_days": "A weekly pattern needs seven days, not {count}.",
    "empty_cycle": "A rotation needs at least one day in its cycle.",
    "cycle_too_long": "A cycle of {count} days is longer than {most}.",
    "unknown_pattern": "“{kind}” is no kind of pattern; there are weekly and rotation.",
    "bad_weekday": "{where}: “{value}” is no weekday from 0 (Monday) to 6 (Sunday).",
    "two_meanings": "The exception of {date} names shifts and a weekday; only one of them can hold.",
    "duplicate_exception": "There are two exceptions for {date}.",
    "unknown_zone": "“{zone}” is no known time zone.",
    "naive_instant": "The instant {value} has no time zone.",
    "missing_instant": "Instants are missing in the array (NaT).",
    "out_of_reach": "The instant lies outside the years {first} to {last} that calendars cover.",
    "never_works": "Calendar “{calendar}” has too little working time left to place this.",
}
"""Every code with its English sentence (for developers and logs; people read the translated one)."""


class CalendarError(ValueError):
    """A calendar cannot be what was asked. `code` is a key of SENTENCES, `params` fill its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(SENTENCES[code].format(**params))

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive pickling (workers of a test run or a task queue), which would call __init__(message)."""
        return (_rebuild, (type(self), self.code, self.params))


class NeverWorks(CalendarError):  # a state of the calendar, not a slip of the caller
    """The calendar holds no (more) working time in the direction asked."""

    def __init__(self, calendar: str) -> None:
        super().__init__("never_works", calendar=calendar)


def _rebuild(kind: type[CalendarError], code: str, params: dict[str, Any]) -> CalendarError:
    error = kind.__new__(kind)
    CalendarError.__init__(error, code, **params)
    return error
