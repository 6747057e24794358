"""Yes, no, somebody else, or a question first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from qiao.approvals import rules
from qiao.approvals.actions.asking import arm, open_stage
from qiao.approvals.actions.closing import QUIET, count_earlier, is_over, outcome
from qiao.approvals.models import Ask, Step
from qiao.approvals.rules import Decision, How, Reason
from qiao.desk.actions import approving
from qiao.desk.actions.change import QUICKER, tell
from qiao.desk.events import Kind
from qiao.desk.models import Request
from qiao.ledger.refusals import Conflict, Refused
from qiao.ledger.refusals import refuse as refuse_for
from qiao.org.models import Person


def begin(ask: Ask, by: Person) -> Ask:
    """The question as it is now, with its request locked, if it is theirs to decide."""
    request = Request.objects.locked(ask.request_id)
    now = Ask.objects.select_related("step", "person", "delegate").get(pk=ask.pk)
    now.request = request
    refuse_for(rules.why_not_decide(now.question, by.scope))
    return now


@transaction.atomic
def approve(*, ask: Ask, by: Person, at: datetime, note: str = "") -> Request:
    """One yes. With the last that is needed the next stage is asked, or the provider gets the request."""
    ask = begin(ask, by)
    told = _decide(ask, Decision.APPROVED, by=by, at=at, note=note.strip())
    request = ask.request
    tell(Kind.APPROVAL_GIVEN, request, by=by, at=at, note=note.strip(), **told)
    stage = ask.step.stage
    count_earlier(request, stage, at=at)
    if is_over(request, stage, at=at) and not open_stage(request, stage + 1, at=at):
        approving.approved(request=request, by=None, at=at)
    return request


@transaction.atomic
def refuse(*, ask: Ask, by: Person, at: datetime, note: str) -> Request:
    """One no, always with a reason. When too few are left who could say yes, the request ends with it."""
    ask = begin(ask, by)
    note = _why(note)
    told = _decide(ask, Decision.REFUSED, by=by, at=at, note=note)
    request = ask.request
    if outcome(ask.step) is not Decision.REFUSED:
        tell(Kind.APPROVAL_REFUSED, request, by=by, at=at, note=note, **told)
        return request
    Ask.objects.filter(request=request, decision=Decision.OPEN).update(decision=Decision.SPARED, **QUIET)
    Step.objects.filter(pk=ask.step_id).update(done_at=at)
    return approving.not_approved(request=request, by=by, at=at, note=note, **told)


@transaction.atomic
def delegate(*, ask: Ask, by: Person, to: Person, at: datetime, note: str = "") -> Request:
    """Somebody else decides in their place; who was asked still may. Never back to whoever asks for it."""
    ask = begin(ask, by)
    request = ask.request
    refuse_for(None if to.active else Reason.PERSON_GONE)
    others = Ask.objects.filter(step=ask.step_id).values_list("person_id", flat=True)
    refuse_for(rules.why_not_delegate(ask.question, by.scope, to.pk, list(others)))
    approving.ask(request, [to])
    ask.delegate = to
    arm(ask, to, request, at=at)
    tell(
        Kind.APPROVAL_DELEGATED,
        request,
        by=by,
        at=at,
        person=to.pk,
        asked_for=ask.person_id,
        note=note.strip(),
    )
    return request


@transaction.atomic
def ask_back(*, ask: Ask, by: Person, at: datetime, note: str) -> Request:
    """A question to the requester first. Until they write, nobody is reminded and nothing is escalated."""
    ask = begin(ask, by)
    note = _why(note)
    Ask.objects.filter(pk=ask.pk).update(question_at=at, remind_at=None, escalate_at=None)
    tell(Kind.APPROVAL_QUESTION, ask.request, by=by, at=at, note=note)
    return ask.request


def _decide(ask: Ask, decision: Decision, *, by: Person, at: datetime, note: str) -> dict[str, Any]:
    """Writes the answer, once; returns who decided for whom, for the event."""
    how = rules.how(ask.question, by.scope) or How.SELF
    values = {"decision": decision, "decided_by": by, "decided_at": at, "how": how, "note": note}
    if not Ask.objects.filter(pk=ask.pk, decision=Decision.OPEN).update(**values, **QUIET):
        raise Conflict(QUICKER, ask.request)
    return {"asked_for": ask.person_id, "how": how.value, "step": ask.step.ordinal}


def _why(note: str) -> str:
    note = note.strip()
    if not note:
        raise Refused(Reason.SAY_WHY)
    return note
