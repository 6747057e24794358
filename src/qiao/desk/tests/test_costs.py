"""What actions cost in queries, locks and events included; those of a page stand in test_queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Assignment
from qiao.desk import actions
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind, RefusalKind
from qiao.org.models import Person

# Locked and asked; the clocks that move; what is changed, and what is told. Nothing is asked twice.
COSTS = {
    "raise": 7,
    "accept": 5,
    "comment of the customer": 4,
    "comment of the provider": 4,
    "internal comment": 3,
    "pause": 5,
    "resume": 7,
    "offer": 5,
    "refuse": 5,
    "take": 11,
    "deliver": 7,
    "reopen": 7,
    "confirm": 3,
    "assign": 4,
    "withdraw": 7,
}


@pytest.fixture
def cost(desk):
    """Counts one action, done by somebody whose place is known to a request that is not at hand any more."""

    def count(action, *, by, request=None, **more):
        by = Person.objects.select_related("unit").get(pk=by.pk)
        assert by.scope
        if request is not None:
            more["request"] = Request.objects.get(pk=request.pk)
        with CaptureQueriesContext(connection) as queries:
            action(by=by, at=desk.later(minutes=5), **more)
        return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE")) for each in queries.captured_queries)

    return count


def service(code="repair"):
    joined = ("version__calendar", "unit__calendar")
    return Service.objects.select_related(*joined).get(code=code)


def life(desk, cost, request):
    """One of everything, in the order of a life that wanders."""
    mei, wu, tao = (desk.people[code] for code in ("mei", "wu", "tao"))
    team = desk.units["automation"]
    note = {"request": request, "note": "请接"}
    assert wu.scope  # known, as that of whoever acts
    return {
        "assign": cost(actions.assign, by=desk.people["guo"], request=request, to=wu),
        "accept": cost(actions.accept, by=wu, request=request),
        "comment of the customer": cost(actions.comment, by=mei, request=request, body="几点能好"),
        "comment of the provider": cost(actions.comment, by=wu, request=request, body="十点"),
        "internal comment": cost(actions.comment, by=wu, request=request, body="带件", internal=True),
        "pause": cost(actions.pause, by=wu, request=request, kind=PauseKind.PARTS, counterpart="密封圈"),
        "resume": cost(actions.resume, by=wu, request=request),
        "offer": cost(actions.offer, by=wu, unit=team, **note),
        "refuse": cost(actions.refuse_offer, by=tao, kind=RefusalKind.NO_CAPACITY, **note),
        "offer again": cost(actions.offer, by=wu, unit=team, **note),
        "take": cost(actions.take, by=tao, request=request),
        "deliver": cost(actions.deliver, by=tao, **note),
        "reopen": cost(actions.reopen, by=mei, **note),
        "deliver again": cost(actions.deliver, by=tao, **note),
        "confirm": cost(actions.confirm, by=mei, request=request),
    }


def test_every_step_of_a_life_costs_what_it_needs(desk, mei, wu, cost):
    desk.raised(by=mei)  # the first of its year makes the series
    spent = {"raise": cost(actions.raise_request, by=mei, service=service(), title="漏水")}
    spent |= {"withdraw": cost(actions.withdraw, by=mei, request=Request.objects.latest("pk"))}
    spent |= life(desk, cost, desk.raised(by=mei))
    again = {name: spent.pop(name) for name in ("offer again", "deliver again")}
    assert spent == COSTS
    assert again == {"offer again": COSTS["offer"], "deliver again": COSTS["deliver"]}


@pytest.mark.parametrize(
    ("rule", "more"),
    [(Assignment.LEAST_LOADED, 2), (Assignment.ON_SHIFT, 2), (Assignment.ROUND_ROBIN, 4)],
)
def test_choosing_somebody_costs_the_same_however_many_there_are(desk, mei, wu, cost, rule, more):
    desk.raised(by=mei)
    ServiceVersion.objects.filter(service=desk.service).update(assignment=rule)
    assert cost(actions.raise_request, by=mei, service=service(), title="漏水") == COSTS["raise"] + more
    for number in range(8):
        Person.objects.create(number=f"n{number}", name=f"新{number}", unit=desk.units["team1"])
    assert cost(actions.raise_request, by=mei, service=service(), title="漏水") == COSTS["raise"] + more
