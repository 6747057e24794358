"""Public holidays and make-up working days, which every calendar that follows them takes over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from qiao.ledger.actions import record
from qiao.org.actions.calendars import keep_edition
from qiao.org.actions.guard import administered, differences, named
from qiao.org.models import Calendar, Holiday, Person
from qiao.org.rules import Kind
from qiao.worktime import holidays_cn


@dataclass(frozen=True)
class Seeded:
    """How many days are new or changed, and the years whose arrangement is not published yet."""

    written: int
    unpublished: tuple[int, ...]


@transaction.atomic
def set_holiday(
    *,
    day: date,
    name_zh: str,
    by: Person | None,
    at: datetime,
    name_en: str = "",
    working: bool = False,
    works_as: int = 0,
) -> Holiday:
    """That date is a holiday, or (``working``) worked as the weekday ``works_as`` (0 is Monday)."""
    administered(by)
    names = {"name_zh": named(name_zh), "name_en": name_en.strip()}
    _keep_editions(at)
    row = _put(day, {**names, "working": working, "works_as": works_as % 7, "seeded": False}, by=by, at=at)
    _bump(at)
    return row


@transaction.atomic
def remove_holiday(*, day: date, by: Person | None, at: datetime) -> None:
    """That date is an ordinary day again."""
    administered(by)
    row = Holiday.objects.filter(date=day).first()
    if row is None:
        return
    _keep_editions(at)
    record(Kind.HOLIDAY_REMOVED, subject=row, by=by, at=at, date=day.isoformat(), name=row.name_zh)
    row.delete()
    _bump(at)


@transaction.atomic
def seed_holidays(*, years: Iterable[int], by: Person | None, at: datetime) -> Seeded:
    """Enters the holidays and make-up days of mainland China. What somebody entered or changed here stays.

    Of a year whose arrangement is not published, only what the law says is known; such years are named.
    """
    administered(by)
    seed = holidays_cn.seed(years)
    known = {
        row.date: row for row in Holiday.objects.filter(date__year__in={row.day.year for row in seed.rows})
    }
    written = 0
    for day in seed.rows:
        values, before = _seeded(day), known.get(day.day)
        if before is None or (before.seeded and differences(before, values)):
            if not written:
                _keep_editions(at)
            _put(day.day, values, by=by, at=at)
            written += 1
    if written:
        _bump(at)
    return Seeded(written, seed.unpublished)


def _seeded(day: holidays_cn.SeedRow) -> dict[str, Any]:
    return {
        "name_zh": day.name_zh,
        "name_en": day.name_en,
        "working": day.kind == "workday",
        "works_as": day.instead_of.weekday() if day.instead_of else 0,
        "seeded": True,
    }


def _put(day: date, values: dict[str, Any], *, by: Person | None, at: datetime) -> Holiday:
    row, _new = Holiday.objects.update_or_create(date=day, defaults=values)
    record(
        Kind.HOLIDAY_SET,
        subject=row,
        by=by,
        at=at,
        date=day.isoformat(),
        name=row.name_zh,
        working=row.working,
    )
    return row


def _keep_editions(at: datetime) -> None:
    """Before holidays change: what every calendar that follows them was until then."""
    for row in Calendar.objects.filter(follows_holidays=True).select_for_update(no_key=True):
        keep_edition(row, at=at)


def _bump(at: datetime) -> None:
    """Compiled forms of every calendar that follows holidays are out of date."""
    Calendar.objects.filter(follows_holidays=True).update(revision=F("revision") + 1, changed_at=at)
