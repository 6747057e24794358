"""What time does for notices: the ledger is followed, what is old goes."""

from datetime import datetime

from qiao.notify import actions

# A minute's work at most; the rest comes in the next one.
ROUNDS = 20


def notices(*, at: datetime) -> None:
    """Every minute, everything that is new."""
    for _ in range(ROUNDS):
        if not actions.catch_up(at=at):
            return


def sweep(*, at: datetime) -> None:
    """Every ten minutes: who was where is nobody's business afterwards."""
    if at.minute % 10 == 0:
        actions.sweep(at=at)


ticks = [notices, sweep]
