"""Which clock is shown when."""

import pytest
from django.utils import translation

from qiao.ui import clock
from qiao.ui.bars import Ageing, Capacity, percent
from qiao.ui.clock import ClockKind

HOUR = 3600


@pytest.mark.parametrize(
    ("left", "total", "kind", "label", "share"),
    [
        (3 * HOUR, 4 * HOUR, ClockKind.QUIET, "剩 3 小时", 0.75),
        (5 * HOUR, 4 * HOUR, ClockKind.QUIET, "剩 5 小时", 1.0),
        (HOUR + 60, 4 * HOUR, ClockKind.QUIET, "剩 1 小时 1 分", 3660 / 14400),
        (HOUR, 4 * HOUR, ClockKind.SOON, "剩 1 小时", 0.25),
        (0, 4 * HOUR, ClockKind.SOON, "剩 0 分", 0.0),
        (0, 0, ClockKind.SOON, "剩 0 分", 0.0),
        (-1, 4 * HOUR, ClockKind.OVER, "超 不到 1 分", 0.0),
        (-2100, 4 * HOUR, ClockKind.OVER, "超 35 分", 0.0),
    ],
)
def test_a_running_clock_warns_from_a_quarter_and_is_red_only_past_the_promise(
    left, total, kind, label, share
):
    with translation.override("zh-hans"):
        shown = clock.running(left, total)
    assert (shown.kind, shown.label) == (kind, label)
    assert shown.share == pytest.approx(share)


@pytest.mark.parametrize(
    ("age", "p50", "p85", "kind"),
    [
        (1, None, None, "accl"),
        (1, 2, 4, "accl"),
        (2, 2, 4, "accl"),
        (3, 2, 4, "acc"),
        (5, 2, 4, "soon"),
        (5, 2, None, "acc"),
    ],
)
def test_age_is_pale_then_accent_then_amber_and_never_red(age, p50, p85, kind):
    assert Ageing(age * HOUR, p50 and p50 * HOUR, p85 and p85 * HOUR).kind == kind


@pytest.mark.parametrize(
    ("planned", "available", "away", "said"),
    [
        (2.2, 6.5, False, "已排 2.2 小时，还能接 4.3 小时"),
        (6.4, 6.5, False, "已排 6.4 小时，正好排满"),
        (8.7, 6.5, False, "已排 8.7 小时，多排 2.2 小时"),
        (0, 0, True, "这一班不在"),
    ],
)
def test_capacity_says_what_still_fits(planned, available, away, said):
    with translation.override("zh-hans"):
        assert Capacity(planned * HOUR, available * HOUR, away).sentence == said


@pytest.mark.parametrize(("share", "text"), [(-1, "0.00%"), (0.5, "50.00%"), (7, "100.00%")])
def test_a_bar_never_leaves_its_box(share, text):
    assert percent(share) == text
