"""Everything that can be done with a request. Nothing else writes requests."""

from qiao.desk.actions.customer import (
    confirm,
    confirm_silent,
    remind_to_confirm,
    reopen,
    withdraw,
)
from qiao.desk.actions.handoffs import offer, recall, refuse_offer, take
from qiao.desk.actions.holder import accept, assign, decline, deliver, pause, resume
from qiao.desk.actions.raising import current, raise_request
from qiao.desk.actions.talk import attach, comment
from qiao.desk.actions.usual import refresh_usual

__all__ = [
    "accept",
    "assign",
    "attach",
    "comment",
    "confirm",
    "confirm_silent",
    "current",
    "decline",
    "deliver",
    "offer",
    "pause",
    "raise_request",
    "recall",
    "refresh_usual",
    "refuse_offer",
    "remind_to_confirm",
    "reopen",
    "resume",
    "take",
    "withdraw",
]
