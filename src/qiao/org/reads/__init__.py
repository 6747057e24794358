"""What screens and other packages ask of the organisation. Nothing in here writes."""

from qiao.org.reads.calendars import Calendars
from qiao.org.reads.leaders import department_of, leaders_above, leaders_of
from qiao.org.reads.scopes import scope_of
from qiao.org.reads.shifts import (
    WITH_CALENDARS,
    is_on_shift,
    on_shift_of,
    people_on_shift,
    shift_on,
    those_on,
)
from qiao.org.reads.substitutes import acting_for, substitutes_at

__all__ = [
    "WITH_CALENDARS",
    "Calendars",
    "acting_for",
    "department_of",
    "is_on_shift",
    "leaders_above",
    "leaders_of",
    "on_shift_of",
    "people_on_shift",
    "scope_of",
    "shift_on",
    "substitutes_at",
    "those_on",
]
