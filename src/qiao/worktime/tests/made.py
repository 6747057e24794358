"""Random calendars of every kind, around the days on which clocks change."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from qiao.worktime import CalendarDefinition, DayException, Rotation, Shift, Stretch, Weekly

# A zone and days around which its clock did something worth testing.
CHANGES = [
    ("Asia/Shanghai", "2026-02-14"),  # nothing, most of our people live here
    ("Asia/Shanghai", "1986-05-04"),  # China once had summer time
    ("Asia/Shanghai", "1991-09-15"),
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("America/New_York", "2024-03-10"),
    ("America/New_York", "2040-11-04"),  # by the rule, beyond the tables
    ("Australia/Lord_Howe", "2026-04-05"),  # half an hour
    ("Australia/Lord_Howe", "2026-10-04"),
    ("America/Havana", "2026-03-08"),  # midnight itself is skipped
    ("America/Havana", "2026-11-01"),  # midnight itself comes twice
    ("Atlantic/Azores", "2023-10-29"),  # back to midnight
    ("America/St_Johns", "2010-11-07"),  # back from one minute past midnight to the day before
    ("America/Sao_Paulo", "2017-02-19"),  # back at midnight to the day before
    ("Pacific/Apia", "2011-12-30"),  # the day that was not
    ("Africa/Casablanca", "2026-02-15"),  # Ramadan
    ("Asia/Kathmandu", "2024-02-29"),
    ("Asia/Pyongyang", "2018-05-05"),
]

minutes_of_day = st.integers(0, 1439)


@st.composite
def shifts(draw: st.DrawFn, code: str) -> Shift:
    """One to three stretches within 24 hours, possibly across midnight, possibly touching."""
    start = draw(st.one_of(minutes_of_day, st.sampled_from([0, 60, 120, 150, 180, 480, 1200, 1320])))
    count = draw(st.integers(1, 3))
    lengths = st.one_of(st.integers(1, 400), st.sampled_from([30, 60, 240]))
    at, stretches = start, []
    for _ in range(count):
        end = min(at + draw(lengths), start + 1440)
        if end > at:
            stretches.append(Stretch(at, end))
        at = end + draw(st.sampled_from([0, 0, 15, 30, 60, 200]))
    return Shift(code, code, code, tuple(stretches))


@st.composite
def definitions(draw: st.DrawFn) -> tuple[CalendarDefinition, date]:
    """A calendar and the day near which to look at it."""
    zone, text = draw(st.sampled_from(CHANGES))
    around = date.fromisoformat(text)
    codes = ["A", "B", "C"][: draw(st.integers(1, 3))]
    some = st.lists(st.sampled_from(codes), unique=True, max_size=2).map(tuple)
    weekly = st.tuples(*[some] * 7).map(Weekly)
    rotation = st.builds(
        Rotation,
        st.integers(-400, 400).map(lambda days: around + timedelta(days=days)),
        st.lists(st.sampled_from([*codes, None]), min_size=1, max_size=9).map(tuple),
        st.integers(-10, 10),
    )
    near = st.integers(-4, 5).map(lambda days: around + timedelta(days=days))
    exception = st.one_of(
        st.builds(DayException, near, some), st.builds(DayException, near, as_weekday=st.integers(0, 6))
    )
    exceptions = draw(st.lists(exception, max_size=4, unique_by=lambda item: item.day))
    definition = CalendarDefinition(
        code="made",
        zone=zone,
        pattern=draw(st.one_of(weekly, rotation)),
        shifts=tuple(draw(shifts(code)) for code in codes),
        exceptions=tuple(exceptions),
    )
    return definition, around


def midnight_before(day: date, days: int) -> datetime:
    """A UTC midnight some days before."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=days)
