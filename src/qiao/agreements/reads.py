"""What the pages of agreements show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from qiao.agreements import rules
from qiao.agreements.heads import heads_of
from qiao.agreements.models import Agreement, Comment, Signature, Version, Wording
from qiao.agreements.rules import (
    BINDING,
    OPEN,
    REVIEW_AHEAD,
    Ink,
    Parties,
    Reason,
    Side,
    Standing,
    Verb,
    VersionState,
)
from qiao.agreements.sight import shown
from qiao.agreements.terms import Terms
from qiao.agreements.wording import Change, Names, Spoken, Text, differences, spoken
from qiao.catalogue.models import Service
from qiao.org.models import Person, Unit
from qiao.org.rules import Scope
from qiao.ui.paging import Page, key_page


class Shelf(StrEnum):
    """Which agreements one looks at."""

    ALL = ""
    PROVIDER = "provider"
    CUSTOMER = "customer"
    DRAFTS = "drafts"
    REVIEW = "review"


@dataclass(frozen=True)
class Row:
    """One agreement in a list: the version that counts, and whether another is being negotiated."""

    agreement: Agreement
    version: Version
    customers: list[Unit]
    draft: Version | None
    at: datetime

    @property
    def standing(self) -> Any:
        """In words: by its dates when it is signed, else by its state."""
        span = self.version.span
        return span.standing(self.at).label if span else VersionState(self.version.state).label

    @property
    def kind(self) -> str:
        """How a chip shows it."""
        span = self.version.span
        if span is None:
            return "line" if self.version.state == VersionState.WITHDRAWN else "wait"
        return "accent" if span.standing(self.at) is Standing.IN_FORCE else "line"


@dataclass(frozen=True)
class Hand:
    """Who signs for a unit, and whether they have."""

    unit: Unit
    side: Side
    head: Person | None
    signature: Signature | None


@dataclass(frozen=True)
class AgreementPage:
    """One agreement as its reader may see it."""

    agreement: Agreement
    version: Version
    text: Text
    hands: list[Hand]
    versions: list[Version]
    draft: Version | None
    sides: frozenset[Side]
    may: Mapping[Verb, Reason | None]
    standing: Any
    review_due: bool


@dataclass(frozen=True)
class Clause:
    """A clause with what was said about it, and whether it is new to the reader's side."""

    spoken: Spoken
    thread: list[Comment]
    change: Change | None


@dataclass(frozen=True)
class Negotiation:
    """The version that is being negotiated, for those who do."""

    agreement: Agreement
    version: Version
    clauses: list[Clause]
    changes: list[Change]
    hidden: int
    gone: list[Change]
    unseen: bool
    other_saw: bool
    hands: list[Hand]
    wordings: list[Wording]
    sides: frozenset[Side]
    may: Mapping[Verb, Reason | None]
    why_not_sign: Reason | None


def listed(person: Person, params: Mapping[str, Any], *, at: datetime) -> Page[Agreement]:
    """One page, newest first; three queries."""
    found = on_shelf(person.scope, Shelf(params.get("as", "")), at=at)
    return key_page(found, order=("-id",), params=params)


def rows(page: Page[Agreement], *, at: datetime) -> list[Row]:
    """The lines of such a page; nothing more is asked."""
    return [row(agreement, at) for agreement in page.items]


def on_shelf(scope: Scope, shelf: Shelf, *, at: datetime) -> QuerySet[Agreement]:
    """The agreements that somebody may see, with their versions; those of one shelf."""
    visible = Version.objects.visible_to(scope)
    mine = visible.filter(agreement=OuterRef("pk"))
    through = Version.customers.through.objects.filter(version__agreement=OuterRef("pk"))
    ways: dict[Shelf, Q] = {
        Shelf.ALL: Q(Exists(mine)),
        Shelf.PROVIDER: Q(Exists(mine), provider__in=scope.unit_ids),
        Shelf.CUSTOMER: Q(Exists(mine)) & Q(Exists(through.filter(unit__in=scope.unit_ids))),
        Shelf.DRAFTS: Q(Exists(mine.filter(state__in=OPEN))),
        Shelf.REVIEW: Q(Exists(mine), review_on__lte=(at + REVIEW_AHEAD).date()),
    }
    versions = Prefetch("versions", visible.prefetch_related("customers").order_by("number"), "shown")
    return Agreement.objects.filter(ways[shelf]).select_related("provider").prefetch_related(versions)


