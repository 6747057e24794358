"""How an agreement comes about: proposed, worded anew by either side, commented on clause by clause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from qiao.agreements import overlaps, rules, terms
from qiao.agreements.actions.guard import draft, locked, looked_at, signed, tell, update, write
from qiao.agreements.events import Kind
from qiao.agreements.models import Agreement, Comment, NumberSeries, Signature, Version, Wording
from qiao.agreements.rules import Parties, Reason, Verb, VersionState
from qiao.agreements.sight import seen_services
from qiao.agreements.terms import Terms
from qiao.catalogue.models import Service
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person, Unit


@transaction.atomic
def propose(*, provider: Unit, terms: Terms, by: Person, at: datetime, note: str = "") -> Agreement:
    """The first wording of a new agreement, by whoever leads one of its units or a unit above them."""
    units = Parties(provider.pk, frozenset(terms.customers))
    refuse(None if rules.sides(units, by.scope) else Reason.NOT_A_PARTY)
    _sound(terms, provider, by)
    agreement = Agreement(number=_next_number(at), provider=provider, proposed_at=at, proposed_by=by)
    overlaps.refuse_any(agreement, terms, overlaps.planned(agreement, terms, at))
    agreement.save(force_insert=True)
    version = _begin(agreement, 1, by=by, at=at)
    _word(version, terms, units, by=by, at=at, note=note)
    tell(Kind.PROPOSED, agreement, version, by=by, at=at)
    return agreement


@transaction.atomic
def change(
    *,
    agreement: Agreement,
    terms: Terms,
    by: Person,
    at: datetime,
    note: str = "",
    expected: int | None = None,
) -> Agreement:
    """Other words or targets, by either side. Who has signed signs again: it was for other words."""
    agreement = locked(agreement, expected)
    version, units = draft(agreement, Verb.CHANGE, by)
    before = version.wordings.get(number=version.wording).terms
    terms = terms.with_hidden(before, seen_services(terms.services | before.services, by.scope))
    refuse(Reason.NOTHING_CHANGED if terms.dump() == before.dump() else None)
    after = Parties(units.provider_id, frozenset(terms.customers))
    refuse(None if rules.sides(after, by.scope) else Reason.NOT_A_PARTY)
    _sound(terms, agreement.provider, by, before)
    overlaps.refuse_any(agreement, terms, overlaps.planned(agreement, terms, at))
    Signature.objects.filter(version=version).delete()
    write(version, state=VersionState.NEGOTIATING, wording=version.wording + 1)
    _word(version, terms, after, by=by, at=at, note=note)
    update(agreement)
    tell(Kind.CHANGED, agreement, version, by=by, at=at, wording=version.wording, note=note.strip())
    return agreement


@transaction.atomic
def comment(*, agreement: Agreement, clause: str, body: str, by: Person, at: datetime) -> Comment:
    """A word about one clause. Nobody's form is out of date because of it."""
    agreement = locked(agreement, None)
    version, units = draft(agreement, Verb.COMMENT, by)
    words = version.wordings.get(number=version.wording).terms
    shown = seen_services(words.services, by.scope)
    known = {each for each in words.clauses() if _of_service(each) in shown | {0}}
    refuse(None if clause in known else Reason.NO_SUCH_CLAUSE)
    refuse(None if body.strip() else Reason.SAY_SOMETHING)
    write(version, **looked_at(version, rules.sides(units, by.scope)))
    made = Comment.objects.create(
        version=version, clause=clause, body=body.strip(), wording=version.wording, at=at, by=by
    )
    tell(Kind.COMMENTED, agreement, version, by=by, at=at, clause=clause)
    return made


def _of_service(clause: str) -> int:
    """The service that a clause is about; 0 for the others."""
    return int(clause.removeprefix("service-")) if clause.startswith("service-") else 0


@transaction.atomic
def seen(*, agreement: Agreement, by: Person) -> None:
    """This side has read the last wording: from now on it is shown what changes after it."""
    agreement = locked(agreement, None)
    version, units = draft(agreement, Verb.COMMENT, by)
    write(version, **looked_at(version, rules.sides(units, by.scope)))


@transaction.atomic
def withdraw(
    *, agreement: Agreement, by: Person, at: datetime, note: str, expected: int | None = None
) -> Agreement:
    """What is negotiated is given up, with the reason; a version that was signed before stays in force."""
    agreement = locked(agreement, expected)
    version, _units = draft(agreement, Verb.WITHDRAW, by)
    refuse(None if note.strip() else Reason.SAY_SOMETHING)
    write(version, state=VersionState.WITHDRAWN)
    update(agreement)
    tell(Kind.WITHDRAWN, agreement, version, by=by, at=at, note=note.strip())
    return agreement


@transaction.atomic
def revise(*, agreement: Agreement, by: Person, at: datetime, expected: int | None = None) -> Agreement:
    """The next version, with the words of the signed one, which stays in force until this one is signed."""
    agreement = locked(agreement, expected)
    last, units = signed(agreement, Verb.REVISE, by)
    refuse(Reason.DRAFT_EXISTS if agreement.versions.open().exists() else None)
    words = last.wordings.get(number=last.wording).terms
    highest = agreement.versions.last()
    version = _begin(agreement, (highest or last).number + 1, by=by, at=at)
    _word(version, words, units, by=by, at=at)
    update(agreement)
    tell(Kind.REVISED, agreement, version, by=by, at=at)
    return agreement


def _begin(agreement: Agreement, number: int, *, by: Person, at: datetime) -> Version:
    return Version.objects.create(agreement=agreement, number=number, begun_at=at, begun_by=by)


def _word(
    version: Version, words: Terms, units: Parties, *, by: Person, at: datetime, note: str = ""
) -> None:
    """Keeps the wording; whose words they are has seen them."""
    Wording.objects.create(
        version=version,
        number=version.wording,
        terms_data=words.dump(),
        note=note.strip()[:500],
        at=at,
        by=by,
    )
    version.customers.set(units.customer_ids)
    write(version, **looked_at(version, rules.sides(units, by.scope)))


def _sound(words: Terms, provider: Unit, by: Person, before: Terms | None = None) -> None:
    """Refuses terms that make no sense, or that speak of what is not the provider's or not theirs to see."""
    wrong = terms.why_not(words, provider.pk)
    if wrong:
        raise Refused(wrong[0], service=Service.objects.filter(pk=wrong[1]).first() or "")
    closed = Unit.objects.filter(pk__in=[provider.pk, *words.customers], active=False).first()
    refuse(Reason.UNIT_CLOSED if closed else None, unit=closed)
    news = words.services - (before.services if before else frozenset())
    theirs = Service.objects.filter(unit__ancestry__ancestor=provider, pk__in=news)
    fine = seen_services(news, by.scope) & frozenset(theirs.values_list("pk", flat=True))
    _refuse_services(Reason.NOT_PROVIDED, news - fine)


def _refuse_services(reason: Reason, services: Iterable[int]) -> None:
    first = Service.objects.filter(pk__in=set(services)).order_by("code").first() if services else None
    refuse(reason if first else None, service=first)


def _next_number(at: datetime) -> str:
    """A-2026-0007: numbers of a year have no gaps."""
    year = timezone.localtime(at).year
    series = NumberSeries.objects.filter(year=year)
    if not series.update(last=F("last") + 1):
        NumberSeries.objects.get_or_create(year=year)
        series.update(last=F("last") + 1)
    return f"A-{year}-{series.values_list('last', flat=True).get():04d}"
