"""What time does for files."""

from datetime import datetime

from qiao.files import actions


def sweep(*, at: datetime) -> None:
    """Once an hour: what nobody points to goes."""
    if at.minute == 7:
        actions.sweep(at=at)


def scan_late(*, at: datetime) -> None:
    """Every minute, a few: the scanner may have come back."""
    actions.scan_late(at=at)


ticks = [sweep, scan_late]
