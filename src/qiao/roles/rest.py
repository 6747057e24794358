"""Role cards for programs: reading, drafting, writing, signing, answering for the other side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from qiao.catalogue.models import Service
from qiao.org.calls import PersonCall
from qiao.org.models import Holding, Person, Position, Unit
from qiao.org.rest import PersonRef, UnitRef, person_ref, unit_ref
from qiao.rest import etags
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Key, Row
from qiao.rest.invalid import not_there
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register
from qiao.roles import actions, rules
from qiao.roles.models import Edition, Line, RoleCard
from qiao.roles.reads import cards as reads
from qiao.roles.rules import MOST_LINES, Answer, CardState, Part, Side
from qiao.roles.sheet import LONGEST_TEXT, LONGEST_WORDS, TEXTS, LineSaid, Words

READ = register("role_cards:read", _("Read role cards"))
WRITE = register("role_cards:write", _("Write and sign role cards in your name"))

router = Router("Role cards")


class WordsSaid(Said):
    zh: str = Field("", max_length=LONGEST_WORDS)
    en: str = Field("", max_length=LONGEST_WORDS)

    @property
    def words(self) -> Words:
        return Words(self.zh.strip(), self.en.strip())


class TextSaid(WordsSaid):
    zh: str = Field("", max_length=LONGEST_TEXT)
    en: str = Field("", max_length=LONGEST_TEXT)


class LineBody(Said):
    key: int = Field(0, ge=0, le=9999, description="Which line it is; 0 for a new one.")
    what: WordsSaid = WordsSaid(zh="", en="")
    standard: WordsSaid = WordsSaid(zh="", en="")
    measure: WordsSaid = WordsSaid(zh="", en="")
    service: Key | None = Field(None, description="Code of a service.")
    unit: Key | None = Field(None, description="Code: for which unit, or from which.")
    person: Key | None = Field(None, description="Personnel number, instead of a unit.")


class CardBegun(Said):
    position: Key = Field(description="Code.")
    person: Key = Field(description="Personnel number of who holds it.")


class CardWritten(Said):
    """What is left out stays as it is; a side that is given replaces all its lines."""

    texts: dict[str, TextSaid] = Field({}, description=f"Any of {', '.join(TEXTS)}.")
    serve: list[LineBody] | None = Field(None, max_length=MOST_LINES)
    need: list[LineBody] | None = Field(None, max_length=MOST_LINES)
    duty: list[LineBody] | None = Field(None, max_length=MOST_LINES)


class Remark(Said):
    remark: str = Field(min_length=1, max_length=600)


class Confirmed(Said):
    review_on: date


class LineShown(Shown):
    id: int
    key: int
    side: Side
    what_zh: str
    what_en: str
    standard_zh: str
    standard_en: str
    measure_zh: str
    measure_en: str
    service: str | None = Field(description="Code.")
    unit: UnitRef | None
    person: PersonRef | None
    because: dict[str, Any] = Field(description="Why it was drafted.")
    answer: Answer = Field(description="What the other side says: empty, accepted or refused.")
    note: str


class CardSignatureShown(Shown):
    part: Part
    person: PersonRef
    at: datetime


class RoleCardShown(Shown):
    id: int
    position: str = Field(description="Code.")
    holder: PersonRef
    unit: UnitRef
    in_force: int | None = Field(description="Number of the edition in force.")
    being_written: int | None = Field(description="Number of the one being written, if you may see it.")
    review_on: date | None
    revision: int


class CardOne(RoleCardShown):
    edition: int = Field(description="Number of the edition that follows.")
    state: CardState
    texts: dict[str, dict[str, str]]
    lines: list[LineShown]
    signatures: list[CardSignatureShown]


@router.read("/role-cards", scope=READ, answer=Page[RoleCardShown])
def role_cards(http: PersonCall, paging: Query[Paging]) -> Page[RoleCardShown]:
    """Those in force, and the drafts that you may see; newest first."""
    rows = RoleCard.objects.visible_to(http.person.scope).filter(ended_at=None)
    found = rows.select_related("position__unit", "person", "current", "draft")

    def show(each: list[RoleCard]) -> Iterable[RoleCardShown]:
        return (RoleCardShown(**_head(card, http.person)) for card in each)

    return page(http, found, paging, order=("-id",), show=show)


@router.create("/role-cards", scope=WRITE, answer=CardOne)
def begin_role_card(http: PersonCall, said: CardBegun) -> CardOne:
    """Begins a card, drafted from what happened, or the next edition of one that is in force."""
    held = Holding.objects.filter(position__code=said.position, person__number=said.person)
    holding = held.select_related("position__unit", "person").first()
    if holding is None:
        raise not_there("position" if not Position.objects.filter(code=said.position).exists() else "person")
    card = actions.begin(position=holding.position, person=holding.person, by=http.person, at=timezone.now())
    return _answer(http, _found(http, card.pk), draft=True)


@router.read("/role-cards/{pk}", scope=READ, answer=CardOne)
def role_card(http: PersonCall, pk: Row, draft: bool = False) -> CardOne:
    """One card: the edition in force, or with ``draft`` the one being written."""
    return _answer(http, _found(http, pk), draft=draft)


@router.change("/role-cards/{pk}", scope=WRITE, answer=CardOne)
def write_role_card(http: PersonCall, pk: Row, said: CardWritten) -> CardOne:
    """Writes on the edition that is being written; needs ``If-Match``."""
    card = _close(http, pk)
    for name in said.texts:
        if name not in TEXTS:
            raise not_there(f"texts.{name}")
    actions.edit(
        card=card,
        by=http.person,
        at=timezone.now(),
        texts={name: text.words for name, text in said.texts.items()},
        lines=_lines(said),
        expected=etags.seen(http, card.revision),
    )
    return _answer(http, _found(http, pk), draft=True)


def _lines(said: CardWritten) -> dict[Side, list[LineSaid]]:
    given = {Side.SERVE: said.serve, Side.NEED: said.need, Side.DUTY: said.duty}
    told = [(side, line) for side, lines in given.items() for line in lines or ()]
    services = _ids(Service, "code", (line.service for _side, line in told), "service")
    units = _ids(Unit, "code", (line.unit for _side, line in told), "unit")
    people = _ids(Person, "number", (line.person for _side, line in told), "person")
    found: dict[Side, list[LineSaid]] = {side: [] for side, lines in given.items() if lines is not None}
    for side, line in told:
        person = people.get(line.person or "")
        found[side].append(
            LineSaid(
                side=side,
                what=line.what.words,
                standard=line.standard.words,
                measure=line.measure.words,
                service_id=services.get(line.service or ""),
                unit_id=None if person else units.get(line.unit or ""),
                person_id=person,
                key=line.key,
            )
        )
    return found


def _ids(model: Any, column: str, said: Iterable[str | None], field: str) -> dict[str, int]:
    """The rows that are named; 422 for the first that is not there."""
    wanted = {each for each in said if each}
    known = model.objects.filter(active=True, **{f"{column}__in": wanted}) if wanted else ()
    found = {getattr(row, column): row.pk for row in known}
    if wanted - set(found):
        raise not_there(field)
    return found


@router.act("/role-cards/{pk}/submit", scope=WRITE, answer=CardOne)
def submit_role_card(http: PersonCall, pk: Row) -> CardOne:
    """Gives the draft to the leader."""
    return _act(http, pk, actions.submit)


@router.act("/role-cards/{pk}/withdraw", scope=WRITE, answer=CardOne)
def withdraw_role_card(http: PersonCall, pk: Row) -> CardOne:
    """Takes it back to write on."""
    return _act(http, pk, actions.withdraw)


@router.act("/role-cards/{pk}/return", scope=WRITE, answer=CardOne)
def return_role_card(http: PersonCall, pk: Row, said: Remark) -> CardOne:
    """The leader wants it written otherwise."""
    return _act(http, pk, actions.return_, remark=said.remark)


@router.act("/role-cards/{pk}/approve", scope=WRITE, answer=CardOne)
def approve_role_card(http: PersonCall, pk: Row) -> CardOne:
    """The leader signs."""
    return _act(http, pk, actions.approve)


@router.act("/role-cards/{pk}/sign", scope=WRITE, answer=CardOne)
def sign_role_card(http: PersonCall, pk: Row) -> CardOne:
    """The holder signs: the card is in force."""
    return _act(http, pk, actions.sign)


@router.act("/role-cards/{pk}/confirm", scope=WRITE, answer=CardOne)
def confirm_role_card(http: PersonCall, pk: Row, said: Confirmed) -> CardOne:
    """The leader confirms that it still holds, until the next review."""
    return _act(http, pk, actions.confirm, review_on=said.review_on)


@router.act("/role-cards/{pk}/lines/{line}/accept", scope=WRITE, answer=LineShown)
def accept_line(http: PersonCall, pk: Row, line: Row) -> LineShown:
    """The other side agrees to a line."""
    return shown(actions.accept(line=_line(http, pk, line), by=http.person, at=timezone.now()))


@router.act("/role-cards/{pk}/lines/{line}/refuse", scope=WRITE, answer=LineShown)
def refuse_line(http: PersonCall, pk: Row, line: Row, said: Remark) -> LineShown:
    """The other side does not agree, and says why."""
    known = _line(http, pk, line)
    return shown(actions.refuse_line(line=known, note=said.remark, by=http.person, at=timezone.now()))


def _line(http: PersonCall, pk: int, line: int) -> Line:
    card = _found(http, pk)
    found = reads.line_of(line)
    if found is None or found.edition_id != card.current_id:
        raise Http404
    return found


def _act(http: PersonCall, pk: int, action: Callable[..., RoleCard], **said: Any) -> CardOne:
    card = _close(http, pk)
    expected = etags.seen(http, card.revision)
    action(card=card, by=http.person, at=timezone.now(), expected=expected, **said)
    return _answer(http, _found(http, pk), draft=True)


def _found(http: PersonCall, pk: int) -> RoleCard:
    found = reads.one(pk, seen_by=http.person)
    if found is None:
        raise Http404
    return found


def _close(http: PersonCall, pk: int) -> RoleCard:
    """For holder and leaders; others read it and find nothing to do."""
    card = _found(http, pk)
    if not rules.is_close(card.seat, http.person.scope):
        raise Http404
    return card


def _answer(http: PersonCall, card: RoleCard, *, draft: bool) -> CardOne:
    close = rules.is_close(card.seat, http.person.scope)
    edition = card.draft if draft and close and card.draft else reads.edition_of(card, None, close=close)
    if edition is None:
        raise Http404
    etags.show(http, card.revision)
    lines = reads.LINES.filter(edition=edition)
    return CardOne(
        **_head(card, http.person),
        edition=edition.number,
        state=CardState(edition.state),
        texts={name: {"zh": text.zh, "en": text.en} for name, text in edition.texts.items()},
        lines=[shown(line) for line in lines],
        signatures=_signatures(edition),
    )


def _head(card: RoleCard, reader: Person) -> dict[str, Any]:
    close = rules.is_close(card.seat, reader.scope)
    return {
        "id": card.pk,
        "position": card.position.code,
        "holder": person_ref(card.person),
        "unit": unit_ref(card.position.unit),
        "in_force": card.current.number if card.current else None,
        "being_written": card.draft.number if card.draft and close else None,
        "review_on": card.review_on,
        "revision": card.revision,
    }


def _signatures(edition: Edition) -> list[CardSignatureShown]:
    return [
        CardSignatureShown(part=Part(each.part), person=person_ref(each.person), at=each.at)
        for each in edition.signatures.select_related("person")
    ]


def shown(line: Line) -> LineShown:
    """A line as programs get it."""
    return LineShown(
        id=line.pk,
        key=line.key,
        side=Side(line.side),
        what_zh=line.what_zh,
        what_en=line.what_en,
        standard_zh=line.standard_zh,
        standard_en=line.standard_en,
        measure_zh=line.measure_zh,
        measure_en=line.measure_en,
        service=line.service.code if line.service else None,
        unit=unit_ref(line.unit) if line.unit else None,
        person=person_ref(line.person) if line.person else None,
        because=line.because,
        answer=Answer(line.answer),
        note=line.note,
    )
