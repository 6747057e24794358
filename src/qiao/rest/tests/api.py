"""A small API over the plumbing's own table, so that these tests need no other package."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import Query
from pydantic import Field

from qiao.ledger.refusals import Conflict, Refused
from qiao.rest import etags
from qiao.rest.api import Api
from qiao.rest.bodies import Said, Shown
from qiao.rest.calls import Call, Caller
from qiao.rest.models import Budget
from qiao.rest.paging import Page, Paging, page
from qiao.rest.problems import Code, Problem
from qiao.rest.routing import Router


def authenticate(http: HttpRequest) -> Caller:
    """``Authorization: <number> <scope> <scope>``."""
    words = http.headers.get("Authorization", "").split()
    if not words:
        raise Problem(401, Code.NO_TOKEN, headers={"WWW-Authenticate": "Bearer"})
    return Caller(int(words[0]), frozenset(words[1:]), language=http.headers.get("X-Language", ""))


class Thing(Said):
    number: int = Field(ge=1, le=10**9)
    words: str = Field("", max_length=20)


class ThingShown(Shown):
    number: int
    given: int


router = Router("Things")


def shown(row: Budget) -> ThingShown:
    return ThingShown(number=row.actor_id, given=row.given)


@router.read("/things", scope="things:read", answer=Page[ThingShown])
def things(http: Call, paging: Query[Paging]) -> Page[ThingShown]:
    """All things."""
    rows = Budget.objects.filter(minute=0)
    order = ("-given", "actor_id")
    return page(http, rows, paging, order=order, show=lambda found: map(shown, found))


@router.read("/things/{number}", scope="things:read", answer=ThingShown)
def thing(http: Call, number: int) -> ThingShown:
    """One thing."""
    row = Budget.objects.get(actor_id=number, minute=0)
    etags.show(http, row.given)
    return shown(row)


@router.create("/things", scope="things:write", answer=ThingShown)
def make(http: Call, said: Thing) -> ThingShown:
    """Makes a thing."""
    row = Budget.objects.create(actor_id=said.number, minute=0, given=1)
    if said.words == "refuse":
        raise Refused(Code.NO_SCOPE)
    if said.words == "break":
        raise RuntimeError("broken on purpose")
    etags.show(http, row.given)
    http.answer_headers["Location"] = f"/api/v1/things/{row.actor_id}"
    return shown(row)


@router.act("/things/{number}/more", scope="things:write", answer=ThingShown)
def more(http: Call, number: int) -> ThingShown:
    """Gives more."""
    row = Budget.objects.get(actor_id=number, minute=0)
    expected = etags.seen(http, row.given)
    if http.GET.get("race"):
        Budget.objects.filter(pk=row.pk).update(given=F("given") + 1)
    hit = Budget.objects.filter(pk=row.pk, given=expected or row.given).update(given=F("given") + 1)
    if not hit:
        raise Conflict("somebody was quicker", row)
    row.refresh_from_db()
    etags.show(http, row.given)
    return shown(row)


@router.replace("/things/{number}", scope="things:write", answer=ThingShown)
def put(http: Call, number: int, said: Thing) -> ThingShown:
    """Puts a thing."""
    row = Budget.objects.get(actor_id=number, minute=0)
    etags.seen(http, row.given)
    return shown(row)


api = Api(title="Things", version="1", description="", authenticate=authenticate)
api.add_router("", router)


def away(http: HttpRequest) -> HttpResponse:
    """As when the database is away: a page for people."""
    response = HttpResponse("<h1>away</h1>", status=503)
    response.headers["Retry-After"] = "30"
    return response


urlpatterns = [path("api/away", away), path("api/v1/", api.urls)]
