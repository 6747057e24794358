"""Signing, and what becomes of a signed agreement: reviewed, ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Least

from qiao.agreements import overlaps, rules
from qiao.agreements.actions.guard import (
    draft,
    hold,
    locked,
    looked_at,
    not_over,
    signed,
    tell,
    update,
    write,
)
from qiao.agreements.events import Kind
from qiao.agreements.heads import heads_of
from qiao.agreements.models import Agreement, Line, Signature, Version
from qiao.agreements.rules import TRANSITIONS, Ink, Parties, Reason, Verb, VersionState
from qiao.agreements.sight import seen_services
from qiao.agreements.terms import Terms
from qiao.ledger.refusals import refuse
from qiao.org.models import Person


@transaction.atomic
def sign(*, agreement: Agreement, by: Person, at: datetime, expected: int | None = None) -> Agreement:
    """A head, or who stands in for them, signs these words. With the last one the version takes effect."""
    agreement = locked(agreement, expected)
    version, units = draft(agreement, Verb.SIGN, by)
    words = version.wordings.get(number=version.wording).terms
    heads = heads_of(units.unit_ids)
    given = [Ink(each.unit_id, each.signed_by_id) for each in version.signatures.all()]
    mine, reason = rules.signs_for(
        units, {unit: head.pk if head else None for unit, head in heads.items()}, given, by.scope
    )
    refuse(reason)
    refuse(Reason.HIDDEN_SERVICE if words.services - seen_services(words.services, by.scope) else None)
    Signature.objects.bulk_create(
        Signature(
            version=version, unit_id=unit, head=heads[unit], signed_by=by, wording=version.wording, at=at
        )
        for unit in sorted(mine)
    )
    complete = len(given) + len(mine) == len(units.unit_ids)
    verb = Verb.SIGN_LAST if complete else Verb.SIGN
    state = TRANSITIONS[VersionState(version.state)][verb]
    write(version, **looked_at(version, frozenset(units.side_of(unit) for unit in mine)))
    if complete:
        _conclude(agreement, version, words, units, state, by=by, at=at)
    else:
        overlaps.refuse_any(agreement, words, overlaps.planned(agreement, words, at))
        write(version, state=state)
        update(agreement)
    stood_in = sorted({head.pk for unit in mine if (head := heads[unit]) and head != by})
    tell(Kind.SIGNED, agreement, version, by=by, at=at, units=sorted(mine), stood_in_for=stood_in or None)
    if complete:
        tell(
            Kind.CONCLUDED,
            agreement,
            version,
            by=by,
            at=at,
            since=version.since.isoformat() if version.since else None,
            until=version.until.isoformat() if version.until else None,
        )
    return agreement


def _conclude(
    agreement: Agreement,
    version: Version,
    words: Terms,
    units: Parties,
    state: VersionState,
    *,
    by: Person,
    at: datetime,
) -> None:
    """From its first day on, at the earliest now, it holds; what held before holds until then."""
    hold(words.services)
    span = overlaps.planned(agreement, words, at)
    overlaps.refuse_any(agreement, words, span)
    before = Version.objects.filter(agreement=agreement, state=VersionState.SIGNED)
    before.update(until=Least(Coalesce(F("until"), span.since), span.since))
    write(version, state=state, since=span.since, until=span.until)
    Line.objects.bulk_create(
        [
            *(
                Line(
                    version=version,
                    service_id=each.service,
                    targets_data={key: list(pair) for key, pair in each.targets.items()},
                )
                for each in words.promises
            ),
            *(Line(version=version, service_id=each, excluded=True) for each in words.excluded),
        ]
    )
    update(agreement, review_on=words.review_on)


@transaction.atomic
def review(
    *, agreement: Agreement, by: Person, at: datetime, note: str, next_on: date, expected: int | None = None
) -> Agreement:
    """Looked at and left as it is; what one found, and when it is looked at again."""
    agreement = locked(agreement, expected)
    version, _units = signed(agreement, Verb.REVIEW, by)
    not_over(version, at)
    refuse(None if note.strip() else Reason.SAY_SOMETHING)
    today = at.astimezone(rules.span_of(next_on, None, agreement.zone).since.tzinfo).date()
    refuse(Reason.REVIEW_OUTSIDE if next_on <= today else None)
    update(agreement, review_on=next_on)
    tell(Kind.REVIEWED, agreement, version, by=by, at=at, note=note.strip(), next_on=next_on.isoformat())
    return agreement


@transaction.atomic
def end(
    *,
    agreement: Agreement,
    by: Person,
    at: datetime,
    note: str,
    last_day: date | None = None,
    expected: int | None = None,
) -> Agreement:
    """Ends it with the reason: now, or after a day to come. What was raised under it keeps its promise."""
    agreement = locked(agreement, expected)
    version, _units = signed(agreement, Verb.END, by)
    not_over(version, at)
    refuse(None if note.strip() else Reason.SAY_SOMETHING)
    until = rules.span_of(last_day + timedelta(days=1), None, agreement.zone).since if last_day else at
    refuse(Reason.ENDS_IN_THE_PAST if until < at else None)
    standing = Version.objects.filter(agreement=agreement, state=VersionState.SIGNED)
    standing.update(state=VersionState.ENDED, until=Least(Coalesce(F("until"), until), until))
    for open_draft in agreement.versions.open():
        write(open_draft, state=VersionState.WITHDRAWN)
    update(agreement, review_on=None)
    tell(Kind.ENDED, agreement, version, by=by, at=at, note=note.strip(), until=until.isoformat())
    return agreement
