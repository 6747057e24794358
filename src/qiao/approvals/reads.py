"""Who is asked, who has decided, what waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from qiao.approvals import rules
from qiao.approvals.models import Ask, Step
from qiao.approvals.rules import Decision, How
from qiao.catalogue.approval import Who
from qiao.catalogue.approvers import Filled, Words, condition_text, fill
from qiao.catalogue.models import Service
from qiao.catalogue.questionnaire import Form
from qiao.desk.models import Request
from qiao.desk.rules import State
from qiao.ledger.refusals import Refused
from qiao.org.models import Person
from qiao.org.reads import substitutes_at
from qiao.org.rules import Scope
from qiao.statements import Question
from qiao.ui.paging import Page, key_page

SHOWN = ("person", "delegate", "leader", "decided_by", "instead")
ASKED = ("request__service", "request__requester", "request__requester_unit", "person", "delegate", "step")
# On a page, and on Today.
SIZE, FEW = 30, 5


def waiting(scope: Scope) -> QuerySet[Ask]:
    """What waits for a person's decision: asked themselves, for another, or as the next leader.

    Three ways, each with its own index. What they ask for themselves is not among them.
    """
    people = {scope.person_id, *scope.stands_in_for}
    ways = [
        Q(**{f"{who}__in": people}, decision=Decision.OPEN, asked_at__isnull=False)
        for who in ("person", "delegate", "leader")
    ]
    own = Q(request__requester=scope.person_id) | Q(request__beneficiary=scope.person_id)
    return Ask.objects.filter(reduce(or_, ways), request__state=State.APPROVAL).exclude(own)


def decided(scope: Scope) -> QuerySet[Ask]:
    """What a person has decided, each yes once."""
    return Ask.objects.filter(decided_by=scope.person_id).exclude(how=How.EARLIER)


def inbox(scope: Scope, params: Mapping[str, Any], *, over: bool = False) -> Page[Ask]:
    """A page of either: the oldest that waits in front, of what was decided the newest."""
    asks = (decided(scope) if over else waiting(scope)).select_related(*ASKED, "decided_by")
    return key_page(asks, order=("-id",) if over else ("id",), params=params, size=SIZE)


def first(scope: Scope) -> list[Ask]:
    """What waits longest for a person. One query."""
    return FIRST.all(scope)


FIRST = Question(lambda scope: waiting(scope).select_related(*ASKED).order_by("id")[:FEW])


def one(number: str, pk: int, *, seen_by: Person) -> Ask:
    """A question to somebody, on a request that this person may see; Http404 otherwise."""
    visible = Request.objects.visible_to(seen_by.scope).filter(number=number)
    ask = Ask.objects.filter(pk=pk, request__in=visible).select_related(*ASKED, *SHOWN).first()
    if ask is None:
        raise Http404
    return ask


def on(request: Request, person: Person) -> list[Ask]:
    """The questions on a request that this person may answer now."""
    found = Ask.objects.filter(request=request, decision=Decision.OPEN, asked_at__isnull=False)
    asks = list(found.select_related("person", "delegate", "leader", "step"))
    for ask in asks:
        ask.request = request
    return [ask for ask in asks if rules.why_not_decide(ask.question, person.scope) is None]


@dataclass(frozen=True)
class Seat:
    """One person who is asked, as the page shows it."""

    ask: Ask
    substitute: str
    mine: bool

    @property
    def state(self) -> str:
        if self.ask.decision:
            return self.ask.decision
        if self.ask.question_at:
            return "question"
        return "waiting" if self.ask.asked_at else "later"

    @property
    def beside(self) -> str:
        """Who really decided, or who else may."""
        ask = self.ask
        if ask.decision:
            return self._how
        if ask.leader:
            return _("%(person)s was asked, too") % {"person": ask.leader}
        if ask.delegate:
            return _("handed to %(person)s") % {"person": ask.delegate}
        if self.substitute:
            return _("away, %(person)s stands in") % {"person": self.substitute}
        return ""

    @property
    def _how(self) -> str:
        if self.ask.how == How.EARLIER:
            return _("as in another step")
        others = {How.SUBSTITUTE, How.DELEGATE, How.LEADER}
        return _("decided by %(person)s") % {"person": self.ask.decided_by} if self.ask.how in others else ""


@dataclass(frozen=True)
class Shown:
    """One step with its people."""

    step: Step
    what: str
    seats: list[Seat]

    @property
    def many(self) -> bool:
        return len(self.seats) > self.step.enough

    @property
    def running(self) -> bool:
        return self.step.asked_at is not None and self.step.done_at is None


def steps(request: Request, person: Person, *, at: datetime) -> list[Shown]:
    """All steps of a request in order. No query when nobody was asked."""
    if not request.approvers:
        return []
    found = list(Step.objects.filter(request=request))
    rows = list(Ask.objects.filter(request=request).select_related(*SHOWN))
    away = substitutes_at([row.person_id for row in rows if not row.decision], at)
    words = Words.of(step.parsed for step in found)
    by_step: dict[int, list[Seat]] = {}
    for row in rows:
        row.request = request
        stands_in = away[row.person_id].substitute if row.person_id in away else None
        may = row.decision == "" and rules.why_not_decide(row.question, person.scope) is None
        by_step.setdefault(row.step_id, []).append(Seat(row, str(stands_in or ""), may))
    return [Shown(step, words.step(step.parsed), by_step.get(step.pk, [])) for step in found]


@dataclass(frozen=True)
class Needed:
    """A step that a new request would need, for who looks at it."""

    what: str
    people: list[Person]
    condition: str
    beside: bool


def needed(service: Service, person: Person) -> list[Needed]:
    """What asking for a service takes: whom each step asks of this person. No query without steps."""
    version = service.version
    if version is None or not version.approvals_data:
        return []
    form, plan = version.form, version.approvals
    words = Words.of(plan.steps)
    return [
        Needed(
            _("your leader") if step.who is Who.LEADER else words.step(step),
            _people(step, person, form),
            condition_text(step, form),
            step.beside and n > 0,
        )
        for n, step in enumerate(plan.steps)
    ]


def _people(step: Any, person: Person, form: Form) -> list[Person]:
    """Whom it asks, as far as that can be known before anything is answered."""
    if step.field:
        return []
    try:
        filled: Filled = fill(step, person, {}, own={person.pk})
    except Refused:
        return []
    return filled.people if len(filled.people) <= 3 else []
