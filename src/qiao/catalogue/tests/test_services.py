"""Creating, describing, moving and closing services; categories."""

import pytest

from qiao.catalogue import actions
from qiao.catalogue.models import Category, Service
from qiao.catalogue.rules import Reason
from qiao.catalogue.tests.conftest import NOW
from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Unit


def refused(action, **given):
    with pytest.raises(Refused) as no:
        action(**given)
    return no.value.reason


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("min", False), ("gang", True), ("wei", True), ("an", True), ("mei", False), ("ou", False)],
)
def test_leaders_up_the_chain_and_administrators_create_services(house, name, allowed):
    given = {
        "by": house.who(name),
        "at": NOW,
        "unit": house.units["EQ-R"],
        "category": house.category,
        "name_zh": "保养",
    }
    if allowed:
        service = actions.create_service(**given)
        assert service.version is None, "nobody can ask for it yet"
        assert service.versions.count() == 1, "its first draft"
    else:
        assert refused(actions.create_service, **given) is Reason.NOT_YOUR_UNIT


def test_a_service_without_a_code_gets_the_units_and_a_number(house):
    given = {"by": house.who("gang"), "at": NOW, "unit": house.units["EQ-R"], "category": house.category}
    codes = [actions.create_service(**given, name_zh=f"第{n}项").code for n in (1, 2)]
    assert codes == ["EQ-R-2", "EQ-R-3"]


def test_what_makes_no_service_is_refused(house):
    given = {"by": house.who("an"), "at": NOW, "unit": house.units["EQ-R"], "category": house.category}
    create = actions.create_service
    assert refused(create, **given, name_zh=" ") is Reason.NAME_MISSING
    assert refused(create, **given, name_zh="x", code="REPAIR") is Reason.CODE_TAKEN, "whatever the case"
    assert refused(create, **given, name_zh="x", code="manage") is Reason.CODE_UNUSABLE
    Unit.objects.filter(pk=house.units["FI"].pk).update(active=False)
    closed = Unit.objects.get(pk=house.units["FI"].pk)
    assert refused(create, **{**given, "unit": closed}, name_zh="x") is Reason.UNIT_CLOSED
    actions.close_category(category=house.category, by=house.who("an"), at=NOW)
    given["category"] = Category.objects.get()
    assert refused(create, **given, name_zh="x") is Reason.CATEGORY_CLOSED


def test_a_rename_is_told_with_both_names_and_the_revision_grows(house):
    service = house.fresh()
    given = {"category": house.category, "name_zh": "抢修", "name_en": "Repair"}
    actions.change_service(service=service, by=house.who("gang"), at=NOW, expected=service.revision, **given)
    event = Event.objects.about(service).last()
    assert event.kind == "catalogue.service_changed"
    assert event.data["changed"]["name_zh"] == ["设备抢修", "抢修"]
    assert house.fresh().revision == service.revision + 1 == event.data["revision"]


def test_saving_what_is_there_already_writes_nothing(house):
    service = house.fresh()
    before = Event.objects.count()
    actions.change_service(
        service=service,
        by=house.who("gang"),
        at=NOW,
        category=service.category,
        name_zh="设备抢修",
        name_en="Urgent repair",
    )
    assert Event.objects.count() == before
    assert house.fresh().revision == service.revision


def test_the_second_of_two_is_told_and_overwrites_nothing(house):
    seen = house.fresh()
    given = {"service": seen, "at": NOW, "category": house.category, "expected": seen.revision}
    actions.change_service(by=house.who("gang"), name_zh="抢修一", **given)
    with pytest.raises(Conflict) as lost:
        actions.change_service(by=house.who("wei"), name_zh="抢修二", **given)
    assert lost.value.current.name_zh == "抢修一"
    assert house.fresh().name_zh == "抢修一"


def test_a_service_moves_only_with_the_consent_of_both_units(house):
    move = {"service": house.service, "at": NOW}
    assert (
        refused(actions.move_service, **move, to=house.units["FI"], by=house.who("wei"))
        is Reason.NOT_THEIR_UNIT
    )
    assert (
        refused(actions.move_service, **move, to=house.units["EQ"], by=house.who("gang"))
        is Reason.NOT_THEIR_UNIT
    )
    assert (
        refused(actions.move_service, **move, to=house.units["EQ"], by=house.who("mei"))
        is Reason.NOT_YOUR_UNIT
    )
    assert (
        refused(actions.move_service, **move, to=house.units["EQ-R"], by=house.who("an")) is Reason.SAME_UNIT
    )
    actions.move_service(**move, to=house.units["EQ"], by=house.who("wei"))
    assert house.fresh().unit.code == "EQ"
    event = Event.objects.about(house.service).last()
    assert (event.from_unit_id, event.to_unit_id) == (house.units["EQ-R"].pk, house.units["EQ"].pk)


def test_a_closed_service_is_offered_to_nobody_until_it_is_reopened(house):
    gang, mei = house.who("gang"), house.who("mei")
    actions.retire_service(service=house.service, by=gang, at=NOW)
    assert not Service.objects.offered().open_to(mei.scope).exists()
    assert refused(actions.retire_service, service=house.service, by=gang, at=NOW) is Reason.ALREADY_CLOSED
    actions.reopen_service(service=house.service, by=gang, at=NOW)
    assert Service.objects.offered().open_to(mei.scope).exists()
    assert refused(actions.reopen_service, service=house.service, by=gang, at=NOW) is Reason.NOT_CLOSED


def test_a_service_does_not_reopen_in_a_unit_that_is_closed(house):
    actions.retire_service(service=house.service, by=None, at=NOW)
    Unit.objects.filter(pk=house.service.unit_id).update(active=False)
    assert (
        refused(actions.reopen_service, service=house.service, by=house.who("an"), at=NOW)
        is Reason.UNIT_CLOSED
    )


def test_only_administrators_keep_categories(house):
    given = {"at": NOW, "code": "it", "name_zh": "信息"}
    assert refused(actions.create_category, by=house.who("wei"), **given) is Reason.NOT_ADMINISTRATOR
    category = actions.create_category(by=house.who("an"), **given)
    an = house.who("an")
    actions.change_category(category=category, by=an, at=NOW, name_zh="信息化", name_en="IT", expected=1)
    with pytest.raises(Conflict):
        actions.change_category(category=category, by=an, at=NOW, name_zh="别的", expected=1)
    actions.close_category(category=category, by=an, at=NOW)
    assert refused(actions.close_category, category=category, by=an, at=NOW) is Reason.ALREADY_CLOSED
    actions.reopen_category(category=category, by=an, at=NOW)
    kinds = [event.kind.split(".")[1] for event in Event.objects.about(category)]
    assert kinds == ["category_created", "category_changed", "category_closed", "category_reopened"]


def test_every_action_leaves_its_event_with_who_did_it(house):
    gang = house.who("gang")
    actions.begin_draft(service=house.service, by=gang, at=NOW)
    actions.change_draft(service=house.service, by=gang, at=NOW, confirm_days=5)
    actions.drop_draft(service=house.service, by=gang, at=NOW)
    told = [(event.kind, event.actor_id) for event in Event.objects.about(house.service)][-3:]
    assert told == [(f"catalogue.draft_{verb}", gang.pk) for verb in ("begun", "changed", "dropped")]
