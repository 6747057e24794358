"""What a kiosk lets through: everything that a requester may do, address by address. Nothing else exists.

An allow-list on purpose: an address that somebody adds tomorrow is closed here until somebody opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

GET = frozenset({"GET", "HEAD"})
POST = frozenset({"POST"})
BOTH = GET | POST


class Answer(Enum):
    """What becomes of a call."""

    OPEN = auto()
    HOME = auto()  # to the first page: what other devices show in its place
    IDENTIFY = auto()  # somebody has to say first who they are
    NEW_PIN = auto()  # a one-time PIN opens nothing but the page for one's own
    CLOSED = auto()


# Without anybody: the page itself, its words and colours.
ALWAYS: Mapping[str, frozenset[str]] = {
    "kiosk:start": GET,
    "kiosk:identify": POST,
    "kiosk:code": GET,
    "kiosk:queue": GET,
    "kiosk:done": POST,
    "kiosk:set_up": BOTH,
    "set_language": POST,
    "ui:theme": POST,
    "ui:manifest": GET,
    "web:health": GET,
    "web:robots": GET,
}
# With somebody who has said who they are.
REQUESTER: Mapping[str, frozenset[str]] = {
    "kiosk:still": POST,
    "kiosk:pin": BOTH,
    "shopfloor:scanned": GET,
    "catalogue:catalogue": GET,
    "catalogue:service": GET,
    "catalogue:people": GET,
    "catalogue:units": GET,
    "catalogue:places": GET,
    "desk:raise": BOTH,
    "desk:mine": GET,
    "desk:request": GET,
    "desk:comment": BOTH,
    "desk:file": GET,
    "desk:act": BOTH,
    "desk:people": GET,
    "files:send": POST,
    "files:show": GET,
    "files:drop": POST,
    "drafts:draft": GET | frozenset({"PUT", "DELETE"}),
    "pulse:answer": BOTH,
    "pulse:skip": POST,
}
VERBS = frozenset({"confirm", "reopen", "withdraw"})
# Pages that somebody may be sent back to after saying who they are: they belong to nobody in particular.
RETURN = frozenset(
    {"shopfloor:scanned", "desk:raise", "desk:mine", "catalogue:catalogue", "catalogue:service"}
)
INSTEAD = frozenset({"web:today", "account_login", "account_logout"})
# Of what packages show on pages of others, only this is shown on a kiosk.
SLOTS = frozenset({"shell.bar", "request.main", "kiosk.start", "files.voice"})


def answer(
    name: str, method: str, kwargs: Mapping[str, Any], *, somebody: bool, new_pin: bool = False
) -> Answer:
    """What becomes of a call to the address ``name``. ``new_pin``: they came in with a one-time PIN."""
    if method in ALWAYS.get(name, ()):
        return Answer.OPEN
    if name in INSTEAD:
        return Answer.HOME
    if method not in REQUESTER.get(name, ()) or not _verb(name, kwargs):
        return Answer.CLOSED
    if not somebody:
        return Answer.IDENTIFY
    return Answer.NEW_PIN if new_pin and name not in {"kiosk:pin", "kiosk:still"} else Answer.OPEN


def _verb(name: str, kwargs: Mapping[str, Any]) -> bool:
    return name != "desk:act" or kwargs.get("verb") in VERBS
