"""Agreements as programs get them, and what they send as terms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from qiao.agreements import reads
from qiao.agreements.models import Agreement, Comment, Version
from qiao.agreements.rest.bodies import (
    ClauseChange,
    ClauseComment,
    ContactTerm,
    PromiseSaid,
    PromiseTerm,
    TermsSaid,
    TermsShown,
)
from qiao.agreements.rules import OPEN, VersionState
from qiao.agreements.sight import shown
from qiao.agreements.terms import Contact, Promise, Terms
from qiao.agreements.wording import Change, Names
from qiao.catalogue.models import Service
from qiao.catalogue.rules import DefinitionError, Priority, Targets
from qiao.org.models import Person, Unit
from qiao.org.rest import person_ref, unit_ref
from qiao.rest.invalid import not_there, wrong


def plain(found: Agreement, versions: list[Version], at: datetime) -> dict[str, Any]:
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


def terms_shown(terms: Terms, names: Names) -> TermsShown:
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


def change_shown(each: Change) -> ClauseChange:
    return ClauseChange(
        clause=each.key, label=str(each.label), before=list(each.before), after=list(each.after)
    )


def comment_shown(each: Comment) -> ClauseComment:
    return ClauseComment(
        id=each.pk,
        clause=each.clause,
        body=each.body,
        wording=each.wording,
        at=each.at,
        by=person_ref(each.by),
    )


def terms_said(said: TermsSaid, by: Person) -> Terms:
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
