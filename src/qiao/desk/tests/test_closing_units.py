"""A unit that still holds something is not closed: what lies in its queue would be nobody's any more."""

import pytest

from qiao.desk import actions
from qiao.desk.rules import Reason
from qiao.ledger.refusals import Refused
from qiao.org import actions as org
from qiao.org.models import Person


@pytest.fixture
def empty(desk, wu, zhao):
    """A team that everybody has left; its requests are still there."""
    team = desk.units["team1"]
    request = desk.working(by=desk.people["mei"], holder=desk.people["guo"])
    actions.offer(request=request, by=desk.people["guo"], at=desk.now, unit=team, note="归你们")
    actions.take(request=request, by=wu, at=desk.now)
    team.leader = None
    team.save()
    Person.objects.filter(unit=team).update(unit=desk.units["automation"])
    return team, request


def test_it_says_how_many_requests_still_lie_there(desk, admin, empty):
    team, _request = empty
    with pytest.raises(Refused) as refused:
        org.close_unit(unit=team, by=admin, at=desk.now)
    assert refused.value.reason is Reason.UNIT_HOLDS_REQUESTS
    assert "1" in refused.value.sentence


def test_an_offer_that_waits_for_it_counts_too(desk, mei, guo, admin, empty):
    team, request = empty
    actions.withdraw(request=request, by=mei, at=desk.now)
    other = desk.working(by=mei, holder=guo)
    other = actions.offer(request=other, by=guo, at=desk.now, unit=team, note="归你们")
    with pytest.raises(Refused):
        org.close_unit(unit=team, by=admin, at=desk.now)
    actions.recall(request=other, by=guo, at=desk.now)
    assert not org.close_unit(unit=team, by=admin, at=desk.now).active


def test_what_is_over_keeps_nothing_open(desk, mei, admin, empty):
    team, request = empty
    actions.withdraw(request=request, by=mei, at=desk.now)
    assert not org.close_unit(unit=team, by=admin, at=desk.now).active
