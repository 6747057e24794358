"""What time does for the plumbing, every minute."""

from datetime import datetime

from qiao.rest import actions


def old_answers(*, at: datetime) -> None:
    """Answers to repeated calls are kept for a day."""
    actions.forget_old(at=at)


ticks = [old_answers]
