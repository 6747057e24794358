"""Units: the tree, its closure, the calendars that follow from it."""

import random
from contextlib import suppress

import pytest

from qiao.ledger.reads import timeline
from qiao.ledger.refusals import Conflict, Refused
from qiao.org import actions
from qiao.org.actions import tree
from qiao.org.models import Ancestry, Unit
from qiao.org.rules import Kind, Reason

pytestmark = pytest.mark.django_db


def ancestors(unit):
    return list(Ancestry.objects.filter(unit=unit).order_by("depth").values_list("ancestor__code", flat=True))


def stands_right():
    """The closure and the calendars are what the parents say, for every unit."""
    for unit in Unit.objects.all():
        expected, above = [], unit
        while above:
            expected.append(above.code)
            above = above.parent
        assert ancestors(unit) == expected
        own = unit
        while own.own_calendar_id is None:
            own = own.parent
        assert unit.calendar_id == own.own_calendar_id
    return True


def change(unit, by, **more):
    values = {name: getattr(unit, name) for name in ("code", "name_zh", "name_en", "kind", "order")}
    values |= {"calendar": unit.own_calendar, "at": more.pop("at", None)} | more
    return actions.change_unit(unit=unit, by=by, **values)


def test_a_new_unit_knows_everything_above_it_and_works_as_its_parent(factory, ada):
    unit = actions.create_unit(
        code=" WELD-2 ", name_zh=" 焊装二班 ", parent=factory.welding, by=ada, at=factory.now
    )
    assert (unit.code, unit.name_zh) == ("WELD-2", "焊装二班")
    assert ancestors(unit) == ["WELD-2", "WELD", "HC"]
    assert unit.calendar == factory.office
    assert timeline(unit)[-1].kind == Kind.UNIT_CREATED
    assert timeline(unit)[-1].actor_id == ada.pk


def test_a_unit_at_the_top_needs_a_calendar(factory, ada):
    with pytest.raises(Refused) as refused:
        actions.create_unit(code="X", name_zh="另一家", by=ada, at=factory.now)
    assert refused.value.reason == Reason.NEEDS_CALENDAR


def test_moving_a_unit_takes_everything_below_along(factory, ada):
    actions.move_unit(unit=factory.welding, parent=factory.maintenance, by=ada, at=factory.now)
    assert ancestors(factory.team) == ["WELD-1", "WELD", "MAINT", "HC"]
    assert stands_right()
    event = timeline(factory.welding)[-1]
    assert (event.kind, event.data) == (Kind.UNIT_MOVED, {"before": "衡川机械", "after": "设备部"})


@pytest.mark.parametrize("below", ["welding", "team"])
def test_a_unit_is_never_placed_below_itself(factory, ada, below):
    with pytest.raises(Refused) as refused:
        actions.move_unit(unit=factory.welding, parent=getattr(factory, below), by=ada, at=factory.now)
    assert refused.value.reason == Reason.BELOW_ITSELF
    assert stands_right()


def test_another_calendar_reaches_those_below_who_have_none_of_their_own(factory, ada):
    factory.unit("WELD-2", factory.welding)
    change(factory.welding, ada, calendar=factory.nights, at=factory.now)
    assert Unit.objects.get(code="WELD-2").calendar == factory.nights
    assert stands_right()
    welding = Unit.objects.get(code="WELD")
    change(welding, ada, calendar=None, at=factory.now)
    assert Unit.objects.get(code="WELD-2").calendar == factory.office
    assert Unit.objects.get(code="WELD-1").calendar == factory.nights


def test_many_moves_in_any_order_leave_the_tree_right(factory, ada):
    dice = random.Random(7)
    for number in range(20):
        parent = dice.choice(list(Unit.objects.all()))
        calendar = dice.choice([None, None, factory.nights])
        factory.unit(f"U{number}", parent, calendar=calendar)
    for _move in range(40):
        unit, parent = dice.sample(list(Unit.objects.exclude(parent=None)), 2)
        with suppress(Refused):
            actions.move_unit(unit=unit, parent=parent, by=ada, at=factory.now)
    assert stands_right()
    before = set(Ancestry.objects.values_list("pk", flat=True))
    tree.rebuild()
    assert set(Ancestry.objects.values_list("pk", flat=True)) == before


def test_a_lost_closure_is_rebuilt(factory):
    Ancestry.objects.filter(unit=factory.team).delete()
    Ancestry.objects.filter(unit=factory.welding, depth=1).update(depth=9)
    tree.rebuild()
    assert stands_right()


def test_a_stale_form_is_told_and_changes_nothing(factory, ada):
    seen = factory.team.revision
    change(factory.team, ada, name_zh="焊装甲班", expected=seen, at=factory.now)
    with pytest.raises(Conflict) as conflict:
        change(factory.team, ada, name_zh="焊装乙班", expected=seen, at=factory.now)
    assert conflict.value.current.name_zh == "焊装甲班"
    assert Unit.objects.get(code="WELD-1").name_zh == "焊装甲班"


def test_saving_without_a_change_leaves_no_trace(factory, ada):
    events = len(timeline(factory.team))
    unit = change(factory.team, ada, at=factory.now)
    assert (unit.revision, len(timeline(unit))) == (factory.team.revision, events)


def test_a_code_belongs_to_one_unit(factory, ada):
    with pytest.raises(Refused, match="WELD"):
        change(factory.team, ada, code="WELD", at=factory.now)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("company", Reason.HAS_UNITS), ("welding", Reason.HAS_UNITS), ("team", Reason.HAS_PEOPLE)],
)
def test_what_is_in_use_is_not_closed(factory, ada, name, reason):
    with pytest.raises(Refused) as refused:
        actions.close_unit(unit=getattr(factory, name), by=ada, at=factory.now)
    assert refused.value.reason == reason
    assert "2" in refused.value.sentence or "1" in refused.value.sentence


def test_an_empty_unit_closes_and_opens_again(factory, ada):
    unit = factory.unit("OLD")
    unit = actions.close_unit(unit=unit, by=ada, at=factory.now)
    assert not unit.active
    with pytest.raises(Refused) as refused:
        factory.person("77", unit)
    assert refused.value.reason == Reason.UNIT_CLOSED
    assert actions.reopen_unit(unit=unit, by=ada, at=factory.now).active


def test_a_position_keeps_a_unit_open(factory, ada):
    unit = factory.unit("JOBS")
    job = actions.create_position(code="J", name_zh="岗", unit=unit, by=ada, at=factory.now)
    with pytest.raises(Refused) as refused:
        actions.close_unit(unit=unit, by=ada, at=factory.now)
    assert refused.value.reason == Reason.HAS_POSITIONS
    actions.close_position(position=job, by=ada, at=factory.now)
    assert not actions.close_unit(unit=unit, by=ada, at=factory.now).active


def test_nobody_else_changes_the_tree(factory, mei, tao, wei):
    for who in (mei, tao, wei):
        with pytest.raises(Refused) as refused:
            actions.set_leader(unit=factory.team, leader=mei, by=who, at=factory.now)
        assert refused.value.reason == Reason.NOT_ADMINISTRATOR


def test_a_leader_is_named_and_the_ledger_says_who(factory, ada, mei):
    unit = actions.set_leader(unit=factory.team, leader=mei, by=ada, at=factory.now)
    assert unit.leader == mei
    assert timeline(unit)[-1].data == {"before": "陶志远", "after": "林梅"}
