"""A shift as a bar, in the reader's words."""

from datetime import datetime

from django.utils import timezone

from qiao.ui.bars import Break, ShiftBar
from qiao.ui.words import local
from qiao.worktime import ShiftOn


def shift_bar(shift: ShiftOn, at: datetime) -> ShiftBar:
    """How far the shift has come, by the clock on the wall, with its breaks."""
    whole = (shift.end - shift.start).total_seconds()

    def place(instant: datetime) -> float:
        return (instant - shift.start).total_seconds() / whole

    return ShiftBar(
        name=local(shift) or shift.code,
        start_label=_clock(shift.start),
        end_label=_clock(shift.end),
        now_label=_clock(at),
        share=place(at),
        breaks=tuple(Break(place(begin), place(end)) for begin, end in shift.breaks),
    )


def _clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"
