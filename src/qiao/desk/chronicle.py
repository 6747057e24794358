"""The desk's events for the event log: what happened to requests, as an administrator may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.desk import changed, story
from qiao.desk.events import Kind
from qiao.desk.models import Request
from qiao.desk.names import Names
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.org.rules import Scope

SUBJECT = Request._meta.label_lower

LABELS: Mapping[str, Any] = {
    Kind.RAISED: gettext_lazy("Request raised"),
    Kind.ASSIGNED: gettext_lazy("Request assigned"),
    Kind.REPRIORITISED: gettext_lazy("Priority changed"),
    Kind.UNATTENDED: gettext_lazy("Request without anybody"),
    Kind.REQUEUED: gettext_lazy("Request put back into the queue"),
    Kind.ATTENDED: gettext_lazy("Request attended again"),
    Kind.WATCHED: gettext_lazy("Watching begun"),
    Kind.UNWATCHED: gettext_lazy("Watching ended"),
    Kind.ACCEPTED: gettext_lazy("Request accepted"),
    Kind.PAUSED: gettext_lazy("Request paused"),
    Kind.RESUMED: gettext_lazy("Request resumed"),
    Kind.OFFERED: gettext_lazy("Hand-off offered"),
    Kind.TAKEN: gettext_lazy("Hand-off accepted"),
    Kind.REFUSED: gettext_lazy("Hand-off returned"),
    Kind.RECALLED: gettext_lazy("Hand-off taken back"),
    Kind.DELIVERED: gettext_lazy("Request delivered"),
    Kind.CONFIRMED: gettext_lazy("Request confirmed"),
    Kind.CONFIRMED_BY_ITSELF: gettext_lazy("Request confirmed by itself"),
    Kind.REMINDED: gettext_lazy("Requester reminded"),
    Kind.REOPENED: gettext_lazy("Request reopened"),
    Kind.DECLINED: gettext_lazy("Request declined"),
    Kind.WITHDRAWN: gettext_lazy("Request withdrawn"),
    Kind.REPRIORITISED: gettext_lazy("Priority changed"),
    Kind.UNATTENDED: gettext_lazy("Nobody looks after a request"),
    Kind.REQUEUED: gettext_lazy("Request back in the queue"),
    Kind.ATTENDED: gettext_lazy("Request looked after again"),
    Kind.COMMENTED: gettext_lazy("Comment added"),
    Kind.ATTACHED: gettext_lazy("File added"),
    Kind.LINKED: gettext_lazy("Requests linked"),
    Kind.UNLINKED: gettext_lazy("Link taken back"),
    Kind.MERGED: gettext_lazy("Duplicate merged"),
    Kind.TOOK_IN: gettext_lazy("Duplicate taken in"),
    Kind.SEPARATED: gettext_lazy("Duplicate separated"),
    Kind.LET_GO: gettext_lazy("Duplicate let go"),
    Kind.PART_RAISED: gettext_lazy("Sub-request raised"),
    Kind.ABOVE_OVER: gettext_lazy("Request above ended"),
    Kind.ABOVE_MOVED: gettext_lazy("Request above handed over"),
    Kind.ITEM_ADDED: gettext_lazy("Checklist item added"),
    Kind.ITEM_REMOVED: gettext_lazy("Checklist item removed"),
    Kind.ITEM_CHECKED: gettext_lazy("Checklist item ticked off"),
    Kind.ITEM_UNCHECKED: gettext_lazy("Tick taken back"),
    Kind.SCHEDULED: gettext_lazy("Raised by a schedule"),
}


def tell(events: Sequence[Event], viewer: Scope | None) -> list[Told]:
    """Four queries: the requests, which of them the reader may see, people, units."""
    numbers = {event.subject_id for event in events}
    requests = Request.objects.only("number", "title", "confidential").in_bulk(numbers)
    seen = set(requests)
    if viewer is not None:
        mine = Request.objects.visible_to(viewer).filter(pk__in=numbers)
        seen = set(mine.values_list("pk", flat=True))
    names = Names.of(event for event in events if event.subject_id in seen or _open(requests, event))
    return [_told(event, requests.get(event.subject_id), seen, names) for event in events]


def _open(requests: Mapping[int, Request], event: Event) -> bool:
    request = requests.get(event.subject_id)
    return request is not None and not request.confidential


def _told(event: Event, request: Request | None, seen: set[int], names: Names) -> Told:
    if request is None:
        return Told(_label(event), subject=f"#{event.subject_id}", open=False, heading=True)
    url = reverse("desk:request", args=[request.number]) if request.pk in seen else ""
    if request.confidential and request.pk not in seen:
        return Told(_label(event), subject=_("%s, confidential") % request.number, withheld=True, open=False)
    return Told(
        story.sentence(event, names),
        subject=f"{request.number} {request.title}",
        url=url,
        note=str(event.data.get("note", "")),
        changes=changed.changes(event, names),
        ref=request.number,
    )


def _label(event: Event) -> str:
    return str(LABELS.get(event.kind, event.kind))


def find(words: str) -> Iterable[tuple[str, int]]:
    """A request by its number."""
    found = Request.objects.filter(number__iexact=words).values_list("pk", flat=True)
    return [(SUBJECT, pk) for pk in found]


def withheld(viewer: Scope | None) -> Q:
    """Events of confidential requests that the reader may not see; nothing is kept from the operator."""
    secret = Request.objects.filter(pk=OuterRef("subject_id"), confidential=True)
    if viewer is None:
        secret = secret.none()
    else:
        secret = secret.exclude(pk__in=Request.objects.visible_to(viewer).filter(confidential=True))
    return Q(Exists(secret), subject_type=SUBJECT)


CHAPTER = Chapter(
    prefix="request",
    label=gettext_lazy("Requests"),
    kinds={kind.value: LABELS.get(kind, kind.value) for kind in Kind},
    tell=tell,
    find=find,
    withheld=withheld,
)
