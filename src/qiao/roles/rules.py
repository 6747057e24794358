"""What a role card goes through, who may do what with it, and why not. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.org.rules import Scope

# What a card on a wall still holds, on each side of it.
MOST_LINES = 8
DAYS = 90  # of requests that a card is drafted from and measured by
REVIEW_MONTHS = 6
LONGEST_REVIEW = 24


class CardState(StrEnum):
    """Of one edition of a card; a card in force keeps its edition while the next one is written."""

    DRAFT = "draft"
    REVIEW = "review"
    SIGNING = "signing"
    FORCE = "force"
    REPLACED = "replaced"
    ENDED = "ended"

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS: Mapping[CardState, Any] = {
    CardState.DRAFT: pgettext_lazy("role card", "Draft"),
    CardState.REVIEW: _("With the leader"),
    CardState.SIGNING: _("Waits for the holder's signature"),
    CardState.FORCE: pgettext_lazy("role card", "In force"),
    CardState.REPLACED: _("Replaced by a newer edition"),
    CardState.ENDED: pgettext_lazy("role card", "Ended"),
}


class Verb(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    SIGN = "sign"
    CONFIRM = "confirm"
    REPLACE = "replace"
    END = "end"

    @property
    def label(self) -> Any:
        return VERB_LABELS[self]


VERB_LABELS: Mapping[Verb, Any] = {
    Verb.EDIT: pgettext_lazy("role card", "Write"),
    Verb.SUBMIT: _("Give to the leader"),
    Verb.WITHDRAW: _("Take back to write on"),
    Verb.RETURN: _("Return with a remark"),
    Verb.APPROVE: _("Approve and sign as leader"),
    Verb.SIGN: _("Sign as holder"),
    Verb.CONFIRM: _("Confirm that it still holds"),
    Verb.REPLACE: _("Replace by a newer edition"),
    Verb.END: pgettext_lazy("role card", "End"),
}


TRANSITIONS: Mapping[CardState, Mapping[Verb, CardState]] = {
    CardState.DRAFT: {
        Verb.EDIT: CardState.DRAFT,
        Verb.SUBMIT: CardState.REVIEW,
        # Straight into force only for those who have nobody above them.
        Verb.SIGN: CardState.FORCE,
        Verb.END: CardState.ENDED,
    },
    CardState.REVIEW: {
        Verb.WITHDRAW: CardState.DRAFT,
        Verb.RETURN: CardState.DRAFT,
        Verb.APPROVE: CardState.SIGNING,
        Verb.END: CardState.ENDED,
    },
    CardState.SIGNING: {
        Verb.WITHDRAW: CardState.DRAFT,
        Verb.SIGN: CardState.FORCE,
        Verb.END: CardState.ENDED,
    },
    CardState.FORCE: {
        Verb.CONFIRM: CardState.FORCE,
        Verb.REPLACE: CardState.REPLACED,
        Verb.END: CardState.ENDED,
    },
    CardState.REPLACED: {},
    CardState.ENDED: {},
}


class Side(StrEnum):
    """Which way a line goes."""

    SERVE = "serve"
    NEED = "need"
    DUTY = "duty"

    @property
    def label(self) -> Any:
        return SIDE_LABELS[self]


SIDE_LABELS: Mapping[Side, Any] = {
    Side.SERVE: _("I serve"),
    Side.NEED: _("I need"),
    Side.DUTY: _("My duties as a customer"),
}


class Part(StrEnum):
    """In which part somebody signs."""

    HOLDER = "holder"
    LEADER = "leader"

    @property
    def label(self) -> Any:
        return PART_LABELS[self]


PART_LABELS: Mapping[Part, Any] = {
    Part.HOLDER: pgettext_lazy("role card", "Holder"),
    Part.LEADER: pgettext_lazy("role card", "Leader"),
}


class Answer(StrEnum):
    """What the other side says to a line."""

    OPEN = ""
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Asked(StrEnum):
    """What somebody has to do about a card; shown on Today."""

    REVIEW = "review"
    SIGN = "sign"
    REWRITE = "rewrite"
    LINE = "line"
    REFUSED = "refused"
    AGAIN = "again"

    @property
    def label(self) -> Any:
        return ASKED_LABELS[self]


ASKED_LABELS: Mapping[Asked, Any] = {
    Asked.REVIEW: _("Role card to review"),
    Asked.SIGN: _("Role card to sign"),
    Asked.REWRITE: _("Role card came back"),
    Asked.LINE: _("Line to accept"),
    Asked.REFUSED: _("A line was not accepted"),
    Asked.AGAIN: _("Role card due for review"),
}


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_YOURS = "not_yours"
    NOT_THE_HOLDER = "not_the_holder"
    NOT_THE_LEADER = "not_the_leader"
    NOT_ASKED = "not_asked"
    NOT_HELD = "not_held"
    HAS_CARD = "has_card"
    BEING_WRITTEN = "being_written"
    NOT_BEING_WRITTEN = "not_being_written"
    WITH_THE_LEADER = "with_the_leader"
    NOT_WITH_THE_LEADER = "not_with_the_leader"
    LEADER_FIRST = "leader_first"
    NOT_IN_FORCE = "not_in_force"
    IS_OVER = "is_over"
    NO_PURPOSE = "no_purpose"
    NO_SERVICE = "no_service"
    EMPTY_LINE = "empty_line"
    TOO_MANY_LINES = "too_many_lines"
    SAY_WHY = "say_why"
    ANSWERED = "answered"
    NOT_OPEN = "not_open"
    BAD_DATE = "bad_date"
    UNKNOWN_LINE = "unknown_line"
    NO_PANGO = "no_pango"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self in FORBIDDEN else 409


FORBIDDEN = frozenset({Reason.NOT_YOURS, Reason.NOT_THE_HOLDER, Reason.NOT_THE_LEADER, Reason.NOT_ASKED})
SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_YOURS: _("Only the holder or somebody who leads them may write on this card."),
    Reason.NOT_THE_HOLDER: _("Only the holder signs here, in person."),
    Reason.NOT_THE_LEADER: _("Only somebody who leads the holder may do this."),
    Reason.NOT_ASKED: _("This line is answered by the one it names, or by who leads that unit."),
    Reason.NOT_HELD: _("Nobody holds this position like that: look at the organisation."),
    Reason.HAS_CARD: _("There is a card for this position already."),
    Reason.BEING_WRITTEN: _("It is still being written: give it to the leader first."),
    Reason.NOT_BEING_WRITTEN: _("No new edition has been begun."),
    Reason.WITH_THE_LEADER: _("It lies with the leader: take it back first."),
    Reason.NOT_WITH_THE_LEADER: _("It does not lie with the leader."),
    Reason.LEADER_FIRST: _("The leader signs first."),
    Reason.NOT_IN_FORCE: _("The card is not in force yet."),
    Reason.IS_OVER: _("This card has ended, because nobody holds it any more."),
    Reason.NO_PURPOSE: _("Say in one sentence what the role is there for."),
    Reason.NO_SERVICE: _("Say at least in one line whom the role serves, and with what."),
    Reason.EMPTY_LINE: _("A line needs at least the words of what is done."),
    Reason.TOO_MANY_LINES: _("At most eight lines on each side: more does not fit on a card."),
    Reason.SAY_WHY: _("Please say why, in a sentence."),
    Reason.ANSWERED: _("This line has been answered already."),
    Reason.NOT_OPEN: _("This line waits for nobody's answer."),
    Reason.BAD_DATE: _("The next review lies after today, and within two years."),
    Reason.UNKNOWN_LINE: _("One of the lines is not on this card any more."),
    Reason.NO_PANGO: _(
        "The server lacks the library that draws PDF. Its administrator installs it with: "
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
    ),
}


@dataclass(frozen=True)
class Seat:
    """Who holds a card, and the nearest unit above whose leader is somebody else (None: nobody is above)."""

    holder_id: int
    leader_unit_id: int | None


def leads(seat: Seat, by: Scope) -> bool:
    """Whether somebody leads the holder, from further above or as a substitute too; never themselves."""
    return seat.leader_unit_id in by.led_ids and by.person_id != seat.holder_id


def is_close(seat: Seat, by: Scope) -> bool:
    """The holder and who leads them: those who see drafts and what is missing on a card."""
    return by.person_id == seat.holder_id or leads(seat, by)


def why_not_write(seat: Seat, by: Scope) -> Reason | None:
    """Holder and leaders write."""
    return None if is_close(seat, by) else Reason.NOT_YOURS


WHO: Mapping[Verb, Reason] = {
    Verb.SIGN: Reason.NOT_THE_HOLDER,
    Verb.RETURN: Reason.NOT_THE_LEADER,
    Verb.APPROVE: Reason.NOT_THE_LEADER,
    Verb.CONFIRM: Reason.NOT_THE_LEADER,
}
WHEN_NOT: Mapping[CardState, Mapping[Verb, Reason]] = {
    CardState.DRAFT: {Verb.WITHDRAW: Reason.NOT_WITH_THE_LEADER, Verb.CONFIRM: Reason.NOT_IN_FORCE},
    CardState.REVIEW: {Verb.SIGN: Reason.LEADER_FIRST, Verb.CONFIRM: Reason.NOT_IN_FORCE},
    CardState.SIGNING: {Verb.CONFIRM: Reason.NOT_IN_FORCE},
}
OTHERWISE: Mapping[CardState, Reason] = {
    CardState.DRAFT: Reason.BEING_WRITTEN,
    CardState.REVIEW: Reason.WITH_THE_LEADER,
    CardState.SIGNING: Reason.NOT_WITH_THE_LEADER,
    CardState.FORCE: Reason.NOT_BEING_WRITTEN,
    CardState.REPLACED: Reason.NOT_BEING_WRITTEN,
    CardState.ENDED: Reason.IS_OVER,
}


def why_not(verb: Verb, state: str, seat: Seat, by: Scope) -> Reason | None:
    """The one answer to "may I?": who one is comes first, then what the state allows."""
    reason = _who(verb, seat, by)
    if reason:
        return reason
    now = CardState(state)
    if verb not in TRANSITIONS[now]:
        return WHEN_NOT.get(now, {}).get(verb, OTHERWISE[now])
    if verb is Verb.SIGN and now is CardState.DRAFT and seat.leader_unit_id is not None:
        return Reason.BEING_WRITTEN
    return None


def _who(verb: Verb, seat: Seat, by: Scope) -> Reason | None:
    needed = WHO.get(verb)
    if needed is None:
        return why_not_write(seat, by)
    if needed is Reason.NOT_THE_HOLDER:
        return None if by.person_id == seat.holder_id else needed
    alone = seat.leader_unit_id is None and by.person_id == seat.holder_id  # nobody is above them
    return None if leads(seat, by) or alone else needed


def why_not_answer(answer: str, asked: tuple[int | None, int | None], by: Scope) -> Reason | None:
    """Whether somebody answers for the other side: ``asked`` is the person, or the unit, of the line."""
    person_id, unit_id = asked
    if person_id is None and unit_id is None:
        return Reason.NOT_OPEN
    if not (by.is_or_stands_in_for(person_id) if person_id else unit_id in by.led_ids):
        return Reason.NOT_ASKED
    return None if answer == Answer.OPEN else Reason.ANSWERED
