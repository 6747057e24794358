"""Pages of agreements."""

from qiao.agreements.views.pages import (
    agreement,
    agreements,
    comment,
    end,
    negotiate,
    review,
    revise,
    seen,
    sign,
    version,
    withdraw,
)
from qiao.agreements.views.terms import choose, edit, propose

__all__ = [
    "agreement",
    "agreements",
    "choose",
    "comment",
    "edit",
    "end",
    "negotiate",
    "propose",
    "review",
    "revise",
    "seen",
    "sign",
    "version",
    "withdraw",
]
