"""The next step for whoever looks: one prominent button, a few others, and one that says why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.desk.rules import Reason, State, Verb

# What a provider or a customer would do first in a state; the first possible one is the prominent button.
FIRST: Sequence[Verb] = (Verb.TAKE, Verb.CONFIRM, Verb.ACCEPT, Verb.RESUME, Verb.DELIVER)
OTHERS: Sequence[Verb] = (
    Verb.REFUSE,
    Verb.REOPEN,
    Verb.ASSIGN,
    Verb.OFFER,
    Verb.RECALL,
    Verb.PAUSE,
    Verb.REPRIORITISE,
    Verb.DECLINE,
    Verb.WITHDRAW,
    Verb.SEPARATE,
)
# One press is enough: words are welcome as a comment, and each can be undone or passed on.
AT_ONCE = frozenset({Verb.TAKE, Verb.ACCEPT, Verb.CONFIRM})
# What the state waits for; shown with its reason to those who cannot do it.
AWAITED: Mapping[State, Verb] = {
    State.OFFERED: Verb.ACCEPT,
    State.WORKING: Verb.DELIVER,
    State.PAUSED: Verb.RESUME,
    State.DELIVERED: Verb.CONFIRM,
}
LABELS: Mapping[Verb, Any] = {
    Verb.ACCEPT: _("Accept"),
    Verb.TAKE: _("Accept hand-off"),
    Verb.DELIVER: _("Deliver, ask to confirm"),
    Verb.CONFIRM: _("It is done: confirm"),
    Verb.REOPEN: _("Not solved: reopen"),
}
ICONS: Mapping[Verb, str] = {
    Verb.ACCEPT: "check",
    Verb.TAKE: "check",
    Verb.DELIVER: "check",
    Verb.CONFIRM: "check",
    Verb.RESUME: "play",
    Verb.REFUSE: "undo",
    Verb.REOPEN: "undo",
    Verb.ASSIGN: "me",
    Verb.OFFER: "hand",
    Verb.RECALL: "undo",
    Verb.PAUSE: "pause",
    Verb.REPRIORITISE: "clock",
    Verb.DECLINE: "x",
    Verb.WITHDRAW: "x",
    Verb.SEPARATE: "undo",
}


@dataclass(frozen=True)
class Step:
    verb: Verb
    at_once: bool = False
    reason: Reason | None = None

    @property
    def label(self) -> Any:
        return LABELS.get(self.verb, self.verb.label)

    @property
    def icon(self) -> str:
        return ICONS[self.verb]


@dataclass(frozen=True)
class Steps:
    first: Step | None
    others: list[Step]
    closed: Step | None

    @property
    def any(self) -> bool:
        return bool(self.first or self.others)


def steps(may: Mapping[Verb, Reason | None], state: State) -> Steps:
    """From what is possible: the prominent step, the others, and what the state waits for from others."""
    first = next((verb for verb in FIRST if may[verb] is None), None)
    others = [Step(verb) for verb in OTHERS if may[verb] is None]
    awaited = AWAITED.get(state)
    closed = Step(awaited, reason=may[awaited]) if awaited and may[awaited] and first is None else None
    return Steps(Step(first, at_once=first in AT_ONCE) if first else None, others, closed)
