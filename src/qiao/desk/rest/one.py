"""One request: as it is, what I may do with it, its way, its story."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from ninja import Query
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.desk import others, reads, story
from qiao.desk.models import Handoff, Hop, Request
from qiao.desk.names import Names
from qiao.desk.rest import shown
from qiao.desk.rest.door import READ, router
from qiao.desk.rest.shown import HandoffShown, HopShown, RequestOne
from qiao.desk.rules import Verb, possible, reads_internal
from qiao.ledger.models import Event
from qiao.org.rest import PersonRef, UnitRef, person_ref, unit_ref
from qiao.org.rules import Scope
from qiao.rest import etags
from qiao.rest.bodies import Shown
from qiao.rest.paging import Page, Paging, page


class PossibleShown(Shown):
    verb: Verb
    possible: bool
    code: str | None = Field(description="Why not: the code that the verb itself would answer with.")
    text: str | None


class EventShown(Shown):
    id: int
    kind: str = Field(description="Stable, such as `request.accepted`.")
    at: datetime
    actor: PersonRef | None = Field(description="Null for what happened by itself.")
    from_unit: UnitRef | None
    to_unit: UnitRef | None
    text: str = Field(description="What they did, in your language.")
    note: str = Field(description="What they said with it.")
    comment: int | None
    attachment: int | None
    internal: bool
    revision: int | None = Field(description="Of the request after it.")


@router.read("/requests/{number}", scope=READ, answer=RequestOne)
def request(http: PersonCall, number: str) -> RequestOne:
    """One request. The ETag goes back as If-Match when you act on it."""
    return answer(http, reads.one(number, seen_by=http.person))


@router.read("/requests/{number}/possible", scope=READ, answer=list[PossibleShown])
def what_is_possible(http: PersonCall, number: str) -> list[PossibleShown]:
    """What you may do with it now, and why not the rest."""
    found = reads.seen(number, seen_by=http.person)
    ways = possible(found, http.person.scope, timezone.now())
    return [
        PossibleShown(
            verb=verb,
            possible=reason is None,
            code=reason and str(reason),
            text=reason and str(reason.sentence),
        )
        for verb, reason in ways.items()
    ]


@router.read("/requests/{number}/hops", scope=READ, answer=list[HopShown])
def hops(http: PersonCall, number: str) -> list[HopShown]:
    """Who held it, on whose calendar, how long, and whom it waited for."""
    found = reads.seen(number, seen_by=http.person)
    return shown.hops(list(Hop.objects.filter(request=found).prefetch_related("pauses")))


@router.read("/requests/{number}/handoffs", scope=READ, answer=list[HandoffShown])
def handoffs(http: PersonCall, number: str) -> list[HandoffShown]:
    """Every offer to somebody else and its answer."""
    found = reads.seen(number, seen_by=http.person)
    return shown.handoffs(list(Handoff.objects.filter(request=found)))


@router.read("/requests/{number}/timeline", scope=READ, answer=Page[EventShown])
def timeline(http: PersonCall, number: str, paging: Query[Paging]) -> Page[EventShown]:
    """Everything that happened to it, oldest first. What is said among providers only they read."""
    found = reads.seen(number, seen_by=http.person)
    events = Event.objects.about(found).exclude(kind__in=list(story.UNTOLD))
    if not reads_internal(found, http.person.scope):
        events = events.exclude(data__has_key="internal")
    events = events.exclude(pk__in=others.unreadable(found, http.person.scope))
    return page(http, events, paging, order=("id",), show=lambda rows: _told(rows, http.person.scope))


def answer(http: PersonCall, found: Request) -> RequestOne:
    """A request as the answer of a call, with its ETag."""
    etags.show(http, found.revision)
    return shown.one(found, leading=reads.leading(found, http.person) if found.merged_into_id else "")


def _told(events: list[Event], scope: Scope) -> Iterable[EventShown]:
    _readable, names = others.readable(events, Names.of(events), scope)
    for event in events:
        yield EventShown(
            id=event.pk,
            kind=event.kind,
            at=event.at,
            actor=_person(names, event.actor_id),
            from_unit=_unit(names, event.from_unit_id),
            to_unit=_unit(names, event.to_unit_id),
            text=story.sentence(event, names),
            note=str(event.data.get("note", "")),
            comment=event.data.get("comment"),
            attachment=event.data.get("attachment"),
            internal=bool(event.data.get("internal")),
            revision=event.data.get("revision"),
        )


def _person(names: Names, pk: int | None) -> PersonRef | None:
    found = names.people.get(pk or 0)
    return person_ref(found) if found else None


def _unit(names: Names, pk: int | None) -> UnitRef | None:
    found = names.units.get(pk or 0)
    return unit_ref(found) if found else None
