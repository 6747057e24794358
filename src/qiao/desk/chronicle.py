"""The desk's events for the event log: what happened to requests, as an administrator may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.desk import approval_words, changed, story
from qiao.desk.events import Kind
from qiao.desk.models import Request
from qiao.desk.names import Names
from qiao.ledger.chronicle import Chapter, Told
from qiao.ledger.models import Event
from qiao.org.rules import Scope

SUBJECT = Request._meta.label_lower
# Under which names an event keeps other requests that it speaks of.
OTHERS = ("other", "part_of", "merged")

LABELS: Mapping[str, Any] = {
    **approval_words.LABELS,
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
    Kind.ESCALATED: gettext_lazy("Request escalated"),
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
    """Four queries: the requests, which of them the reader may see, people, units.

    An event that speaks of a confidential request of others is withheld as if it were about it.
    """
    numbers = {pk for event in events for pk in _spoken(event)}
    requests = Request.objects.only("number", "title", "confidential").in_bulk(numbers)
    seen = set(requests)
    if viewer is not None:
        seen = set(Request.objects.visible_to(viewer).filter(pk__in=numbers).values_list("pk", flat=True))
    closed = {pk for pk, request in requests.items() if request.confidential and pk not in seen}
    names = Names.of(event for event in events if not closed & _spoken(event))
    names = replace(names, requests={pk: each.number for pk, each in requests.items() if pk not in closed})
    told = []
    for event in events:
        request = requests.get(event.subject_id)
        if request is None:
            told.append(Told(_label(event), subject=f"#{event.subject_id}", open=False, heading=True))
        elif closed & _spoken(event):
            subject = _("%s, confidential") % request.number if request.pk in closed else request.number
            told.append(Told(_label(event), subject=subject, withheld=True, open=False))
        else:
            told.append(_told(event, request, names, linked=request.pk in seen))
    return told


def _spoken(event: Event) -> set[int]:
    """The requests that the event is about, or mentions."""
    mentioned = {event.data.get(key) for key in OTHERS}
    return {event.subject_id, *(pk for pk in mentioned if isinstance(pk, int))}


def _told(event: Event, request: Request, names: Names, *, linked: bool) -> Told:
    return Told(
        story.sentence(event, names),
        subject=f"{request.number} {request.title}",
        url=reverse("desk:request", args=[request.number]) if linked else "",
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
    """Events that are about confidential requests which the reader may not see, or mention one.

    Nothing is kept from the operator.
    """
    if viewer is None:
        return Q(pk__in=())
    seen = Request.objects.visible_to(viewer).filter(confidential=True)
    secret = Request.objects.filter(confidential=True).exclude(pk__in=seen)
    condition = Q(Exists(secret.filter(pk=OuterRef("subject_id"))))
    for key in OTHERS:  # as text: what other events keep under the same name need be no number
        said = Cast(KeyTextTransform(key, OuterRef("data")), TextField())
        mentioned = secret.annotate(text=Cast("pk", TextField())).filter(text=said)
        condition |= Q(Exists(mentioned), data__has_key=key)
    return Q(condition, subject_type=SUBJECT)


CHAPTER = Chapter(
    prefix="request",
    label=gettext_lazy("Requests"),
    kinds={kind.value: LABELS.get(kind, kind.value) for kind in Kind},
    tell=tell,
    find=find,
    withheld=withheld,
)
