"""Who can do what, when each works, and what a calendar was before it was changed."""

from datetime import date, timedelta

import pytest

from qiao.ledger.refusals import Refused
from qiao.org import actions
from qiao.org.models import Calendar, Person
from qiao.org.reads import is_on_shift, on_shift_of, people_on_shift

HOUR = 3600


@pytest.fixture
def welding(factory):
    return actions.name_skill(
        code="weld", name_zh="焊工证", name_en="Welding", by=factory.ada, at=factory.now
    )


def give(factory, skill, by, level=3, until=None):
    return actions.give_skill(
        person=factory.mei, skill=skill, level=level, until=until, by=by, at=factory.now
    )


def test_a_leader_enters_what_their_people_can_do_and_says_it_anew(factory, welding):
    give(factory, welding, factory.tao, level=2)
    give(factory, welding, factory.wei, level=3)
    row = factory.mei.skills.get()
    assert (row.level, row.in_words) == (3, "on their own")


@pytest.mark.parametrize("who", ["mei", "lin"])
def test_nobody_says_it_of_themselves_or_of_strangers(factory, welding, who):
    with pytest.raises(Refused, match="leads them"):
        give(factory, welding, getattr(factory, who))


def test_only_leaders_add_to_the_register(factory):
    with pytest.raises(Refused, match="leads a unit"):
        actions.name_skill(code="x", name_zh="x", by=factory.mei, at=factory.now)


@pytest.mark.parametrize(
    ("level", "until", "found"),
    [
        (3, None, True),
        (2, None, False),
        (4, date(2026, 3, 2), True),  # on its last day it still holds
        (4, date(2026, 3, 1), False),
    ],
)
def test_a_skill_counts_at_its_level_and_until_it_runs_out(factory, welding, level, until, found):
    give(factory, welding, factory.tao, level=level, until=until)
    skilled = Person.objects.skilled(welding.pk, 3, factory.now.date())
    assert skilled.exists() is found


def test_a_closed_skill_is_not_given_any_more(factory, welding):
    names = {"name_zh": "焊工证", "name_en": "Welding"}
    closed = actions.change_skill(skill=welding, active=False, by=factory.tao, at=factory.now, **names)
    with pytest.raises(Refused, match="no longer in use"):
        give(factory, closed, factory.tao)


def test_somebody_with_a_calendar_of_their_own_is_there_when_it_says_so(factory):
    at_night = factory.now + timedelta(hours=12)
    assert (is_on_shift(factory.mei, factory.now), is_on_shift(factory.mei, at_night)) == (False, True)
    mei = actions.change_person(
        person=factory.mei, own_calendar=factory.office, by=factory.ada, at=factory.now
    )
    assert (is_on_shift(mei, factory.now), is_on_shift(mei, at_night)) == (True, False)
    assert people_on_shift(factory.team, factory.now) == [mei]
    assert mei not in people_on_shift(factory.team, at_night)
    assert on_shift_of(factory.team, factory.now) == (1, 2)


def test_a_calendar_that_people_work_by_stays_open(factory):
    spare = actions.create_calendar(
        code="spare", name_zh="备用", definition=factory.office.definition, by=factory.ada, at=factory.now
    )
    actions.change_person(person=factory.mei, own_calendar=spare, by=factory.ada, at=factory.now)
    with pytest.raises(Refused, match="still work by"):
        actions.close_calendar(calendar=spare, by=factory.ada, at=factory.now)


def test_what_was_counted_before_a_change_stays_counted(factory):
    day = factory.now - timedelta(hours=2)  # Monday, 08:00
    noon = day + timedelta(hours=4)
    before = factory.office.compiled.working_seconds(day, noon)
    actions.set_day(
        calendar=factory.office, day=date(2026, 3, 2), shifts=[], by=factory.ada, at=noon, note="盘点"
    )
    office = Calendar.objects.get(pk=factory.office.pk)
    evening = day + timedelta(hours=9)
    assert office.compiled.working_seconds(day, evening) == 0
    assert office.known_at(evening).working_seconds(day, evening) == before == 4 * HOUR
    assert office.known_at(noon - timedelta(hours=1)).working_seconds(day, evening) == 8 * HOUR


def test_a_holiday_entered_later_does_not_rewrite_what_was_worked(factory):
    evening = factory.now + timedelta(hours=8)
    actions.set_holiday(day=date(2026, 3, 2), name_zh="厂庆", by=factory.ada, at=evening)
    office = Calendar.objects.get(pk=factory.office.pk)
    later = evening + timedelta(hours=1)
    assert office.known_at(later).working_seconds(factory.now, later) == 6 * HOUR
    assert office.compiled.working_seconds(factory.now, later) == 0


def test_the_pages_of_skills(factory, welding, browse):
    person = f"/organisation/people/{factory.mei.pk}/"
    client = browse(factory.lin)
    assert client.get(f"{person}skills/").status_code == 404
    assert client.get("/organisation/skills/").status_code == 404
    client = browse(factory.tao)
    data = {"skill": welding.pk, "level": 3, "until": ""}
    assert client.post(f"{person}skills/", data).status_code == 302
    assert "Welding" in client.get(person).content.decode()
    data = {"code": "plc", "name_zh": "PLC", "name_en": ""}
    assert client.post("/organisation/skills/", data).status_code == 302
    assert "PLC" in client.get("/organisation/skills/").content.decode()
    row = factory.mei.skills.get()
    assert client.post(f"/organisation/skills/{row.pk}/take/").status_code == 302
    assert not factory.mei.skills.exists()
