"""The pulse for programs: published results, and one's own invitations. No answer of anybody can be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.measure.result import Result
from qiao.pulse import actions, reads
from qiao.pulse.models import Batch, Lot
from qiao.pulse.reads.results import Figures, figures, sentence
from qiao.pulse.rules import LONGEST_COMMENT, Kept, Solved
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Row
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("pulse:read", _("Read results of the pulse"))
ANSWER = register("pulse:answer", _("Answer the pulse"))

router = Router("Pulse")


class Measured(Shown):
    n: int | None = Field(description="People. Null below the gate, like every number.")
    estimate: float | None
    low: float | None
    high: float | None
    sentence: str


class FiguresShown(Shown):
    service: str | None = Field(description="Code; null for the whole unit.")
    asked: int
    answered: int
    skipped: int
    silent: int
    solved: dict[str, int]
    effort: dict[str, int]
    kept: dict[str, int]
    solved_share: Measured
    effort_mean: Measured
    kept_share: Measured


class BatchShown(Shown):
    number: int
    since: date
    until: date
    published_at: datetime
    figures: list[FiguresShown] = Field(description="The whole unit first, then services above the gate.")
    comments: list[str] = Field(description="From ten people on; in an order that means nothing.")


class InvitationShown(Shown):
    id: int
    request: str
    service: str
    unit: str
    state: Literal["open", "answered", "skipped", "expired"]
    expires_at: datetime
    version: int = Field(description="Of one's own answer; 0 for none.")


class Opinion(Said):
    solved: Solved
    effort: int = Field(ge=1, le=5, description="1 = very hard, 5 = very easy.")
    kept: Kept
    comment: str = Field("", max_length=LONGEST_COMMENT)
    seen: int | None = Field(
        None, ge=0, description="The version that is corrected; 409 if there is a newer one."
    )


@router.read("/units/{code}/pulse", scope=READ, answer=Page[BatchShown])
def results(http: PersonCall, code: str, paging: Query[Paging]) -> Page[BatchShown]:
    """What was published of a unit, newest first.

    For those who provide there, lead them, or keep the surveys; 404 for everybody else.
    """
    found = reads.published(code, seen_by=http.person)
    return page(http, found, paging, order=("-number", "-pk"), show=lambda rows: map(_batch, rows))


@router.read("/pulse", scope=ANSWER, answer=list[InvitationShown])
def invitations(http: PersonCall) -> list[InvitationShown]:
    """What one is asked oneself and may answer now."""
    return list(_invitations(reads.invitations(http.person, at=timezone.now())))


@router.act("/pulse/{pk}/answer", scope=ANSWER, answer=InvitationShown)
def answer(http: PersonCall, pk: Row, said: Opinion) -> InvitationShown:
    """Answers, or corrects one's answer. Every version is kept."""
    lot = reads.own(pk, seen_by=http.person)
    made = actions.answer(
        lot=lot,
        by=http.person,
        at=timezone.now(),
        solved=said.solved,
        effort=said.effort,
        kept=said.kept,
        comment=said.comment,
        expected=said.seen,
    )
    return _invitation(reads.own(pk, seen_by=http.person), made.version)


@router.act("/pulse/{pk}/skip", scope=ANSWER, answer=InvitationShown)
def skip(http: PersonCall, pk: Row) -> InvitationShown:
    """Would rather not say."""
    actions.skip(lot=reads.own(pk, seen_by=http.person), by=http.person, at=timezone.now())
    return _invitation(reads.own(pk, seen_by=http.person), 0)


def _batch(batch: Batch) -> BatchShown:
    return BatchShown(
        number=batch.number,
        since=batch.since,
        until=batch.until,
        published_at=batch.published_at,
        figures=[_figures(figures(cut)) for cut in batch.cuts.all()],
        comments=batch.comments,
    )


def _figures(found: Figures) -> FiguresShown:
    cut = found.cut
    return FiguresShown(
        service=cut.service.code if cut.service else None,
        asked=cut.asked,
        answered=cut.answered,
        skipped=cut.skipped,
        silent=found.silent,
        solved=cut.solved,
        effort=cut.effort,
        kept=cut.kept,
        solved_share=_measured(found.solved_share),
        effort_mean=_measured(found.effort_mean),
        kept_share=_measured(found.kept_share),
    )


def _measured(result: Result) -> Measured:
    shown = result.shown
    return Measured(
        n=shown.n if shown else None,
        estimate=shown.estimate if shown else None,
        low=shown.low if shown else None,
        high=shown.high if shown else None,
        sentence=sentence(result),
    )


def _invitations(lots: Iterable[Lot]) -> Iterable[InvitationShown]:
    return (_invitation(lot, 0) for lot in lots)


def _invitation(lot: Lot, version: int) -> InvitationShown:
    return InvitationShown.model_validate(
        {
            "id": lot.pk,
            "request": lot.request.number,
            "service": lot.service.code,
            "unit": lot.unit.code,
            "state": lot.state,
            "expires_at": lot.expires_at,
            "version": version,
        }
    )
