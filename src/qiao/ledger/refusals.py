"""How an action says no. Pure: the rules of every package give the reason, this only carries it."""

from enum import StrEnum
from typing import Any


class Refused(Exception):
    """An action may not happen. ``reason`` is the stable code, ``sentence`` what a person reads.

    ``reason`` is a StrEnum whose members have a ``sentence`` (a lazily translated text that may hold
    ``%(name)s`` places); ``params`` fill them. The sentence is rendered when it is asked for, so that it
    comes in the language of whoever reads it.
    """

    def __init__(self, reason: StrEnum, **params: Any) -> None:
        self.reason = reason
        self.params = params
        super().__init__(str(reason))

    @property
    def sentence(self) -> str:
        text = str(getattr(self.reason, "sentence", self.reason))
        return text % self.params if self.params else text

    def __str__(self) -> str:
        return self.sentence


class Conflict(Exception):
    """Somebody else was quicker. ``current`` is the thing as it is now, for a page that shows both."""

    def __init__(self, message: Any = "", current: Any = None) -> None:
        self.message = message
        self.current = current
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


def refuse(reason: StrEnum | None, **params: Any) -> None:
    """Raises Refused when there is a reason; says nothing when there is none."""
    if reason is not None:
        raise Refused(reason, **params)
