"""Working time over calendars and shifts: pure, no web framework. See README.md."""

from .calendar import Calendar, compile_calendar, round_the_clock
from .definition import CalendarDefinition, DayException, Rotation, Shift, Stretch, Weekly
from .document import dump, dump_exceptions, parse, parse_exceptions, parse_time
from .errors import CalendarError, NeverWorks
from .history import History
from .shifts import ShiftOn

__all__ = [
    "Calendar",
    "CalendarDefinition",
    "CalendarError",
    "DayException",
    "History",
    "NeverWorks",
    "Rotation",
    "Shift",
    "ShiftOn",
    "Stretch",
    "Weekly",
    "compile_calendar",
    "dump",
    "dump_exceptions",
    "parse",
    "parse_exceptions",
    "parse_time",
    "round_the_clock",
]
