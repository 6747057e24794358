"""How agreements are kept, for programs."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.utils import timezone
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.agreements.reads import one, signed_by_both
from qiao.agreements.rest import READ
from qiao.attainment import reads
from qiao.attainment.periods import Period
from qiao.attainment.reads import Figures, Kept
from qiao.attainment.words import share
from qiao.rest.bodies import Shown
from qiao.rest.routing import Router

router = Router("Agreements")


class PromiseKept(Shown):
    met: int | None = Field(description="Null below the gate, like the share.")
    n: int
    share: float | None
    low: float | None = Field(description="Wilson, 95 %.")
    high: float | None
    sentence: str


class AttainmentFigures(Shown):
    service: str | None = Field(description="Code; null for all together.")
    raised: int
    answer: PromiseKept
    completion: PromiseKept
    with_waiting: PromiseKept = Field(description="Completion, if time spent waiting for others counted too.")
    prompt: PromiseKept = Field(description="Went on without anybody waiting for the customer.")
    waited_seconds: int = Field(description="Working seconds of waiting for the customer.")


class AttainmentShown(Shown):
    agreement: str
    period: str
    first_day: date
    last_day: date
    total: AttainmentFigures
    services: list[AttainmentFigures]
    hidden: bool = Field(description="Whether it also covers services that are not counted for you.")


@router.read("/agreements/{number}/attainment/{period}", scope=READ, answer=AttainmentShown)
def attainment(http: PersonCall, number: str, period: str) -> AttainmentShown:
    """Of the requests raised in a month (2026-03), quarter (2026-Q1) or year (2026): promises kept."""
    agreement, chosen = one(number, seen_by=http.person), Period.parse(period)
    if agreement is None or chosen is None or not signed_by_both(agreement):
        raise Http404
    found = reads.attainment(agreement, chosen, http.person.scope, at=timezone.now())
    return AttainmentShown(
        agreement=number,
        period=chosen.code,
        first_day=chosen.first,
        last_day=chosen.last,
        total=_figures(found.total),
        services=[_figures(each) for each in found.services],
        hidden=found.hidden,
    )


def _figures(figures: Figures) -> AttainmentFigures:
    return AttainmentFigures(
        service=figures.service.code if figures.service else None,
        raised=figures.raised,
        answer=_kept(figures.answer),
        completion=_kept(figures.completion),
        with_waiting=_kept(figures.with_waiting),
        prompt=_kept(figures.prompt),
        waited_seconds=figures.waited_seconds,
    )


def _kept(kept: Kept) -> PromiseKept:
    shown = kept.result.shown
    return PromiseKept(
        met=kept.met if shown else None,
        n=kept.n,
        share=shown.estimate if shown else None,
        low=shown.low if shown else None,
        high=shown.high if shown else None,
        sentence=share(kept),
    )
