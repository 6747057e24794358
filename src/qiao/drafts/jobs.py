"""What time does for drafts: the old ones go."""

from datetime import datetime

from qiao.drafts import actions


def sweep(*, at: datetime) -> None:
    """Once an hour."""
    if at.minute == 0:
        actions.sweep(at=at)


ticks = [sweep]
