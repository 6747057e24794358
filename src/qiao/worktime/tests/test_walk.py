"""Every answer of the compiled calendar against the walk by the minute, on random calendars."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qiao.worktime import Calendar, CalendarError, NeverWorks, dump, parse

from .made import definitions, midnight_before
from .walk import Walk

DAYS = 6
SPAN = DAYS * 86_400
SECOND = timedelta(seconds=1)
few = settings(max_examples=50, deadline=None, derandomize=True, database=None)
many = settings(max_examples=120, deadline=None, derandomize=True, database=None)
seconds = st.lists(st.integers(0, SPAN), min_size=8, max_size=8)
scraps = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just("weekly"))
fields = st.sampled_from(
    ["code", "zone", "pattern", "shifts", "exceptions", "kind", "days", "date", "cycle", "anchor"]
)
durations = st.one_of(st.integers(-40 * 86_400, 40 * 86_400), st.integers(-7200, 7200))


def outcome(ask: Callable[[], Any]) -> Any:
    """The answer, or the code of the refusal."""
    try:
        return ask()
    except CalendarError as refusal:
        return refusal.code


@few
@given(definitions(), seconds)
def test_the_calendar_agrees_with_a_walk_by_the_minute(made, chosen):
    definition, around = made
    walk, calendar = Walk(definition, midnight_before(around, 3), DAYS * 1440), Calendar(definition)
    for first, last in pairwise(chosen):
        start, end = walk.instant(first), walk.instant(last)
        assert calendar.working_seconds(start, end) == walk.seconds(first, last)
    every_minute = np.arange(int(walk.start.timestamp()), int(walk.start.timestamp()) + SPAN + 60, 60)
    totals = calendar.working_seconds_many(np.full_like(every_minute, every_minute[0]), every_minute)
    assert (totals == np.array(walk.before) * 60).all()
    for second in (number for number in chosen if number < SPAN):
        instant = walk.instant(second)
        assert calendar.is_working(instant) == walk.is_working(second)
        assert walk.working[second // 60] <= {shift.code for shift in calendar.shifts_at(instant)}


@few
@given(definitions(), seconds)
def test_stretches_and_shifts_between_two_instants_cover_what_the_walk_saw(made, chosen):
    definition, around = made
    walk, calendar = Walk(definition, midnight_before(around, 3), DAYS * 1440), Calendar(definition)
    first, last = sorted(chosen[:2])
    start, end = walk.instant(first), walk.instant(last)
    stretches = calendar.stretches_between(start, end)
    assert sum((over - begun) // SECOND for begun, over in stretches) == walk.seconds(first, last)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(stretches))
    found = calendar.shifts_between(start, end)
    seen = set().union(*walk.working[first // 60 : last // 60])
    assert seen <= {shift.code for shift in found}
    assert all(shift.start < end and shift.end > start for shift in found)
    for shift in found:
        assert shift in calendar.shifts_at(shift.start)
        assert shift in calendar.shifts_on(shift.day)
        assert shift not in calendar.shifts_at(shift.end)


@many
@given(definitions(), st.integers(0, SPAN), durations)
def test_adding_then_measuring_gives_the_same_back_and_lands_on_working_time(made, second, duration):
    definition, around = made
    start, calendar = midnight_before(around, 3) + second * SECOND, Calendar(definition)
    found = outcome(lambda: calendar.add_working(start, duration))
    if isinstance(found, str):  # a minute a week may take more than the years there are
        assert (found == "never_works") == (not any(definition.pattern.days))
        return
    assert calendar.working_seconds(start, found) == duration
    if duration > 0:
        assert calendar.is_working(found - SECOND)
        assert calendar.add_working(found, -duration) >= start
    elif duration < 0:
        assert calendar.is_working(found)
        assert calendar.add_working(found, -duration) <= start
    else:
        assert found == start


@many
@given(definitions(), seconds)
def test_time_adds_up_never_runs_backwards_and_turns_its_sign(made, chosen):
    definition, around = made
    calendar, base = Calendar(definition), midnight_before(around, 3)
    a, b, c = (base + second * SECOND for second in sorted(chosen[:3]))
    assert calendar.working_seconds(a, c) == calendar.working_seconds(a, b) + calendar.working_seconds(b, c)
    assert calendar.working_seconds(c, a) == -calendar.working_seconds(a, c)
    assert 0 <= calendar.working_seconds(a, b) <= (b - a) // SECOND
    assert calendar.working_seconds(a, b) <= calendar.working_seconds(a, c)


@many
@given(definitions(), st.lists(st.integers(-(10**8), 10**8), min_size=2, max_size=12), st.data())
def test_many_at_once_answer_as_one_by_one_whatever_was_laid_out_before(made, chosen, data):
    definition, around = made
    base = int(midnight_before(around, 0).timestamp())
    starts = np.array(chosen, dtype=np.int64) + base
    ends = starts[::-1].copy()
    together, alone = Calendar(definition), Calendar(definition)
    instants = [midnight_before(around, 0) + number * SECOND for number in chosen]
    expected = [alone.working_seconds(*pair) for pair in zip(instants, instants[::-1], strict=True)]
    assert together.working_seconds_many(starts, ends).tolist() == expected
    assert together.working_seconds_many(starts.astype("M8[s]"), ends.astype("M8[s]")).tolist() == expected
    added = np.array([data.draw(durations) for _ in chosen], dtype=np.int64)
    pairs = list(zip(instants, added.tolist(), strict=True))
    one_by_one = outcome(lambda: [int(alone.add_working(*pair).timestamp()) for pair in pairs])
    assert outcome(lambda: together.add_working_many(starts, added).tolist()) == one_by_one


@many
@given(definitions(), st.integers(0, SPAN))
def test_the_next_working_moment_and_the_next_shift_are_really_the_next(made, second):
    definition, around = made
    calendar, at = Calendar(definition), midnight_before(around, 3) + second * SECOND
    try:
        found = calendar.next_working(at)
    except NeverWorks:
        assert calendar.next_shift(at) is None
        return
    assert calendar.is_working(found)
    assert calendar.working_seconds(at, found) == 0
    shift = calendar.next_shift(at)
    if shift is not None:
        assert shift.start > at
        between = calendar.shifts_between(at, shift.start)
        assert all(other.start <= at for other in between)


@many
@given(definitions())
def test_a_definition_survives_being_written_down(made):
    definition, _ = made
    again = parse(dump(definition))
    assert again == definition
    assert (again.fingerprint, hash(again)) == (definition.fingerprint, hash(definition))


@many
@given(
    st.recursive(
        scraps, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(fields, inner, max_size=6)
    )
)
def test_nonsense_is_refused_with_a_code_and_never_breaks_the_reader(data):
    with pytest.raises(CalendarError) as refusal:
        parse(data)
    assert refusal.value.code
