"""The response clock: how long a customer waits until a provider answers (ADR 26)."""

from datetime import datetime
from typing import Any

from qiao.desk import clocks
from qiao.desk.actions.change import move
from qiao.desk.models import Request
from qiao.desk.rules import HELD, Voice, voice_of
from qiao.org.models import Person

NONE: dict[str, Any] = {"unanswered_since": None, "answer_by": None}


def begun(request: Request, *, at: datetime) -> dict[str, Any]:
    """The clock starts; nothing where no response was ever promised."""
    if request.respond_seconds is None:
        return {}
    until = clocks.due(request.calendar.known_at(at), at, request.respond_seconds)
    return {"unanswered_since": at, "answer_by": until}


def accepted(request: Request, *, at: datetime) -> dict[str, Any]:
    """Accepting answers the need itself, but not what the customer wrote since: that takes words."""
    return {} if request.responded_at else {"responded_at": at, **NONE}


def answered(request: Request, *, at: datetime) -> dict[str, Any]:
    """Words of a provider that the customer can read answer everything."""
    return {"responded_at": request.responded_at or at, **NONE}


def asked(request: Request, *, at: datetime) -> dict[str, Any]:
    """The customer's word restarts the clock; while one runs already, it runs on as it does."""
    return {} if request.unanswered_since else begun(request, at=at)


def hear(request: Request, *, by: Person, at: datetime) -> tuple[Request, str | None]:
    """What public words do to the clock: the request as it is now, and how they are told in the event."""
    request = Request.objects.locked(request.pk)
    voice = voice_of(request, by.scope) if request.state in HELD else None
    changes: dict[str, Any] = {}
    if voice is Voice.PROVIDER and (request.unanswered_since or not request.responded_at):
        changes = answered(request, at=at)
    elif voice is Voice.CUSTOMER:
        changes = asked(request, at=at)
    if changes:
        move(request, at=at, **changes)
    return request, voice.value if changes and voice else None
