"""What an activity of a foreign log does to a request: guessed from its words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from qiao.desk.rules import PauseKind


class Step(StrEnum):
    """The few things that can happen to a request, as far as a log tells them."""

    QUEUE = "queue"
    WORK = "work"
    PAUSE = "pause"
    DELIVER = "deliver"
    CLOSE = "close"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


FINAL = frozenset({Step.DELIVER, Step.CLOSE, Step.DECLINE, Step.WITHDRAW})
OVER = frozenset({Step.CLOSE, Step.DECLINE, Step.WITHDRAW})

# The first pattern that fits decides; what fits none is work.
_THING = r"( (ticket|request|case|incident|problem|issue|order))?"
_WORDS: tuple[tuple[Step, str], ...] = (
    (Step.WITHDRAW, r"\b(cancell?ed|cancel|withdrawn?|invalid|duplicate|abandoned)\b|撤回|撤销|取消|作废"),
    (Step.DECLINE, r"\b(reject(ed)?|declined?|refused?|denied)\b|拒绝|驳回|不予受理"),
    (Step.CLOSE, r"\b(closed?|confirmed|archived)\b|关闭|结案|确认完成|归档"),
    (Step.QUEUE, r"\b(queued?|awaiting assignment|unassigned|unmatched)\b|待受理|排队|待分配"),
    (
        Step.PAUSE,
        r"\b(wait|waiting|on hold|pending|suspend(ed)?|paused?|awaiting)\b|^require upgrade$|等待|挂起|暂停",
    ),
    (
        Step.DELIVER,
        rf"(^|/)(resolved?|solved?|delivered?|done|fix(ed)?|completed?|finish(ed)?){_THING}$|解决|交付|完成|办结",
    ),
    (
        Step.QUEUE,
        rf"^(new|open|opened|submit(ted)?|register(ed)?|created?|insert(ed)?){_THING}$|^assign\b|提交|登记|派单",
    ),
)
_PATTERNS = tuple((step, re.compile(pattern, re.IGNORECASE)) for step, pattern in _WORDS)
_REQUESTER = re.compile(
    r"user|customer|client|requester|caller|information|用户|客户|请求人|补充", re.IGNORECASE
)
_PARTS = re.compile(r"parts?\b|material|spare|upgrade|备件|材料|配件", re.IGNORECASE)


def step_of(activity: str) -> Step:
    """What an activity does, by its words: “Accepted/Wait” is a pause, “Resolve ticket” a delivery."""
    return next((step for step, pattern in _PATTERNS if pattern.search(activity)), Step.WORK)


def steps_of(activities: Iterable[str], given: Mapping[str, str]) -> dict[str, Step]:
    """A step for every activity; what is given by hand goes first."""
    return {each: Step(given[each]) if each in given else step_of(each) for each in activities}


def ends_nowhere(steps: Mapping[str, Step]) -> bool:
    """Whether no activity of the log ends a case, so that its last event must."""
    return not FINAL & set(steps.values())


def pause_kind(activity: str) -> PauseKind:
    """For whom a pause waits: the requester or parts when the activity says so, else a third party."""
    if _REQUESTER.search(activity):
        return PauseKind.REQUESTER
    return PauseKind.PARTS if _PARTS.search(activity) else PauseKind.THIRD_PARTY
