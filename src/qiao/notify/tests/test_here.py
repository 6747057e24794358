"""Who is on a page right now: providers see each other, customers neither see nor are seen."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qiao.desk import actions as desk_actions
from qiao.notify import actions
from qiao.notify.models import Presence


@pytest.fixture
def request_(floor, mei, wu):
    return floor.working(by=mei, holder=wu, title="冷却水漏水")


@pytest.fixture
def look(browse, request_):
    """One heartbeat of somebody; returns what their page shows."""

    def look(person, **said):
        answer = browse(person).post(f"/requests/{request_.number}/here/", said)
        assert answer.status_code == 200
        return answer.content.decode()

    return look


def since(page):
    return re.search(r'name="since" value="(\d*)"', page)[1]


def test_providers_see_each_other(look, wu, zhao):
    assert "吴刚" not in look(wu)
    assert "吴刚" in look(zhao)
    assert "赵敏" in look(wu)


def test_looking_and_writing_are_told_apart(look, wu, zhao):
    look(wu)
    looking = look(zhao)
    look(wu, writing="1")
    writing = look(zhao)
    assert looking != writing
    assert Presence.objects.get(person=wu).writing


def test_customers_neither_see_nor_are_seen(look, mei, wu):
    look(wu, writing="1")
    assert "吴刚" not in look(mei)
    assert "林梅" not in look(wu)
    assert not Presence.objects.filter(person=mei).exists()


def test_to_a_stranger_the_page_does_not_exist(browse, request_, fang):
    assert browse(fang).post(f"/requests/{request_.number}/here/").status_code == 404
    assert not Presence.objects.exists()


def test_whoever_is_signed_in_no_more_is_left_where_they_are(client, request_):
    assert client.post(f"/requests/{request_.number}/here/").status_code == 204


def test_after_a_minute_nobody_is_there(look, wu, zhao):
    look(wu)
    Presence.objects.update(looked_at=timezone.now() - timedelta(seconds=46))
    assert "吴刚" not in look(zhao)


def test_a_heartbeat_within_half_a_minute_writes_nothing_and_asks_four_things(look, wu, browse, request_):
    page = look(wu)
    client, path = browse(wu), f"/requests/{request_.number}/here/"
    with CaptureQueriesContext(connection) as queries:
        client.post(path, {"since": since(page)})
    asked = [each["sql"].split()[0] for each in queries]
    assert set(asked) == {"SELECT"}
    assert len(asked) <= 4  # session, person, who is here, what is new


def test_after_half_a_minute_it_is_asked_and_written_again(look, wu, browse, request_):
    look(wu)
    Presence.objects.update(looked_at=timezone.now() - timedelta(seconds=31))
    client = browse(wu)
    with CaptureQueriesContext(connection) as queries:
        client.post(f"/requests/{request_.number}/here/")
    writes = [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE"))]
    assert len(writes) == 1


def test_what_others_did_since_is_said_and_stays_said(floor, look, wu, zhao, request_):
    mine = since(look(zhao))
    assert mine
    desk_actions.comment(request=request_, by=wu, at=floor.now, body="换好了")
    told = look(zhao, since=mine)
    assert 'role="status"' in told
    assert since(told) == mine
    assert 'role="status"' in look(zhao, since=mine)


def test_ones_own_doing_is_no_news(floor, look, wu, request_):
    mine = since(look(wu))
    desk_actions.comment(request=request_, by=wu, at=floor.now, body="换好了")
    assert 'role="status"' not in look(wu, since=mine)


def test_an_internal_note_is_no_news_to_a_customer(floor, look, mei, wu, zhao, request_):
    hers, his = since(look(mei)), since(look(zhao))
    desk_actions.comment(request=request_, by=wu, at=floor.now, body="内部", internal=True)
    assert 'role="status"' not in look(mei, since=hers)
    assert 'role="status"' in look(zhao, since=his)


@pytest.mark.parametrize("said", ["", "-1", "x", "9" * 30, "١٢"])
def test_a_place_in_the_story_that_is_none_begins_anew(look, wu, said):
    assert since(look(wu, since=said)).isdigit()


def test_ten_minutes_later_nothing_of_it_is_left(look, wu):
    look(wu)
    actions.sweep(at=timezone.now() + timedelta(minutes=10))
    assert not Presence.objects.exists()
