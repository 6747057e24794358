"""Words that vary with the reader's language: names, durations, points in time.

Language and zone are the active ones of Django (the shell activates them per person).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

MINUTE, HOUR = 60, 3600

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS_ZH = "一二三四五六日"
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")


def is_chinese() -> bool:
    """Whether the active language is Chinese, the product's first language, or none is active."""
    return (get_language() or "zh").startswith("zh")


def local(obj: object, name: str = "name") -> str:
    """`obj.name_zh` or `obj.name_en` by the active language; the other one when that is empty."""
    return either(getattr(obj, f"{name}_zh", ""), getattr(obj, f"{name}_en", ""))


def either(chinese: str, english: str) -> str:
    """The one in the active language; the other one when that is empty."""
    return (chinese or english) if is_chinese() else (english or chinese)


def wide(char: str) -> bool:
    """Whether a character takes a full square (Chinese and its punctuation)."""
    return bool(_WIDE.match(char))


def initials(name: str) -> str:
    """What an avatar shows: the surname of a Chinese name, the initials of a Latin one."""
    words = name.split()
    if not words:
        return "?"
    if wide(words[0][0]):
        return words[0][0]
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


def join_names(names: Iterable[str]) -> str:
    """林梅、赵敏、郭鹏 / Lin Mei, Zhao Min, Guo Peng."""
    return pgettext("between names", ", ").join(names)


def duration_text(seconds: float, day: int | None = None) -> str:
    """A length of time in at most two units: 2 小时 6 分 / 2 h 6 min.

    `day` is the length of a (working) day in seconds; without it hours go on counting. Parts of a minute are
    dropped, so a promise never looks longer than it is. A negative length loses its sign: the words around
    it say on which side it lies.
    """
    whole = int(abs(seconds))
    if 0 < whole < MINUTE:
        return _("under 1 min")
    if day and whole >= day:
        days, rest = divmod(whole, day)
        return _two(_days(days), _hours(rest // HOUR) if days < 10 else "")
    hours, rest = divmod(whole, HOUR)
    if hours >= 100:
        return _hours(hours)
    if hours:
        return _two(_hours(hours), _minutes(rest // MINUTE))
    return _minutes(whole // MINUTE) or _("0 min")


def about_text(seconds: float) -> str:
    """A length that is only an estimate: 2.2 小时 / 2.2 h, under an hour in steps of five minutes."""
    if seconds < HOUR:
        return _minutes(round(seconds / 300) * 5) or _("0 min")
    hours = round(seconds / HOUR, 1 if seconds < 10 * HOUR else 0)
    return _("%(n)s h") % {"n": f"{hours:g}"}


def _two(large: str, small: str) -> str:
    return f"{large} {small}" if small else large


def _days(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _hours(hours: int) -> str:
    return _("%(n)d h") % {"n": hours} if hours else ""


def _minutes(minutes: int) -> str:
    return _("%(n)d min") % {"n": minutes} if minutes else ""


def when_text(at: datetime, now: datetime | None = None) -> str:
    """A moment as one says it: 今天 14:30, 11月23日 09:00 / Today 14:30, 23 Nov 09:00."""
    here = timezone.localtime(at)
    return f"{day_text(here.date(), _today(now))} {clock_text(here)}"


def by_text(at: datetime, now: datetime | None = None) -> str:
    """The same moment inside a sentence: 今天 14:30 / 14:30 today."""
    if is_chinese():
        return when_text(at, now)
    here = timezone.localtime(at)
    today = _today(now)
    near = _near(here.date(), today)
    time = clock_text(here)
    return f"{time} {near.lower()}" if near else f"{day_text(here.date(), today)} {time}"


def day_text(day: date, today: date | None = None) -> str:
    """今天, 明天, 11月23日, 2025年11月23日 / Today, Tomorrow, 23 Nov, 23 Nov 2025."""
    today = today or _today(None)
    return _near(day, today) or date_text(day, with_year=day.year != today.year)


def date_text(day: date, *, with_year: bool = True, weekday: bool = False) -> str:
    """A calendar date without today and tomorrow: 2026年11月23日 周一 / Mon 23 Nov 2026."""
    if is_chinese():
        text = f"{day.year}年{day.month}月{day.day}日" if with_year else f"{day.month}月{day.day}日"
        return f"{text} 周{_WEEKDAYS_ZH[day.weekday()]}" if weekday else text
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    text = f"{text} {day.year}" if with_year else text
    return f"{_WEEKDAYS[day.weekday()]} {text}" if weekday else text


def full_text(at: datetime) -> str:
    """A moment with everything, for titles: 2026年11月23日 周一 14:30:05 +0800."""
    here = timezone.localtime(at)
    ahead = int((here.utcoffset() or timedelta()).total_seconds()) // MINUTE
    offset = f"{'-' if ahead < 0 else '+'}{abs(ahead) // 60:02d}{abs(ahead) % 60:02d}"
    return f"{date_text(here.date(), weekday=True)} {clock_text(here)}:{here.second:02d} {offset}"


def clock_text(here: datetime) -> str:
    """14:30, of a moment that is local already."""
    return f"{here.hour:02d}:{here.minute:02d}"


def _today(now: datetime | None) -> date:
    return timezone.localtime(now or timezone.now()).date()


def _near(day: date, today: date) -> str:
    match (day - today).days:
        case 0:
            return pgettext("day", "Today")
        case 1:
            return pgettext("day", "Tomorrow")
        case -1:
            return pgettext("day", "Yesterday")
    return ""
