"""From the wall to instants: monotone, exact at every change, the same whatever was laid out."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from qiao.worktime.zoneclock import ZoneClock, local_midnight

from .made import CHANGES

ZONES = sorted(
    {(zone, int(day[:4])) for zone, day in CHANGES} | {("Pacific/Kiritimati", 1994), ("Asia/Shanghai", 1901)}
)


def wall(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(("zone", "year"), ZONES)
def test_a_wall_time_falls_at_the_first_instant_that_shows_it_or_later(zone, year):
    clock, info = ZoneClock(ZoneInfo(zone), year, year), ZoneInfo(zone)
    midnight = local_midnight(date(year, 1, 1).toordinal())
    walls = np.arange(midnight - 86_400, midnight + 367 * 86_400, 1800, dtype=np.int64)
    instants = clock.instants(walls)
    assert (np.diff(instants) >= 0).all()
    assert instants.tolist() == [clock.instant(int(seconds)) for seconds in walls]
    for seconds, instant in zip(walls.tolist(), instants.tolist(), strict=True):
        shown = datetime.fromtimestamp(instant, info).replace(tzinfo=UTC).timestamp()
        before = datetime.fromtimestamp(instant - 1, info).replace(tzinfo=UTC).timestamp()
        assert shown >= seconds > before


@pytest.mark.parametrize(("zone", "year"), ZONES)
def test_a_clock_of_one_year_agrees_with_a_clock_of_many_on_the_days_around_it(zone, year):
    for one in (year, year + 1):
        narrow, wide = (ZoneClock(ZoneInfo(zone), one - more, one + more) for more in (0, 5))
        first, last = (local_midnight(date(number, 1, 1).toordinal()) for number in (one, one + 1))
        for edge in (first, last):
            walls = np.arange(edge - 86_400, edge + 86_400, 900, dtype=np.int64)
            assert (narrow.instants(walls) == wide.instants(walls)).all()


@pytest.mark.parametrize(
    ("zone", "text", "utc"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00"),  # skipped: at the change
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),  # repeated: its first showing
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),  # a day that was not
        ("Asia/Shanghai", "1900-06-01T08:05:43", "1900-06-01T00:00"),  # local mean time, odd seconds
        ("America/New_York", "2150-07-01T08:00", "2150-07-01T12:00"),  # by the rule
    ],
)
def test_known_changes_of_clocks(zone, text, utc):
    year = int(text[:4])
    assert ZoneClock(ZoneInfo(zone), year, year).instant(wall(text)) == wall(utc)


def test_no_zone_turns_its_clock_back_by_more_than_the_period_before():
    """What the lookup rests on, for zones with the wildest histories."""
    for zone in ("Africa/Casablanca", "Asia/Gaza", "America/St_Johns", "Africa/Cairo", "Europe/Moscow"):
        tops = ZoneClock(ZoneInfo(zone), 1900, 2040)._tops
        assert tops == sorted(tops)
