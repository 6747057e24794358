"""At a kiosk people ask: what they would do as those who serve is not offered, and is not refused late."""

import re

import pytest
from django.utils import timezone

from qiao.desk import actions as desk_actions
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind, Verb, possible
from qiao.kiosk import reads
from qiao.kiosk.fence import VERBS

WAYS = ("offered", "working", "paused", "passed on", "for everybody", "delivered")
# What the page of a request leads to, in forms and links.
LEADS = re.compile(r'(?:href|action|hx-get|hx-post|data-mentions)="(/[^"#?]*)')


def _internal(desk, way, tao, wu):
    """Tao Zhiyuan asks his own department and serves it, too."""
    if way == "for everybody":
        return desk.raised(tao, for_unit=desk.units["maintenance"])
    if way == "offered":
        return desk.raised(tao)
    if way == "delivered":
        return desk.delivered(tao, tao)
    request = desk.working(tao, tao)
    if way == "passed on":
        unit = desk.units["team1"]
        return desk_actions.offer(request=request, by=tao, at=desk.now, unit=unit, note="请")
    if way == "paused":
        return desk_actions.pause(
            request=request, by=tao, at=desk.now, kind=PauseKind.PARTS, counterpart="仓库"
        )
    return request


@pytest.fixture
def request_of(desk, tao, wu):
    return lambda way: _internal(desk, way, tao, wu)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_on_the_page_of_ones_own_request_leads_to_a_refusal(request_of, stand, tao, way):
    request = request_of(way)
    tablet = stand(tao)
    page = tablet.get(f"/requests/{request.number}/")
    assert page.status_code == 200
    shown = set(LEADS.findall(page.content.decode()))
    acts = {each for each in shown if each.startswith(f"/requests/{request.number}/")}
    assert f"/requests/{request.number}/comment/" in acts  # the pattern still finds something
    refused = {each: tablet.get(each).status_code for each in acts}
    assert {each: status for each, status in refused.items() if status in (403, 404)} == {}


@pytest.mark.parametrize("way", WAYS)
def test_at_a_kiosk_the_rules_allow_just_what_its_fence_lets_through(request_of, tao, way):
    request = Request.objects.get(pk=request_of(way).pk)
    at, narrow = timezone.now(), reads.narrowed(tao.scope)
    may = {verb for verb, reason in possible(request, narrow, at).items() if reason is None}
    assert may - {Verb.COMMENT} <= {Verb(verb) for verb in VERBS}
    everywhere = {verb for verb, reason in possible(request, tao.scope, at).items() if reason is None}
    assert may <= everywhere


def test_elsewhere_the_same_person_serves(desk, tao):
    request = desk.raised(tao)
    assert possible(request, tao.scope, desk.now)[Verb.ACCEPT] is None


def test_notes_among_providers_are_neither_shown_nor_written_on_a_shared_tablet(desk, stand, tao, zhao):
    request = desk.working(tao, zhao)
    desk_actions.comment(request=request, by=zhao, at=desk.now, body="只给我们看", internal=True)
    path = f"/requests/{request.number}/"
    tablet = stand(tao)
    page = tablet.get(path).content.decode()
    assert "只给我们看" not in page
    assert 'name="internal"' not in page
    assert tablet.post(f"{path}comment/", {"body": "从平板", "internal": "on"}).status_code == 422
    assert request.comments.count() == 1


def test_a_scanned_place_names_no_request_that_does_not_open_here(desk, machine, stand, mei, tao):
    held = desk.working(mei, tao, answers={"where": machine.pk}, title="林梅的请求")
    own = desk.raised(tao, answers={"where": machine.pk}, title="自己的请求")
    page = stand(tao).get("/q/p/WR-B3").content.decode()
    assert own.title in page
    assert held.title not in page
    assert held.number not in page
