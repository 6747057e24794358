"""From the ledger into inboxes: exactly once, gathered, and only what may be seen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.accounts.models import Account
from qiao.desk import actions as desk_actions
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind
from qiao.ledger.actions import record
from qiao.ledger.models import Event
from qiao.notify import actions, reads
from qiao.notify.models import Notice, Told
from qiao.org.models import Person, Substitution


def say(floor, request, by, body, **more):
    return desk_actions.comment(request=request, by=by, at=floor.now, body=body, **more)


def hire(floor, number, unit):
    person = Person.objects.create(number=number, name=number, unit=floor.units[unit])
    Account.objects.create_user(number, person)
    return person


def test_a_new_request_is_told_to_the_leader_of_the_unit_and_not_to_its_forty_members(
    floor, mei, guo, wu, zhao, told
):
    floor.raised(by=mei, title="漏水")
    assert told(guo) == {"漏水": ("answer", "leader", 1)}
    assert told(wu) == told(zhao) == told(mei) == {}


def test_a_handful_on_shift_is_told_of_an_offer_to_their_team(floor, mei, wu, tao, zhao, told):
    request = floor.working(by=mei, holder=tao, title="漏水")
    desk_actions.offer(request=request, by=tao, at=floor.now, unit=floor.units["team1"], note="请接")
    assert told(zhao) == {"漏水": ("answer", "leader", 1)}
    assert told(wu) == {"漏水": ("answer", "on_shift", 1)}


def test_of_a_large_shift_only_the_leader_is_told(floor, mei, wu, tao, zhao, told):
    for number in range(6):
        hire(floor, f"hand{number}", "team1")
    request = floor.working(by=mei, holder=tao, title="漏水")
    desk_actions.offer(request=request, by=tao, at=floor.now, unit=floor.units["team1"], note="请接")
    assert told(zhao) == {"漏水": ("answer", "leader", 1)}
    assert told(wu) == {}


def test_offered_to_somebody_by_name_is_told_to_them_alone(floor, mei, wu, tao, zhao, told):
    request = floor.working(by=mei, holder=tao, title="漏水")
    desk_actions.offer(
        request=request, by=tao, at=floor.now, unit=floor.units["team1"], person=wu, note="请接"
    )
    assert told(wu) == {"漏水": ("answer", "offered_to", 1)}
    assert told(zhao) == {}


def test_the_giver_learns_that_it_was_accepted(floor, mei, wu, tao, told):
    request = floor.working(by=mei, holder=wu, title="漏水")
    desk_actions.offer(request=request, by=wu, at=floor.now, unit=floor.units["automation"], note="请接")
    desk_actions.take(request=request, by=tao, at=floor.now)
    assert told(wu) == {"漏水": ("progress", "giver", 1)}


def test_what_waits_in_a_queue_no_more_is_not_unread_any_more(floor, mei, guo, wu, told):
    request = floor.raised(by=mei, title="漏水")
    assert told(guo)
    desk_actions.accept(request=request, by=wu, at=floor.later(minutes=1))
    assert told(guo) == {}
    assert told(mei) == {"漏水": ("progress", "requester", 1)}


def test_several_events_on_one_request_are_one_line_until_it_is_opened(floor, mei, wu, told, unread):
    request = floor.delivered(by=mei, holder=wu, title="漏水")
    say(floor, request, wu, "请看一下")
    assert told(mei) == {"漏水": ("answer", "requester", 3)}
    assert unread(mei) == 1
    actions.opened(person=mei, request=request, at=floor.now)
    assert told(mei) == {}
    say(floor, request, wu, "怎么样？")
    assert told(mei) == {"漏水": ("talk", "requester", 1)}
    assert Notice.objects.filter(person=mei).count() == 2


def test_a_stronger_kind_leads_the_line(floor, mei, wu, zhao, told):
    request = floor.working(by=mei, holder=wu, title="漏水")
    desk_actions.watch(request=request, by=zhao, at=floor.later(minutes=1))
    say(floor, request, wu, "在换")
    assert told(zhao) == {"漏水": ("talk", "watcher", 1)}
    say(floor, request, wu, "@赵敏 备件在哪？")
    assert told(zhao) == {"漏水": ("mention", "mentioned", 2)}


def test_the_same_events_twice_tell_once(floor, mei, wu):
    floor.delivered(by=mei, holder=wu)
    actions.catch_up(at=floor.now)
    before = Told.objects.count(), Notice.objects.get(person=mei).n
    events = list(Event.objects.all())
    assert actions.tell(events=events, at=floor.now) == 0
    assert (Told.objects.count(), Notice.objects.get(person=mei).n) == before
    assert actions.catch_up(at=floor.now) == 0


def test_internal_notes_are_told_to_providers_only(floor, mei, he, wu, guo, told):
    request = floor.working(by=mei, holder=wu, title="漏水", for_person=he)
    actions.catch_up(at=floor.now)
    actions.opened(person=mei, request=request, at=floor.now)
    actions.opened(person=he, request=request, at=floor.now)
    say(floor, request, guo, "先别告诉客户 @林梅 @何雨", internal=True)
    assert told(mei) == told(he) == {}
    assert told(wu) == {"漏水": ("talk", "holder", 1)}


def test_an_internal_note_and_a_word_to_all_are_two_lines(floor, mei, wu, guo):
    request = floor.working(by=mei, holder=wu)
    say(floor, request, guo, "只给我们", internal=True)
    say(floor, request, guo, "给大家")
    actions.catch_up(at=floor.now)
    assert list(Notice.objects.filter(person=wu).order_by("internal").values_list("internal", "n")) == [
        (False, 1),
        (True, 1),
    ]


def test_whoever_becomes_a_mere_customer_loses_the_internal_lines(floor, wu, fang, unread):
    request = floor.working(by=fang, holder=wu, title="漏水")
    desk_actions.offer(request=request, by=wu, at=floor.now, unit=floor.units["finance"], note="要付款")
    say(floor, request, wu, "@方芳 内部看一下", internal=True)
    actions.catch_up(at=floor.now)
    assert unread(fang) == 2
    desk_actions.recall(request=Request.objects.get(), by=wu, at=floor.now)
    actions.catch_up(at=floor.now)
    lines = Notice.objects.of(Person.objects.get(pk=fang.pk).scope)
    assert [each.internal for each in lines] == [False]
    assert Notice.objects.get(person=fang, internal=True).unread
    assert unread(fang) == 0  # and what was offered to her unit waits no more


def test_a_notice_of_what_one_may_see_no_longer_vanishes_also_from_the_count(
    floor, mei, tao, wu, told, unread
):
    request = floor.working(by=mei, holder=wu, title="漏水")
    desk_actions.watch(request=request, by=tao, at=floor.later(minutes=1))
    say(floor, request, wu, "在换")
    assert told(tao)
    assert unread(tao) == 1
    floor.units["automation"].leader = None
    floor.units["automation"].save()
    Person.objects.filter(pk=tao.pk).update(unit=floor.units["finance"])
    assert told(tao) == {}
    assert unread(tao) == 0
    say(floor, request, wu, "还在换")
    actions.catch_up(at=floor.now)
    assert Notice.objects.get(person=tao).n == 1


def test_nobody_above_the_direct_leader_is_told_of_a_confidential_request(floor, mei, wu, chang, told):
    request = floor.raised(by=mei, service=floor.secret, title="工资")
    desk_actions.accept(request=request, by=wu, at=floor.now)
    say(floor, request, wu, "请 @常青 看一下")
    assert told(chang) == {}
    assert told(mei)["工资"][1] == "requester"


def test_named_without_sight_is_told_nothing(floor, mei, wu, fang, told):
    request = floor.working(by=mei, holder=wu)
    say(floor, request, wu, "@方芳 费用怎么算？")
    assert told(fang) == {}


def test_whoever_stands_in_for_an_absent_leader_is_told(floor, mei, guo, zhao, told):
    Substitution.objects.create(
        person=guo, substitute=zhao, since=floor.now - timedelta(days=1), until=floor.now + timedelta(days=1)
    )
    floor.raised(by=mei, title="漏水")
    assert told(zhao) == {"漏水": ("answer", "stands_in", 1)}
    assert told(guo) == {"漏水": ("answer", "leader", 1)}


def test_nobody_is_told_what_they_do_not_want_to_know(floor, mei, wu, told):
    actions.choose(person=mei, wanted=["mention", "answer", "talk"])
    floor.working(by=mei, holder=wu, title="漏水")
    assert told(mei) == {}
    actions.choose(person=mei, wanted=["progress"])
    floor.working(by=mei, holder=wu, title="漏气")
    assert told(mei) == {"漏气": ("progress", "requester", 1)}


def test_nobody_without_a_login_is_told(floor, mei, wu, told):
    Account.objects.filter(person=mei).update(is_active=False)
    floor.working(by=mei, holder=wu)
    assert told(mei) == {}
    assert not Notice.objects.filter(person=mei).exists()


def test_what_happened_weeks_ago_is_nobodys_news(floor, mei, wu, told):
    now, floor.now = floor.now, floor.now - timedelta(days=15)
    floor.working(by=mei, holder=wu)
    floor.now = now
    assert told(mei) == {}


def test_what_an_import_copied_is_nobodys_news(floor, mei, wu, told):
    request = floor.raised(by=mei)
    record("request.accepted", subject=request, by=wu, at=floor.now, activity="In Progress")
    assert told(mei) == {}


def test_a_pause_that_waits_for_the_requester_waits_for_their_answer(floor, mei, wu, told):
    request = floor.working(by=mei, holder=wu, title="漏水")
    desk_actions.pause(request=request, by=wu, at=floor.now, kind=PauseKind.REQUESTER, reason="何时停机？")
    assert told(mei) == {"漏水": ("answer", "requester", 2)}


def test_a_failed_batch_is_told_the_next_time(floor, mei, wu, monkeypatch):
    floor.delivered(by=mei, holder=wu)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "_write", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.catch_up(at=floor.now)
    assert reads.is_behind(actions.READER)
    actions.catch_up(at=floor.now)
    assert Notice.objects.filter(person=mei).count() == 1
    assert not reads.is_behind(actions.READER)


def test_telling_costs_the_same_for_one_event_and_for_forty(floor, mei, wu):
    request = floor.working(by=mei, holder=wu)
    actions.catch_up(at=floor.now)

    def cost(times):
        for number in range(times):
            say(floor, request, wu, f"第 {number} 次")
        with CaptureQueriesContext(connection) as queries:
            actions.catch_up(at=floor.now)
        return len(queries)

    assert cost(1) == cost(40)
    assert Notice.objects.get(person=mei).n == 42


def test_a_watcher_is_not_told_of_what_was_before(floor, mei, wu, zhao, told):
    request = floor.delivered(by=mei, holder=wu)
    desk_actions.watch(request=request, by=zhao, at=floor.later(minutes=1))
    assert told(zhao) == {}


def test_whose_request_was_merged_goes_on_being_told(floor, mei, he, wu, told):
    leading = floor.working(by=mei, holder=wu, title="漏水")
    duplicate = floor.working(by=he, holder=wu, title="又漏水")
    actions.catch_up(at=floor.now)
    desk_actions.merge(request=duplicate, into=leading, by=wu, at=floor.later(minutes=1))
    assert told(he)["又漏水"] == ("progress", "requester", 2)
    desk_actions.deliver(request=leading, by=wu, at=floor.later(minutes=1), note="换好了")
    assert told(he)["漏水"] == ("progress", "fellow", 1)
    assert told(mei)["漏水"][:2] == ("answer", "requester")


def test_who_watched_or_wrote_on_what_was_merged_goes_on_being_told_and_of_the_merge_once(
    floor, mei, he, wu, zhao, tao, told
):
    leading = floor.working(by=mei, holder=wu, title="漏水")
    duplicate = floor.raised(by=he, title="又漏水")
    desk_actions.watch(request=duplicate, by=zhao, at=floor.now)
    say(floor, duplicate, tao, "上周修过")
    actions.catch_up(at=floor.now)
    before = told(tao)
    desk_actions.merge(request=duplicate, into=leading, by=wu, at=floor.later(minutes=1))
    assert told(tao) == {**before, "又漏水": ("progress", "commenter", 1)}
    assert "漏水" not in told(zhao)
    desk_actions.deliver(request=leading, by=wu, at=floor.later(minutes=1), note="换好了")
    assert told(zhao)["漏水"] == told(tao)["漏水"] == ("progress", "watcher", 1)


def test_old_read_notices_are_forgotten_and_unread_ones_stay(floor, mei, wu, he):
    floor.delivered(by=mei, holder=wu)
    other = floor.delivered(by=he, holder=wu)
    actions.catch_up(at=floor.now)
    actions.opened(person=he, request=other, at=floor.now)
    actions.sweep(at=floor.now + timedelta(days=91))
    assert set(Notice.objects.values_list("person", flat=True)) >= {mei.pk}
    assert not Notice.objects.filter(person=he).exists()
    assert not Told.objects.filter(person=he).exists()
