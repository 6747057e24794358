"""Search for programs: the same question finds the same things as in the box."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from qiao.accounts.calls import PersonCall
from qiao.catalogue.rest import ServiceRef
from qiao.desk.models import Request
from qiao.desk.rest import shown
from qiao.desk.rest.shown import RequestShown
from qiao.org.rest import PersonRef, UnitRef, person_ref, unit_ref
from qiao.rest.bodies import Shown
from qiao.rest.fields import Row
from qiao.rest.routing import Router
from qiao.rest.scopes import register
from qiao.search import reads

READ = register("search:read", _("Search what you may see"))

router = Router("Search")


class Question(BaseModel):
    q: str = Field(
        min_length=1,
        max_length=reads.LONGEST,
        description="A number, words of a request, a part of a name, or its first letters in pinyin.",
    )
    below: Row | None = Field(None, description="`older` of the page before: only the requests behind it.")


class CardRef(Shown):
    id: int
    position: str = Field(description="Code.")
    holder: PersonRef


class AgreementRef(Shown):
    number: str
    provider: UnitRef
    customers: list[UnitRef]


class FoundShown(Shown):
    requests: list[RequestShown] = Field(description="Newest first.")
    people: list[PersonRef]
    units: list[UnitRef]
    services: list[ServiceRef]
    role_cards: list[CardRef]
    agreements: list[AgreementRef]
    older: int | None = Field(
        description="Goes back as `below` for older requests; null when there are none."
    )
    asked: str = Field(
        description="The question with mistyped words put right, when only that found anything."
    )


@router.read("/search", scope=READ, answer=FoundShown)
def search(http: PersonCall, question: Query[Question]) -> FoundShown:
    """What a question finds: only what you may see, in results as in corrections. There are no totals."""
    said = question.q.replace("\0", "").strip()
    found = reads.find(said, seen_by=http.person, at=timezone.now(), below=question.below)
    return FoundShown(
        requests=_requests([row.request.id for row in found.requests]),
        people=[person_ref(each) for each in found.people],
        units=[unit_ref(each) for each in found.units],
        services=[
            ServiceRef(code=each.code, name_zh=each.name_zh, name_en=each.name_en) for each in found.services
        ],
        role_cards=[
            CardRef(id=each.pk, position=each.position.code, holder=person_ref(each.person))
            for each in found.cards
        ],
        agreements=[
            AgreementRef(
                number=each.agreement.number,
                provider=unit_ref(each.agreement.provider),
                customers=[unit_ref(unit) for unit in each.customers],
            )
            for each in found.agreements
        ],
        older=found.older,
        asked=found.asked,
    )


def _requests(keys: list[int]) -> list[RequestShown]:
    """Those that were found and may be seen, in the order in which they were found."""
    place = {key: nth for nth, key in enumerate(keys)}
    rows = shown.plain(Request.objects.filter(pk__in=keys))
    return shown.rows(sorted(rows, key=lambda row: place[row.id]))
