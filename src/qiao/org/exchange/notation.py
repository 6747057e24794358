"""A working calendar on one line, for a cell of a spreadsheet or a field of a form.

Shifts: ``D 白班/Day 08:00-12:00 13:00-17:00; N 夜班/Night 20:00-08:00``: code, names, stretches of work.
What lies between them is its breaks, and an end before its start is on the next day.
Pattern: ``weekly: D D D D D - -`` (Monday first) or ``rotation 2026-01-05 +2: D D N N - - - -`` (the first
day of the cycle, the crew's offset in days, the cycle). ``-`` rests, ``D+N`` works both.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao import worktime

DAY = 24 * 60
_STRETCH = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~至]\s*(\d{1,2}:\d{2})")
_SHIFT = re.compile(r"(?P<code>[^\s;]+)\s+(?P<names>.*?)(?P<stretches>\d{1,2}:\d{2}.*)")
_WEEKLY = re.compile(r"(?:weekly|每周|周)\s*:\s*(?P<days>.+)", re.IGNORECASE)
_ROTATION = re.compile(
    r"(?:rotation|轮班|倒班)\s+(?P<anchor>\d{4}-\d{1,2}-\d{1,2})\s*(?P<offset>[+-]\d+)?\s*:\s*(?P<days>.+)",
    re.IGNORECASE,
)
# What a Chinese input method writes instead.
_PLAIN = str.maketrans(
    {"\uff1a": ":", "\uff1b": ";", "\uff0c": ",", "\u3001": ",", "\uff0b": "+", "\uff5e": "~", "\uff0d": "-"}
)
RESTS = {"-", "–", "—", "休", "off", "0"}


class NotationError(ValueError):
    """A line that is not in the notation; ``sentence`` says what was expected."""

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def __str__(self) -> str:
        return str(self.sentence)


def read_shifts(text: str) -> list[dict[str, Any]]:
    """The shifts as `worktime.parse` reads them; raises NotationError."""
    parts = [part.strip() for part in re.split(r"[;\n]", text.translate(_PLAIN)) if part.strip()]
    return [_read_shift(part) for part in parts]


def _read_shift(text: str) -> dict[str, Any]:
    found = _SHIFT.fullmatch(text)
    if not found:
        raise NotationError(
            _("Write shifts like “D 白班/Day 08:00-12:00 13:00-17:00; N 夜班/Night 20:00-08:00”.")
        )
    name_zh, _slash, name_en = found["names"].strip().partition("/")
    return {
        "code": found["code"],
        "name_zh": name_zh.strip(),
        "name_en": name_en.strip(),
        "stretches": read_stretches(found["stretches"]),
    }


def read_stretches(text: str) -> list[list[str]]:
    """``08:00-12:00 13:00-17:00`` as pairs; what comes after midnight counts on past 24:00."""
    text = text.translate(_PLAIN)
    rest = _STRETCH.sub("", text)
    pairs = _STRETCH.findall(text)
    if not pairs or rest.strip(" ,+"):
        raise NotationError(_("Write times like “08:00-12:00 13:00-17:00”."))
    stretches, last = [], 0
    for start_text, end_text in pairs:
        start = _after(_minutes(start_text), last)
        end = _after(_minutes(end_text), start + 1)
        stretches.append([_clock(start), _clock(end)])
        last = end
    return stretches


def read_pattern(text: str) -> dict[str, Any]:
    """The pattern as `worktime.parse` reads it; raises NotationError."""
    text = text.translate(_PLAIN).strip()
    weekly, rotation = _WEEKLY.fullmatch(text), _ROTATION.fullmatch(text)
    if weekly:
        return {"kind": "weekly", "days": [_codes(day) for day in weekly["days"].split()]}
    if rotation:
        return {
            "kind": "rotation",
            "anchor": _day(rotation["anchor"]),
            "offset": int(rotation["offset"] or 0),
            "cycle": read_cycle(rotation["days"]),
        }
    raise NotationError(
        _("Write a pattern like “weekly: D D D D D - -” or “rotation 2026-01-05 +2: D D N N - -”.")
    )


def read_cycle(text: str) -> list[str | None]:
    """``D D N N - -`` as codes; None rests."""
    cycle: list[str | None] = []
    for word in re.split(r"[\s,]+", text.translate(_PLAIN).strip()):
        codes = _codes(word)
        if len(codes) > 1:
            raise NotationError(_("One crew works one shift a day: write one code for each day."))
        cycle.append(codes[0] if codes else None)
    return cycle


def write_shifts(shifts: Sequence[Mapping[str, Any]]) -> str:
    """The other way round."""
    return "; ".join(
        f"{shift['code']} {_names(shift)}{write_stretches(shift['stretches'])}" for shift in shifts
    )


def write_stretches(stretches: Sequence[Sequence[Any]]) -> str:
    """Pairs as people write them: a night ends at 08:00, not at 32:00."""
    bounds = [(worktime.parse_time(start), worktime.parse_time(end)) for start, end in stretches]
    return " ".join(f"{_of_day(start)}-{_of_day(end)}" for start, end in bounds)


def write_pattern(pattern: Mapping[str, Any]) -> str:
    """The other way round."""
    if pattern["kind"] == "weekly":
        return "weekly: " + " ".join("+".join(codes) or "-" for codes in pattern["days"])
    return f"rotation {pattern['anchor']} {int(pattern.get('offset', 0)):+d}: {write_cycle(pattern['cycle'])}"


def write_cycle(cycle: Sequence[str | None]) -> str:
    return " ".join(code or "-" for code in cycle)


def _names(shift: Mapping[str, Any]) -> str:
    names = "/".join(name for name in (shift.get("name_zh", ""), shift.get("name_en", "")) if name)
    if shift.get("name_en") and not shift.get("name_zh"):
        names = f"/{names}"
    return f"{names} " if names else ""


def _codes(word: str) -> list[str]:
    return [] if word.lower() in RESTS else [code for code in re.split(r"[+]", word) if code]


def _day(text: str) -> str:
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return date(year, month, day).isoformat()
    except ValueError:
        raise NotationError(_("“%(text)s” is no date like 2026-01-05.") % {"text": text}) from None


def _minutes(text: str) -> int:
    minutes = worktime.parse_time(text)
    if minutes > DAY:
        raise NotationError(_("Write times like “08:00-12:00 13:00-17:00”."))
    return minutes


def _after(minutes: int, earliest: int) -> int:
    return minutes if minutes >= earliest else minutes + DAY


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _of_day(minutes: int) -> str:
    return "24:00" if minutes == DAY else _clock(minutes % DAY)
