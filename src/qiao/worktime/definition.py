"""What a working calendar is: frozen, hashable values that cannot hold nonsense.

Minutes count from local midnight of the day a shift belongs to; a night that ends at eight the next
morning ends at 32:00. Every class checks itself, so a definition that exists is valid.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from .errors import CalendarError

DAY = 24 * 60
LONGEST_CYCLE = 400  # days: more than a year of a written-out roster is a mistake or an attack


def clock(minutes: int) -> str:
    """Minutes from midnight as people write them: 1920 → "32:00"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Uninterrupted work, [start, end) in minutes from midnight of the shift's day; end may pass 24:00."""

    start: int
    end: int

    def __post_init__(self) -> None:
        bounds = {"start": clock(self.start), "end": clock(self.end)}
        if self.start == self.end:
            raise CalendarError("zero_length", **bounds)
        if self.end < self.start:
            raise CalendarError("ends_before_start", **bounds)
        if self.start < 0 or self.end > 2 * DAY:
            raise CalendarError("out_of_day", **bounds)
        if self.end - self.start > DAY:
            raise CalendarError("over_24h", **bounds)

    @classmethod
    def across(cls, start: int, end: int) -> "Stretch":
        """As people enter it: an end before its start means the next day (20:00 to 08:00)."""
        return cls(start, end if end >= start else end + DAY)


@dataclass(frozen=True, slots=True)
class Shift:
    """A named shift of one or several stretches; what lies between them is its breaks."""

    code: str
    name_zh: str
    name_en: str
    stretches: tuple[Stretch, ...]

    def __post_init__(self) -> None:
        if not self.code:
            raise CalendarError("blank_code", where="shift")
        if not self.stretches:
            raise CalendarError("no_stretches", shift=self.code)
        object.__setattr__(self, "stretches", tuple(sorted(self.stretches)))
        self._check_order()
        if self.start >= DAY:
            raise CalendarError("starts_next_day", shift=self.code, start=clock(self.start))
        if self.end - self.start > DAY:
            raise CalendarError("over_24h", start=clock(self.start), end=clock(self.end))

    def _check_order(self) -> None:
        for earlier, later in zip(self.stretches, self.stretches[1:], strict=False):
            if later.start < earlier.end:
                raise CalendarError("overlapping_stretches", shift=self.code, start=clock(later.start))

    @property
    def start(self) -> int:
        """Minutes from midnight at which the shift starts."""
        return self.stretches[0].start

    @property
    def end(self) -> int:
        """Minutes from midnight at which the shift ends; over 1440 on the next day."""
        return self.stretches[-1].end

    @property
    def minutes(self) -> int:
        """Working minutes without breaks (on a day without a change of the clock)."""
        return sum(stretch.end - stretch.start for stretch in self.stretches)


def _check_unique(codes: tuple[str, ...], where: str) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise CalendarError("repeated_shift", where=where, shift=code)


@dataclass(frozen=True, slots=True)
class Weekly:
    """The shifts of Monday to Sunday, by code; an empty tuple rests."""

    days: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise CalendarError("seven_days", count=len(self.days))
        for number, codes in enumerate(self.days):
            _check_unique(codes, f"pattern.days[{number}]")

    @property
    def phase(self) -> int:
        """Added to a date's ordinal to find its place in `days` (ordinal 1 was a Monday)."""
        return -1


@dataclass(frozen=True, slots=True)
class Rotation:
    """A crew's roster: `cycle[offset]` is worked on the `anchor` day, then one further each day.

    None rests. Crews share the cycle and differ in the offset.
    """

    anchor: date
    cycle: tuple[str | None, ...]
    offset: int = 0

    def __post_init__(self) -> None:
        if not self.cycle:
            raise CalendarError("empty_cycle")
        if len(self.cycle) > LONGEST_CYCLE:
            raise CalendarError("cycle_too_long", count=len(self.cycle), most=LONGEST_CYCLE)

    @property
    def days(self) -> tuple[tuple[str, ...], ...]:
        """The shifts of every day of the cycle, in the form of Weekly."""
        return tuple((code,) if code else () for code in self.cycle)

    @property
    def phase(self) -> int:
        """Added to a date's ordinal to find its place in `days`."""
        return self.offset - self.anchor.toordinal()


