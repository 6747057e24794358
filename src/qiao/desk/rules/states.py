"""States of a request, the verbs between them, and kinds of waiting and of refusing. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(StrEnum):
    APPROVAL = "approval"
    OFFERED = "offered"
    WORKING = "working"
    PAUSED = "paused"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS: Mapping[State, Any] = {
    State.APPROVAL: _("To approve"),
    State.OFFERED: _("To accept"),
    State.WORKING: _("In progress"),
    State.PAUSED: _("Paused"),
    State.DELIVERED: _("To confirm"),
    State.CONFIRMED: pgettext_lazy("state", "Confirmed"),
    State.DECLINED: pgettext_lazy("state", "Declined"),
    State.WITHDRAWN: pgettext_lazy("state", "Withdrawn"),
    State.MERGED: pgettext_lazy("state", "Merged"),
}


class Verb(StrEnum):
    APPROVE = "approve"
    DISAPPROVE = "disapprove"
    ASSIGN = "assign"
    ACCEPT = "accept"
    PAUSE = "pause"
    RESUME = "resume"
    OFFER = "offer"
    TAKE = "take"
    REFUSE = "refuse"
    RECALL = "recall"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    SEPARATE = "separate"
    REPRIORITISE = "reprioritise"
    COMMENT = "comment"

    @property
    def label(self) -> Any:
        return VERB_LABELS[self]


VERB_LABELS: Mapping[Verb, Any] = {
    Verb.APPROVE: _("Approve"),
    Verb.DISAPPROVE: _("Refuse approval"),
    Verb.ASSIGN: _("Assign"),
    Verb.ACCEPT: _("Accept"),
    Verb.PAUSE: _("Pause"),
    Verb.RESUME: _("Resume"),
    Verb.OFFER: _("Hand over"),
    Verb.TAKE: _("Accept hand-off"),
    Verb.REFUSE: _("Return with a reason"),
    Verb.RECALL: _("Take the offer back"),
    Verb.DELIVER: _("Deliver"),
    Verb.CONFIRM: _("Confirm"),
    Verb.REOPEN: _("Reopen"),
    Verb.DECLINE: _("Decline"),
    Verb.WITHDRAW: _("Withdraw"),
    Verb.MERGE: _("Merge as a duplicate"),
    Verb.REPRIORITISE: _("Change the priority"),
    Verb.SEPARATE: _("Separate again"),
    Verb.COMMENT: _("Comment"),
}

# A verb that is missing under a state is not possible in it.
TRANSITIONS: Mapping[State, Mapping[Verb, State]] = {
    State.APPROVAL: {
        Verb.APPROVE: State.OFFERED,
        Verb.DISAPPROVE: State.DECLINED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.OFFERED: {
        Verb.ASSIGN: State.OFFERED,
        Verb.REPRIORITISE: State.OFFERED,
        Verb.ACCEPT: State.WORKING,
        Verb.OFFER: State.OFFERED,
        Verb.RECALL: State.OFFERED,
        Verb.REFUSE: State.OFFERED,
        Verb.TAKE: State.WORKING,
        Verb.DECLINE: State.DECLINED,
        Verb.WITHDRAW: State.WITHDRAWN,
        Verb.MERGE: State.MERGED,
    },
    State.WORKING: {
        Verb.PAUSE: State.PAUSED,
        Verb.REPRIORITISE: State.WORKING,
        Verb.OFFER: State.WORKING,
        Verb.RECALL: State.WORKING,
        Verb.REFUSE: State.WORKING,
        Verb.TAKE: State.WORKING,
        Verb.DELIVER: State.DELIVERED,
        Verb.DECLINE: State.DECLINED,
        Verb.WITHDRAW: State.WITHDRAWN,
        Verb.MERGE: State.MERGED,
    },
    State.PAUSED: {
        Verb.RESUME: State.WORKING,
        Verb.REPRIORITISE: State.PAUSED,
        Verb.WITHDRAW: State.WITHDRAWN,
        Verb.MERGE: State.MERGED,
    },
    State.DELIVERED: {
        Verb.CONFIRM: State.CONFIRMED,
        Verb.REOPEN: State.WORKING,
    },
    State.CONFIRMED: {
        Verb.REOPEN: State.WORKING,
    },
    State.DECLINED: {},
    State.WITHDRAWN: {},
    # Separated, it waits to be accepted anew: somebody has to look at it again.
    State.MERGED: {Verb.SEPARATE: State.OFFERED},
}

OPEN = frozenset({State.APPROVAL, State.OFFERED, State.WORKING, State.PAUSED, State.DELIVERED})
OVER = frozenset({State.CONFIRMED, State.DECLINED, State.WITHDRAWN, State.MERGED})
HELD = frozenset({State.OFFERED, State.WORKING, State.PAUSED})
# What is still to be done, also what nobody may begin yet.
UNDONE = HELD | {State.APPROVAL}


class PauseKind(StrEnum):
    REQUESTER = "requester"
    THIRD_PARTY = "third_party"
    PARTS = "parts"

    @property
    def label(self) -> Any:
        return PAUSE_LABELS[self]


PAUSE_LABELS: Mapping[PauseKind, Any] = {
    PauseKind.REQUESTER: _("Waiting for the requester"),
    PauseKind.THIRD_PARTY: _("Waiting for a third party"),
    PauseKind.PARTS: _("Waiting for parts"),
}


class RefusalKind(StrEnum):
    """Why a hand-off is returned, or a request declined."""

    NOT_OURS = "not_ours"
    INFORMATION_MISSING = "information_missing"
    NO_CAPACITY = "no_capacity"
    NOT_JUSTIFIED = "not_justified"
    OTHER = "other"

    @property
    def label(self) -> Any:
        return REFUSAL_LABELS[self]


REFUSAL_LABELS: Mapping[RefusalKind, Any] = {
    RefusalKind.NOT_OURS: _("Not ours"),
    RefusalKind.INFORMATION_MISSING: _("Returned, information missing"),
    RefusalKind.NO_CAPACITY: _("No capacity in time"),
    RefusalKind.NOT_JUSTIFIED: _("Not justified"),
    RefusalKind.OTHER: _("Another reason"),
}


class Voice(StrEnum):
    """Who speaks, as far as the response clock is concerned."""

    CUSTOMER = "customer"
    PROVIDER = "provider"
