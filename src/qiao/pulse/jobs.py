"""What time does for the pulse."""

from datetime import datetime

from qiao.pulse import actions


def draw(*, at: datetime) -> None:
    """Every minute: who is asked about what was confirmed since."""
    actions.draw_new(at=at, rounds=50)


def close(*, at: datetime) -> None:
    """Every minute: what nobody answered in time."""
    actions.expire(at=at)


def publish(*, at: datetime) -> None:
    """Once an hour: what has settled up to last Monday, and the salts of months that are over."""
    if at.minute == 23:
        actions.publish(at=at)
        actions.reveal(at=at)


ticks = [draw, close, publish]
