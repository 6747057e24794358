"""How soon: what people write, and what it means in working seconds."""

import pytest
from django.utils.translation import override

from qiao.catalogue.rules import DefinitionError, Priority, Targets
from qiao.catalogue.targets import seconds_of, working_day, written
from qiao.catalogue.tests.conftest import DAY_SHIFT, NEVER
from qiao.worktime import dump
from qiao.worktime.patterns import PATTERNS

DAY = 8 * 3600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30 min", 1800),
        ("30min", 1800),
        ("30分钟", 1800),
        ("45 分", 2700),
        ("4 h", 4 * 3600),
        ("4小时", 4 * 3600),
        ("1.5 h", 5400),
        ("1 h 30 min", 5400),
        ("1小时30分", 5400),
        ("2 d", 2 * DAY),
        ("2 天", 2 * DAY),
        ("3个工作日", 3 * DAY),
        ("\uff14 \uff48", 4 * 3600),
        (" 2 DAYS ", 2 * DAY),
    ],
)
def test_durations_are_read_as_people_write_them(text, seconds):
    assert seconds_of(text, DAY) == seconds


@pytest.mark.parametrize("text", ["", "30", "soon", "4 h or so", "-4 h", "4 weeks", "h", "999999 d", "1e9 h"])
def test_what_is_no_duration_is_refused_with_an_example(text):
    with pytest.raises(DefinitionError):
        seconds_of(text, DAY)


@pytest.mark.parametrize(
    "seconds", [900, 1800, 5400, 3600, 4 * 3600, DAY, 2 * DAY, DAY + 3600, 90, 100 * 3600]
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_shown_is_read_back_to_the_second(seconds, language):
    with override(language):
        assert seconds_of(written(seconds, DAY), DAY) == seconds


def test_the_working_day_is_the_commonest_length_of_the_calendar():
    assert working_day(DAY_SHIFT) == DAY
    assert working_day(NEVER) == DAY, "where nobody works, eight hours are assumed"
    assert working_day({}) == DAY


def test_a_night_shift_counts_its_hours_across_midnight():
    night = {"code": "n", "stretches": [["20:00", "24:00"], ["24:30", "32:00"]]}
    pattern = {"kind": "rotation", "anchor": "2026-01-05", "cycle": ["n", None], "offset": 0}
    assert working_day({"shifts": [night], "pattern": pattern}) == int(11.5 * 3600)


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_ready_made_pattern_has_the_same_working_day_here_and_in_worktime(pattern):
    definition = pattern.definition("c", "Asia/Shanghai")
    assert working_day(dump(definition)) == definition.usual_day > 0


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"urgent": [60, 120]},
        {"normal": [60]},
        {"normal": [0, 60]},
        {"normal": [120, 60]},
        {"normal": ["60", "120"]},
        {"normal": [60, 10**9]},
        {"normal": [60, 120], "whenever": [60, 120]},
    ],
)
def test_targets_that_make_no_sense_are_refused(data):
    with pytest.raises(DefinitionError):
        Targets.parse(data)


def test_a_priority_without_targets_has_those_of_normal():
    targets = Targets.parse({"normal": [60, 3600], "urgent": [30, 600]})
    assert targets.of(Priority.LOW) == (60, 3600)
    assert targets.of(Priority.URGENT) == (30, 600)
    assert targets.longest == 3600
    assert Targets.parse(targets.dump()) == targets
