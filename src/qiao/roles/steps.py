"""The worksheet: one question after the other, five minutes each, with examples of good lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.roles.rules import Side


@dataclass(frozen=True)
class Example:
    """A good line of somebody in a similar role."""

    role: Any
    text: Any


@dataclass(frozen=True)
class Step:
    """One page of the worksheet: texts or lines of one side."""

    key: str
    title: Any
    ask: Any
    texts: tuple[str, ...] = ()
    side: Side | None = None
    examples: tuple[Example, ...] = ()


TEAM, SUPPORT, OFFICE = _("A production team"), _("A team that repairs or delivers"), _("An office")

STEPS = (
    Step(
        "purpose",
        _("What are you there for?"),
        _("One sentence that a new colleague would understand, and one on what others gain by it."),
        texts=("purpose", "value"),
        examples=(
            Example(
                TEAM, _("Bodies leave my team on beat, and every fault is written down before it moves on.")
            ),
            Example(SUPPORT, _("Whoever has a stopped machine has one person to ask, until it runs again.")),
            Example(OFFICE, _("Everybody is paid on time and right, and understands the slip.")),
        ),
    ),
    Step(
        "serve",
        _("Whom do you serve, and with what?"),
        _("The lines come from what you did in the last 90 days. Keep what is true, correct the rest."),
        side=Side.SERVE,
        examples=(
            Example(TEAM, _("Assembly: bodies on beat, faults written on the body – 62 in each shift")),
            Example(SUPPORT, _("Welding: a stopped line is looked at – within 15 minutes")),
            Example(OFFICE, _("All teams: questions on the pay slip answered – within 1 working day")),
        ),
    ),
    Step(
        "need",
        _("What do you need, and from whom?"),
        _("Only what you cannot do your work without. The other side will be asked to accept each line."),
        side=Side.NEED,
        examples=(
            Example(TEAM, _("Logistics: racks in place and whole – 30 minutes before the shift")),
            Example(SUPPORT, _("Purchasing: a date for every spare part – on the day it is ordered")),
            Example(OFFICE, _("Team leaders: hours of the month – by its last working day")),
        ),
    ),
    Step(
        "duty",
        _("What may others expect of you as a customer?"),
        _("A complete request, a quick answer, a timely acceptance: most waiting is caused here."),
        side=Side.DUTY,
        examples=(
            Example(TEAM, _("A request names the machine, what it does and since when, with a photo")),
            Example(SUPPORT, _("When somebody asks, we answer – within 30 minutes")),
            Example(
                OFFICE, _("What was delivered is accepted or sent back with a reason – within 1 working day")
            ),
        ),
    ),
    Step(
        "limits",
        _("What do you decide yourself, and what not?"),
        _("Write down what people ask you about most. It saves everybody a detour."),
        texts=("authority", "limits"),
        examples=(
            Example(TEAM, _("I stop the line when somebody could be hurt, and ask nobody first.")),
            Example(SUPPORT, _("Spare parts up to 2,000 yuan; beyond that the head of department.")),
            Example(OFFICE, _("I correct hours; I do not decide on bonuses.")),
        ),
    ),
    Step(
        "contact",
        _("How are you reached, and what do you measure?"),
        _("Phone, leader and substitute are taken from the organisation: write only what it does not know."),
        texts=("contacts", "indicators"),
        examples=(
            Example(TEAM, _("At the board of line 2, ten minutes before and after each shift.")),
            Example(SUPPORT, _("Promises kept; time until the line runs again.")),
            Example(OFFICE, _("Slips that had to be corrected, each month.")),
        ),
    ),
)
BY_KEY = {step.key: step for step in STEPS}


def neighbours(key: str) -> tuple[str, str]:
    """The steps before and after one; "" at the ends."""
    keys = ["", *BY_KEY, ""]
    place = keys.index(key)
    return keys[place - 1], keys[place + 1]
