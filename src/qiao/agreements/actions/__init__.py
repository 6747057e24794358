"""The only writers of agreements."""

from qiao.agreements.actions.negotiating import change, comment, propose, revise, seen, withdraw
from qiao.agreements.actions.signing import end, review, sign

__all__ = ["change", "comment", "end", "propose", "review", "revise", "seen", "sign", "withdraw"]
