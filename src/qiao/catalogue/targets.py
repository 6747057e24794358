"""How soon: working time to respond and to complete by priority, and how people write it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.catalogue.questions import DefinitionError
from qiao.ui.words import is_chinese

MINUTE, HOUR = 60, 3600
USUAL_DAY = 8 * HOUR
LONGEST = 400 * 24 * HOUR

_UNITS = {"min": MINUTE, "m": MINUTE, "分": MINUTE, "分钟": MINUTE, "h": HOUR, "小时": HOUR, "时": HOUR}
_UNITS |= dict.fromkeys(["minute", "minutes", "mins"], MINUTE) | dict.fromkeys(
    ["hour", "hours", "hr", "hrs"], HOUR
)
_DAYS = frozenset({"d", "day", "days", "天", "日", "工作日", "个工作日"})
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z\u4e00-\u9fff]+)\s*")


class Priority(StrEnum):
    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"

    @property
    def label(self) -> Any:
        return PRIORITY_LABELS[self]


PRIORITY_LABELS: Mapping[Priority, Any] = {
    Priority.URGENT: _("Line stopped or unsafe"),
    Priority.HIGH: _("High"),
    Priority.NORMAL: pgettext_lazy("priority", "Normal"),
    Priority.LOW: pgettext_lazy("priority", "Low"),
}


@dataclass(frozen=True)
class Targets:
    """Working seconds to respond and to complete, by priority."""

    by_priority: Mapping[Priority, tuple[int, int]]

    @classmethod
    def parse(cls, data: Any) -> Targets:
        """``{"normal": [1800, 28800], …}``; normal is required and others default to it."""
        if not isinstance(data, Mapping) or Priority.NORMAL not in data:
            raise DefinitionError(_("Give at least the targets for normal priority."))
        return cls({_priority(key): _pair(value) for key, value in data.items()})

    def dump(self) -> dict[str, list[int]]:
        """The stored form, most pressing first."""
        return {each.value: list(self.by_priority[each]) for each in Priority if each in self.by_priority}

    def of(self, priority: Priority) -> tuple[int, int]:
        """Seconds to respond and to complete; as for normal when the priority has none of its own."""
        return self.by_priority.get(priority, self.by_priority[Priority.NORMAL])

    def with_these(self, data: Mapping[str, Any]) -> Targets:
        """The same with those of ``data`` (as ``dump``) in their place; none of them is required."""
        given = {_priority(key): _pair(value) for key, value in data.items()}
        return Targets({**self.by_priority, **given})

    @property
    def longest(self) -> int:
        """The largest number of seconds promised for anything."""
        return max(complete for _respond, complete in self.by_priority.values())


def _priority(key: Any) -> Priority:
    try:
        return Priority(key)
    except ValueError as error:
        raise DefinitionError(_("“%(key)s” is no priority."), key=key) from error


def _pair(value: Any) -> tuple[int, int]:
    if not isinstance(value, list | tuple) or len(value) != 2 or any(type(each) is not int for each in value):
        raise DefinitionError(_("A target is two numbers of seconds: to respond and to complete."))
    respond, complete = value
    if not 0 < respond <= complete:
        raise DefinitionError(_("The response must be due after a positive time and not after completion."))
    if complete > LONGEST:
        raise DefinitionError(_("A target of more than 400 days is no promise."))
    return respond, complete


def working_day(definition: Mapping[str, Any]) -> int:
    """Seconds of a usual working day of a calendar, from its stored definition.

    The commonest length among the days of its pattern that have work; the longer one when two are equally
    common; eight hours when there is none. It only turns "2 d" into seconds and back.
    """
    lengths = {
        shift["code"]: sum(map(_stretch, shift["stretches"])) for shift in definition.get("shifts", ())
    }
    pattern = definition.get("pattern", {})
    days = pattern.get("days") or [[code] if code else [] for code in pattern.get("cycle", ())]
    worked = Counter(sum(lengths.get(code, 0) for code in codes) for codes in days if codes)
    if not worked:
        return USUAL_DAY
    return max(worked.items(), key=lambda item: (item[1], item[0]))[0] * MINUTE or USUAL_DAY


def _stretch(pair: Any) -> int:
    start, end = (_minutes(each) for each in pair)
    return end - start if end > start else end - start + 24 * 60


def _minutes(time: Any) -> int:
    if isinstance(time, int):
        return time
    hours, minutes = str(time).split(":")
    return int(hours) * 60 + int(minutes)


def seconds_of(text: str, day: int) -> int:
    """Working seconds of what a person wrote: "30 min", "1 h 30 min", "2 天".

    ``day`` is the length of a working day in seconds. Raises DefinitionError for anything
    else; a bare number is refused, because nobody knows of what.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    total, at = 0.0, 0
    while part := _PART.match(plain, at):
        size = day if part[2] in _DAYS else _UNITS.get(part[2])
        if size is None:
            break
        total, at = total + float(part[1]) * size, part.end()
    if at != len(plain) or not plain:
        raise DefinitionError(_("Write it as 30 min, 4 h or 2 d."))
    if total > LONGEST:
        raise DefinitionError(_("A target of more than 400 days is no promise."))
    return round(total)


def written(seconds: int, day: int) -> str:
    """The same, as it is written into a field: nothing is rounded, ``seconds_of`` reads it back."""
    names = ("天", "小时", "分") if is_chinese() else ("d", "h", "min")
    if seconds and seconds % day == 0:
        return f"{seconds // day} {names[0]}"
    hours, rest = divmod(seconds, HOUR)
    parts = [f"{hours} {names[1]}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest / MINUTE:.10g} {names[2]}")
    return " ".join(parts)