@dataclass(frozen=True, slots=True)
class DayException:
    """One day that differs: rests (no shifts), works the named shifts, or works as another weekday.

    `as_weekday` (0 Monday … 6 Sunday) is how a make-up day is said once for all calendars: each works its
    own pattern of that weekday. A rotation has no weekdays, so for it such a day stays as rostered.
    """

    day: date
    shifts: tuple[str, ...] = ()
    as_weekday: int | None = None
    name_zh: str = ""
    name_en: str = ""

    def __post_init__(self) -> None:
        if self.as_weekday is not None:
            if self.shifts:
                raise CalendarError("two_meanings", date=self.day.isoformat())
            if self.as_weekday not in range(7):
                raise CalendarError("bad_weekday", where="exception", value=self.as_weekday)
        _check_unique(self.shifts, f"exception {self.day.isoformat()}")


@dataclass(frozen=True)
class CalendarDefinition:
    """A whole calendar. Overlapping shifts of a day are allowed (two crews); their time counts once."""

    code: str
    zone: str
    pattern: Weekly | Rotation
    shifts: tuple[Shift, ...]
    exceptions: tuple[DayException, ...] = ()
    follows_holidays: bool = True

    def __post_init__(self) -> None:
        if not self.code:
            raise CalendarError("blank_code", where="calendar")
        find_zone(self.zone)
        self._check_shifts()
        self._check_exceptions()

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @cached_property
    def fingerprint(self) -> str:
        """The same for equal definitions in every process and release: a key for caches and versions."""
        from .document import dump

        text = json.dumps(dump(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def usual_day(self) -> int:
        """Working seconds of an ordinary day, for saying "2 days" of this calendar.

        The commonest length among the days of its pattern that have work, the longer one when two are
        equally common; eight hours when it never works.
        """
        lengths = {
            shift.code: sum(each.end - each.start for each in shift.stretches) for shift in self.shifts
        }
        worked = Counter(sum(lengths[code] for code in codes) for codes in self.pattern.days if codes)
        commonest = max(worked.items(), key=lambda item: (item[1], item[0]), default=(8 * 60, 0))
        return commonest[0] * 60

    def observing(self, shared: Iterable[DayException]) -> "CalendarDefinition":
        """With the organisation's holidays and make-up days added; what this calendar says itself wins.

        Returns itself when it does not follow holidays.
        """
        if not self.follows_holidays:
            return self
        days = {exception.day: exception for exception in shared}
        days |= {exception.day: exception for exception in self.exceptions}
        return replace(self, exceptions=tuple(days[day] for day in sorted(days)))

    def _check_shifts(self) -> None:
        codes = [shift.code for shift in self.shifts]
        for code in codes:
            if codes.count(code) > 1:
                raise CalendarError("duplicate_shift", shift=code)
        for number, names in enumerate(self.pattern.days):
            self._check_known(names, f"pattern, day {number + 1}")

    def _check_exceptions(self) -> None:
        seen = set()
        for exception in self.exceptions:
            if exception.day in seen:
                raise CalendarError("duplicate_exception", date=exception.day.isoformat())
            seen.add(exception.day)
            self._check_known(exception.shifts, f"exception {exception.day.isoformat()}")

    def _check_known(self, codes: tuple[str, ...], where: str) -> None:
        known = {shift.code for shift in self.shifts}
        for code in codes:
            if code not in known:
                raise CalendarError("unknown_shift", where=where, shift=code)


def find_zone(key: str) -> ZoneInfo:
    """The time zone of that name, or CalendarError("unknown_zone")."""
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError, TypeError):  # unknown, "../x", a folder, not a text
        raise CalendarError("unknown_zone", zone=key) from None
