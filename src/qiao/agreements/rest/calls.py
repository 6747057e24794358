"""Agreements for programs: the same reads and actions as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query

from qiao.accounts.calls import PersonCall
from qiao.agreements import actions, reads
from qiao.agreements.models import Agreement, Version
from qiao.agreements.rest.bodies import (
    AgreementOne,
    AgreementShown,
    Because,
    ClauseChange,
    ClauseComment,
    ClauseSaid,
    Ending,
    NewAgreement,
    NewWording,
    Reviewing,
    SignatureShown,
    VersionShown,
    Which,
)
from qiao.agreements.rest.telling import change_shown, comment_shown, plain, terms_said, terms_shown
from qiao.agreements.rules import VersionState
from qiao.agreements.wording import Names
from qiao.org.models import Unit
from qiao.org.rest import person_ref, unit_ref
from qiao.rest import etags
from qiao.rest.invalid import not_there
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("agreements:read", _("Read the agreements of your units"))
WRITE = register("agreements:write", _("Negotiate, sign and end agreements in your name"))

router = Router("Agreements")


@router.read("/agreements", scope=READ, answer=Page[AgreementShown])
def agreements(http: PersonCall, which: Query[Which], paging: Query[Paging]) -> Page[AgreementShown]:
    """Those of your units, newest first: signed ones, and drafts if you lead one of the units."""
    at = timezone.now()
    found = reads.on_shelf(http.person.scope, which.shelf, at=at)

    def show(rows: Iterable[Agreement]) -> Iterable[AgreementShown]:
        for each in rows:
            versions: list[Version] = each.shown  # type: ignore[attr-defined]
            yield AgreementShown(**plain(each, versions, at))

    return page(http, found, paging, order=("-id",), show=show)


@router.create("/agreements", scope=WRITE, answer=AgreementOne)
def propose(http: PersonCall, said: NewAgreement) -> AgreementOne:
    """Proposes one, if you lead one of the units or a unit above it."""
    provider = Unit.objects.select_related("calendar").filter(code=said.provider, active=True).first()
    if provider is None:
        raise not_there("provider")
    made = actions.propose(
        provider=provider,
        terms=terms_said(said.terms, http.person),
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
        terms=terms_said(said.terms, http.person),
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
    return [change_shown(each) for each in different]


@router.read("/agreements/{number}/draft/changes", scope=READ, answer=list[ClauseChange])
def news(http: PersonCall, number: str) -> list[ClauseChange]:
    """What the other side has changed since yours last saw the draft."""
    found = _found(http, number)
    return [change_shown(each) for each in reads.negotiation(found, _draft(http, found), http.person).changes]


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
    return page(http, rows, paging, order=("-id",), show=lambda each: map(comment_shown, each))


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
    return comment_shown(made)


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
        **plain(found, seen_page.versions, at),
        terms=terms_shown(words[0], names),
        draft_terms=terms_shown(words[-1], names) if draft else None,
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
