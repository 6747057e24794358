"""What stands before a new request until others approve it: asked here, answered by a package above.

The version of the service says which steps there are. Who decides them, and how, is not the desk's: whoever
knows registers the gate. The desk knows the state, the hop and the clocks (ADR 31).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from qiao.desk.models import Request
from qiao.org.models import Person, Unit


class Stand(Protocol):
    """With whom a request stands while it is decided, and on whose calendar."""

    @property
    def unit(self) -> Unit: ...
    @property
    def person(self) -> Person | None: ...
    @property
    def calendar_id(self) -> int: ...


class Asking(Stand, Protocol):
    """Those who are asked first, found before anything is written; ``begin`` asks them, once it is."""

    def begin(self, request: Request, *, at: datetime) -> None: ...


Gate = Callable[[Request], Asking | None]

_gate: list[Gate] = []


def register(gate: Gate) -> None:
    """Whoever registered last decides. The gate refuses when nobody could approve."""
    _gate[:] = [gate]


def asking(request: Request) -> Asking | None:
    """Who is asked to approve a request that is about to be raised; None: nobody. No query without steps."""
    if not request.version.approvals_data or not _gate:
        return None
    return _gate[0](request)
