"""People: coming, changing, leaving; positions, roles, substitutes."""

from datetime import date, timedelta

import pytest

from qiao.ledger.reads import timeline
from qiao.ledger.refusals import Conflict, Refused
from qiao.org import actions
from qiao.org.models import Grant, Holding, Person, Substitution, Unit
from qiao.org.reads import acting_for, substitutes_at
from qiao.org.rules import Kind, Reason, Role

pytestmark = pytest.mark.django_db


def refused(act, **arguments):
    with pytest.raises(Refused) as error:
        act(**arguments)
    return error.value.reason


def test_a_new_employee_is_told_to_the_ledger(factory, ada):
    person = actions.create_person(
        number="70", name=" 许静 ", email="Xu@Example.org", unit=factory.team, by=ada, at=factory.now
    )
    assert (person.name, person.email) == ("许静", "xu@example.org")
    event = timeline(person)[0]
    assert (event.kind, event.actor_id, event.to_unit_id) == (Kind.PERSON_CREATED, ada.pk, factory.team.pk)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"number": "4"}, Reason.NUMBER_TAKEN),
        ({"email": "MEI@example.org"}, Reason.EMAIL_TAKEN),
        ({"name": "  "}, Reason.NAME_MISSING),
        ({"number": ""}, Reason.NAME_MISSING),
    ],
)
def test_what_a_new_employee_cannot_be(factory, ada, fields, reason):
    values = {"number": "70", "name": "许静", "unit": factory.team, "by": ada, "at": factory.now} | fields
    assert refused(actions.create_person, **values) == reason


def test_two_people_without_an_address_are_fine(factory):
    assert factory.person("71").email == factory.person("72").email == ""


def test_only_what_is_given_changes_and_a_move_is_an_event_of_its_own(factory, ada, mei):
    person = actions.change_person(
        person=mei, phone="123", unit=factory.maintenance, by=ada, at=factory.now, expected=mei.revision
    )
    assert (person.phone, person.email) == ("123", "mei@example.org")
    moved, changed = timeline(person)[-2:]
    assert (moved.kind, moved.from_unit_id, moved.to_unit_id) == (
        Kind.PERSON_MOVED,
        factory.team.pk,
        factory.maintenance.pk,
    )
    assert changed.data["changes"] == {"phone": ["", "123"]}


def test_a_stale_change_is_a_conflict(factory, ada, mei):
    actions.change_person(person=mei, phone="1", by=ada, at=factory.now)
    with pytest.raises(Conflict):
        actions.change_person(person=mei, phone="2", by=ada, at=factory.now, expected=mei.revision)


@pytest.mark.parametrize("manager", ["wei", "mei", "tao"])
def test_nobody_reports_to_themselves_through_others(factory, ada, manager):
    """mei reports to tao, who reports to wei."""
    reason = refused(
        actions.change_person, person=factory.wei, manager=getattr(factory, manager), by=ada, at=factory.now
    )
    assert reason == Reason.MANAGES_ITSELF


def test_leaving_ends_everything_they_hold(factory, ada, mei, tao):
    job = actions.create_position(code="J", name_zh="焊工", unit=factory.team, by=None, at=factory.now)
    actions.give_position(position=job, person=mei, by=None, at=factory.now)
    actions.grant_role(person=mei, role=Role.SURVEY_OFFICER, by=None, at=factory.now)
    until = factory.now + timedelta(days=9)
    actions.set_substitute(
        person=mei, substitute=tao, since=factory.now, until=until, by=None, at=factory.now
    )
    later = factory.now + timedelta(days=1)
    person = actions.leave(person=mei, by=ada, at=later, on=date(2026, 3, 31))
    assert (person.active, person.left_on) == (False, date(2026, 3, 31))
    assert not Holding.objects.exists()
    assert not Grant.objects.filter(person=mei).exists()
    assert Substitution.objects.get().until == later
    assert timeline(person)[-1].kind == Kind.PERSON_LEFT


