"""Who is asked, who may answer, and when results may be seen. Pure: no database, no clock."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.org.rules import Role, Scope

# Invitations of one person within a week, at most (MEASUREMENT, "Default instrument").
MOST_IN_A_WEEK = 2
WEEK = timedelta(days=7)
ANSWER_WITHIN = timedelta(days=7)
CORRECT_WITHIN = timedelta(days=7)
# What was confirmed longer ago is not asked about: an import, or days without service.
FRESH = timedelta(days=3)
# So many invitations for one service in four weeks are enough for an interval worth reading.
WANTED = 40
WINDOW = timedelta(days=28)
# A batch waits for this many respondents, or so long that what there is must do.
ENOUGH = 10
LONGEST_WAIT = timedelta(days=42)
LONGEST_COMMENT = 1000


class Solved(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def label(self) -> Any:
        return SOLVED[self]


class Kept(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_AGREED = "not_agreed"

    @property
    def label(self) -> Any:
        return KEPT[self]


SOLVED: Mapping[Solved, Any] = {
    Solved.YES: pgettext_lazy("pulse", "Solved"),
    Solved.PARTLY: pgettext_lazy("pulse", "Partly"),
    Solved.NO: pgettext_lazy("pulse", "Not solved"),
}
KEPT: Mapping[Kept, Any] = {
    Kept.YES: pgettext_lazy("pulse", "Yes"),
    Kept.NO: pgettext_lazy("pulse", "No"),
    Kept.NOT_AGREED: pgettext_lazy("pulse", "No time was agreed"),
}
EFFORT = (1, 2, 3, 4, 5)


class Outcome(StrEnum):
    """What the draw said of a confirmed request."""

    INVITED = "invited"
    NOT_DRAWN = "not_drawn"
    CAPPED = "capped"
    NOBODY = "nobody"


class State(StrEnum):
    """What became of an invitation."""

    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    EXPIRED = "expired"


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_ASKED = "pulse_not_asked"
    OWN_WORK = "pulse_own_work"
    OWN_DEPARTMENT = "pulse_own_department"
    LED_BY_YOU = "pulse_led_by_you"
    OVER = "pulse_over"
    TOO_LATE_TO_CORRECT = "pulse_too_late_to_correct"
    NOT_AN_ANSWER = "pulse_not_an_answer"
    ANSWERED_ALREADY = "pulse_answered_already"
    REOPENED = "pulse_reopened"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_ASKED: _("Only the person who was asked may answer; nobody answers for somebody else."),
    Reason.OWN_WORK: _("You worked on this request yourself, so you are not asked about it."),
    Reason.OWN_DEPARTMENT: _("Nobody rates their own department."),
    Reason.LED_BY_YOU: _("Nobody rates the service of those whom they lead or stand in for."),
    Reason.OVER: _("This question is closed: it could be answered for seven days."),
    Reason.TOO_LATE_TO_CORRECT: _(
        "Your answer counts as it is: it could be corrected for seven days, until it became part of a result."
    ),
    Reason.NOT_AN_ANSWER: _("Please answer all three questions."),
    Reason.ANSWERED_ALREADY: _("You have answered already."),
    Reason.REOPENED: _("The request is open again: you are asked when it is confirmed."),
}


@dataclass(frozen=True)
class Providers:
    """Everybody who had a part in a request on the providing side: the whole chain, and its departments."""

    people: frozenset[int]
    units: frozenset[int]
    departments: frozenset[int]


def why_not_rate(by: Scope, own_departments: frozenset[int], providers: Providers) -> Reason | None:
    """Nobody rates themselves, their own department, or those whom they lead or stand in for.

    Source: MEASUREMENT, "Appraisal": nobody rates their own department or their subordinates' service.
    """
    if by.person_id in providers.people:
        return Reason.OWN_WORK
    if by.stands_in_for & providers.people or by.led_ids & providers.units:
        return Reason.LED_BY_YOU
    if by.member_ids & providers.units or own_departments & providers.departments:
        return Reason.OWN_DEPARTMENT
    return None


def rate(confirmed: int) -> float:
    """The share of a service's requests that are drawn, from how many were confirmed in four weeks.

    Each service is a stratum of its own, so that a busy one does not drown the others.
    """
    return min(1.0, WANTED / max(confirmed, 1))


def commitment(salt: str) -> str:
    """What is published of a month's salt before anything is drawn with it."""
    return sha256(salt.encode()).hexdigest()


def lot(salt: str, number: str) -> float:
    """The lot of a request, from 0 up to 1: drawn when it lies below the rate.

    HMAC-SHA256 of the number under the month's salt: nobody can foresee it while the salt is secret, and
    everybody can check it afterwards.
    """
    digest = hmac.new(salt.encode(), number.encode(), sha256).digest()
    return int.from_bytes(digest[:7], "big") / (1 << 56)


def closes(answered_at: datetime) -> datetime:
    """Until when an answer may be corrected."""
    return answered_at + CORRECT_WITHIN


def ready(respondents: int, waited: timedelta, least: int) -> bool:
    """Whether a batch is published: enough people, or as many as may be shown after a long wait."""
    return respondents >= max(ENOUGH, least) or (respondents >= least and waited >= LONGEST_WAIT)


def may_see(by: Scope, unit_id: int) -> bool:
    """Results are for those who provide, for those who lead them, and for the survey office."""
    return unit_id in by.unit_ids or Role.SURVEY_OFFICER in by.roles