def row(agreement: Agreement, at: datetime) -> Row:
    """One that came from ``on_shelf``, as a line of a list."""
    versions: list[Version] = agreement.shown  # type: ignore[attr-defined]
    version = counting(versions, at)
    draft = next((each for each in versions if each.state in OPEN and each != version), None)
    return Row(agreement, version, list(version.customers.all()), draft, at)


def counting(versions: Sequence[Version], at: datetime) -> Version:
    """The version that one means by the agreement: in force, else the last signed one, else the last."""
    signed = [each for each in versions if each.state in BINDING]
    holding = [each for each in signed if (span := each.span) and span.standing(at) is Standing.IN_FORCE]
    return (holding or signed or list(versions))[-1]


def one(number: str, *, seen_by: Person) -> Agreement | None:
    """The agreement of that number, if this person may know of it."""
    found = Agreement.objects.visible_to(seen_by.scope).filter(number=number)
    return found.select_related("provider__calendar", "proposed_by").first()


def page(agreement: Agreement, person: Person, *, at: datetime) -> AgreementPage:
    """The version that counts; a fixed number of queries."""
    scope = person.scope
    versions = list(_versions(agreement, scope))
    version = counting(versions, at)
    parties = parties_of(agreement, version)
    text = text_of(version, scope)
    may = {verb: rules.why_not(verb, _last(versions).state, parties, scope) for verb in Verb}
    span = version.span
    due = agreement.review_on is not None and agreement.review_on <= (at + REVIEW_AHEAD).date()
    return AgreementPage(
        agreement=agreement,
        version=version,
        text=text,
        hands=_hands(agreement, version),
        versions=versions,
        draft=next((each for each in versions if each.state in OPEN), None),
        sides=rules.sides(parties, scope),
        may=may,
        standing=span.standing(at) if span else VersionState(version.state),
        review_due=due and may[Verb.REVIEW] is None,
    )


def _last(versions: Sequence[Version]) -> Version:
    """The one that was signed last, on which reviewing, renewing and ending depend; else the last."""
    return ([each for each in versions if each.state in BINDING] or list(versions))[-1]


def _versions(agreement: Agreement, scope: Scope) -> QuerySet[Version]:
    return Version.objects.visible_to(scope).filter(agreement=agreement).prefetch_related("customers")


def version_of(agreement: Agreement, number: int, scope: Scope) -> Version | None:
    """One version, if this person may see it."""
    return _versions(agreement, scope).filter(number=number).first()


def parties_of(agreement: Agreement, version: Version) -> Parties:
    """Without a query when the customers were prefetched."""
    return Parties(agreement.provider_id, frozenset(unit.pk for unit in version.customers.all()))


def text_of(version: Version, scope: Scope) -> Text:
    """Its last wording in words."""
    words = version.wordings.get(number=version.wording).terms
    return spoken(words, Names.of([words], scope))


def _hands(agreement: Agreement, version: Version) -> list[Hand]:
    """Who has signed or is to sign, for each unit: two queries."""
    given = {each.unit_id: each for each in version.signatures.select_related("head", "signed_by")}
    units = [agreement.provider, *version.customers.all()]
    waiting = version.state in OPEN
    heads = heads_of(unit.pk for unit in units) if waiting else {}
    parties = parties_of(agreement, version)
    return [
        Hand(unit, parties.side_of(unit.pk), heads.get(unit.pk), given.get(unit.pk))
        for unit in units
        if waiting or unit.pk in given
    ]


