"""A shift as a bar, in the reader's words."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from qiao.ui.bars import Break, ShiftBar
from qiao.ui.words import local
from qiao.worktime import ShiftOn

BreakWords = Callable[[datetime, datetime], str]


def shift_bar(
    shift: ShiftOn,
    at: datetime,
    *,
    now: str = "%(time)s",
    pause: Callable[[datetime, datetime], str] | None = None,
) -> ShiftBar:
    """How far the shift has come, by the clock on the wall, with its breaks.

    ``now`` is the sentence around the time of day; ``pause`` names a break (empty: drawn without words).
    """
    length = shift.end - shift.start
    return ShiftBar(
        name=local(shift) or shift.code,
        start_label=wall_clock(shift.start),
        end_label=wall_clock(shift.end),
        now_label=now % {"time": wall_clock(at)},
        share=(at - shift.start) / length,
        breaks=tuple(
            Break(
                (begin - shift.start) / length,
                (end - shift.start) / length,
                pause(begin, end) if pause else "",
            )
            for begin, end in shift.breaks
        ),
    )


def wall_clock(at: datetime) -> str:
    """13:42, in the active zone."""
    return f"{timezone.localtime(at):%H:%M}"
