"""The clocks of a request, rule by rule (ADR 26). Monday 2 March 2026; the calendar works 9–12 and 13–18."""

from datetime import date, datetime, timedelta

import pytest

from qiao.catalogue.models import Service
from qiao.catalogue.rules import Priority
from qiao.desk import actions
from qiao.desk.events import Kind
from qiao.desk.models import Request
from qiao.desk.reads.accounts import checked
from qiao.desk.rows import clock_of
from qiao.desk.rules import PauseKind, Reason, RefusalKind
from qiao.desk.tests.conftest import MONDAY, ZONE
from qiao.files.tests.conftest import phone_photo
from qiao.ledger.refusals import Refused
from qiao.org import actions as org
from qiao.org.models import Calendar

HOUR = 3600


def monday(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _as_the_ledger_says(desk):
    """Whatever a test did: counted again from the events, every number is the same."""
    yield
    assert [each for part in checked() for each in part.differences] == []


def say(desk, request, by, body="请看", internal=False):
    actions.comment(request=request, by=by, at=desk.now, body=body, internal=internal)
    return Request.objects.get(pk=request.pk)


def pause(desk, request, by, kind=PauseKind.PARTS):
    return actions.pause(request=request, by=by, at=desk.now, kind=kind, counterpart="密封圈")


# -- the first response -------------------------------------------------------------------------------


def test_the_response_clock_starts_with_the_request(desk, mei):
    request = desk.raised(by=mei)
    assert (request.unanswered_since, request.answer_by) == (MONDAY, monday(9, 30))
    assert request.respond_by == request.due_at == request.answer_by


@pytest.mark.parametrize("answer", ["accept", "take", "words", "deliver", "decline"])
def test_a_provider_answers_by(desk, mei, wu, tao, answer):
    request = desk.raised(by=mei)
    desk.later(minutes=20)
    if answer == "accept":
        request = actions.accept(request=request, by=wu, at=desk.now)
    elif answer == "take":
        unit = desk.units["automation"]
        request = actions.offer(request=request, by=wu, at=desk.now, unit=unit, note="归你们")
        assert request.responded_at is None  # offering it on is no answer to the customer
        request = actions.take(request=request, by=tao, at=desk.now)
    elif answer == "words":
        request = say(desk, request, wu)
    elif answer == "deliver":
        request = actions.accept(request=request, by=wu, at=desk.now)
        request = actions.deliver(request=request, by=wu, at=desk.now, note="好了")
    else:
        kind = RefusalKind.OTHER
        request = actions.decline(request=request, by=wu, at=desk.now, kind=kind, note="重复")
    assert (request.responded_at, request.answer_by) == (desk.now, None)


@pytest.mark.parametrize("no_answer", ["internal", "assigned", "stranger", "customer", "reminder"])
def test_nothing_else_is_an_answer(desk, mei, he, wu, wei, no_answer):
    request = desk.raised(by=mei, for_person=he)
    desk.later(minutes=20)
    if no_answer == "internal":
        request = say(desk, request, wu, internal=True)
    elif no_answer == "assigned":
        request = actions.assign(request=request, by=wu, at=desk.now, to=wu)
    elif no_answer == "reminder":
        actions.remind_to_confirm(at=desk.now)
    else:
        request = say(desk, request, wei if no_answer == "stranger" else he)
    assert (request.responded_at, request.answer_by) == (None, monday(9, 30))


def test_once_answered_in_words_what_is_due_is_the_promise(desk, mei, wu):
    request = say(desk, desk.raised(by=mei), wu)
    assert (request.state, request.due_at) == ("offered", request.promised_at)


@pytest.mark.parametrize(("who", "runs"), [("wu", False), ("guo", False), ("mei", True), ("chang", True)])
def test_nobodys_response_clock_runs_against_their_own_unit(desk, who, runs):
    """Members of the unit and of its teams; the plant's leader only stands above, and is a customer."""
    request = desk.raised(by=desk.people[who])
    assert (request.answer_by is not None, request.respond_by is not None) == (runs, runs)
    assert request.due_at == (request.respond_by if runs else request.promised_at)


# -- the customer's reply -----------------------------------------------------------------------------


def test_the_customers_reply_restarts_the_response(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    desk.later(hours=1)
    request = say(desk, request, mei, "几点能到？")
    assert (request.unanswered_since, request.answer_by) == (monday(10), monday(10, 30))
    assert request.due_at == monday(10, 30)
    assert request.respond_by == monday(9, 30)  # what was promised for the first answer stays


def test_the_customers_second_reply_does_not_extend_the_response(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    request = say(desk, request, mei, "几点能到？")
    due = request.answer_by
    desk.later(minutes=20)
    assert say(desk, request, mei, "还在等").answer_by == due


def test_a_reply_while_the_first_answer_is_due_changes_nothing(desk, mei):
    request = desk.raised(by=mei)
    desk.later(minutes=20)
    assert say(desk, request, mei, "补充：3 号位").answer_by == monday(9, 30)


def test_words_answer_a_reply_and_what_is_due_is_the_promise_again(desk, mei, wu):
    request = say(desk, desk.working(by=mei, holder=wu), mei, "几点能到？")
    desk.later(minutes=5)
    request = say(desk, request, wu, "十点")
    assert (request.answer_by, request.due_at) == (None, request.promised_at)
    assert request.responded_at == MONDAY  # the first answer stays the first


def test_a_file_is_a_word_too(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    actions.attach(request=request, by=mei, at=desk.now, upload=phone_photo())
    assert Request.objects.get(pk=request.pk).answer_by == monday(9, 30)


def test_accepting_does_not_answer_what_was_asked_since(desk, mei, wu, tao):
    request = say(desk, desk.raised(by=mei), wu, "在看")
    request = say(desk, request, mei, "几点能到？")
    due = request.answer_by
    assert actions.accept(request=request, by=wu, at=desk.later(minutes=1)).answer_by == due


def test_a_member_of_the_holding_unit_does_not_wait_for_themselves(desk, wu, zhao):
    request = actions.accept(request=desk.raised(by=wu), by=zhao, at=desk.now)
    assert say(desk, request, wu, "几点能到？").answer_by is None


def test_reopening_is_a_word_of_the_customer(desk, mei, wu):
    request = desk.delivered(by=mei, holder=wu)
    request = actions.reopen(request=request, by=mei, at=desk.later(minutes=30), note="又漏了")
    assert request.due_at == request.answer_by == monday(11)
    assert request.used_seconds is None


@pytest.mark.parametrize("over", ["deliver", "withdraw"])
def test_what_is_delivered_or_over_waits_for_no_answer(desk, mei, wu, over):
    request = say(desk, desk.working(by=mei, holder=wu), mei, "几点能到？")
    if over == "deliver":
        request = actions.deliver(request=request, by=wu, at=desk.now, note="好了")
        assert say(desk, request, mei, "谢谢").answer_by is None
    else:
        request = actions.withdraw(request=request, by=mei, at=desk.now)
    assert (request.unanswered_since, request.answer_by) == (None, None)


# -- pauses -------------------------------------------------------------------------------------------


def test_a_pause_hides_what_is_due_and_resuming_shifts_it_by_the_paused_working_time(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    promised = request.promised_at
    request = pause(desk, request, wu)
    assert request.due_at is None
    desk.later(hours=3, minutes=30)  # from nine to half past twelve: three hours of work and half of lunch
    request = actions.resume(request=request, by=wu, at=desk.now)
    assert request.due_at == request.promised_at == promised + timedelta(hours=3)


def test_a_pause_never_clears_an_unanswered_response(desk, mei, wu):
    request = say(desk, desk.working(by=mei, holder=wu), mei, "几点能到？")
    request = pause(desk, request, wu)
    assert request.due_at == request.answer_by == monday(9, 30)
    request = actions.resume(request=request, by=wu, at=desk.later(minutes=10))
    assert request.answer_by == monday(9, 30)  # it ran on


def test_the_customers_reply_to_a_pause_is_due(desk, mei, wu):
    request = pause(desk, desk.working(by=mei, holder=wu), wu, PauseKind.REQUESTER)
    request = say(desk, request, mei, "12:00 可以停")
    assert request.due_at == monday(9, 30)
    clock = clock_of(request, request.calendar.compiled, at=desk.now)
    assert "30" in clock.label


# -- targets ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paused", "priority", "hours"),
    [(0, Priority.URGENT, -2), (2, Priority.URGENT, -2), (9, Priority.URGENT, -2), (2, Priority.LOW, 0)],
)
def test_changing_a_target_moves_what_is_due_by_exactly_the_difference(
    desk, mei, wu, paused, priority, hours
):
    request = desk.working(by=mei, holder=wu)
    request = pause(desk, request, wu)
    request = actions.resume(request=request, by=wu, at=desk.later(hours=paused))
    before = request.promised_at
    request = reprioritise(desk, request, wu, priority)
    moved = request.calendar.compiled.working_seconds(before, request.promised_at)
    assert moved == hours * HOUR
    assert request.due_at == request.promised_at


def test_back_again_is_where_it_was(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    before = request.promised_at
    request = reprioritise(desk, request, wu, Priority.URGENT)
    assert reprioritise(desk, request, wu, Priority.NORMAL).promised_at == before


def test_a_response_that_runs_moves_too_and_one_that_was_given_stays(desk, mei, wu):
    request = reprioritise(desk, desk.raised(by=mei), wu, Priority.URGENT, leader="guo")
    assert request.answer_by == request.respond_by == monday(9, 15)
    request = actions.accept(request=request, by=wu, at=desk.later(minutes=10))
    request = reprioritise(desk, request, wu, Priority.NORMAL)
    assert (request.respond_by, request.answer_by) == (monday(9, 15), None)


def test_a_hidden_promise_moves_while_it_is_paused(desk, mei, wu):
    request = pause(desk, desk.working(by=mei, holder=wu), wu)
    request = reprioritise(desk, request, wu, Priority.URGENT)
    assert request.due_at is None
    request = actions.resume(request=request, by=wu, at=desk.later(hours=1))
    assert request.promised_at == monday(12)  # two hours and the one that was paused


def test_only_who_holds_or_leads_changes_a_priority_and_says_why(desk, mei, wu, zhao, guo):
    request = desk.working(by=mei, holder=wu)
    for who in (mei, zhao):
        with pytest.raises(Refused, match=str(Reason.NOT_HOLDER.sentence)[:10]):
            reprioritise(desk, request, who, Priority.URGENT)
    with pytest.raises(Refused, match=str(Reason.SAY_WHY.sentence)[:10]):
        actions.reprioritise(request=request, by=guo, at=desk.now, priority=Priority.URGENT, note=" ")
    request = reprioritise(desk, request, guo, Priority.URGENT)
    with pytest.raises(Refused, match=str(Reason.SAME_PRIORITY.sentence)[:10]):
        reprioritise(desk, request, guo, Priority.URGENT)
    told = desk.story(request)[-1]
    assert (told.kind, told.data["changes"]["priority"]) == (Kind.REPRIORITISED, ["normal", "urgent"])


def reprioritise(desk, request, by, priority, leader=None):
    by = desk.people[leader] if leader else by
    return actions.reprioritise(request=request, by=by, at=desk.now, priority=priority, note="客户停线")


# -- calendars that change ----------------------------------------------------------------------------


def rest_on(desk, at, day=2):
    calendar = Calendar.objects.get(code="day")
    return org.set_day(calendar=calendar, day=date(2026, 3, day), shifts=[], by=None, at=at, note="盘点")


def test_a_calendar_changed_later_does_not_rewrite_what_was_worked(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    rest_on(desk, at=desk.later(hours=3))  # at noon somebody enters that Monday is free
    request = actions.deliver(request=request, by=wu, at=desk.later(hours=5), note="好了")
    assert request.hops.get().used_seconds == 3 * HOUR


def test_a_promise_stays_as_it_was_given(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    promised = request.promised_at
    rest_on(desk, at=desk.later(hours=1))
    assert Request.objects.get(pk=request.pk).promised_at == promised
    service = Service.objects.get(pk=desk.service.pk)
    assert desk.raised(by=mei, service=service).promised_at == monday(14, day=3)  # on the calendar as it is


def test_a_pause_across_the_change_counts_each_part_as_it_was_then(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    promised = request.promised_at
    request = pause(desk, request, wu)
    rest_on(desk, at=desk.later(hours=2))
    request = actions.resume(request=request, by=wu, at=monday(10, day=3))
    assert request.hops.get().pauses.get().seconds == 3 * HOUR  # 9–11 on Monday, 9–10 on Tuesday
    assert promised == monday(14)
    assert request.promised_at == monday(12, day=3)  # three hours of work later than was promised
