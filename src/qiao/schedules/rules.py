"""When something is due again and again, who may set that up, and why not. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.org.rules import Scope

MOST_EXCEPTIONS = 100
LONGEST_INTERVAL = 60


class ScheduleState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS: Mapping[ScheduleState, Any] = {
    ScheduleState.RUNNING: _("Running"),
    ScheduleState.PAUSED: _("Paused"),
    ScheduleState.ENDED: pgettext_lazy("schedule", "Ended"),
}


class Verb(StrEnum):
    CHANGE = "change"
    PAUSE = "pause"
    RESUME = "resume"
    OWN = "own"
    END = "end"


TRANSITIONS: Mapping[ScheduleState, Mapping[Verb, ScheduleState]] = {
    ScheduleState.RUNNING: {
        Verb.CHANGE: ScheduleState.RUNNING,
        Verb.OWN: ScheduleState.RUNNING,
        Verb.PAUSE: ScheduleState.PAUSED,
        Verb.END: ScheduleState.ENDED,
    },
    ScheduleState.PAUSED: {
        Verb.CHANGE: ScheduleState.PAUSED,
        Verb.OWN: ScheduleState.PAUSED,
        Verb.RESUME: ScheduleState.RUNNING,
        Verb.END: ScheduleState.ENDED,
    },
    ScheduleState.ENDED: {},
}


class Every(StrEnum):
    ONCE = "once"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"

    @property
    def label(self) -> Any:
        return EVERY_LABELS[self]


EVERY_LABELS: Mapping[Every, Any] = {
    Every.ONCE: _("Once"),
    Every.DAYS: _("Daily"),
    Every.WEEKS: _("Weekly"),
    Every.MONTHS: _("Monthly"),
}


class Off(StrEnum):
    """What happens on a day on which nobody works."""

    SKIP = "skip"
    NEXT = "next"
    PREVIOUS = "previous"
    ANYWAY = "anyway"

    @property
    def label(self) -> Any:
        return OFF_LABELS[self]


OFF_LABELS: Mapping[Off, Any] = {
    Off.SKIP: _("It is left out"),
    Off.NEXT: _("It moves to the next working day"),
    Off.PREVIOUS: _("It moves to the working day before"),
    Off.ANYWAY: _("It is raised all the same"),
}


class Outcome(StrEnum):
    RAISED = "raised"
    LEFT_OUT = "left_out"
    FAILED = "failed"

    @property
    def label(self) -> Any:
        return OUTCOME_LABELS[self]


OUTCOME_LABELS: Mapping[Outcome, Any] = {
    Outcome.RAISED: pgettext_lazy("occurrence", "Raised"),
    Outcome.LEFT_OUT: _("Left out, because nothing ran then"),
    Outcome.FAILED: _("Could not be raised"),
}


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_FOR_THIS_UNIT = "not_for_this_unit"
    NOT_YOURS = "not_yours"
    CONFIDENTIAL = "confidential"
    ALREADY_ENDED = "already_ended"
    IS_PAUSED = "is_paused"
    NOT_PAUSED = "not_paused"
    NEVER_DUE = "never_due"
    NO_SHIFT = "no_shift"
    SAY_WHAT = "say_what"
    UNIT_CLOSED = "unit_closed"
    NOBODY_OWNS_IT = "nobody_owns_it"
    NOT_OFFERED = "not_offered"
    FORM_CHANGED = "form_changed"
    OWNED_ALREADY = "owned_already"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_FOR_THIS_UNIT: _(
        "Only who leads the unit may schedule for it, or one of its members what their own unit provides."
    ),
    Reason.NOT_YOURS: _("Only its owner or somebody who leads the unit may do this."),
    Reason.CONFIDENTIAL: _("What is confidential is asked for in person, not by a schedule."),
    Reason.ALREADY_ENDED: _("This schedule has ended: make a new one."),
    Reason.IS_PAUSED: _("It is paused already."),
    Reason.NOT_PAUSED: _("It is not paused."),
    Reason.NEVER_DUE: _("It would never be due: look at the days, the dates and what happens on days off."),
    Reason.NO_SHIFT: _("The unit's calendar has no such shift: choose another, or a time of day."),
    Reason.SAY_WHAT: _("Please say in one line what is needed."),
    Reason.UNIT_CLOSED: _("This unit is no longer active: choose another."),
    Reason.NOBODY_OWNS_IT: _("Its owner has left, and nobody leads the unit."),
    Reason.NOT_OFFERED: _("The service is not offered to its owner any more."),
    Reason.FORM_CHANGED: _("The form of the service asks something new: open the schedule and answer it."),
    Reason.OWNED_ALREADY: _("It is yours already."),
}


@dataclass(frozen=True)
class Pattern:
    """When: on which days, at what time or before which shift, and what happens on days off.

    ``weekdays`` are 0 (Monday) to 6; by month they mean the first such day, without them that of ``start``.
    With ``shift`` (a code of the unit's calendar) the time is ``before`` minutes ahead of its start.
    """

    every: Every
    start: date
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    end: date | None = None
    at: time = time(8, 0)
    shift: str = ""
    before: int = 0
    off: Off = Off.SKIP
    except_on: frozenset[date] = frozenset()

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "every": self.every.value,
            "start": self.start.isoformat(),
            "interval": self.interval,
            "weekdays": list(self.weekdays),
            "end": self.end.isoformat() if self.end else None,
            "at": f"{self.at:%H:%M}",
            "shift": self.shift,
            "before": self.before,
            "off": self.off.value,
            "except_on": sorted(day.isoformat() for day in self.except_on),
        }

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Pattern:
        """From ``dump``."""
        return cls(
            every=Every(data["every"]),
            start=date.fromisoformat(data["start"]),
            interval=data["interval"],
            weekdays=tuple(data["weekdays"]),
            end=date.fromisoformat(data["end"]) if data["end"] else None,
            at=time.fromisoformat(data["at"]),
            shift=data["shift"],
            before=data["before"],
            off=Off(data["off"]),
            except_on=frozenset(date.fromisoformat(day) for day in data["except_on"]),
        )


def why_not_schedule(unit_id: int, provider_id: int, by: Scope) -> Reason | None:
    """Leaders for what they lead; members for their own unit what that unit itself provides."""
    if unit_id in by.led_ids or (unit_id in by.member_ids and provider_id in by.unit_ids):
        return None
    return Reason.NOT_FOR_THIS_UNIT


def why_not_keep(owner_id: int, unit_id: int, by: Scope) -> Reason | None:
    """The owner, who stands in for them, and who leads the unit."""
    return None if by.is_or_stands_in_for(owner_id) or unit_id in by.led_ids else Reason.NOT_YOURS


def why_not(verb: Verb, state: str, owner_id: int, unit_id: int, by: Scope) -> Reason | None:
    """The one answer to "may I?": who one is comes first, then what the state allows."""
    reason = why_not_keep(owner_id, unit_id, by)
    if reason or verb in TRANSITIONS[ScheduleState(state)]:
        return reason
    if ScheduleState(state) is ScheduleState.ENDED:
        return Reason.ALREADY_ENDED
    return Reason.NOT_PAUSED if verb is Verb.RESUME else Reason.IS_PAUSED
