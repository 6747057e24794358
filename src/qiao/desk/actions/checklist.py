"""The checklist of a request: from its service's version, and what providers add."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from qiao.desk import rules
from qiao.desk.actions.change import need, tell
from qiao.desk.actions.waits import count
from qiao.desk.events import Kind
from qiao.desk.models import Item, Request
from qiao.desk.rules import MOST_ITEMS, Reason
from qiao.ledger.refusals import refuse
from qiao.org.models import Person


def copy(request: Request) -> None:
    """A new request gets the items of the version that it was born with."""
    items = [
        Item(request=request, ordinal=n, text_zh=item.text_zh, text_en=item.text_en, required=item.required)
        for n, item in enumerate(request.version.checklist)
    ]
    if not items:
        return
    Item.objects.bulk_create(items)
    request.open_items = sum(item.required for item in items)
    count(Request.objects.filter(pk=request.pk), "open_items", request.open_items)


@transaction.atomic
def add_item(*, request: Request, by: Person, at: datetime, text: str, required: bool = False) -> Item:
    """A provider adds what is to be done here, too."""
    request = _locked(request, by)
    text = need(text, Reason.SAY_WHAT)[:200]
    rows = Item.objects.filter(request=request)
    refuse(Reason.TOO_MANY_ITEMS if rows.count() >= MOST_ITEMS else None)
    last = rows.aggregate(last=Max("ordinal"))["last"]
    item = Item.objects.create(
        request=request,
        ordinal=0 if last is None else last + 1,
        text_zh=text,
        required=required,
        added_by=by,
    )
    _count(item, 1)
    _tell(Kind.ITEM_ADDED, request, item, by=by, at=at)
    return item


@transaction.atomic
def remove_item(*, item: Item, by: Person, at: datetime) -> None:
    """Takes away what a provider added and nobody has ticked off; what the service asks for stays."""
    request = _locked(item.request, by)
    item = Item.objects.get(pk=item.pk)
    refuse(Reason.COMES_WITH_SERVICE if item.added_by_id is None else None)
    refuse(Reason.CHECKED_ALREADY if item.checked_at else None)
    _count(item, -1)
    _tell(Kind.ITEM_REMOVED, request, item, by=by, at=at)
    Item.objects.filter(pk=item.pk).delete()


@transaction.atomic
def tick(*, item: Item, by: Person, at: datetime) -> Item:
    """Ticks an item off. Two who do so at once: the first one did it, and the second is not told off."""
    request = _locked(item.request, by)
    if Item.objects.filter(pk=item.pk, checked_at=None).update(checked_by=by, checked_at=at):
        _count(item, -1)
        _tell(Kind.ITEM_CHECKED, request, item, by=by, at=at)
    return Item.objects.get(pk=item.pk)


@transaction.atomic
def untick(*, item: Item, by: Person, at: datetime) -> Item:
    """Takes a tick back; the story keeps who had set it."""
    request = _locked(item.request, by)
    if Item.objects.filter(pk=item.pk, checked_at__isnull=False).update(checked_by=None, checked_at=None):
        _count(item, 1)
        _tell(Kind.ITEM_UNCHECKED, request, item, by=by, at=at)
    return Item.objects.get(pk=item.pk)


def _locked(request: Request, by: Person) -> Request:
    now = Request.objects.locked(request.pk)
    refuse(rules.why_not_tick(now, by.scope))
    return now


def _count(item: Item, by: int) -> None:
    if item.required:
        count(Request.objects.filter(pk=item.request_id), "open_items", by)


def _tell(kind: Kind, request: Request, item: Item, *, by: Person, at: datetime) -> None:
    tell(kind, request, by=by, at=at, item=item.pk, text_zh=item.text_zh, text_en=item.text_en)