def test_who_leads_leaves_to_a_successor_who_also_takes_the_reports(factory, ada, tao, mei, wei):
    assert refused(actions.leave, person=tao, by=ada, at=factory.now) == Reason.STILL_LEADS
    assert (
        refused(actions.leave, person=tao, successor=tao, by=ada, at=factory.now) == Reason.SUCCESSOR_IS_SELF
    )
    other = factory.person("70", manager=tao)
    actions.leave(person=tao, successor=mei, by=ada, at=factory.now)
    assert Unit.objects.get(code="WELD-1").leader == mei
    assert Person.objects.get(pk=other.pk).manager == mei
    assert Person.objects.get(pk=mei.pk).manager == wei


def test_without_a_successor_reports_go_to_the_manager_above(factory, ada, mei, tao):
    report = factory.person("70", manager=mei)
    actions.leave(person=mei, by=ada, at=factory.now)
    assert Person.objects.get(pk=report.pk).manager == tao


def test_a_successor_from_far_below_closes_no_circle(factory, ada, wei, mei):
    """mei reports to tao, tao to wei: when mei follows wei, tao reports to mei and mei to nobody."""
    actions.leave(person=wei, successor=mei, by=ada, at=factory.now)
    assert Person.objects.get(pk=mei.pk).manager is None
    assert Person.objects.get(pk=factory.tao.pk).manager == mei


def test_who_stands_in_for_somebody_does_not_just_leave(factory, ada, mei, tao):
    until = factory.now + timedelta(days=9)
    actions.set_substitute(
        person=tao, substitute=mei, since=factory.now, until=until, by=None, at=factory.now
    )
    assert refused(actions.leave, person=mei, by=ada, at=factory.now) == Reason.STILL_STANDS_IN
    actions.leave(person=mei, by=ada, at=until)


def test_the_last_administrator_neither_leaves_nor_loses_the_role(factory, ada, mei):
    assert refused(actions.leave, person=ada, by=ada, at=factory.now) == Reason.LAST_ADMINISTRATOR
    arguments = {"person": ada, "role": Role.ADMINISTRATOR, "by": ada, "at": factory.now}
    assert refused(actions.revoke_role, **arguments) == Reason.LAST_ADMINISTRATOR
    actions.grant_role(person=mei, role=Role.ADMINISTRATOR, by=ada, at=factory.now)
    actions.revoke_role(**arguments)
    assert not Grant.objects.filter(person=ada).exists()


def test_an_administrator_who_left_does_not_count(factory, ada, mei):
    actions.grant_role(person=mei, role=Role.ADMINISTRATOR, by=ada, at=factory.now)
    Person.objects.filter(pk=mei.pk).update(active=False)
    assert refused(actions.leave, person=ada, by=ada, at=factory.now) == Reason.LAST_ADMINISTRATOR


def test_coming_back(factory, ada, mei):
    actions.leave(person=mei, by=ada, at=factory.now)
    person = actions.return_person(person=mei, unit=factory.maintenance, by=ada, at=factory.now)
    assert (person.active, person.left_on, person.unit) == (True, None, factory.maintenance)
    assert refused(actions.return_person, person=mei, by=ada, at=factory.now) == Reason.PERSON_HERE


def test_a_position_is_held_once_by_each(factory, ada, mei, tao):
    job = actions.create_position(code="J", name_zh="焊工", unit=factory.team, by=ada, at=factory.now)
    actions.give_position(position=job, person=mei, by=ada, at=factory.now)
    actions.give_position(position=job, person=tao, by=ada, at=factory.now)
    again = {"position": job, "person": mei, "by": ada, "at": factory.now}
    assert refused(actions.give_position, **again) == Reason.HELD_ALREADY
    assert refused(actions.close_position, position=job, by=ada, at=factory.now) == Reason.POSITION_HELD


WHO = ["mei", "tao", "wei", "lin"]


