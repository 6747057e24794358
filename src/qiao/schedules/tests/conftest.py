"""The desk's small factory, with a schedule in it."""

from datetime import date, datetime, time

import pytest

from qiao.desk.tests.conftest import (  # noqa: F401
    ZONE,
    admin,
    chang,
    desk,
    fang,
    guo,
    he,
    mei,
    tao,
    wei,
    wu,
    zhao,
)
from qiao.schedules import actions
from qiao.schedules.actions import Need
from qiao.schedules.rules import Every, Pattern

MONDAYS = Pattern(every=Every.WEEKS, start=date(2026, 3, 2), weekdays=(0,), shift="day", before=30)


def moment(text):
    """A time of the factory's clocks: "2026-03-02 08:30"."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def daily(hour=8, **more):
    return Pattern(every=Every.DAYS, start=date(2026, 3, 2), at=time(hour), **more)


@pytest.fixture
def weekly(desk, mei):  # noqa: F811
    """Mei's inspection every Monday, half an hour before the day shift; set up on Sunday."""
    desk.now = moment("2026-03-01 12:00")
    return actions.create(
        service=desk.service,
        unit=desk.units["welding2"],
        pattern=MONDAYS,
        need=Need("每周点检"),
        by=mei,
        at=desk.now,
    )
