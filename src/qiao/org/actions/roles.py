"""Roles that do not follow from the tree."""

from datetime import datetime

from django.db import transaction

from qiao.ledger.actions import record
from qiao.ledger.refusals import refuse
from qiao.org.actions.guard import administered, present_person
from qiao.org.models import Grant, Person
from qiao.org.rules import Kind, Reason, Role


@transaction.atomic
def grant_role(*, person: Person, role: Role, by: Person | None, at: datetime) -> None:
    """Gives somebody a role; giving it twice changes nothing."""
    administered(by)
    present_person(Person.objects.get(pk=person.pk))
    _grant, new = Grant.objects.get_or_create(person=person, role=role.value)
    if new:
        record(Kind.ROLE_GRANTED, subject=person, by=by, at=at, role=role.value)


@transaction.atomic
def revoke_role(*, person: Person, role: Role, by: Person | None, at: datetime) -> None:
    """Takes a role away; the last administrator keeps theirs, or nobody could give it back."""
    administered(by)
    if role is Role.ADMINISTRATOR:
        refuse(Reason.LAST_ADMINISTRATOR if is_last_administrator(person) else None)
    _take(person, role.value, by=by, at=at)


def is_last_administrator(person: Person) -> bool:
    """Whether nobody else administers; the grants stay locked, so that two cannot go at once."""
    administrators = Grant.objects.filter(role=Role.ADMINISTRATOR.value, person__active=True)
    return {grant.person_id for grant in administrators.select_for_update(of=("self",), no_key=True)} == {
        person.pk
    }


def drop_all(person: Person, *, by: Person | None, at: datetime) -> None:
    """Takes every role of somebody who leaves."""
    for role in list(person.grants.values_list("role", flat=True)):
        _take(person, role, by=by, at=at)


def _take(person: Person, role: str, *, by: Person | None, at: datetime) -> None:
    deleted, _rows = Grant.objects.filter(person=person, role=role).delete()
    if deleted:
        record(Kind.ROLE_REVOKED, subject=person, by=by, at=at, role=role)
