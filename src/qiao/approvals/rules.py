"""Who may decide an approval, as what, and why not. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.desk.rules import State
from qiao.org.rules import Scope


class Decision(StrEnum):
    """What became of one question to one person. SPARED: others had decided before."""

    OPEN = ""
    APPROVED = "approved"
    REFUSED = "refused"
    SPARED = "spared"


class How(StrEnum):
    """As what somebody decides. EARLIER: what they said in another step of the request counts here, too."""

    SELF = "self"
    SUBSTITUTE = "substitute"
    DELEGATE = "delegate"
    LEADER = "leader"
    EARLIER = "earlier"


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_ASKED = "not_asked"
    OWN_REQUEST = "own_request"
    NOT_YET = "not_yet"
    DECIDED = "decided"
    NOT_WAITING = "not_waiting"
    SAY_WHY = "say_why"
    NOT_BACK = "not_back_to_requester"
    ASKED_ALREADY = "asked_already"
    PERSON_GONE = "person_gone"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self in {Reason.NOT_ASKED, Reason.OWN_REQUEST} else 409


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_ASKED: _("Only who is asked to approve it, or stands in for them, may do this."),
    Reason.OWN_REQUEST: _("Nobody approves what they ask for themselves: somebody else decides."),
    Reason.NOT_YET: _("The steps before have to be decided first."),
    Reason.DECIDED: _("This has been decided already."),
    Reason.NOT_WAITING: _("The request no longer waits for approval."),
    Reason.SAY_WHY: _("Please say why, so that the others understand."),
    Reason.NOT_BACK: _("Not to whoever asks for it, or whom it is for: choose somebody else."),
    Reason.ASKED_ALREADY: _("They are asked already: choose somebody else."),
    Reason.PERSON_GONE: _("This person is no longer active: choose another."),
}


@dataclass(frozen=True)
class Question:
    """One question to one person, as the rules see it."""

    state: str
    person: int
    own: Collection[int]
    delegate: int | None = None
    leader: int | None = None
    asked: bool = True
    decision: str = ""


def how(question: Question, by: Scope) -> How | None:
    """As what somebody may decide: for themselves, asked by them, as the next leader, or standing in."""
    if by.person_id == question.person:
        return How.SELF
    if by.person_id == question.delegate:
        return How.DELEGATE
    if by.person_id == question.leader:
        return How.LEADER
    seats = (question.person, question.delegate, question.leader)
    return How.SUBSTITUTE if any(by.is_or_stands_in_for(seat) for seat in seats) else None


def why_not_decide(question: Question, by: Scope) -> Reason | None:
    """The one answer to "may I?": whose it is comes first, then what has happened meanwhile."""
    if by.person_id in question.own:
        return Reason.OWN_REQUEST
    if how(question, by) is None:
        return Reason.NOT_ASKED
    if question.state != State.APPROVAL:
        return Reason.NOT_WAITING
    if question.decision:
        return Reason.DECIDED
    return None if question.asked else Reason.NOT_YET


def why_not_delegate(question: Question, by: Scope, to: int, asked: Collection[int]) -> Reason | None:
    """To somebody who is not asked already, and never back to whoever asks for it."""
    if reason := why_not_decide(question, by):
        return reason
    if to in question.own:
        return Reason.NOT_BACK
    return Reason.ASKED_ALREADY if to in {*asked, question.person, question.delegate} else None


def has_said_yes(person: int, step: int, given: Collection[tuple[int, int]]) -> bool:
    """Whether somebody has really approved in another step; ``given``: who did, and in which step.

    Never in the same one: of "any two of three" nobody is two.
    """
    return any(by == person and there != step for by, there in given)


def outcome(decisions: Collection[str], enough: int) -> Decision:
    """Of a step: approved by enough, refused when too few are left who could, else open."""
    if list(decisions).count(Decision.APPROVED) >= enough:
        return Decision.APPROVED
    left = sum(each in {Decision.OPEN, Decision.APPROVED} for each in decisions)
    return Decision.REFUSED if left < enough else Decision.OPEN
