"""What time does for escalations, every minute: what moved, what is reached, who is told."""

from datetime import datetime

from qiao.escalation import actions

ROUNDS = 20


def escalations(*, at: datetime) -> None:
    """First what the ledger says, so that nobody is told of what was settled a minute ago."""
    for _ in range(ROUNDS):
        if not actions.catch_up(at=at):
            break
    actions.reach(at=at)
    actions.tell_all(at=at)


ticks = [escalations]
