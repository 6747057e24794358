"""What time does for schedules."""

from datetime import datetime

from qiao.schedules import actions


def due(*, at: datetime) -> None:
    """Every minute: what is due is raised."""
    actions.raise_due(at=at)


def plans(*, at: datetime) -> None:
    """Once an hour: holidays and rotations may have changed."""
    if at.minute == 0:
        actions.replan(at=at)


ticks = [due, plans]
