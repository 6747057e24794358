"""What time does for kiosks."""

from datetime import datetime

from qiao.kiosk import actions


def old_sittings(*, at: datetime) -> None:
    """Who stood where is kept for a month beside the ledger."""
    actions.forget_old(at=at)


ticks = [old_sittings]
