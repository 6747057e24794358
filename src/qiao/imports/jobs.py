"""What time does for imports, and what takes longer than a minute."""

from datetime import datetime

from qiao.imports import actions
from qiao.imports.running import waiting, work


def sweep(*, at: datetime) -> None:
    """Once an hour: files that lie there for nothing."""
    if at.minute == 23:
        actions.sweep(at=at)


ticks = [sweep]
errands = [("imports", waiting, work)]
