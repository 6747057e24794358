"""States of an agreement's versions, who may do what with them, when one holds, and why not. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.org.rules import Scope

# So long before the date the review stands among what waits for an answer.
REVIEW_AHEAD = timedelta(days=14)


# Of one version of an agreement. Whether a signed one holds today follows from its dates.
class VersionState(StrEnum):
    NEGOTIATING = "negotiating"
    PARTLY_SIGNED = "partly_signed"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS: Mapping[VersionState, Any] = {
    VersionState.NEGOTIATING: _("In negotiation"),
    VersionState.PARTLY_SIGNED: _("Signed by one side"),
    VersionState.SIGNED: _("Signed"),
    VersionState.WITHDRAWN: pgettext_lazy("agreement", "Withdrawn"),
    VersionState.ENDED: pgettext_lazy("agreement", "Ended"),
}
OPEN = frozenset({VersionState.NEGOTIATING, VersionState.PARTLY_SIGNED})
BINDING = frozenset({VersionState.SIGNED, VersionState.ENDED})


class Verb(StrEnum):
    CHANGE = "change"
    COMMENT = "comment"
    SIGN = "sign"
    SIGN_LAST = "sign_last"
    WITHDRAW = "withdraw"
    REVIEW = "review"
    REVISE = "revise"
    END = "end"

    @property
    def label(self) -> Any:
        return VERB_LABELS[self]


VERB_LABELS: Mapping[Verb, Any] = {
    Verb.CHANGE: _("propose other words"),
    Verb.COMMENT: _("comment on a clause"),
    Verb.SIGN: _("sign, others still to follow"),
    Verb.SIGN_LAST: _("sign as the last one"),
    Verb.WITHDRAW: _("withdraw the draft"),
    Verb.REVIEW: _("review and leave it as it is"),
    Verb.REVISE: _("begin the next version"),
    Verb.END: _("end the agreement"),
}

TRANSITIONS: Mapping[VersionState, Mapping[Verb, VersionState]] = {
    VersionState.NEGOTIATING: {
        Verb.CHANGE: VersionState.NEGOTIATING,
        Verb.COMMENT: VersionState.NEGOTIATING,
        Verb.SIGN: VersionState.PARTLY_SIGNED,
        Verb.SIGN_LAST: VersionState.SIGNED,
        Verb.WITHDRAW: VersionState.WITHDRAWN,
    },
    # Other words than those that were signed take the signatures away.
    VersionState.PARTLY_SIGNED: {
        Verb.CHANGE: VersionState.NEGOTIATING,
        Verb.COMMENT: VersionState.PARTLY_SIGNED,
        Verb.SIGN: VersionState.PARTLY_SIGNED,
        Verb.SIGN_LAST: VersionState.SIGNED,
        Verb.WITHDRAW: VersionState.WITHDRAWN,
    },
    VersionState.SIGNED: {
        Verb.REVIEW: VersionState.SIGNED,
        Verb.REVISE: VersionState.SIGNED,
        Verb.END: VersionState.ENDED,
    },
    VersionState.WITHDRAWN: {},
    VersionState.ENDED: {},
}


class Side(StrEnum):
    PROVIDER = "provider"
    CUSTOMER = "customer"

    @property
    def label(self) -> Any:
        return SIDE_LABELS[self]

    @property
    def other(self) -> Side:
        return Side.CUSTOMER if self is Side.PROVIDER else Side.PROVIDER


SIDE_LABELS: Mapping[Side, Any] = {
    Side.PROVIDER: pgettext_lazy("agreement", "Provider"),
    Side.CUSTOMER: pgettext_lazy("agreement", "Customer"),
}


class Standing(StrEnum):
    """What a signed version means at a moment."""

    COMING = "coming"
    IN_FORCE = "in_force"
    OVER = "over"

    @property
    def label(self) -> Any:
        return STANDING_LABELS[self]


STANDING_LABELS: Mapping[Standing, Any] = {
    Standing.COMING: _("Not in force yet"),
    Standing.IN_FORCE: _("In force"),
    Standing.OVER: _("No longer in force"),
}


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_A_PARTY = "not_a_party"
    NOT_THE_HEAD = "not_the_head"
    BOTH_SIDES = "both_sides"
    SIGNED_ALREADY = "signed_already"
    HIDDEN_SERVICE = "hidden_service"
    NOT_IN_NEGOTIATION = "not_in_negotiation"
    NOT_SIGNED = "not_signed"
    DRAFT_EXISTS = "draft_exists"
    NOTHING_CHANGED = "nothing_changed"
    SAY_SOMETHING = "say_something"
    NO_SUCH_CLAUSE = "no_such_clause"
    SAME_UNIT = "same_unit"
    NO_CUSTOMER = "no_customer"
    NO_SERVICE = "no_service"
    NOT_PROVIDED = "not_provided"
    COVERED_AND_EXCLUDED = "covered_and_excluded"
    UNIT_CLOSED = "unit_closed"
    ENDS_BEFORE_START = "ends_before_start"
    REVIEW_OUTSIDE = "review_outside"
    VALIDITY_OVER = "validity_over"
    OVERLAPS = "overlaps"
    ENDS_IN_THE_PAST = "ends_in_the_past"
    IS_OVER = "is_over"
    AGREEMENTS = "agreements"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self in {Reason.NOT_A_PARTY, Reason.NOT_THE_HEAD, Reason.BOTH_SIDES} else 409


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_A_PARTY: _("Only who leads one of the units, or a unit above them, negotiates an agreement."),
    Reason.NOT_THE_HEAD: _(
        "Only the heads of the units sign, or who stands in for them while they are away."
    ),
    Reason.BOTH_SIDES: _("Nobody signs for both sides: somebody else has to sign for the other one."),
    Reason.SIGNED_ALREADY: _("You have signed these words already."),
    Reason.HIDDEN_SERVICE: _(
        "It speaks of a service that you may not see: nobody signs what they cannot read."
    ),
    Reason.NOT_IN_NEGOTIATION: _("Nothing is being negotiated here: begin a new version first."),
    Reason.NOT_SIGNED: _("It is not signed by both sides."),
    Reason.DRAFT_EXISTS: _("A new version is being negotiated already."),
    Reason.NOTHING_CHANGED: _("Nothing was changed."),
    Reason.SAY_SOMETHING: _("Please say it in words."),
    Reason.NO_SUCH_CLAUSE: _("There is no such clause in it."),
    Reason.SAME_UNIT: _("A unit needs no agreement with itself."),
    Reason.NO_CUSTOMER: _("Name at least one unit for which it holds."),
    Reason.NO_SERVICE: _("Name at least one service that it covers."),
    Reason.NOT_PROVIDED: _("“%(service)s” is not a service of the providing unit."),
    Reason.COVERED_AND_EXCLUDED: _("“%(service)s” cannot be covered and excluded at once."),
    Reason.UNIT_CLOSED: _("“%(unit)s” is closed: choose another unit."),
    Reason.ENDS_BEFORE_START: _("The last day lies before the first one."),
    Reason.REVIEW_OUTSIDE: _("The review has to be after the first day, and not after the last one."),
    Reason.VALIDITY_OVER: _("The time for which it should hold is over: propose another one."),
    Reason.OVERLAPS: _(
        "Agreement %(number)s already says what holds for “%(service)s” and %(unit)s in this time: "
        "change that one, or end it first."
    ),
    Reason.ENDS_IN_THE_PAST: _("It cannot end in the past."),
    Reason.IS_OVER: _("It is no longer in force."),
    Reason.AGREEMENTS: _("It is a party to service agreements (%(count)s): end them first."),
}


@dataclass(frozen=True)
class Span:
    """From a moment until another, the end not included; None: without an end."""

    since: datetime
    until: datetime | None = None

    def overlaps(self, other: Span) -> bool:
        """Whether there is a moment that lies in both. An empty span overlaps nothing."""
        if self.is_empty or other.is_empty:
            return False
        return (other.until is None or self.since < other.until) and (
            self.until is None or other.since < self.until
        )

    @property
    def is_empty(self) -> bool:
        return self.until is not None and self.until <= self.since

    def standing(self, at: datetime) -> Standing:
        """Not yet, now, or no longer."""
        if self.is_empty or (self.until is not None and self.until <= at):
            return Standing.OVER
        return Standing.IN_FORCE if self.since <= at else Standing.COMING


def span_of(first: date, last: date | None, zone: str) -> Span:
    """From the beginning of the first day to the end of the last one, by the clocks of a zone."""
    return Span(_midnight(first, zone), _midnight(last + timedelta(days=1), zone) if last else None)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))


@dataclass(frozen=True)
class Parties:
    """The units of both sides."""

    provider_id: int
    customer_ids: frozenset[int]

    def side_of(self, unit_id: int) -> Side:
        return Side.PROVIDER if unit_id == self.provider_id else Side.CUSTOMER

    @property
    def unit_ids(self) -> frozenset[int]:
        return self.customer_ids | {self.provider_id}


def sides(parties: Parties, by: Scope) -> frozenset[Side]:
    """For which sides somebody may speak: those whose unit they lead, or a unit above it."""
    found = {Side.PROVIDER} if parties.provider_id in by.led_ids else set()
    return frozenset(found | ({Side.CUSTOMER} if parties.customer_ids & by.led_ids else set()))


def why_not(verb: Verb, state: str, parties: Parties, by: Scope) -> Reason | None:
    """The one answer to "may I?": who one is comes first, then what the state allows."""
    if not sides(parties, by):
        return Reason.NOT_A_PARTY
    if verb in TRANSITIONS[VersionState(state)]:
        return None
    if verb in TRANSITIONS[VersionState.SIGNED]:
        return Reason.IS_OVER if VersionState(state) is VersionState.ENDED else Reason.NOT_SIGNED
    return Reason.NOT_IN_NEGOTIATION


@dataclass(frozen=True)
class Ink:
    """A signature as the rules see it: for which unit, and whose hand it was."""

    unit_id: int
    signed_by_id: int


def signs_for(
    parties: Parties, heads: Mapping[int, int | None], signed: Collection[Ink], by: Scope
) -> tuple[frozenset[int], Reason | None]:
    """The units for which somebody may sign now, or why for none.

    ``heads`` says who is the head of each unit. Whoever is head on one side and stands in on the other signs
    for their own; nobody ever signs for both.
    """
    mine = {unit for unit, head in heads.items() if by.is_or_stands_in_for(head)}
    if not mine:
        return frozenset(), Reason.NOT_THE_HEAD
    taken = {parties.side_of(ink.unit_id) for ink in signed if ink.signed_by_id == by.person_id}
    if not taken:
        own = {parties.side_of(unit) for unit in mine if heads[unit] == by.person_id}
        taken = own or {parties.side_of(unit) for unit in mine}
    if len(taken) > 1:
        return frozenset(), Reason.BOTH_SIDES
    left = {unit for unit in mine if parties.side_of(unit) in taken} - {ink.unit_id for ink in signed}
    if left:
        return frozenset(left), None
    others = {unit for unit in mine if parties.side_of(unit) not in taken} - {ink.unit_id for ink in signed}
    return frozenset(), Reason.BOTH_SIDES if others else Reason.SIGNED_ALREADY
