"""What time does: reminding, asking the next leader, and hearing the requester's answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from qiao.approvals.actions.asking import arm
from qiao.approvals.actions.closing import QUIET
from qiao.approvals.models import Ask, owners
from qiao.desk.actions import approving
from qiao.desk.actions.change import tell
from qiao.desk.events import Kind
from qiao.desk.models import Comment, Request
from qiao.desk.rules import State
from qiao.org.models import Person
from qiao.org.reads import leaders_of

PEOPLE = tuple(
    f"{who}__{what}"
    for who in ("person", "delegate", "leader")
    for what in ("unit__calendar", "own_calendar")
)


def remind(*, at: datetime, limit: int = 500) -> int:
    """Reminds, once, whoever has not decided within the service's working time. Returns how many."""
    return _each(Ask.objects.filter(remind_at__lte=at).order_by("remind_at", "pk")[:limit], _remind, at)


def escalate(*, at: datetime, limit: int = 500) -> int:
    """Asks the next leader up, too, where nobody answers; then the one above. Returns how many."""
    return _each(Ask.objects.filter(escalate_at__lte=at).order_by("escalate_at", "pk")[:limit], _escalate, at)


def heard(*, at: datetime, limit: int = 500) -> int:
    """The requester has written what the approver wanted to know: the approver's time begins anew."""
    said = Comment.objects.filter(
        Q(author=OuterRef("request__requester")) | Q(author=OuterRef("request__beneficiary")),
        request=OuterRef("request"),
        at__gt=OuterRef("question_at"),
    )
    waiting = Ask.objects.filter(Exists(said), question_at__isnull=False)
    return _each(waiting.order_by("question_at", "pk")[:limit], _hear, at)


def _each(asks: QuerySet[Ask], what: Callable[[Ask, datetime], bool], at: datetime) -> int:
    return sum(_one(ask, what, at) for ask in asks)


@transaction.atomic
def _one(ask: Ask, what: Callable[[Ask, datetime], bool], at: datetime) -> bool:
    """In a transaction of its own, on what is there now: a second time in the same minute does nothing."""
    request = Request.objects.locked(ask.request_id)
    now = Ask.objects.select_related(*PEOPLE).get(pk=ask.pk)
    now.request = request
    if request.state != State.APPROVAL or now.decision:
        Ask.objects.filter(pk=ask.pk).update(**QUIET)
        return False
    return what(now, at)


def _last(ask: Ask) -> Person:
    """Who is to answer: the last one that was asked."""
    return ask.leader or ask.delegate or ask.person


def _remind(ask: Ask, at: datetime) -> bool:
    if ask.remind_at is None or ask.remind_at > at:
        return False
    Ask.objects.filter(pk=ask.pk).update(remind_at=None)
    tell(Kind.APPROVAL_REMINDED, ask.request, by=None, at=at, person=_last(ask).pk, asked_for=ask.person_id)
    return True


def _escalate(ask: Ask, at: datetime) -> bool:
    if ask.escalate_at is None or ask.escalate_at > at:
        return False
    silent = _last(ask)
    others = set(Ask.objects.filter(step=ask.step_id).values_list("person_id", flat=True))
    out = {*owners(ask.request), *others, *filter(None, (ask.delegate_id, ask.leader_id))}
    leader = next(iter(leaders_of(silent, without=out)), None)
    if leader is None:
        Ask.objects.filter(pk=ask.pk).update(escalate_at=None)
        return False
    approving.ask(ask.request, [leader])
    waited = ask.request.version.approvals.escalate
    ask.leader = leader
    arm(ask, leader, ask.request, at=at)
    told = {"person": leader.pk, "asked_for": silent.pk, "waited": waited}
    tell(Kind.APPROVAL_ESCALATED, ask.request, by=None, at=at, **told)
    return True


def _hear(ask: Ask, at: datetime) -> bool:
    if ask.question_at is None:
        return False
    arm(ask, _last(ask), ask.request, at=at)
    return True
