"""Events for programs of administrators: the filters of the page, and following the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from qiao.accounts.calls import PersonCall
from qiao.audit import reads, rules, telling
from qiao.audit.filters import FilterForm
from qiao.ledger.models import Event, Position
from qiao.ledger.refusals import refuse
from qiao.rest import invalid
from qiao.rest.bodies import Shown
from qiao.rest.paging import Page, Paging, after, cut
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("events:read", _("Read everything that happened (administrators)"))

router = Router("Events")


class Order(StrEnum):
    OLDEST = "oldest"
    NEWEST = "newest"


class Filters(BaseModel):
    kind: str = Field(
        "", max_length=60, description="One kind (request.accepted), or all of a package (request)."
    )
    who: str = Field("", max_length=80, description="Personnel number or full name; - for Qiao itself.")
    about: str = Field(
        "", max_length=80, description="Number or code: of a request, a person, a unit, a service."
    )
    unit: str = Field("", max_length=40, description="Code of a unit that the event names.")
    since: date | None = None
    until: date | None = Field(None, description="The last day, included.")
    order: Order = Field(
        Order.OLDEST,
        description="Oldest first to follow: keep `next` of the last page, and nothing is ever missed.",
    )


class ActorShown(Shown):
    id: int
    number: str | None = Field(description="Personnel number; null when they are gone.")


class LedgerPlaceShown(Shown):
    id: int
    code: str | None


class SubjectShown(Shown):
    type: str
    id: int


class HappenedShown(Shown):
    id: int
    position: str = Field(description="Its place in the total order of the ledger.")
    kind: str
    at: datetime
    recorded_at: datetime
    subject: SubjectShown
    withheld: bool = Field(False, description="Confidential: no more is said than that it happened.")
    actor: ActorShown | None = Field(None, description="Null for Qiao itself.")
    from_unit: LedgerPlaceShown | None = None
    to_unit: LedgerPlaceShown | None = None
    data: dict[str, Any] | None = None


@router.read("/events", scope=READ, answer=Page[HappenedShown])
def events(http: PersonCall, filters: Query[Filters], paging: Query[Paging]) -> Page[HappenedShown]:
    """Everything that happened, for administrators.

    Only what is settled is shown, so that nothing can appear before what was returned.
    """
    refuse(rules.why_not_read(http.person.scope))
    form = FilterForm({name: value or "" for name, value in filters.model_dump(mode="json").items()})
    if not form.is_valid():
        invalid.refuse_invalid((form, "", {}))
    scope, newest = http.person.scope, filters.order is Order.NEWEST
    order = reads.BACK if newest else reads.FORWARD
    key = after(paging, order)
    start = Position(*key) if key else None
    found = reads.rows(form.wanted(), scope, start, paging.limit + 1, forward=not newest)

    def show(rows: list[Event]) -> Iterable[HappenedShown]:
        return [HappenedShown(**each) for each in telling.records(rows, scope)]

    return cut(http, found, paging, order=order, show=show)
