"""Pages of schedules: for leaders and providers, in words, with the next dates before one saves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qiao.accounts.models import Account
from qiao.catalogue.models import ServiceVersion
from qiao.desk.models import Request
from qiao.schedules import actions
from qiao.schedules.models import Schedule
from qiao.schedules.rules import Every, Reason, ScheduleState
from qiao.schedules.tests.conftest import moment

NEED = {"title": "每周点检", "priority": "normal"}
WHEN = {
    "every": "weeks",
    "interval": "1",
    "weekdays": ["0"],
    "start": "2026-03-02",
    "by": "shift",
    "shift": "day",
    "before": "30",
    "off": "skip",
}


@pytest.fixture
def browse(desk, client):
    """Browsing as one of the cast."""

    def as_(person):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client.force_login(account)
        return client

    return as_


@pytest.fixture
def filled(desk):
    return {**NEED, **WHEN, "unit": desk.units["welding2"].pk}


def test_a_leader_sets_one_up(desk, mei, browse, filled):
    answer = browse(mei).post("/schedules/new/repair/", filled)
    schedule = Schedule.objects.get()
    assert answer.url == f"/schedules/{schedule.pk}/"
    assert (schedule.owner, schedule.unit) == (mei, desk.units["welding2"])
    assert (schedule.pattern.weekdays, schedule.pattern.shift, schedule.pattern.before) == ((0,), "day", 30)
    page = browse(mei).get(answer.url).content.decode()
    assert "每周一" in page
    assert "白班" in page


def test_the_next_five_dates_are_shown_before_one_saves(mei, browse, filled):
    shown = browse(mei).post("/schedules/new/repair/", {**filled, "preview": "1"}).content.decode()
    assert Schedule.objects.count() == 0
    assert shown.count('<li class="t13 num">') == 5
    part = browse(mei).post("/schedules/new/repair/preview/", filled).content.decode()
    assert part.count("<li") == 5
    assert "<html" not in part


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"shift": ""}, "请选择班次"),
        ({"by": "time", "at": ""}, "请说明几点"),
        ({"end": "2026-01-01"}, "结束早于开始"),
        ({"except_on": "国庆"}, "2026-10-01"),
        ({"except_on": "2026-02-31"}, "2026-02-31"),
        ({"title": ""}, 'class="q-err"'),
    ],
)
def test_mistakes_are_said_at_their_field_and_nothing_is_lost(mei, browse, filled, wrong, told):
    page = browse(mei).post("/schedules/new/repair/", {**filled, **wrong})
    assert page.status_code == 422
    assert told in page.content.decode()
    assert "每周点检" in page.content.decode() or "title" in wrong
    assert Schedule.objects.count() == 0


def test_what_would_never_be_due_is_refused_in_words(mei, browse, filled):
    page = browse(mei).post("/schedules/new/repair/", {**filled, "end": "2026-03-01", "start": "2026-03-01"})
    assert page.status_code == 409
    assert str(Reason.NEVER_DUE.sentence) in page.content.decode()


def test_changing_keeps_what_was_said_and_tells_who_was_too_late(weekly, mei, browse, filled):
    url = f"/schedules/{weekly.pk}/edit/"
    page = browse(mei).get(url).content.decode()
    assert 'value="每周点检"' in page
    assert f'<input type="hidden" name="unit" value="{weekly.unit_id}">' in page  # the preview needs it
    seen = weekly.revision
    assert browse(mei).post(url, {**filled, "title": "周检", "revision": seen}).status_code == 302
    late = browse(mei).post(url, {**filled, "title": "又改", "revision": seen})
    assert late.status_code == 409
    assert "又改" in late.content.decode()
    assert Schedule.objects.get().title == "周检"


def test_pausing_resuming_taking_over_and_ending(weekly, mei, wei, browse):
    home = f"/schedules/{weekly.pk}/"
    states = []
    for verb in ("pause", "resume", "own", "end"):
        browse(wei).post(f"{home}{verb}/")
        states.append(Schedule.objects.get().state)
    assert states == [ScheduleState.PAUSED, ScheduleState.RUNNING, ScheduleState.RUNNING, ScheduleState.ENDED]
    assert Schedule.objects.get().owner == wei


def test_the_page_shows_what_was_raised_and_why_it_paused_itself(desk, weekly, mei, browse):
    actions.raise_due(at=moment("2026-03-02 08:30"))
    page = browse(mei).get(f"/schedules/{weekly.pk}/").content.decode()
    assert Request.objects.get().number in page
    question = {"key": "line", "kind": "text", "label_zh": "产线", "required": True}
    ServiceVersion.objects.filter(pk=desk.service.version_id).update(form_data=[question])
    actions.raise_due(at=moment("2026-03-09 08:30"))
    page = browse(mei).get(f"/schedules/{weekly.pk}/").content.decode()
    assert str(Reason.FORM_CHANGED.sentence) in page


@pytest.mark.parametrize(
    ("who", "status", "may"),
    [("mei", 200, True), ("wei", 200, True), ("he", 200, False), ("chang", 200, True), ("fang", 404, False)],
)
def test_who_sees_one_and_who_may_keep_it(desk, weekly, browse, who, status, may):
    page = browse(desk.people[who]).get(f"/schedules/{weekly.pk}/")
    assert page.status_code == status
    assert (f"/schedules/{weekly.pk}/pause/" in page.content.decode()) is may


def test_who_has_nothing_to_schedule_for_is_offered_nothing(desk, he, fang, mei, browse):
    for person in (he, fang):
        assert "/schedules/new/" not in browse(person).get("/schedules/").content.decode()
        assert browse(person).get("/schedules/new/").status_code == 404
    assert "repair" in browse(mei).get("/schedules/new/").content.decode()
    assert "secret" not in browse(mei).get("/schedules/new/").content.decode()


def test_a_service_that_wants_a_photo_cannot_be_scheduled(desk, mei, browse):
    photo = {"key": "photo", "kind": "photo", "label_zh": "照片", "required": True}
    ServiceVersion.objects.filter(pk=desk.service.version_id).update(form_data=[photo])
    assert browse(mei).get("/schedules/new/repair/").status_code == 404


def test_the_story_of_the_request_says_where_it_came_from(weekly, mei, browse):
    actions.raise_due(at=moment("2026-03-17 10:00"))
    page = browse(mei).get(f"/requests/{Request.objects.get().number}/").content.decode()
    assert "按计划“每周点检”提出" in page
    assert "2 次" in page


def test_the_list_costs_the_same_queries_with_one_and_with_ten(desk, weekly, mei, browse):
    def count():
        browse(mei).get("/schedules/")
        with CaptureQueriesContext(connection) as queries:
            assert browse(mei).get("/schedules/").status_code == 200
        return len(queries)

    few = count()
    for n in range(9):
        actions.create(
            service=desk.service,
            unit=desk.units["welding2"],
            pattern=weekly.pattern,
            need=actions.Need(f"点检 {n}"),
            by=mei,
            at=timezone.now(),
        )
    assert count() == few


def test_every_reason_state_and_rule_has_words():
    assert all(str(each.sentence) for each in Reason)
    assert all(str(each.label) for each in (*ScheduleState, *Every))
