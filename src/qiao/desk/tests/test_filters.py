"""A filter reads an address and writes the same one back; each condition finds what it says."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from qiao.desk import actions
from qiao.desk.filters import ALL, READERS, Filter, Sort, in_order, keys, narrow, parse
from qiao.desk.models import Request
from qiao.desk.rest.lists import NAMES, RequestFilters
from qiao.desk.rules import PauseKind
from qiao.ui.paging import key_page

FULL = (
    "state=offered&state=paused&service=repair&priority=urgent&holder=me&holder=nobody&unit=team1"
    "&requester=mei&customer=welding&waiting=parts&counterpart=%E5%AF%86%E5%B0%81&open=1&overdue=1"
    "&due_before=2026-03-02&raised_from=2026-02-01&raised_to=2026-03-31&changed_since=2026-02-28&q=%E6%BC%8F%E6%B0%B4&sort=age"
)


def test_an_address_comes_back_as_it_went_in():
    assert parse(QueryDict(FULL)).query == FULL
    assert parse(QueryDict("")) == Filter()
    assert parse(QueryDict("")).query == ""


def test_a_program_may_write_several_values_with_commas_or_as_a_list():
    assert parse({"state": "offered, paused"}).state == ("offered", "paused")
    assert parse({"state": ["offered", "paused", "offered"]}).state == ("offered", "paused")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "lost"),
        ("priority", "whenever"),
        ("waiting", "godot"),
        ("sort", "beauty"),
        ("due_before", "tomorrow"),
        ("due_before", "0001-01-01"),
        ("raised_from", "2026-02-30"),
        ("overdue", "perhaps"),
        ("changed_since", "2026-03-02T09:00:00"),
    ],
)
def test_what_is_not_understood_is_named_and_left_out(name, value):
    found = parse({name: value, "q": "漏水"})
    assert found.problems == (name,)
    assert (getattr(found, name), found.q) == (getattr(Filter(), name), "漏水")


def test_a_chip_takes_one_condition_away():
    found = parse(QueryDict(FULL))
    assert found.without("state", "paused").state == ("offered",)
    assert found.without("overdue", "1").overdue is None
    assert found.without("due_before", "2026-03-02").due_before is None
    assert not parse({"sort": "age"}).is_set


@pytest.fixture
def many(desk, mei, he, guo, wu, tao):
    """One request of each kind, by a name."""
    made = {"new": desk.raised(by=mei, title="一号机漏水", priority="urgent")}
    made["held"] = desk.working(by=he, holder=wu, title="二号机异响")
    paused = desk.working(by=guo, holder=tao, title="三号机停机")
    made["paused"] = actions.pause(
        request=paused, by=tao, at=desk.now, kind=PauseKind.PARTS, counterpart="密封圈供应商"
    )
    done = desk.delivered(by=mei, holder=wu, title="四号机换油")
    made["over"] = actions.confirm(request=done, by=mei, at=desk.later(days=1))
    return made


def found(desk, person, **asked):
    requests = narrow(Request.objects.all(), parse(asked), scope=person.scope, at=desk.now)
    return set(requests.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["new", "held", "paused"]),
        ({"state": ALL}, ["new", "held", "paused", "over"]),
        ({"state": "confirmed"}, ["over"]),
        ({"state": "confirmed,offered"}, ["over", "new"]),
        ({"open": "0"}, ["over"]),
        ({"open": "1", "state": "confirmed"}, []),
        ({"priority": "urgent"}, ["new"]),
        ({"holder": "nobody"}, ["new"]),
        ({"holder": "me"}, ["held"]),
        ({"holder": "me,nobody"}, ["held", "new"]),
        ({"holder": "tao"}, ["paused"]),
        ({"unit": "maintenance"}, ["new", "held", "paused"]),
        ({"unit": "welding"}, []),
        ({"requester": "mei"}, ["new"]),
        ({"customer": "welding"}, ["new", "held"]),
        ({"customer": "welding2"}, ["new", "held"]),
        ({"waiting": "parts"}, ["paused"]),
        ({"waiting": "requester"}, []),
        ({"counterpart": "供应商"}, ["paused"]),
        ({"q": "号机 漏"}, ["new"]),
        ({"q": "二号机 漏"}, []),
        ({"service": "secret"}, []),
        ({"service": "repair", "state": "paused"}, ["paused"]),
    ],
)
def test_each_condition_finds_what_it_says(desk, wu, many, asked, titles):
    assert found(desk, wu, **asked) == {many[each].title for each in titles}


def test_overdue_and_due_before_a_day(desk, wu, many):
    late = desk.now + timedelta(days=30)
    everything = narrow(Request.objects.all(), parse({"overdue": "1"}), scope=wu.scope, at=late)
    assert {each.title for each in everything} == {many["new"].title, many["held"].title}
    due = timezone.localtime(many["new"].due_at).date()
    assert found(desk, wu, due_before=due.isoformat(), state="offered") == {many["new"].title}
    assert found(desk, wu, due_before=(due - timedelta(days=1)).isoformat()) == set()


def test_raised_between_two_days_counts_both(desk, wu, many):
    day = timezone.localtime(many["new"].raised_at).date()
    assert many["new"].title in found(desk, wu, raised_from=day.isoformat(), raised_to=day.isoformat())
    assert found(desk, wu, raised_from=(day + timedelta(days=1)).isoformat()) == set()
    assert found(desk, wu, raised_to=date(2026, 1, 1).isoformat()) == set()


def test_not_overdue_is_a_condition_of_its_own(desk, wu, many):
    late = desk.now + timedelta(days=30)
    everything = narrow(Request.objects.all(), parse({"overdue": "0"}), scope=wu.scope, at=late)
    assert {each.title for each in everything} == {many["paused"].title}


def test_changed_since_a_moment_counts_words_too_and_what_came_from_elsewhere_by_its_own_times(
    desk, wu, many
):
    Request.objects.filter(pk=many["new"].pk).update(changed_at=None)
    since = desk.later(days=1).isoformat()
    assert found(desk, wu, changed_since=since, state=ALL) == set()
    actions.comment(request=many["held"], by=wu, at=desk.now, body="在看了")
    Request.objects.filter(pk=many["new"].pk).update(raised_at=desk.now)
    assert found(desk, wu, changed_since=since, state=ALL) == {many["new"].title, many["held"].title}


def test_programs_ask_by_the_same_description_as_the_pages():
    asked = set(RequestFilters.model_fields) - {"order"}
    assert {NAMES.get(name, name) for name in asked} == set(READERS) - {"sort"}
    assert set(READERS) == {each.name for each in fields(Filter)} - {"problems"}


@pytest.mark.parametrize("sort", Sort)
def test_pages_under_every_order_hold_each_request_once_and_in_order(desk, mei, wu, tao, sort):
    for number in range(7):
        desk.now += timedelta(minutes=number % 3)
        request = desk.raised(by=mei, title=f"{number}", priority="urgent" if number % 2 else "normal")
        if number % 3 == 0:  # no due time while it is paused
            request = actions.accept(request=request, by=wu, at=desk.now)
            actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="泵")
    everything = list(in_order(Request.objects.all(), sort).values_list("id", flat=True))
    query, order = keys(Request.objects.all(), sort)
    seen, cursor = [], ""
    for _ in range(5):
        page = key_page(query, order=order, params={"after": cursor}, size=2)
        seen += [row.id for row in page.items]
        cursor = page.older
        if not cursor:
            break
    assert seen == everything
    assert len(seen) == 7
    back = key_page(query, order=order, params={"before": page.newer}, size=2)
    assert [row.id for row in back.items] == everything[4:6]


def test_what_has_no_due_time_comes_last(desk, mei, wu):
    paused = desk.working(by=mei, holder=wu)
    actions.pause(request=paused, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="泵")
    later = desk.raised(by=mei)
    assert list(in_order(Request.objects.all(), Sort.DUE)) == [later, paused]


def test_a_comment_is_a_change_too(desk, mei, wu):
    first, second = desk.raised(by=mei), desk.raised(by=mei)
    actions.comment(request=first, by=wu, at=desk.later(minutes=5), body="下午来")
    assert list(in_order(Request.objects.all(), Sort.UPDATED)) == [first, second]
