"""Times as logs write them, to microseconds since 1970 UTC.

ISO 8601 goes through the interpreter's own parser; everything else through patterns that are chosen once
from a sample, so that a column is read in one way from its first to its last line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import LogError
from .findings import Findings

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (the offset is taken off by hand)
MICROSECOND = timedelta(microseconds=1)

FIRST_YEAR, LAST_YEAR = 1901, 2199  # what lies outside is a mistake or means "never"

_CLOCK = (
    r"(?:[ T,]+(?P<h>\d{1,2})[:时](?P<mi>\d{2})(?:[:分](?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?秒?)?"
    r"\s*(?P<ampm>[AaPp]\.?[Mm]\.?)?)?"
)
_ZONE = r"\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_PATTERNS = (
    ("year/month/day", r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})"),
    ("year-month-day", r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    ("年月日", r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    ("day/month/year", r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    ("month/day/year", r"(?P<m>\d{1,2})[/.-](?P<d>\d{1,2})[/.-](?P<y>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class TimeFormat:
    """One way to write a time; ``parse`` raises ValueError for anything else."""

    name: str
    parse: Callable[[str], datetime]


def _by_pattern(pattern: str) -> Callable[[str], datetime]:
    match = re.compile(pattern + _CLOCK + _ZONE).fullmatch

    def parse(text: str) -> datetime:
        found = match(text)
        if found is None:
            raise ValueError(text)
        hour = int(found["h"] or 0)
        if found["ampm"]:
            hour = hour % 12 + (12 if found["ampm"][0] in "pP" else 0)
        fraction = int((found["f"] or "0").ljust(6, "0")[:6])
        date = (int(found["y"]), int(found["m"]), int(found["d"]))
        return datetime(
            *date, hour, int(found["mi"] or 0), int(found["s"] or 0), fraction, tzinfo=_offset(found["z"])
        )

    return parse


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in {"Z", "UTC", "GMT"}:
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _compact(text: str) -> datetime:
    if not re.fullmatch(r"(19|20)\d{12}", text):
        raise ValueError(text)
    return datetime.strptime(text, "%Y%m%d%H%M%S")  # noqa: DTZ007  (no zone in it: reported)


def _epoch(digits: int, per_second: int) -> Callable[[str], datetime]:
    def parse(text: str) -> datetime:
        if not re.fullmatch(rf"\d{{{digits}}}(\.\d+)?", text):
            raise ValueError(text)
        return EPOCH + timedelta(seconds=float(text) / per_second)

    return parse


def _slashed(text: str) -> datetime:
    """2012/10/09 14:50:17.000 is ISO but for its slashes."""
    if text[4:8:3] != "//":
        raise ValueError(text)
    return datetime.fromisoformat(text.replace("/", "-", 2))


def _iso(text: str) -> datetime:
    if len(text) < 8 or "-" not in text[:8]:  # bare numbers are no dates here
        raise ValueError(text)
    return datetime.fromisoformat(text)


ISO = TimeFormat("ISO 8601", _iso)
FORMATS: Sequence[TimeFormat] = (
    ISO,
    TimeFormat("YYYY/MM/DD", _slashed),
    *(TimeFormat(name, _by_pattern(pattern)) for name, pattern in _PATTERNS),
    TimeFormat("YYYYMMDDhhmmss", _compact),
    TimeFormat("seconds since 1970", _epoch(10, 1)),
    TimeFormat("milliseconds since 1970", _epoch(13, 1000)),
)


def given_format(pattern: str) -> TimeFormat:
    """A format that somebody wrote down for strptime."""
    return TimeFormat(pattern, lambda text: datetime.strptime(text, pattern))  # noqa: DTZ007


def reads(time_format: TimeFormat, text: str) -> bool:
    """Whether ``text`` is a time in this format."""
    try:
        time_format.parse(text)
    except ValueError:
        return False
    return True


def detect(sample: Sequence[str]) -> tuple[TimeFormat | None, float]:
    """The format that reads most of the sample, and which share of it (0 when there is nothing)."""
    best: tuple[TimeFormat | None, float] = (None, 0.0)
    for time_format in FORMATS:
        share = sum(reads(time_format, text) for text in sample) / len(sample) if sample else 0.0
        if share > best[1]:
            best = (time_format, share)
        if share == 1:
            break
    return best


def is_ambiguous(time_format: TimeFormat, sample: Sequence[str]) -> bool:
    """Whether the sample could be month first as well as day first."""
    other = next((each for each in FORMATS if each.name == "month/day/year"), None)
    return (
        time_format.name == "day/month/year"
        and other is not None
        and all(reads(other, text) for text in sample)
    )


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; raises LogError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise LogError("unknown_zone", zone=name) from error


class Clock:
    """Reads one column of times in one format; what has no zone gets the assumed one, and that is noted."""

    def __init__(self, time_format: TimeFormat, zone: str, findings: Findings) -> None:
        self._parse = time_format.parse
        self._zone = zone_of(zone)
        self._name = zone
        self._findings = findings
        self._offsets: dict[int, timedelta | None] = {}

    def microseconds(self, text: str, line: int) -> int | None:
        """Microseconds since 1970 UTC; None when the text is no time of this format or no possible one."""
        try:
            at = self._parse(text)
            if not FIRST_YEAR <= at.year <= LAST_YEAR:
                return None
            if at.tzinfo is not None:
                return (at - EPOCH) // MICROSECOND
            self._findings.note("zone_assumed", line=line, value=text, zone=self._name)
            offset = self._offset_of(at)
            if offset is None:
                offset = self._offset_at(at, text, line)
            return (at - NAIVE_EPOCH - offset) // MICROSECOND
        except (ValueError, OverflowError):
            return None

    def _offset_of(self, at: datetime) -> timedelta | None:
        """The zone's offset on that day; None on days on which the clocks change."""
        day = at.toordinal()
        if day not in self._offsets:
            start = datetime.combine(at.date(), time(), self._zone)
            offsets = {(start + timedelta(hours=hours)).utcoffset() for hours in (0, 24)}
            self._offsets[day] = offsets.pop() if len(offsets) == 1 else None
        return self._offsets[day]

    def _offset_at(self, at: datetime, text: str, line: int) -> timedelta:
        """The offset at one moment of a day on which the clocks change; of two possible ones the first."""
        first = at.replace(tzinfo=self._zone)
        earlier, later = first.utcoffset(), first.replace(fold=1).utcoffset()
        if earlier is None or later is None:
            raise ValueError(text)
        if earlier > later:
            self._findings.note("time_twice", line=line, value=text, zone=self._name)
        return earlier
