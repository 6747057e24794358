"""Agreements for programs: the same reads and actions as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.agreements import actions, reads
from qiao.agreements.models import Agreement, Comment, Version
from qiao.agreements.reads import Shelf
from qiao.agreements.rules import OPEN, VersionState
from qiao.agreements.sight import shown
from qiao.agreements.terms import LONGEST_TEXT, MOST_CONTACTS, Contact, Promise, Terms
from qiao.agreements.wording import Change, Names
from qiao.catalogue.models import Service
from qiao.catalogue.rules import DefinitionError, Priority, Targets
from qiao.org.models import Person, Unit
from qiao.org.rest import PersonRef, UnitRef, person_ref, unit_ref
from qiao.rest import etags
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Key
from qiao.rest.invalid import not_there, wrong
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("agreements:read", _("Read the agreements of your units"))
WRITE = register("agreements:write", _("Negotiate, sign and end agreements in your name"))

router = Router("Agreements")
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
Pair = Annotated[list[int], Field(min_length=2, max_length=2)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class PromiseTerm(Shown):
    service: str = Field(description="Code.")
    targets: dict[Priority, list[int]] = Field(
        description="Working seconds to respond and to complete; other priorities are as in the catalogue."
    )
    note: str


class ContactTerm(Shown):
    person: PersonRef
    when: str


class TermsShown(Shown):
    customers: list[UnitRef] = Field(description="Each stands for everything below it too.")
    promises: list[PromiseTerm] = Field(description="Without services that you may not see.")
    priorities: str = Field(description="What both sides mean by urgent.")
    excluded: list[str] = Field(description="Codes of services that are not part of it.")
    exclusions: str
    duties: str = Field(description="Of the customer, one on each line.")
    contacts: list[ContactTerm]
    valid_from: date
    valid_until: date | None
    review_on: date


class SignatureShown(Shown):
    unit: UnitRef
    head: PersonRef = Field(description="Whose signature it is.")
    signed_by: PersonRef = Field(description="Whose hand it was: the head's, or who stood in for them.")
    at: datetime


class VersionShown(Shown):
    number: int
    state: VersionState
    since: datetime | None = Field(description="From when it is in force; null before both have signed.")
    until: datetime | None


class AgreementShown(Shown):
    number: str
    provider: UnitRef
    customers: list[UnitRef]
    state: VersionState = Field(
        description="Of the version that counts: in force, else signed last, else the draft."
    )
    version: int
    since: datetime | None
    until: datetime | None
    draft: int | None = Field(description="Number of the version that is being negotiated.")
    review_on: date | None


class AgreementOne(AgreementShown):
    terms: TermsShown
    draft_terms: TermsShown | None = Field(description="For those who negotiate it.")
    signatures: list[SignatureShown]
    versions: list[VersionShown]
    revision: int


class ClauseChange(Shown):
    clause: str
    label: str
    before: list[str]
    after: list[str]


class ClauseComment(Shown):
    id: int
    clause: str
    body: str
    wording: int
    at: datetime
    by: PersonRef


class PromiseSaid(Said):
    service: Key = Field(description="Code.")
    targets: dict[Priority, Pair] = Field({}, description="Working seconds to respond and to complete.")
    note: str = Field("", max_length=500)


class ContactSaid(Said):
    person: Key = Field(description="Personnel number.")
    when: str = Field("", max_length=120)


class TermsSaid(Said):
    customers: list[Key] = Field(min_length=1, max_length=50, description="Codes.")
    promises: list[PromiseSaid] = Field(min_length=1, max_length=200)
    valid_from: Day
    review_on: Day
    valid_until: Day | None = None
    priorities: Text = ""
    excluded: list[Key] = Field([], max_length=200, description="Codes of services.")
    exclusions: Text = ""
    duties: Text = ""
    contacts: list[ContactSaid] = Field([], max_length=MOST_CONTACTS)


class NewAgreement(Said):
    provider: Key = Field(description="Code of the unit that promises.")
    terms: TermsSaid
    note: str = Field("", max_length=500)


class NewWording(Said):
    terms: TermsSaid
    note: str = Field("", max_length=500, description="What the other side should know about it.")


class ClauseSaid(Said):
    clause: str = Field(
        max_length=40, description="customers, service-<id>, duties, … as in the differences."
    )
    body: str = Field(min_length=1, max_length=2000)


class Because(Said):
    note: str = Field(min_length=1, max_length=500)


class Ending(Because):
    last_day: Day | None = Field(None, description="At once without it.")


class Reviewing(Because):
    next_on: Day


class Which(Said):
    shelf: Shelf = Field(Shelf.ALL, alias="as", description="Which of yours; empty for all.")


@router.read("/agreements", scope=READ, answer=Page[AgreementShown])
def agreements(http: PersonCall, which: Query[Which], paging: Query[Paging]) -> Page[AgreementShown]:
    """Those of your units, newest first: signed ones, and drafts if you lead one of the units."""
    at = timezone.now()
    found = reads.on_shelf(http.person.scope, which.shelf, at=at)

    def show(rows: Iterable[Agreement]) -> Iterable[AgreementShown]:
        for each in rows:
            versions: list[Version] = each.shown  # type: ignore[attr-defined]
            yield AgreementShown(**_plain(each, versions, at))

    return page(http, found, paging, order=("-id",), show=show)


@router.create("/agreements", scope=WRITE, answer=AgreementOne)
def propose(http: PersonCall, said: NewAgreement) -> AgreementOne:
    """Proposes one, if you lead one of the units or a unit above it."""
    provider = Unit.objects.select_related("calendar").filter(code=said.provider, active=True).first()
    if provider is None:
        raise not_there("provider")
    made = actions.propose(
        provider=provider,
        terms=_terms(said.terms, http.person),
        by=http.person,
        at=timezone.now(),
        note=said.note,
    )
    return _answer(http, made.number)


@router.read("/agreements/{number}", scope=READ, answer=AgreementOne)
def agreement(http: PersonCall, number: str) -> AgreementOne:
    """One agreement with its terms."""
    return _answer(http, number)


@router.replace("/agreements/{number}/draft", scope=WRITE, answer=AgreementOne)
def change(http: PersonCall, number: str, said: NewWording) -> AgreementOne:
    """Proposes other words or targets; signatures under the old ones are gone. Needs If-Match."""
    found = _found(http, number)
    expected = etags.seen(http, found.revision)
    actions.change(
        agreement=found,
        terms=_terms(said.terms, http.person),
        by=http.person,
        at=timezone.now(),
        note=said.note,
        expected=expected,
    )
    return _answer(http, number)


@router.read("/agreements/{number}/versions/{version}/changes", scope=READ, answer=list[ClauseChange])
def changes(http: PersonCall, number: str, version: int) -> list[ClauseChange]:
    """What reads differently from the version that was signed before it, in your language."""
    found = _found(http, number)
    one = reads.version_of(found, version, http.person.scope)
    if one is None:
        raise Http404
    _before, different = reads.difference(found, one, http.person.scope)
    return [_change(each) for each in different]


@router.read("/agreements/{number}/draft/changes", scope=READ, answer=list[ClauseChange])
def news(http: PersonCall, number: str) -> list[ClauseChange]:
    """What the other side has changed since yours last saw the draft."""
    found = _found(http, number)
    return [_change(each) for each in reads.negotiation(found, _draft(http, found), http.person).changes]


@router.act("/agreements/{number}/draft/seen", scope=WRITE, answer=AgreementOne)
def seen(http: PersonCall, number: str) -> AgreementOne:
    """Your side has read the draft as it is now."""
    actions.seen(agreement=_found(http, number), by=http.person)
    return _answer(http, number)


@router.read("/agreements/{number}/comments", scope=READ, answer=Page[ClauseComment])
def comments(http: PersonCall, number: str, paging: Query[Paging]) -> Page[ClauseComment]:
    """What was said about the clauses of the draft, newest first."""
    found = _found(http, number)
    draft = _draft(http, found)
    known = reads.text_of(draft, http.person.scope).by_key
    rows = draft.comments.filter(clause__in=list(known)).select_related("by")
    return page(http, rows, paging, order=("-id",), show=lambda each: map(_comment, each))


@router.create("/agreements/{number}/comments", scope=WRITE, answer=ClauseComment)
def comment(http: PersonCall, number: str, said: ClauseSaid) -> ClauseComment:
    """A word about one clause of the draft."""
    made = actions.comment(
        agreement=_found(http, number),
        clause=said.clause,
        body=said.body,
        by=http.person,
        at=timezone.now(),
    )
    return _comment(made)


@router.act("/agreements/{number}/sign", scope=WRITE, answer=AgreementOne)
def sign(http: PersonCall, number: str) -> AgreementOne:
    """Signs the draft for the units whose head you are, or stand in for. Say If-Match: the words you read."""
    found = _found(http, number)
    expected = etags.seen(http, found.revision)
    actions.sign(agreement=found, by=http.person, at=timezone.now(), expected=expected)
    return _answer(http, number)


@router.act("/agreements/{number}/revise", scope=WRITE, answer=AgreementOne)
def revise(http: PersonCall, number: str) -> AgreementOne:
    """Begins the next version; the signed one stays in force until both sides have signed it."""
    return _act(http, number, actions.revise)


@router.act("/agreements/{number}/withdraw", scope=WRITE, answer=AgreementOne)
def withdraw(http: PersonCall, number: str, said: Because) -> AgreementOne:
    """Gives the draft up."""
    return _act(http, number, actions.withdraw, note=said.note)


@router.act("/agreements/{number}/review", scope=WRITE, answer=AgreementOne)
def review(http: PersonCall, number: str, said: Reviewing) -> AgreementOne:
    """Looked at, and left as it is."""
    return _act(http, number, actions.review, note=said.note, next_on=said.next_on)


@router.act("/agreements/{number}/end", scope=WRITE, answer=AgreementOne)
def end(http: PersonCall, number: str, said: Ending) -> AgreementOne:
    """Ends it, now or after a day to come."""
    return _act(http, number, actions.end, note=said.note, last_day=said.last_day)


def _act(http: PersonCall, number: str, action: Callable[..., Agreement], **given: Any) -> AgreementOne:
    found = _found(http, number)
    expected = etags.seen(http, found.revision)
    action(agreement=found, by=http.person, at=timezone.now(), expected=expected, **given)
    return _answer(http, number)


def _found(http: PersonCall, number: str) -> Agreement:
    found = reads.one(number, seen_by=http.person)
    if found is None:
        raise Http404
    return found


def _draft(http: PersonCall, found: Agreement) -> Version:
    draft = reads.draft_of(found, http.person.scope)
    if draft is None:
        raise Http404
    return draft


def _answer(http: PersonCall, number: str) -> AgreementOne:
    """As it is now, for whoever may still see it: a withdrawn draft is there for those who negotiated."""
    found, at = _found(http, number), timezone.now()
    etags.show(http, found.revision)
    seen_page = reads.page(found, http.person, at=at)
    draft = seen_page.draft if seen_page.sides else None
    words = [each.wordings.get(number=each.wording).terms for each in (seen_page.version, draft) if each]
    names = Names.of(words, http.person.scope)
    given = seen_page.version.signatures.select_related("unit", "head", "signed_by")
    return AgreementOne(
        **_plain(found, seen_page.versions, at),
        terms=_shown(words[0], names),
        draft_terms=_shown(words[-1], names) if draft else None,
        signatures=[
            SignatureShown(
                unit=unit_ref(each.unit),
                head=person_ref(each.head),
                signed_by=person_ref(each.signed_by),
                at=each.at,
            )
            for each in given
        ],
        versions=[
            VersionShown(
                number=each.number, state=VersionState(each.state), since=each.since, until=each.until
            )
            for each in seen_page.versions
        ],
        revision=found.revision,
    )


def _plain(found: Agreement, versions: list[Version], at: datetime) -> dict[str, Any]:
    version = reads.counting(versions, at)
    draft = next((each.number for each in versions if each.state in OPEN), None)
    return {
        "number": found.number,
        "provider": unit_ref(found.provider),
        "customers": [unit_ref(unit) for unit in version.customers.all()],
        "state": VersionState(version.state),
        "version": version.number,
        "since": version.since,
        "until": version.until,
        "draft": draft,
        "review_on": found.review_on,
    }


def _shown(terms: Terms, names: Names) -> TermsShown:
    return TermsShown(
        customers=[unit_ref(names.units[key]) for key in terms.customers],
        promises=[
            PromiseTerm(
                service=names.services[each.service].code,
                targets={Priority(key): list(pair) for key, pair in each.targets.items()},
                note=each.note,
            )
            for each in terms.promises
            if each.service in names.services
        ],
        priorities=terms.priorities,
        excluded=[names.services[key].code for key in terms.excluded if key in names.services],
        exclusions=terms.exclusions,
        duties=terms.duties,
        contacts=[
            ContactTerm(person=person_ref(names.people[each.person]), when=each.when)
            for each in terms.contacts
        ],
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        review_on=terms.review_on,
    )


def _change(each: Change) -> ClauseChange:
    return ClauseChange(
        clause=each.key, label=str(each.label), before=list(each.before), after=list(each.after)
    )


def _comment(each: Comment) -> ClauseComment:
    return ClauseComment(
        id=each.pk,
        clause=each.clause,
        body=each.body,
        wording=each.wording,
        at=each.at,
        by=person_ref(each.by),
    )


def _terms(said: TermsSaid, by: Person) -> Terms:
    """Codes and numbers as keys; 422 names the field of what is not there for this person."""
    units = _keys(Unit.objects.active(), "code", said.customers, "terms.customers")
    wanted = [*(each.service for each in said.promises), *said.excluded]
    seen = shown(Service.objects.filter(version__isnull=False), by.scope)
    services = _keys(seen, "code", wanted, "terms.promises")
    contacts = [each.person for each in said.contacts]
    people = _keys(Person.objects.active(), "number", contacts, "terms.contacts")
    return Terms(
        customers=tuple(dict.fromkeys(units[code] for code in said.customers)),
        promises=tuple(
            Promise(services[each.service], _targets(each, nth), each.note.strip())
            for nth, each in enumerate(said.promises)
        ),
        valid_from=said.valid_from,
        valid_until=said.valid_until,
        review_on=said.review_on,
        priorities=said.priorities.strip(),
        excluded=tuple(dict.fromkeys(services[code] for code in said.excluded)),
        exclusions=said.exclusions.strip(),
        duties=said.duties.strip(),
        contacts=tuple(Contact(people[each.person], each.when.strip()) for each in said.contacts),
    )


def _keys(rows: Any, column: str, wanted: Iterable[str], field: str) -> dict[str, int]:
    codes = set(wanted)
    found = dict(rows.filter(**{f"{column}__in": codes}).values_list(column, "pk"))
    if codes - set(found):
        raise not_there(field)
    return found


def _targets(said: PromiseSaid, nth: int) -> dict[str, tuple[int, int]]:
    given = {key.value: list(pair) for key, pair in said.targets.items()}
    try:
        Targets({}).with_these(given)
    except DefinitionError as error:
        raise wrong(f"terms.promises.{nth}.targets", str(error)) from error
    return {key: (pair[0], pair[1]) for key, pair in given.items()}
