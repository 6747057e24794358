"""Times as service desks write them, in any of the languages they are set to. Pure.

ISO, numbers with any separator, named months ("02/Mär/26 9:15 AM"), Chinese, Japanese and Korean, seconds and
milliseconds since 1970. Whether the day or the month comes first in 03/04/2026 is told by the other times of
the export; when none of them tells, by the preset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

from babel import Locale

from qiao.eventlog import Findings
from qiao.eventlog.times import EPOCH, Clock, TimeFormat

_LANGUAGES = "en de fr es it pt nl pl cs sv da nb fi hu ro ru uk tr"
LANGUAGES = _LANGUAGES.split()
DAY_END = 86_399_000_000  # microseconds of a day but for its last second

_HALVES = (
    (re.compile(r"(上午|오전|午前|凌晨|早上)\s*(\d{1,2}:\d{2}(?::\d{2})?)"), r"\2 AM"),
    (re.compile(r"(下午|오후|午後|晚上)\s*(\d{1,2}:\d{2}(?::\d{2})?)"), r"\2 PM"),
    (re.compile(r"(上午|오전|午前|vorm\.|[Aa]\.\s?[Mm]\.|\b[Aa][Mm]\b)"), " AM"),
    (re.compile(r"(下午|오후|午後|nachm\.|[Pp]\.\s?[Mm]\.|\b[Pp][Mm]\b)"), " PM"),
)
_CLOCK = (
    r"(?:[T ,]+(?:at )?(?P<h>\d{1,2})[:.h时時](?P<mi>\d{2})"
    r"(?:[:.分](?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?秒?)?分?"
    r"\s*(?P<half>AM|PM)?)?"
)
_ZONE = r"\s*\(?(?P<z>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?\d{2})?\)?"
_NAME = r"(?P<name>[^\W\d_]+\.?|\d{1,2}[月월])"
_SHAPES = tuple(
    re.compile(shape + _CLOCK + _ZONE)
    for shape in (
        r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})",
        r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
        rf"(?P<d>\d{{1,2}})\.?[ /.-]+{_NAME}[ /.,-]+(?P<y>\d{{4}}|\d{{2}})",
        rf"(?:[^\W\d_]+\.?,? )?{_NAME} (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})",
    )
)
_NUMBERS = re.compile(r"(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{4}|\d{2})" + _CLOCK + _ZONE)
_SECONDS = re.compile(r"\d{10}(\.\d+)?|\d{13}")


@cache
def months() -> dict[str, int]:
    """The number of a month by its name or short name in many languages; what means two is left out."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        names = Locale(language).months
        for form in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                for number, name in names[form][width].items():
                    found.setdefault(name.casefold().rstrip("."), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def parse(text: str, *, day_first: bool) -> datetime:
    """A moment, with its zone when it names one. Raises ValueError when it is no time that is known."""
    if _SECONDS.fullmatch(text):
        return EPOCH + timedelta(seconds=float(text) / (1000 if len(text) == 13 else 1))
    if text[4:5] == "-":
        try:
            return datetime.fromisoformat(text.replace(" UTC", "+00:00"))
        except ValueError:
            pass
    for pattern, simple in _HALVES:
        text = pattern.sub(simple, text)
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            return _moment(found, _month(found), int(found["d"]))
    if found := _NUMBERS.fullmatch(text):
        first, second = int(found["a"]), int(found["b"])
        if first > 12 or (day_first and second <= 12):
            return _moment(found, second, first)
        return _moment(found, first, second)
    raise ValueError(text)


def _month(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("m"):
        return int(found["m"])
    name = found["name"].casefold().rstrip(".")
    if name[:-1].isdecimal():
        return int(name[:-1])
    if name not in months():
        raise ValueError(found.string)
    return months()[name]


def _moment(found: re.Match[str], month: int, day: int) -> datetime:
    year = int(found["y"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    hour = int(found["h"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "PM" else 0)
    fraction = int((found["f"] or "0").ljust(6, "0")[:6])
    clock = (hour, int(found["mi"] or 0), int(found["s"] or 0), fraction)
    return datetime(year, month, day, *clock, tzinfo=_offset(found["z"]))


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    text = text.removeprefix("UTC").removeprefix("GMT")
    if text in {"", "Z"}:
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def order_of(sample: Iterable[str]) -> bool | None:
    """Whether the day comes first (True) or the month (False) in numbers; None when nothing tells."""
    firsts = seconds = False
    for text in sample:
        if found := _NUMBERS.match(text):
            firsts = firsts or int(found["a"]) > 12
            seconds = seconds or int(found["b"]) > 12
    return firsts if firsts != seconds else None


def is_numeric(text: str) -> bool:
    """Whether the text leaves open which number is the month."""
    return _NUMBERS.match(text) is not None


class Times:
    """Reads the times of one export."""

    def __init__(self, zone: str, findings: Findings, *, day_first: bool) -> None:
        self._clock = Clock(TimeFormat("any", lambda text: parse(text, day_first=day_first)), zone, findings)

    def read(self, text: str, row: int) -> int | None:
        """Microseconds since 1970 UTC; None when it is no time."""
        return self._clock.microseconds(text, row)

    def read_end(self, text: str, row: int) -> int | None:
        """The same for a deadline: a day without a time of day lasts until its end."""
        at = self.read(text, row)
        return at + DAY_END if at is not None and ":" not in text and len(text) < 12 else at
