"""Who is asked: found before a request is raised, asked stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import iadd

from qiao.approvals.actions.closing import count_earlier, is_over
from qiao.approvals.models import Ask, Step, owners
from qiao.approvals.rules import Decision
from qiao.catalogue.approvers import Filled, fill
from qiao.desk import clocks
from qiao.desk.actions import approving
from qiao.desk.actions.change import tell
from qiao.desk.events import Kind
from qiao.desk.models import Request
from qiao.org.models import Person, Unit


@dataclass(frozen=True)
class Stretch:
    """Where a request stands while a stage is decided: with whom it asks first, on their calendar."""

    people: Sequence[Person]

    @property
    def unit(self) -> Unit:
        return self.people[0].unit

    @property
    def person(self) -> Person | None:
        """Nobody in particular when several are asked."""
        return self.people[0] if len(self.people) == 1 else None

    @property
    def calendar_id(self) -> int:
        return self.people[0].calendar.pk


@dataclass(frozen=True)
class Opening(Stretch):
    """All stages of a request that is about to be raised; ``begin`` keeps them and asks the first."""

    stages: Sequence[Sequence[Filled]]

    def begin(self, request: Request, *, at: datetime) -> None:
        """Writes the steps down for life, and asks those of the first stage."""
        ordinal = 0
        for stage, steps in enumerate(self.stages, 1):
            for filled in steps:
                ordinal += 1
                _keep(request, filled, ordinal=ordinal, stage=stage)
        open_stage(request, 1, at=at)


def gate(request: Request) -> Opening | None:
    """Whom the version's steps ask of this request; None when its answers ask for no step.

    Refused, with the step's name, when nobody is there who could decide.
    """
    stages = request.version.approvals.stages(request.answers)
    if not stages:
        return None
    own = owners(request)
    filled = [[fill(step, request.requester, request.answers, own=own) for step in stage] for stage in stages]
    return Opening(people=_people(filled[0]), stages=filled)


def _people(stage: Sequence[Filled]) -> list[Person]:
    found: list[Person] = reduce(iadd, (filled.people for filled in stage), [])
    return list({person.pk: person for person in found}.values())


def _keep(request: Request, filled: Filled, *, ordinal: int, stage: int) -> None:
    step = Step.objects.create(
        request=request, ordinal=ordinal, stage=stage, definition=filled.step.dump(), enough=filled.enough
    )
    Ask.objects.bulk_create(
        Ask(step=step, request=request, person=seat.person, instead_id=seat.instead, decision=Decision.OPEN)
        for seat in filled.seats
    )


def open_stage(request: Request, stage: int, *, at: datetime) -> bool:
    """Asks those of a stage; False when there is none. Its stretch begins, unless it is the first.

    Who has said yes before is not asked again; where that is enough, those of the next one are asked.
    """
    steps = Step.objects.filter(request=request, stage=stage)
    if not steps.exists():
        return False
    if stage > 1:
        count_earlier(request, stage, at=at)
        if is_over(request, stage, at=at):
            return open_stage(request, stage + 1, at=at)
    rows = Ask.objects.filter(step__in=steps.filter(done_at=None), decision=Decision.OPEN)
    asks = list(rows.select_related("person__unit__calendar", "person__own_calendar").order_by("id"))
    people = list({ask.person_id: ask.person for ask in asks}.values())
    stretch = Stretch(people)
    told = approving.go_on_at(request=request, asking=stretch, at=at) if stage > 1 else {}
    approving.ask(request, people)
    steps.filter(done_at=None).update(asked_at=at)
    for ask in asks:
        ask.asked_at = at
        arm(ask, ask.person, request, at=at)
    tell(
        Kind.APPROVAL_ASKED,
        request,
        by=None,
        at=at,
        people=[person.pk for person in people],
        instead=sorted({ask.instead_id for ask in asks if ask.instead_id}) or None,
        **told,
    )
    return True


def arm(ask: Ask, person: Person, request: Request, *, at: datetime) -> None:
    """From now on whoever has to decide is reminded, and later their leader asked, in their working time."""
    plan, hours = request.version.approvals, person.calendar.known_at(at)
    ask.question_at = None
    ask.remind_at = clocks.due(hours, at, plan.remind)
    ask.escalate_at = clocks.due(hours, at, plan.escalate)
    ask.save(update_fields=["asked_at", "question_at", "remind_at", "escalate_at", "delegate", "leader"])
