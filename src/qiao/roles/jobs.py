"""What time does for role cards."""

from datetime import datetime

from qiao.roles import actions


def settle(*, at: datetime) -> None:
    """Every minute: who left a position has no card for it, and leaders change."""
    actions.settle(at=at)


ticks = [settle]
