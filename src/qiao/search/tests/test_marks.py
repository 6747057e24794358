"""What can be found is what can be seen: every way of seeing a request has its mark in the index."""

import pytest

from qiao.approvals.actions import delegate
from qiao.approvals.tests.conftest import LEADER, asked, away, decide, needs  # noqa: F401
from qiao.desk import actions as desk_actions
from qiao.desk.models import Request
from qiao.org.models import Person


@pytest.fixture
def needs_leader(needs):  # noqa: F811
    needs(LEADER)


def test_who_merely_approves_a_request_finds_it_and_nobody_beside_them(
    desk, needs_leader, he, mei, wei, fang, titles
):
    desk.raised(he, title="要批准的泵")
    assert titles("的泵", mei) == ["要批准的泵"]  # asked, as his leader; no party to it otherwise
    assert titles("要批准", he) == ["要批准的泵"]
    for stranger in (wei, fang):
        assert titles("的泵", stranger) == []


def test_who_has_approved_it_finds_it_ever_after(desk, needs_leader, decide, he, mei, titles):  # noqa: F811
    request = desk.raised(he, title="要批准的泵")
    decide(request, mei)
    assert titles("的泵", mei) == ["要批准的泵"]


def test_so_do_the_substitute_and_who_was_asked_instead(
    desk,
    needs_leader,
    asked,  # noqa: F811
    away,  # noqa: F811
    he,
    mei,
    fang,
    tao,
    titles,
):
    request = desk.raised(he, title="要批准的泵")
    away(mei, fang)
    assert titles("的泵", fang) == ["要批准的泵"]
    assert titles("的泵", tao) == []
    delegate(ask=asked(request)["mei"], by=Person.objects.get(pk=mei.pk), to=tao, at=desk.now)
    assert titles("的泵", tao) == ["要批准的泵"]


def test_who_stands_in_for_the_holder_finds_what_they_hold(desk, away, mei, wu, fang, titles):  # noqa: F811
    desk.working(mei, wu, title="吴刚手上的泵", service=desk.secret)
    assert titles("的泵", fang) == []
    away(wu, fang)
    assert titles("的泵", fang) == ["吴刚手上的泵"]


def test_for_everybody_the_same_is_found_as_is_seen(desk, needs_leader, away, decide, titles):  # noqa: F811
    """However somebody comes to see a request: the search and the rules know the same ones."""
    he, mei, wu, tao, fang, wei = (desk.people[code] for code in ("he", "mei", "wu", "tao", "fang", "wei"))
    desk.raised(he, title="泵一")
    decide(desk.raised(he, title="泵二", for_person=fang), mei)
    desk.raised(wei, title="泵三", for_unit=desk.units["finance"])
    for title in ("泵四", "泵五"):
        request = desk.working(mei, wu, title=title, service=desk.secret)
    unit = desk.units["automation"]
    desk_actions.offer(request=request, by=wu, at=desk.now, unit=unit, person=tao, note="请看")
    desk_actions.raise_request(service=desk.secret, by=tao, at=desk.now, title="泵六")
    away(tao, fang)
    away(wu, wei)
    assert Request.objects.count() == 6
    for person in Person.objects.all():
        seen = Request.objects.visible_to(person.scope).order_by("-id").values_list("title", flat=True)
        assert titles("泵", person) == list(seen), person
    assert len(titles("泵", fang)) > 2
