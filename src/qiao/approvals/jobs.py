"""What time does for approvals, every minute: three searches, each in its own index."""

from datetime import datetime

from qiao.approvals import actions


def waiting(*, at: datetime) -> None:
    """Answers are heard first, so that nobody is reminded of what was just asked back."""
    actions.heard(at=at)
    actions.remind(at=at)
    actions.escalate(at=at)


ticks = [waiting]
