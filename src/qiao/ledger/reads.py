"""Reading the ledger."""

from collections.abc import Iterator

from django.db import models

from qiao.ledger.models import Event, Position


def timeline(subject: models.Model) -> list[Event]:
    """Everything that happened to ``subject``, oldest first."""
    return list(Event.objects.about(subject))


def stream(position: Position | None = None, *, chunk: int = 2000) -> Iterator[Event]:
    """All settled events behind ``position``, in total order and bounded memory."""
    position = position or Position()
    while events := list(Event.objects.after(position)[:chunk]):
        yield from events
        position = events[-1].position
