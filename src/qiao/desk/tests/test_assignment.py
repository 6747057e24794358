"""Who gets a new request and why, and how much anybody takes on."""

from datetime import timedelta

import pytest
from django.utils import translation

from qiao.accounts.models import Account
from qiao.catalogue.rules import Assignment
from qiao.desk import actions
from qiao.desk.because import reason
from qiao.desk.models import Request
from qiao.desk.names import Names
from qiao.desk.rules import Reason
from qiao.desk.story import sentence
from qiao.ledger.refusals import Refused
from qiao.org import actions as org
from qiao.org.models import Calendar, Person

RULE = {"most_each": None, "most_together": None, "strict": False, "unattended_seconds": 1800}


@pytest.fixture
def enter(desk, client):
    """Browsing as one of the cast."""

    def as_(person):
        account = Account.objects.filter(person=person).first()
        client.force_login(account or Account.objects.create_user(person.number, person))
        return client

    return as_


@pytest.fixture
def by(desk):
    """Lets the repair service assign by a rule."""

    def by(rule, **more):
        version = desk.service.version
        version.assignment = rule
        for name, value in more.items():
            setattr(version, name, value)
        version.save()

    return by


def raised(desk, mei):
    request = desk.raised(by=mei)
    return request, desk.story(request)[0]


def told(event, language="en"):
    with translation.override(language):
        return sentence(event, Names.of([event]))


def test_a_queue_needs_no_reason(desk, mei):
    request, event = raised(desk, mei)
    assert request.holder_person is None
    assert reason(event, Names.of([event])) == ""


def test_turns_are_taken_and_the_story_says_so(desk, mei, by):
    by(Assignment.ROUND_ROBIN)
    got = [raised(desk, mei) for _ in range(4)]
    people = [request.holder_person.number for request, _event in got]
    assert sorted(people) == ["guo", "tao", "wu", "zhao"]
    assert "it is their turn" in told(got[0][1])
    assert "轮到这位" in told(got[0][1], "zh-hans")


def test_whoever_holds_least_gets_it_and_the_story_says_how_many(desk, mei, wu, zhao, tao, guo, by):
    by(Assignment.LEAST_LOADED)
    for person in (wu, zhao, tao):
        request = actions.raise_request(service=desk.secret, by=mei, at=desk.now, title="别的")
        actions.accept(request=request, by=person, at=desk.now)
    request, event = raised(desk, mei)
    assert request.holder_person == guo
    assert "they hold least (0)" in told(event)


def test_only_who_is_on_shift_gets_it_by_their_own_calendar(desk, mei, wu, by):
    by(Assignment.ON_SHIFT)
    night = {**desk.units["works"].calendar.definition}
    night["shifts"] = [{**night["shifts"][0], "stretches": [["20:00", "28:00"]]}]
    nights = Calendar.objects.create(code="nights", name_zh="夜班", definition=night)
    Person.objects.exclude(number="wu").update(own_calendar=nights)
    request, event = raised(desk, mei)
    assert request.holder_person == wu
    assert "of those on shift" in told(event)


def test_when_nobody_is_there_it_waits_in_the_queue_and_the_story_says_so(desk, mei, by):
    by(Assignment.ON_SHIFT)
    desk.later(hours=12)
    request, event = raised(desk, mei)
    assert request.holder_person is None
    assert "it waits in the queue: nobody is there" in told(event)


@pytest.fixture
def welding(desk, guo, wu, zhao):
    skill = org.name_skill(code="weld", name_zh="焊工证", name_en="Welding", by=None, at=desk.now)
    for person, level in ((wu, 3), (zhao, 2)):
        org.give_skill(person=person, skill=skill, level=level, by=None, at=desk.now)
    return skill


def test_who_has_the_skill_gets_it(desk, mei, wu, zhao, welding, by):
    by(Assignment.SKILL, skill=welding, skill_level=3)
    request, event = raised(desk, mei)
    assert request.holder_person == wu
    assert told(event).endswith("they have the skill “Welding”, are on shift and hold least of those (0)")
    assert "有“焊工证”技能" in told(event, "zh-hans")
    assert desk.raised(by=mei).holder_person == wu  # the only one at that level


def test_when_the_licence_has_run_out_it_waits_in_the_queue(desk, mei, wu, welding, by):
    by(Assignment.SKILL, skill=welding, skill_level=3)
    day = desk.now.date() - timedelta(days=1)
    org.give_skill(person=wu, skill=welding, level=3, until=day, by=None, at=desk.now)
    request, event = raised(desk, mei)
    assert request.holder_person is None
    assert "nobody with the skill “Welding” is on shift" in told(event)


