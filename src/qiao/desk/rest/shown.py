"""Requests as programs get them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from pydantic import Field

from qiao.catalogue.answering import describe
from qiao.catalogue.rest import ServiceRef
from qiao.catalogue.rules import Priority
from qiao.desk.models import Attachment, Comment, Handoff, Hop, Pause, Request
from qiao.desk.rules import PauseKind, RefusalKind, State
from qiao.org.models import Calendar, Person, Unit
from qiao.org.rest import PersonRef, UnitRef, person_ref, unit_ref
from qiao.rest.bodies import Shown

PLAIN = (
    "id", "number", "title", "state", "priority", "confidential", "raised_at", "changed_at", "responded_at",
    "promised_at", "delivered_at", "closed_at", "due_at", "waiting_for", "revision",
)  # fmt: skip
THINGS = {"service": ("code", "name_zh", "name_en")}
UNITS = {"requester_unit": ("code", "name_zh", "name_en"), "holder_unit": ("code", "name_zh", "name_en")}
PEOPLE = {"requester": ("number", "name", "name_en"), "holder_person": ("number", "name", "name_en")}
JOINED = THINGS | UNITS | PEOPLE


class RequestShown(Shown):
    number: str
    title: str
    service: ServiceRef
    state: State
    priority: Priority
    confidential: bool
    requester: PersonRef
    requester_unit: UnitRef
    holder_unit: UnitRef
    holder: PersonRef | None = Field(description="Null while it is in the unit's queue.")
    raised_at: datetime
    changed_at: datetime | None = Field(description="When anything happened to it last, a comment too.")
    responded_at: datetime | None
    promised_at: datetime | None
    delivered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None = Field(description="What breaks next: to answer, to complete or to confirm.")
    waiting_for: str
    revision: int


class AnswerShown(Shown):
    label: str
    text: str


class OfferShown(Shown):
    to_unit: UnitRef
    to_person: PersonRef | None
    by: PersonRef | None
    note: str
    offered_at: datetime
    respond_by: datetime | None


class RequestOne(RequestShown):
    details: str
    answers: dict[str, Any] = Field(description="By the key of the question, as they were given.")
    answers_text: list[AnswerShown] = Field(description="The same in words, in your language.")
    version: int = Field(description="Of the service, as it was when the request was raised.")
    agreement: str | None = Field(description="Number of the agreement that it was raised under.")
    calendar: str = Field(description="Code of the calendar on which its promise counts.")
    beneficiary: PersonRef | None = Field(description="For whom, when not for the requester.")
    beneficiary_unit: UnitRef | None
    accountable_unit: UnitRef
    accountable: PersonRef | None
    offer: OfferShown | None = Field(description="The hand-off that waits for an answer.")
    respond_seconds: int | None = Field(description="The target, in working seconds.")
    complete_seconds: int | None
    respond_by: datetime | None
    confirm_by: datetime | None
    used_seconds: int | None = Field(description="Working seconds up to the delivery, without pauses.")
    hops: int
    bounces: int
    reopened: int
    open_parts: int
    open_blockers: int
    open_items: int
    merged_into: str | None = Field(description="Number of the request that leads on.")


class PauseShown(Shown):
    kind: PauseKind
    counterpart: str
    reason: str
    started_at: datetime
    ended_at: datetime | None
    expected_until: datetime | None
    seconds: int | None


class HopShown(Shown):
    ordinal: int
    unit: UnitRef
    person: PersonRef | None
    started_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    used_seconds: int | None = Field(description="Working seconds; null while it runs.")
    paused_seconds: int
    pauses: list[PauseShown]


class HandoffShown(Shown):
    from_unit: UnitRef
    to_unit: UnitRef
    to_person: PersonRef | None
    note: str
    offered_at: datetime
    answered_at: datetime | None
    outcome: str = Field(description='"accepted", "refused", "recalled", or empty while it waits.')
    refusal: RefusalKind | None
    answer: str


class CommentShown(Shown):
    id: int
    author: PersonRef
    at: datetime
    body: str
    internal: bool


class AttachmentShown(Shown):
    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    field: str = Field(description="Key of the question that it answers; empty for others.")
    uploaded_by: PersonRef
    at: datetime
    internal: bool


def plain(requests: QuerySet[Request], *more: str) -> QuerySet[Request, Any]:
    """The same requests as rows of just what lists show (ADR 13), and ``more`` that the order needs."""
    joined = [f"{name}__{column}" for name, columns in JOINED.items() for column in columns]
    return requests.values_list(*PLAIN, *joined, *more, named=True)


def rows(found: Iterable[Any]) -> list[RequestShown]:
    """What ``plain`` found, as it is shown."""
    return [_row(each) for each in found]


def _row(each: Any) -> RequestShown:
    values = {name: getattr(each, name) for name in PLAIN if name != "id"}
    parts = {
        name: {column: getattr(each, f"{name}__{column}") for column in columns}
        for name, columns in JOINED.items()
    }
    holder = parts.pop("holder_person")
    return RequestShown.model_validate({**values, **parts, "holder": holder if holder["number"] else None})


def one(request: Request, *, leading: str = "") -> RequestOne:
    """One request with all that it mentions: a fixed number of queries.

    ``leading`` is the number that it goes on as, for a reader who may see that one.
    """
    handoff = request.handoffs.filter(outcome="").first() if request.offered_unit_id else None
    known = Known.of(request, *([handoff] if handoff else []))
    values = {name: getattr(request, name) for name in PLAIN if name != "id"}
    return RequestOne(
        **values,
        service=ServiceRef.model_validate(request.service, from_attributes=True),
        requester=known.one(request.requester_id),
        requester_unit=known.unit(request.requester_unit_id),
        holder_unit=known.unit(request.holder_unit_id),
        holder=known.person(request.holder_person_id),
        details=request.details,
        answers=request.answers,
        answers_text=[
            AnswerShown(label=each.label, text=each.text)
            for each in describe(request.version, request.answers)
        ],
        version=request.version.number,
        agreement=request.agreed.version.agreement.number if request.agreed else None,
        calendar=Calendar.objects.values_list("code", flat=True).get(pk=request.calendar_id),
        beneficiary=known.person(request.beneficiary_id),
        beneficiary_unit=known.unit_or_none(request.beneficiary_unit_id),
        accountable_unit=known.unit(request.accountable_unit_id),
        accountable=known.person(request.accountable_id),
        offer=known.offer(request, handoff) if handoff else None,
        respond_seconds=request.respond_seconds,
        complete_seconds=request.complete_seconds,
        respond_by=request.respond_by,
        confirm_by=request.confirm_by,
        used_seconds=request.used_seconds,
        hops=request.hop_count,
        bounces=request.bounces,
        reopened=request.reopened,
        open_parts=request.open_parts,
        open_blockers=request.open_blockers,
        open_items=request.open_items,
        merged_into=leading or None,
    )


class Known:
    """The people and units that some rows mention, read together (two queries)."""

    def __init__(self, people: Iterable[Person], units: Iterable[Unit]) -> None:
        self.people = {each.pk: person_ref(each) for each in people}
        self.units = {each.pk: unit_ref(each) for each in units}

    @classmethod
    def of(cls, *rows: Request | Handoff | Hop) -> Known:
        """Those whom the rows point to."""
        people, units = set[int](), set[int]()
        for row in rows:
            for each in row._meta.concrete_fields:
                pk = getattr(row, each.attname)
                if pk and each.related_model is Person:
                    people.add(pk)
                elif pk and each.related_model is Unit:
                    units.add(pk)
        return cls(Person.objects.filter(pk__in=people), Unit.objects.filter(pk__in=units))

    def one(self, pk: int) -> PersonRef:
        return self.people[pk]

    def person(self, pk: int | None) -> PersonRef | None:
        return self.people.get(pk or 0)

    def unit(self, pk: int) -> UnitRef:
        return self.units[pk]

    def unit_or_none(self, pk: int | None) -> UnitRef | None:
        return self.units.get(pk or 0)

    def offer(self, request: Request, handoff: Handoff) -> OfferShown:
        """The pending hand-off."""
        return OfferShown(
            to_unit=self.unit(handoff.to_unit_id),
            to_person=self.person(handoff.to_person_id),
            by=self.person(request.offered_by_id),
            note=handoff.note,
            offered_at=handoff.offered_at,
            respond_by=handoff.respond_by,
        )


def hops(found: list[Hop]) -> list[HopShown]:
    """The chain, with its pauses fetched."""
    known = Known.of(*found)
    return [
        HopShown(
            ordinal=each.ordinal,
            unit=known.unit(each.unit_id),
            person=known.person(each.person_id),
            started_at=each.started_at,
            accepted_at=each.accepted_at,
            ended_at=each.ended_at,
            used_seconds=each.used_seconds,
            paused_seconds=each.paused_seconds,
            pauses=[_pause(pause) for pause in each.pauses.all()],
        )
        for each in found
    ]


def _pause(each: Pause) -> PauseShown:
    return PauseShown(
        kind=PauseKind(each.kind),
        counterpart=each.counterpart,
        reason=each.reason,
        started_at=each.started_at,
        ended_at=each.ended_at,
        expected_until=each.expected_until,
        seconds=each.seconds,
    )


def handoffs(found: list[Handoff]) -> list[HandoffShown]:
    """All offers, answered or not."""
    known = Known.of(*found)
    return [
        HandoffShown(
            from_unit=known.unit(each.from_unit_id),
            to_unit=known.unit(each.to_unit_id),
            to_person=known.person(each.to_person_id),
            note=each.note,
            offered_at=each.offered_at,
            answered_at=each.answered_at,
            outcome=each.outcome,
            refusal=RefusalKind(each.refusal) if each.refusal else None,
            answer=each.answer,
        )
        for each in found
    ]


def comment(each: Comment) -> CommentShown:
    """A comment with its author fetched."""
    return CommentShown(
        id=each.pk, author=person_ref(each.author), at=each.at, body=each.body, internal=each.internal
    )


def attachment(each: Attachment) -> AttachmentShown:
    """A file with its content's row and whoever sent it fetched."""
    return AttachmentShown(
        id=each.pk,
        name=each.name,
        media_type=each.blob.media_type,
        size=each.blob.size,
        sha256=each.blob_id,
        field=each.field,
        uploaded_by=person_ref(each.uploaded_by),
        at=each.at,
        internal=each.internal,
    )
