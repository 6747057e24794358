"""What is decided: steps that are over, and a yes that counts in more than one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qiao.approvals import rules
from qiao.approvals.models import Ask, Step
from qiao.approvals.rules import Decision, How
from qiao.desk.actions.change import tell
from qiao.desk.events import Kind
from qiao.desk.models import Request

QUIET: dict[str, Any] = {"remind_at": None, "escalate_at": None, "question_at": None}


def outcome(step: Step) -> Decision:
    """What has become of a step."""
    decisions = list(step.asks.values_list("decision", flat=True))
    return rules.outcome(decisions, step.enough)


def is_over(request: Request, stage: int, *, at: datetime) -> bool:
    """Closes what enough have approved; whether that was all of the stage. The others need not answer."""
    left = list(Step.objects.filter(request=request, stage=stage, done_at=None))
    approved = [step for step in left if outcome(step) is Decision.APPROVED]
    for step in approved:
        step.asks.filter(decision=Decision.OPEN).update(decision=Decision.SPARED, **QUIET)
    Step.objects.filter(pk__in=[step.pk for step in approved]).update(done_at=at)
    return len(approved) == len(left)


def count_earlier(request: Request, stage: int, *, at: datetime) -> None:
    """Whoever has really said yes in another step is not asked for themselves again: it counts here, too.

    Not what they have handed to somebody else, nor where they asked back: they want to know more there.
    """
    asks = Ask.objects.filter(request=request)
    given = set(asks.filter(decision=Decision.APPROVED).values_list("decided_by", "step"))
    mine = asks.filter(step__stage=stage, decision=Decision.OPEN, delegate=None, question_at=None)
    for ask in mine.select_related("step").order_by("id"):
        if rules.has_said_yes(ask.person_id, ask.step_id, given):
            _count(ask, request, at=at)


def _count(ask: Ask, request: Request, *, at: datetime) -> None:
    values = {"decision": Decision.APPROVED, "decided_by": ask.person_id, "decided_at": at}
    Ask.objects.filter(pk=ask.pk, decision=Decision.OPEN).update(**values, how=How.EARLIER, **QUIET)
    told: dict[str, Any] = {"asked_for": ask.person_id, "how": How.EARLIER.value, "step": ask.step.ordinal}
    tell(Kind.APPROVAL_GIVEN, request, by=None, at=at, **told)
