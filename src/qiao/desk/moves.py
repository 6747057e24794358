"""Moving a card on the board: every place that it can be dropped on is a verb, or a reason why not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qiao.desk.rules import Reason, RequestView, State, Verb, why_not
from qiao.org.rules import Scope


class Place(StrEnum):
    """Where a card can be dropped: a column, a person of the crew, whoever else."""

    OFFERED = "offered"
    WORKING = "working"
    PAUSED = "paused"
    DELIVERED = "delivered"
    PERSON = "person"
    ELSEWHERE = "elsewhere"


# What a drop means, by the state of the card. A place that is missing under a state is where it lies already.
MEANING: Mapping[State, Mapping[Place, Verb]] = {
    State.OFFERED: {
        Place.WORKING: Verb.ACCEPT,
        Place.PAUSED: Verb.PAUSE,
        Place.DELIVERED: Verb.DELIVER,
        Place.PERSON: Verb.ASSIGN,
        Place.ELSEWHERE: Verb.OFFER,
    },
    State.WORKING: {
        Place.OFFERED: Verb.ASSIGN,
        Place.PAUSED: Verb.PAUSE,
        Place.DELIVERED: Verb.DELIVER,
        Place.PERSON: Verb.OFFER,
        Place.ELSEWHERE: Verb.OFFER,
    },
    State.PAUSED: {
        Place.OFFERED: Verb.ASSIGN,
        Place.WORKING: Verb.RESUME,
        Place.DELIVERED: Verb.DELIVER,
        Place.PERSON: Verb.OFFER,
        Place.ELSEWHERE: Verb.OFFER,
    },
    State.DELIVERED: {
        Place.OFFERED: Verb.ASSIGN,
        Place.WORKING: Verb.REOPEN,
        Place.PAUSED: Verb.PAUSE,
        Place.PERSON: Verb.OFFER,
        Place.ELSEWHERE: Verb.OFFER,
    },
}
# What is offered to the unit from elsewhere lies in its first column, whatever its state is there.
MEANING_OFFERED: Mapping[Place, Verb] = {
    Place.WORKING: Verb.TAKE,
    Place.PAUSED: Verb.PAUSE,
    Place.DELIVERED: Verb.DELIVER,
    Place.PERSON: Verb.OFFER,
    Place.ELSEWHERE: Verb.REFUSE,
}
# Everything that a drop can mean; the rest is done on the request's own page.
BY_MOVING = frozenset(verb for row in [*MEANING.values(), MEANING_OFFERED] for verb in row.values())
# Done by the drop itself; every other verb needs words first.
AT_ONCE = frozenset({Verb.ACCEPT, Verb.TAKE, Verb.RESUME, Verb.ASSIGN})


@dataclass(frozen=True)
class Move:
    """What dropping a card on a place would do, and why it would be refused."""

    place: Place
    verb: Verb
    reason: Reason | None

    def __str__(self) -> str:
        """As the page keeps it at the card: ``working=accept``, ``paused=pause!not_accepted_yet``."""
        return f"{self.place}={self.verb}" + (f"!{self.reason}" if self.reason else "")


def moves(request: RequestView, by: Scope, at: datetime, *, offered_here: bool = False) -> list[Move]:
    """Every place where this card could be dropped, with the one answer to "may I?" for each."""
    meaning = MEANING_OFFERED if offered_here else MEANING.get(State(request.state), {})
    return [Move(place, verb, why_not(verb, request, by, at)) for place, verb in meaning.items()]
