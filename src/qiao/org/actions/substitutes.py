"""Who stands in for whom, and for how long."""

from datetime import datetime
from typing import Any

from django.db import transaction

from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.org import rules
from qiao.org.actions.guard import present_person
from qiao.org.models import Person, Substitution
from qiao.org.rules import Cover, Kind, Reason


@transaction.atomic
def set_substitute(
    *,
    person: Person,
    substitute: Person,
    since: datetime,
    until: datetime,
    by: Person | None,
    at: datetime,
    reason: str = "",
) -> Substitution:
    """In that period the substitute leads what ``person`` leads and acts on what they hold."""
    person, substitute = _both(person, substitute)
    _may(by, person)
    refuse(Reason.IS_OVER if until <= at else None)
    _check(Cover(person.pk, substitute.pk, since, until))
    row = Substitution.objects.create(
        person=person, substitute=substitute, since=since, until=until, reason=reason.strip()
    )
    _tell(Kind.SUBSTITUTE_SET, row, by=by, at=at)
    return row


@transaction.atomic
def change_substitute(
    *,
    row: Substitution,
    substitute: Person,
    since: datetime,
    until: datetime,
    by: Person | None,
    at: datetime,
    reason: str = "",
) -> Substitution:
    """Another substitute, another period; what is over stays as it was."""
    person, substitute = _both(row.person, substitute)
    _may(by, person)
    row = Substitution.objects.select_for_update(no_key=True).get(pk=row.pk)
    refuse(Reason.IS_OVER if row.until <= at or until <= at else None)
    _check(Cover(person.pk, substitute.pk, since, until), but=row)
    row.substitute, row.since, row.until, row.reason = substitute, since, until, reason.strip()
    row.save()
    _tell(Kind.SUBSTITUTE_CHANGED, row, by=by, at=at)
    return row


@transaction.atomic
def end_substitute(*, row: Substitution, by: Person | None, at: datetime) -> None:
    """Ends it now; one that has not begun disappears."""
    _may(by, row.person)
    row = Substitution.objects.select_for_update(no_key=True).get(pk=row.pk)
    refuse(Reason.IS_OVER if row.until <= at else None)
    _end(row, by=by, at=at)


def drop_all(person: Person, *, by: Person | None, at: datetime) -> None:
    """Ends the absences of somebody who leaves."""
    for row in person.absences.filter(until__gt=at).select_for_update(no_key=True):
        _end(row, by=by, at=at)


def others(cover: Cover, *, but: Substitution | None = None) -> list[Cover]:
    """The substitutions that touch either person."""
    people = (cover.person_id, cover.substitute_id)
    rows = Substitution.objects.filter(person_id__in=people) | Substitution.objects.filter(
        substitute_id=cover.person_id
    )
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    fields = rows.filter(until__gt=cover.since).values_list("person_id", "substitute_id", "since", "until")
    return [Cover(*values) for values in fields]


def _check(cover: Cover, *, but: Substitution | None = None) -> None:
    found = rules.why_not_substitute(cover, others(cover, but=but))
    if found is None:
        return
    reason, about = found
    about_whom = Person.objects.filter(pk=about).first()
    raise Refused(reason, person=str(about_whom or ""))


def _both(person: Person, substitute: Person) -> tuple[Person, Person]:
    """Both as they are now, locked in one order so that two periods cannot slip past each other."""
    rows = {
        row.pk: row
        for row in Person.objects.filter(pk__in={person.pk, substitute.pk})
        .order_by("pk")
        .select_for_update(no_key=True)
    }
    for row in rows.values():
        present_person(row)
    return rows[person.pk], rows[substitute.pk]


def _may(by: Person | None, person: Person) -> None:
    refuse(rules.why_not_cover(by.scope if by else None, person.pk, person.unit_id))


def _end(row: Substitution, *, by: Person | None, at: datetime) -> None:
    _tell(Kind.SUBSTITUTE_ENDED, row, by=by, at=at)
    if row.since < at:
        Substitution.objects.filter(pk=row.pk).update(until=at)
    else:
        row.delete()


def _tell(kind: Kind, row: Substitution, *, by: Person | None, at: datetime) -> None:
    period: dict[str, Any] = {"since": row.since.isoformat(), "until": row.until.isoformat()}
    record(
        kind, subject=row.person, by=by, at=at, substitute=row.substitute.name, reason=row.reason, **period
    )
