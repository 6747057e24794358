"""What belongs together: links, parts, merged duplicates, the checklist."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils import timezone
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.desk import actions, reads
from qiao.desk.models import Item, Request
from qiao.desk.reads.links import Linked, Other
from qiao.desk.rest.door import READ, WRITE, router
from qiao.desk.rules import LinkKind, State
from qiao.org.rest import PersonRef, person_ref
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Row
from qiao.rest.invalid import not_there


class OtherShown(Shown):
    number: str
    title: str
    state: State


class LinkShown(Shown):
    id: int
    kind: LinkKind
    inverse: bool = Field(description="True: the other one says it of this one.")
    text: str = Field(description='In your language: "is blocked by".')
    other: OtherShown


class ItemShown(Shown):
    id: int
    text_zh: str
    text_en: str
    required: bool = Field(description="Must be ticked off before delivery.")
    added_by: PersonRef | None = Field(description="Null: it came with the service.")
    checked_by: PersonRef | None
    checked_at: datetime | None


class TogetherShown(Shown):
    part_of: OtherShown | None
    parts: list[OtherShown]
    merged: list[OtherShown] = Field(description="Duplicates that it leads.")
    links: list[LinkShown]
    checklist: list[ItemShown]


class NewLink(Said):
    kind: LinkKind = Field(description="What this request says of the other.")
    to: str = Field(min_length=1, max_length=20, description="Number of the other request.")


class NewItem(Said):
    text: str = Field(min_length=1, max_length=200)
    required: bool = False


@router.read("/requests/{number}/together", scope=READ, answer=TogetherShown)
def together(http: PersonCall, number: str) -> TogetherShown:
    """What it has to do with others, of those that you may see, and its checklist."""
    found, scope = reads.one(number, seen_by=http.person), http.person.scope
    above = reads.above(found, scope)
    rows = reads.parts(found, scope, at=timezone.now()).rows
    return TogetherShown(
        part_of=_other(above) if above else None,
        parts=[
            OtherShown(number=row.request.number, title=row.request.title, state=State(row.request.state))
            for row in rows
        ],
        merged=[_other(each) for each in reads.merged_here(found, scope)],
        links=[_link(each) for each in reads.links(found, scope)],
        checklist=[_item(each) for each in reads.checklist(found)],
    )


@router.create("/requests/{number}/links", scope=WRITE, answer=LinkShown)
def create_link(http: PersonCall, number: str, said: NewLink) -> LinkShown:
    """Says what it has to do with another. What it blocks cannot be delivered before it is done."""
    found = reads.seen(number, seen_by=http.person)
    try:
        to = reads.seen(said.to, seen_by=http.person)
    except Http404 as error:
        raise not_there("to") from error
    made = actions.link(request=found, to=to, kind=said.kind, by=http.person, at=timezone.now())
    return _link(next(each for each in reads.links(found, http.person.scope) if each.pk == made.pk))


@router.remove("/requests/{number}/links/{pk}", scope=WRITE)
def delete_link(http: PersonCall, number: str, pk: Row) -> None:
    """Takes a link back."""
    found = reads.seen(number, seen_by=http.person)
    row = reads.link(found, pk, http.person.scope)
    if row is None:
        raise Http404
    actions.unlink(link=row, by=http.person, at=timezone.now())


@router.create("/requests/{number}/checklist", scope=WRITE, answer=ItemShown)
def create_item(http: PersonCall, number: str, said: NewItem) -> ItemShown:
    """Adds a line to the checklist."""
    found = reads.seen(number, seen_by=http.person)
    made = actions.add_item(
        request=found, by=http.person, at=timezone.now(), text=said.text, required=said.required
    )
    return _item(made)


@router.act("/requests/{number}/checklist/{pk}/tick", scope=WRITE, answer=ItemShown)
def tick(http: PersonCall, number: str, pk: Row) -> ItemShown:
    """Ticks a line off. When somebody did so already, theirs stays."""
    return _item(actions.tick(item=_found(http, number, pk), by=http.person, at=timezone.now()))


@router.act("/requests/{number}/checklist/{pk}/untick", scope=WRITE, answer=ItemShown)
def untick(http: PersonCall, number: str, pk: Row) -> ItemShown:
    """Takes a tick back."""
    return _item(actions.untick(item=_found(http, number, pk), by=http.person, at=timezone.now()))


@router.remove("/requests/{number}/checklist/{pk}", scope=WRITE)
def delete_item(http: PersonCall, number: str, pk: Row) -> None:
    """Takes away a line that a provider added."""
    actions.remove_item(item=_found(http, number, pk), by=http.person, at=timezone.now())


def _found(http: PersonCall, number: str, pk: int) -> Item:
    request: Request = reads.seen(number, seen_by=http.person)
    found = request.items.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _other(other: Other) -> OtherShown:
    return OtherShown(number=other.number, title=other.title, state=State(other.state))


def _link(linked: Linked) -> LinkShown:
    return LinkShown(
        id=linked.pk,
        kind=linked.kind,
        inverse=linked.inverse,
        text=str(linked.words),
        other=_other(linked.other),
    )


def _item(item: Item) -> ItemShown:
    return ItemShown(
        id=item.pk,
        text_zh=item.text_zh,
        text_en=item.text_en,
        required=item.required,
        added_by=person_ref(item.added_by) if item.added_by else None,
        checked_by=person_ref(item.checked_by) if item.checked_by else None,
        checked_at=item.checked_at,
    )
