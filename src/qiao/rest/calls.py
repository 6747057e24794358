"""A call of a program: who calls, what they may, what goes along with the answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Caller:
    """Who calls, as far as the plumbing needs to know.

    ``scopes`` None: whatever the person may (a browser's session). ``language`` "": as it is already.
    """

    actor_id: int
    scopes: frozenset[str] | None = None
    language: str = ""

    def may(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes


class Call(HttpRequest):
    """A request behind the gate. (For types only; the gate adds the attributes to Django's own.)"""

    caller: Caller
    # Headers that the endpoint wants to see on its answer.
    answer_headers: dict[str, str]
    # The revision of the one thing that is shown, for the ETag.
    shown_revision: int | None
