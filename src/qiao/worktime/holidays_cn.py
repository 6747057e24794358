"""Holidays and make-up working days of mainland China, as rows an administrator then edits.

The State Council publishes each year's arrangement in the autumn before. Until then only the statutory
days are known; days off in lieu are computed, and which weekends are worked is not known at all. Such
years are returned with `provisional` rows and named in `Seed.unpublished`, so that a page can say so.

The dates come from the package `holidays` (imported here only, and only when asked). What it lacks is
added: which working day a make-up day stands for, so that each calendar works its own pattern of it,
and the weekend days inside a holiday, which those who work six days have off as well.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta

from .definition import DayException

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
OBSERVED = re.compile(r"（.*?补假.*?）|\s*\([^)]*observed[^)]*\)")
ONE_DAY = timedelta(days=1)


Names = tuple[str, str]
"""Chinese, English."""
NOTES = {
    "holiday": ("", ""),
    "lieu": ("假期", " (day off in lieu)"),
    "weekend": ("假期（周末）", " (weekend)"),
}


@dataclass(frozen=True, slots=True)
class SeedRow:
    """One day that differs from the ordinary week."""

    day: date
    kind: str
    """holiday (statutory), lieu (a weekday off), weekend (inside a holiday), workday (a weekend worked)."""
    name_zh: str
    name_en: str
    instead_of: date | None = None
    """Of a make-up workday: the day off that it makes up for."""
    provisional: bool = False
    """The year's arrangement is not published: this is what the law and arithmetic give."""

    def exception(self) -> DayException:
        """As an exception of a calendar."""
        weekday = self.instead_of.weekday() if self.instead_of else None
        return DayException(self.day, (), weekday, self.name_zh, self.name_en)


@dataclass(frozen=True, slots=True)
class Seed:
    """The rows of some years in order, and those of the years whose arrangement is not published."""

    rows: tuple[SeedRow, ...]
    unpublished: tuple[int, ...]

    def exceptions(self) -> tuple[DayException, ...]:
        """All rows as exceptions, for `CalendarDefinition.observing`."""
        return tuple(row.exception() for row in self.rows)


def seed(years: Iterable[int]) -> Seed:
    """Holidays and make-up days that fall in these years."""
    wanted = sorted(set(years))
    rows = [row for year in wanted for row in _year(year)]
    return Seed(tuple(rows), tuple(year for year in wanted if not is_published(year)))


def is_published(year: int) -> bool:
    """Whether the arrangement of that year, with its make-up days, is in the data.

    Every arrangement so far moved at least one day, so one that moves none is not there yet.
    """
    return any(off.year == year for off in _moved(_days_off(year)).values())


def _year(year: int) -> list[SeedRow]:
    names = _days_off(year)
    moved = _moved(names)
    provisional = not is_published(year)
    rows = []
    for block in _blocks(names.keys(), moved.keys(), year):
        festival = _festival(block, names)
        for day in block:
            kind = _kind(names.get(day))
            zh, en = names[day] if kind == "holiday" else festival
            note_zh, note_en = NOTES[kind]
            rows.append(SeedRow(day, kind, zh + note_zh, en + note_en, None, provisional))
        for work, off in moved.items():
            if off in block:
                rows.append(SeedRow(work, "workday", *_make_up(off, festival), off, provisional))
    return sorted((row for row in rows if row.day.year == year), key=lambda row: row.day)


def _days_off(year: int) -> dict[date, Names]:
    """Days off of the year and its neighbours (a holiday may reach over New Year), by name."""
    import holidays

    around = (year - 1, year, year + 1)
    zh, en = (
        holidays.country_holidays("CN", years=around, language=language) for language in ("zh_CN", "en_US")
    )
    return {day: (zh[day].replace("; ", "、"), _english(en[day])) for day in sorted(zh)}


def _english(name: str) -> str:
    return name.replace("Chinese New Year (Spring Festival)", "Spring Festival").replace("; ", ", ")


def _moved(names: dict[date, Names]) -> dict[date, date]:
    """Make-up workday → the day off it makes up for.

    Read from the names of the days off: the package's own `weekend_workdays` holds stray days of years
    that were not asked for, and does not say what they make up for.
    """
    told = ((ISO_DATE.search(zh), day) for day, (zh, _) in names.items())
    return {date.fromisoformat(found[0]): day for found, day in told if found}


def _blocks(off: Set[date], worked: Set[date], year: int) -> Iterator[list[date]]:
    """Runs of free days (weekends included, worked ones not) around the year that hold a day off."""
    run: list[date] = []
    day, last = date(year, 1, 1) - 14 * ONE_DAY, date(year, 12, 31) + 14 * ONE_DAY
    while day <= last:
        if day in off or (day.weekday() >= 5 and day not in worked):
            run.append(day)
        else:
            if not off.isdisjoint(run):
                yield run
            run = []
        day += ONE_DAY


def _kind(names: Names | None) -> str:
    if names is None:
        return "weekend"
    return "lieu" if ISO_DATE.search(names[0]) or OBSERVED.search(names[0]) else "holiday"


def _festival(block: list[date], names: dict[date, Names]) -> Names:
    """What the block is about: the statutory name that most of its days bear."""
    off = [names[day] for day in block if day in names]
    named = [pair for pair in off if _kind(pair) == "holiday"]
    if named:
        return max(named, key=named.count)
    return OBSERVED.sub("", off[0][0]), OBSERVED.sub("", off[0][1])


def _make_up(off: date, festival: Names) -> Names:
    return (
        f"{festival[0]}调休上班（补 {off.month} 月 {off.day} 日）",
        f"{festival[1]}: working day in place of {off.isoformat()}",
    )
