"""Cards as lists and as one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from qiao.catalogue.models import Service
from qiao.org.models import Holding, Person, Substitution, Unit
from qiao.org.rules import Scope
from qiao.roles import changes, rules
from qiao.roles.models import Ask, Edition, Line, RoleCard, Signature
from qiao.roles.reads.live import Kept, Live, live
from qiao.roles.reads.tree import Tree
from qiao.roles.rules import Answer, Asked, CardState, Reason, Side, Verb, why_not_answer
from qiao.statements import Question
from qiao.ui.paging import Page, key_page

ON_A_PAGE, MOST_ASKED = 40, 200
LINES = Line.objects.select_related("service", "unit", "person", "asks_unit", "asks_person", "answered_by")


@dataclass(frozen=True)
class Held:
    """Somebody who holds a position, with the card, or the gap where it should be."""

    holding: Holding
    card: RoleCard | None
    may_begin: bool

    @property
    def state(self) -> CardState | None:
        """Of the edition that matters: the one in force, else what is being written."""
        if self.card is None:
            return None
        edition = self.card.current or self.card.draft
        return CardState(edition.state) if edition else None

    @property
    def is_gap(self) -> bool:
        """Nothing is in force."""
        return self.card is None or self.card.current_id is None


def holdings(which: str, person: Person, unit: Unit | None) -> QuerySet[Holding]:
    """``mine``, ``team`` (whom one leads) or ``unit`` (one's department, or the unit asked for)."""
    found = Holding.objects.filter(position__active=True, person__active=True)
    if which == "mine":
        return found.filter(person=person)
    if which == "team":
        return found.filter(position__unit__in=person.scope.led_ids).exclude(person=person)
    tree = Tree()
    top = unit.pk if unit else tree.partner(person.unit_id)
    return found.filter(position__unit__in=tree.below(top))


def held(which: str, person: Person, unit: Unit | None, params: Mapping[str, Any]) -> Page[Holding]:
    """One page of them; one query, two for a unit."""
    rows = holdings(which, person, unit).select_related("position__unit", "person")
    return key_page(rows, order=("id",), params=params, size=ON_A_PAGE)


def with_cards(rows: Sequence[Holding], reader: Person) -> list[Held]:
    """Each with its card, as far as the reader may know of it; one query."""
    cards = {
        (card.position_id, card.person_id): card
        for card in RoleCard.objects.visible_to(reader.scope)
        .filter(position__in={row.position_id for row in rows}, person__in={row.person_id for row in rows})
        .select_related("current", "draft")
    }
    scope = reader.scope
    return [
        Held(
            row,
            cards.get((row.position_id, row.person_id)),
            row.person_id == reader.pk or row.position.unit_id in scope.led_ids,
        )
        for row in rows
    ]


def one(pk: int, *, seen_by: Person) -> RoleCard | None:
    """The card, if the reader may see it."""
    found = RoleCard.objects.visible_to(seen_by.scope).filter(pk=pk)
    return found.select_related(
        "position__unit__calendar",
        "person__unit",
        "person__own_calendar",
        "leader_unit__leader",
        "current",
        "draft",
    ).first()


def edition_of(card: RoleCard, number: int | None, *, close: bool) -> Edition | None:
    """The edition to show: the one asked for, else the one in force, else the draft."""
    if number is None:
        return card.current or (card.draft if close else None)
    found = card.editions.filter(number=number).first()
    was_public = found is not None and found.force_at is not None
    return found if was_public or close else None


@dataclass(frozen=True)
class Row:
    """One line with what it is worth, and what this reader may answer."""

    line: Line
    kept: Kept | None
    why_not_answer: Reason | None

    @property
    def may_answer(self) -> bool:
        return self.line.answer == Answer.OPEN and self.why_not_answer is None


@dataclass(frozen=True)
class CardPage:
    """One edition of a card and everything around it."""

    card: RoleCard
    edition: Edition
    sides: list[tuple[Side, list[Row]]]
    signatures: list[Signature]
    editions: list[Edition]
    substitutes: list[Substitution]
    live: Live | None
    close: bool
    may: Mapping[Verb, Reason | None]
    review_due: bool

    @property
    def state(self) -> CardState:
        return CardState(self.edition.state)

    @property
    def is_current(self) -> bool:
        return self.edition.pk == self.card.current_id

    @property
    def leader(self) -> Person | None:
        unit = self.card.leader_unit
        return unit.leader if unit else None

    @property
    def refused(self) -> list[Line]:
        return [row.line for _side, rows in self.sides for row in rows if row.line.answer == Answer.REFUSED]


def page(card: RoleCard, edition: Edition, person: Person, *, at: datetime) -> CardPage:
    """A fixed number of queries, however many lines there are."""
    scope = person.scope
    close = rules.is_close(card.seat, scope)
    lines = list(LINES.filter(edition=edition))
    measured = edition.pk in {card.current_id, card.draft_id}
    found = live(card, lines, seen_by=scope, at=at, close=close) if measured else None
    states = {verb: _state_for(verb, card) for verb in Verb}
    return CardPage(
        card=card,
        edition=edition,
        sides=_sides(lines, found, scope, in_force=edition.pk == card.current_id),
        signatures=list(edition.signatures.select_related("person")),
        editions=[each for each in card.editions.all() if close or each.force_at],
        substitutes=substitutes(card.person_id, at),
        live=found,
        close=close,
        may={verb: rules.why_not(verb, state, card.seat, scope) for verb, state in states.items()},
        review_due=card.review_on is not None and card.review_on <= timezone.localdate(at),
    )


def _state_for(verb: Verb, card: RoleCard) -> CardState:
    """Of the edition that a verb speaks of: confirming means the one in force, all others the draft."""
    edition = card.current if verb is Verb.CONFIRM else card.draft
    other = CardState.FORCE if card.current_id else CardState.ENDED
    return CardState(edition.state) if edition else other


def _sides(
    lines: Sequence[Line], found: Live | None, scope: Any, *, in_force: bool
) -> list[tuple[Side, list[Row]]]:
    kept = found.lines if found else {}
    rows: dict[Side, list[Row]] = {side: [] for side in Side}
    for line in lines:
        asked = (line.asks_person_id, line.asks_unit_id)
        reason = why_not_answer(line.answer, asked, scope) if in_force else Reason.NOT_OPEN
        rows[Side(line.side)].append(Row(line, kept.get(line.pk), reason))
    return list(rows.items())


def substitutes(person_id: int, at: datetime) -> list[Substitution]:
    """Who stands in, now and as planned: the organisation knows it, nobody types it again."""
    rows = Substitution.objects.filter(person=person_id, until__gt=at).select_related("substitute")
    return list(rows.order_by("since")[:3])


def difference(card: RoleCard, old: Edition | None, new: Edition) -> list[changes.Difference]:
    """Every field that differs; at most five queries."""
    before = _sheet(old) if old else changes.Sheet({}, ())
    after = _sheet(new)
    lines = [*before.lines, *after.lines]
    names: dict[tuple[str, int], str] = {}
    for kind, model, ids in (
        ("unit", Unit, {line.unit_id for line in lines}),
        ("person", Person, {line.person_id for line in lines}),
        ("service", Service, {line.service_id for line in lines}),
    ):
        found: Any = model._default_manager.in_bulk({pk for pk in ids if pk})
        names |= {(kind, pk): str(row) for pk, row in found.items()}
    return changes.told(before, after, lambda kind, pk: names.get((kind, pk), ""))


def _sheet(edition: Edition) -> changes.Sheet:
    return changes.Sheet(edition.texts, tuple(line.said for line in edition.lines.all()))


def before(card: RoleCard, edition: Edition) -> Edition | None:
    """The edition that was in force before this one."""
    return card.editions.filter(number__lt=edition.number, force_at__isnull=False).last()


def asked_of(person: Person, today: date) -> QuerySet[Ask]:
    """What somebody has to do about cards, in person, as a leader, or for whom they stand in."""
    return _asked_of(person.scope, today)


def _asked_of(scope: Scope, today: date) -> QuerySet[Ask]:
    people = {scope.person_id, *scope.stands_in_for}
    mine = Q(person=scope.person_id) | Q(person__in=people, kind=Asked.LINE) | Q(unit__leader__in=people)
    return Ask.objects.filter(mine, Q(due_on=None) | Q(due_on__lte=today)).select_related(
        "card__position", "card__person", "line__service", "line__unit", "line__person"
    )


def to_do(person: Person, today: date) -> list[Ask]:
    """The same as a list, for a page that shows some. One query."""
    return ASKED.all(person.scope, today)


ASKED = Question(lambda scope, today: _asked_of(scope, today)[:MOST_ASKED])


def lines_asked(person: Person, params: Mapping[str, Any], today: date) -> Page[Ask]:
    """The lines that wait for a person's answer, oldest first."""
    rows = asked_of(person, today).filter(kind=Asked.LINE)
    return key_page(rows, order=("id",), params=params, size=ON_A_PAGE)


def line_of(pk: int) -> Line | None:
    """A line in force; everybody may read those."""
    found = LINES.filter(pk=pk, edition__state=CardState.FORCE)
    return found.select_related("edition__card__position__unit", "edition__card__person").first()


def to_print(unit: Unit, *, start: int, size: int) -> tuple[list[RoleCard], int]:
    """Cards in force of a unit and below, some of them, and how many there are; three queries."""
    found = RoleCard.objects.filter(current__isnull=False, position__unit__in=Tree().below(unit.pk))
    return printable(found)[start : start + size], found.count()


def printable(cards: QuerySet[RoleCard]) -> Any:
    """With all that a printed card shows."""
    return (
        cards.select_related(
            "position__unit",
            "person__unit__calendar",
            "person__own_calendar",
            "leader_unit__leader",
            "current",
        )
        .prefetch_related(
            Prefetch("current__lines", LINES),
            Prefetch("current__signatures", Signature.objects.select_related("person")),
        )
        .order_by("position__unit__order", "position__code", "id")
    )