def draft_of(agreement: Agreement, scope: Scope) -> Version | None:
    """The version that is being negotiated, for those who negotiate it."""
    parties = _versions(agreement, scope).filter(state__in=OPEN).first()
    return parties if parties and rules.sides(parties_of(agreement, parties), scope) else None


def negotiation(agreement: Agreement, version: Version, person: Person) -> Negotiation:
    """Clauses with their threads, what is new to the reader's side, whose signature is missing."""
    scope, parties = person.scope, parties_of(agreement, version)
    mine = rules.sides(parties, scope)
    wordings = list(version.wordings.select_related("by"))
    known = max((version.seen(side) for side in mine), default=0)
    words = {each.number: each.terms for each in wordings if each.number in (known, version.wording)}
    names = Names.of(words.values(), scope)
    text = spoken(words[version.wording], names)
    new = known < version.wording and len(mine) == 1
    changes = differences(spoken(words[known], names), text) if new and known else []
    threads = _threads(version)
    changed = {each.key: each for each in changes}
    hands = _hands(agreement, version)
    return Negotiation(
        agreement=agreement,
        version=version,
        clauses=[Clause(each, threads[each.key], changed.get(each.key)) for each in text.clauses],
        changes=changes,
        hidden=text.hidden,
        gone=[each for each in changes if each.key not in text.by_key],
        unseen=new,
        other_saw=all(version.seen(side) >= version.wording for side in Side if mine != {side}),
        hands=hands,
        wordings=wordings[::-1],
        sides=mine,
        may={verb: rules.why_not(verb, version.state, parties, scope) for verb in Verb},
        why_not_sign=_why_not_sign(parties, hands, text, scope),
    )


def _why_not_sign(parties: Parties, hands: Sequence[Hand], text: Text, scope: Scope) -> Reason | None:
    heads = {hand.unit.pk: hand.head.pk if hand.head else None for hand in hands}
    given = [Ink(hand.unit.pk, hand.signature.signed_by_id) for hand in hands if hand.signature is not None]
    reason = rules.signs_for(parties, heads, given, scope)[1]
    return reason or (Reason.HIDDEN_SERVICE if text.hidden else None)


def _threads(version: Version) -> dict[str, list[Comment]]:
    found: dict[str, list[Comment]] = defaultdict(list)
    for each in version.comments.select_related("by__unit"):
        found[each.clause].append(each)
    return found


def difference(agreement: Agreement, version: Version, scope: Scope) -> tuple[Version | None, list[Change]]:
    """The version before it that was signed, and what reads differently."""
    before = _versions(agreement, scope).filter(number__lt=version.number, state__in=BINDING).last()
    if before is None:
        return None, []
    was, now = (each.wordings.get(number=each.wording).terms for each in (before, version))
    names = Names.of([was, now], scope)
    return before, differences(spoken(was, names), spoken(now, names))


def coverable(provider: Unit, scope: Scope) -> list[Service]:
    """The services of a unit and of everything below it that somebody may see: what can be agreed on."""
    found = Service.objects.filter(active=True, version__isnull=False, unit__ancestry__ancestor=provider)
    rows = shown(found, scope).select_related("unit__calendar", "version__calendar", "category")
    return list(rows.order_by("category__order", "code"))


def providers(scope: Scope) -> QuerySet[Unit]:
    """The units that could be the provider of an agreement: those that provide something, also below."""
    serving = Service.objects.filter(active=True, version__isnull=False).values("unit__ancestry__ancestor")
    return Unit.objects.active().filter(pk__in=serving)


def may_propose(scope: Scope) -> bool:
    """Whoever leads a unit has somebody to agree with."""
    return bool(scope.led_ids)


def contacts(terms: Terms) -> dict[int, Person]:
    """The people whom terms name; one query."""
    return Person.objects.in_bulk({each.person for each in terms.contacts})


def signed_by_both(agreement: Agreement) -> bool:
    """Whether it was ever in force, or will be."""
    return agreement.versions.filter(state__in=BINDING).exists()
