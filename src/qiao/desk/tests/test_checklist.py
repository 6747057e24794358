"""The checklist: who ticked off what, and nothing is delivered over a required item."""

import pytest

from qiao.catalogue.checklist import Line, dump
from qiao.catalogue.models import ServiceVersion
from qiao.desk import actions
from qiao.desk.events import Kind
from qiao.desk.models import Item, Request
from qiao.desk.rules import Reason
from qiao.desk.tests.agreeing import counts_agree  # noqa: F401
from qiao.ledger.refusals import Refused

LINES = [Line("断电挂牌", "Lock out and tag"), Line("拍照留底", "Take a photo", required=False)]


@pytest.fixture
def listed(desk, mei, wu):
    """A request of a service with a checklist, being worked on."""
    ServiceVersion.objects.filter(pk=desk.service.version_id).update(checklist_data=dump(LINES))
    desk.service.version.refresh_from_db()
    return desk.working(by=mei, holder=wu)


def fresh(request):
    return Request.objects.get(pk=request.pk)


def why(action, **arguments):
    with pytest.raises(Refused) as refused:
        action(**arguments)
    return refused.value.reason


def test_a_request_is_born_with_the_items_of_its_version(listed):
    assert [(item.text_zh, item.text_en, item.required) for item in listed.items.all()] == [
        ("断电挂牌", "Lock out and tag", True),
        ("拍照留底", "Take a photo", False),
    ]
    assert fresh(listed).open_items == 1


def test_required_items_come_before_delivery_the_others_need_not(desk, listed, wu, zhao):
    assert why(actions.deliver, request=listed, by=wu, at=desk.now, note="好") is Reason.ITEMS_OPEN
    done = actions.tick(item=listed.items.get(ordinal=0), by=zhao, at=desk.now)
    assert (done.checked_by, done.checked_at) == (zhao, desk.now)
    assert desk.story(listed)[-1].kind == Kind.ITEM_CHECKED
    assert actions.deliver(request=listed, by=wu, at=desk.now, note="好").delivered_at


def test_two_who_tick_at_once_are_one_tick_of_the_first(desk, listed, wu, zhao):
    stale = listed.items.get(ordinal=0)
    actions.tick(item=stale, by=wu, at=desk.now)
    assert actions.tick(item=stale, by=zhao, at=desk.now).checked_by == wu
    assert fresh(listed).open_items == 0


def test_a_tick_taken_back_counts_again_once(desk, listed, wu):
    item = actions.tick(item=listed.items.get(ordinal=0), by=wu, at=desk.now)
    actions.untick(item=item, by=wu, at=desk.now)
    actions.untick(item=item, by=wu, at=desk.now)
    assert fresh(listed).open_items == 1


def test_ticking_disturbs_nobody_who_is_typing(desk, listed, wu, zhao):
    seen = fresh(listed).revision
    actions.tick(item=listed.items.get(ordinal=0), by=zhao, at=desk.now)
    assert actions.deliver(request=listed, by=wu, at=desk.now, note="好", expected=seen).delivered_at


def test_providers_add_and_remove_their_own(desk, listed, wu):
    mine = actions.add_item(request=listed, by=wu, at=desk.now, text="通知班长", required=True)
    assert fresh(listed).open_items == 2
    actions.remove_item(item=mine, by=wu, at=desk.now)
    assert fresh(listed).open_items == 1
    theirs = listed.items.get(ordinal=0)
    assert why(actions.remove_item, item=theirs, by=wu, at=desk.now) is Reason.COMES_WITH_SERVICE


def test_customers_and_strangers_tick_nothing(desk, listed, mei, fang):
    item = listed.items.get(ordinal=0)
    for person in (mei, fang):
        assert why(actions.tick, item=item, by=person, at=desk.now) is Reason.NOT_PROVIDER
    assert Item.objects.filter(checked_at__isnull=False).count() == 0


def test_after_delivery_it_stays_as_it_was(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    item = actions.add_item(request=request, by=wu, at=desk.now, text="清理现场")
    actions.deliver(request=request, by=wu, at=desk.now, note="好")
    assert why(actions.tick, item=item, by=wu, at=desk.now) is Reason.ALREADY_DELIVERED