@pytest.mark.parametrize("who", WHO)
def test_nobody_but_administrators_changes_people(factory, who):
    by, at = getattr(factory, who), factory.now
    for act, arguments in (
        (actions.create_person, {"number": "70", "name": "x", "unit": factory.team}),
        (actions.change_person, {"person": factory.lin, "phone": "1"}),
        (actions.leave, {"person": factory.lin}),
        (actions.grant_role, {"person": by, "role": Role.ADMINISTRATOR}),
        (actions.create_position, {"code": "J", "name_zh": "x", "unit": factory.team}),
    ):
        assert refused(act, by=by, at=at, **arguments) == Reason.NOT_ADMINISTRATOR


def cover(factory, person, substitute, days=(1, 5), by=None):
    since, until = (factory.now + timedelta(days=day) for day in days)
    return actions.set_substitute(
        person=person, substitute=substitute, since=since, until=until, by=by, at=factory.now
    )


def test_a_substitute_acts_and_leads_for_the_period_only(factory, mei, tao):
    cover(factory, tao, mei)
    during, after = factory.now + timedelta(days=2), factory.now + timedelta(days=5)
    assert acting_for(tao, during) == mei
    assert acting_for(tao, after) == tao
    assert list(substitutes_at([tao.pk, mei.pk], during)) == [tao.pk]
    from qiao.org.reads import scope_of

    assert factory.team.pk in scope_of(mei, during).led_ids
    assert factory.team.pk not in scope_of(mei, after).led_ids


@pytest.mark.parametrize(
    ("person", "substitute", "days", "reason"),
    [
        ("tao", "lin", (4, 8), Reason.ALREADY_COVERED),
        ("tao", "lin", (5, 8), None),
        ("mei", "lin", (4, 8), Reason.STANDS_IN_MEANWHILE),
        ("lin", "tao", (4, 8), Reason.SUBSTITUTE_AWAY),
        ("lin", "mei", (4, 8), None),
        ("lin", "lin", (4, 8), Reason.OWN_SUBSTITUTE),
        ("lin", "mei", (8, 4), Reason.ENDS_BEFORE_START),
        ("lin", "mei", (-8, -4), Reason.IS_OVER),
    ],
)
def test_periods_neither_overlap_nor_chain(factory, mei, tao, person, substitute, days, reason):
    """mei stands in for tao from day 1 to day 5."""
    cover(factory, tao, mei)
    people = getattr(factory, person), getattr(factory, substitute)
    if reason is None:
        assert cover(factory, *people, days=days)
        return
    with pytest.raises(Refused) as error:
        cover(factory, *people, days=days)
    assert error.value.reason == reason
    assert "%" not in error.value.sentence


def test_a_change_does_not_collide_with_itself(factory, mei, tao, lin):
    row = cover(factory, tao, mei)
    until = row.until + timedelta(days=2)
    arguments = {"substitute": lin, "since": row.since, "until": until, "by": tao, "at": factory.now}
    row = actions.change_substitute(row=row, **arguments)
    assert (row.substitute, row.until) == (lin, until)


def test_ending_one_that_runs_keeps_its_past_and_one_to_come_disappears(factory, mei, tao):
    row = cover(factory, tao, mei)
    actions.end_substitute(row=row, by=tao, at=factory.now)
    assert not Substitution.objects.exists()
    row = cover(factory, tao, mei, days=(0, 5))
    at = factory.now + timedelta(days=1)
    actions.end_substitute(row=row, by=tao, at=at)
    assert Substitution.objects.get().until == at
    assert refused(actions.end_substitute, row=row, by=tao, at=at) == Reason.IS_OVER


@pytest.mark.parametrize(
    ("by", "person", "may"),
    [
        ("mei", "mei", True),
        ("tao", "mei", True),
        ("wei", "mei", True),
        ("ada", "mei", True),
        ("mei", "tao", False),
        ("lin", "mei", False),
        ("tao", "wei", False),
    ],
)
def test_who_names_a_substitute_for_whom(factory, by, person, may):
    by, person, substitute = getattr(factory, by), getattr(factory, person), factory.person("99")
    if may:
        assert cover(factory, person, substitute, by=by)
    else:
        with pytest.raises(Refused) as error:
            cover(factory, person, substitute, by=by)
        assert error.value.reason == Reason.NOT_YOURS_TO_COVER
