"""What time does for requests, every minute."""

from datetime import datetime

from qiao.desk import actions
from qiao.desk.actions import bulk


def confirmations(*, at: datetime) -> None:
    """Notice first, then confirmation by silence."""
    actions.remind_to_confirm(at=at)
    actions.confirm_silent(at=at)


def attending(*, at: datetime) -> None:
    """What nobody looks after is passed on and shown."""
    actions.attend(at=at)


def usual_times(*, at: datetime) -> None:
    """Once an hour: it is a summary of half a year."""
    if at.minute == 0:
        actions.refresh_usual(at=at)


def bulk_runs(*, at: datetime) -> None:
    """What was said to many goes on when its page was closed."""
    bulk.go_on(at=at)


ticks = [confirmations, attending, usual_times, bulk_runs]