# -- limits -------------------------------------------------------------------------------------------


def limit(desk, guo, unit="maintenance", **rule):
    return actions.set_work_rule(unit=desk.units[unit], by=guo, at=desk.now, **{**RULE, **rule})


def test_who_is_full_is_passed_by_and_when_all_are_it_stays_in_the_queue(desk, mei, wu, guo, welding, by):
    by(Assignment.SKILL, skill=welding, skill_level=2)
    limit(desk, guo, most_each=1)
    first, second, third = (desk.raised(by=mei) for _ in range(3))
    assert {first.holder_person.number, second.holder_person.number} == {"wu", "zhao"}
    assert third.holder_person is None
    assert "everybody has as many in progress as the unit allows" in told(desk.story(third)[0])


def test_accepting_beyond_the_limit_is_possible_and_told(desk, mei, wu, guo):
    limit(desk, guo, most_each=1)
    desk.working(by=mei, holder=wu)
    request = desk.working(by=mei, holder=wu)
    assert "more than the 1 in progress" in told(desk.story(request)[-1])


def test_or_refused_where_the_unit_is_strict(desk, mei, wu, zhao, guo):
    limit(desk, guo, most_each=1, strict=True)
    desk.working(by=mei, holder=wu)
    request = desk.raised(by=mei)
    with pytest.raises(Refused, match=str(Reason.AT_LIMIT.sentence)[:20]):
        actions.accept(request=request, by=wu, at=desk.now)
    assert actions.accept(request=request, by=zhao, at=desk.now).holder_person == zhao


def test_a_hand_off_is_refused_likewise_and_stays_with_the_giver(desk, mei, wu, tao):
    limit(desk, tao, unit="automation", most_together=1, strict=True)
    unit = desk.units["automation"]
    for _ in range(2):
        request = desk.working(by=mei, holder=wu)
        request = actions.offer(request=request, by=wu, at=desk.now, unit=unit, note="归你们")
        if not Request.objects.filter(holder_unit=unit).exists():
            actions.take(request=request, by=tao, at=desk.now)
    with pytest.raises(Refused, match=str(Reason.UNIT_AT_LIMIT.sentence)[:20]):
        actions.take(request=request, by=tao, at=desk.now)
    assert Request.objects.get(pk=request.pk).holder_person == wu


def test_a_team_follows_the_rule_of_the_department_until_it_has_its_own(desk, mei, wu, tao, guo):
    limit(desk, guo, most_each=1, strict=True)
    limit(desk, tao, unit="automation", most_each=None)
    unit = desk.units["automation"]
    for _ in range(2):
        request = actions.offer(
            request=desk.working(by=mei, holder=guo if _ else wu), by=guo if _ else wu,
            at=desk.now, unit=unit, note="归你们",
        )  # fmt: skip
        assert actions.take(request=request, by=tao, at=desk.now).holder_person == tao


@pytest.mark.parametrize(("who", "may"), [("guo", True), ("chang", True), ("admin", True), ("wu", False)])
def test_leaders_set_it_and_to_others_the_page_does_not_exist(desk, enter, who, may):
    client = enter(desk.people[who])
    path = f"/board/{desk.units['maintenance'].code}/rule/"
    data = {"most_each": "3", "most_together": "", "strict": "yes", "unattended": "45"}
    assert client.get(path).status_code == (200 if may else 404)
    assert client.post(path, data).status_code == (302 if may else 404)
    if not may:
        with pytest.raises(Refused):
            limit(desk, desk.people[who])


def test_the_page_of_a_request_says_when_accepting_goes_beyond(desk, enter, mei, wu, guo):
    limit(desk, guo, most_each=1)
    desk.working(by=mei, holder=wu)
    request = desk.raised(by=mei)
    text = enter(wu).get(f"/requests/{request.number}/").content.decode()
    assert "部门在办 1 件的上限" in text


def test_a_leader_sees_on_today_what_nobody_looks_after(desk, enter, mei, guo, wu):
    request = desk.raised(by=mei)
    Request.objects.filter(pk=request.pk).update(unattended_at=desk.now)
    assert "没有人在管" in enter(guo).get("/").content.decode()
    assert "没有人在管" not in enter(wu).get("/").content.decode()
