"""People: who they are, where they belong, when they leave."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.ledger.revisions import locked, update
from qiao.org import rules
from qiao.org.actions import positions, roles, substitutes
from qiao.org.actions.guard import (
    administered,
    differences,
    free,
    named,
    open_calendar,
    open_unit,
    present_person,
)
from qiao.org.models import Calendar, Person, Substitution, Unit
from qiao.org.rules import Kind, Reason
from qiao.ui.words import join_names


class PersonFields(TypedDict, total=False):
    """What may be said of a person."""

    number: str
    name: str
    name_en: str
    email: str
    phone: str
    unit: Unit
    manager: Person | None
    own_calendar: Calendar | None
    joined_on: date | None
    language: str


@transaction.atomic
def create_person(*, by: Person | None, at: datetime, **fields: Unpack[PersonFields]) -> Person:
    """A new employee; number, name and unit are needed."""
    administered(by)
    values = _checked(None, dict(fields))
    open_unit(values["unit"])
    present_person(values.get("manager"))
    open_calendar(values.get("own_calendar"))
    person = Person(**values)
    person.save(force_insert=True)
    unit = person.unit
    record(
        Kind.PERSON_CREATED,
        subject=person,
        by=by,
        at=at,
        to_unit_id=unit.pk,
        name=person.name,
        unit=unit.name_zh,
    )
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    by: Person | None,
    at: datetime,
    expected: int | None = None,
    **fields: Unpack[PersonFields],
) -> Person:
    """Changes what is given and leaves the rest; another home unit is an event of its own."""
    administered(by)
    person = locked(person, expected)
    before = person.unit
    values = _checked(person, dict(fields))
    changes = differences(person, values)
    if not changes:
        return person
    if "unit" in changes:
        open_unit(values["unit"])
    if "own_calendar" in changes:
        open_calendar(values["own_calendar"])
    if "manager" in changes:
        _check_manager(person, values["manager"])
    update(person, **values)
    if changes.pop("unit", None):
        units = {"from_unit_id": before.pk, "to_unit_id": person.unit_id}
        record(
            Kind.PERSON_MOVED,
            subject=person,
            by=by,
            at=at,
            before=before.name_zh,
            after=person.unit.name_zh,
            **units,
        )
    if changes:
        record(Kind.PERSON_CHANGED, subject=person, by=by, at=at, changes=changes)
    return person


@transaction.atomic
def leave(
    *,
    person: Person,
    by: Person | None,
    at: datetime,
    successor: Person | None = None,
    on: date | None = None,
    expected: int | None = None,
) -> Person:
    """Somebody leaves. What they lead and who reports to them goes to ``successor``.

    Refused while they lead a unit and nobody follows, while they stand in for somebody, and for the last
    administrator. Positions, roles and their own substitutions end. The login is closed by ``accounts``.
    """
    administered(by)
    person = locked(person, expected)
    present_person(person)
    present_person(successor)
    found = why_not_leave(person, successor, at)
    if found:
        raise Refused(found[0], **found[1])
    roles.drop_all(person, by=by, at=at)
    _hand_over(person, successor, by=by, at=at)
    positions.drop_all(person, by=by, at=at)
    substitutes.drop_all(person, by=by, at=at)
    update(person, active=False, left_on=on or at.date())
    record(
        Kind.PERSON_LEFT,
        subject=person,
        by=by,
        at=at,
        from_unit_id=person.unit_id,
        successor=_name(successor),
    )
    return person


def why_not_leave(
    person: Person, successor: Person | None, at: datetime
) -> tuple[Reason, dict[str, Any]] | None:
    """What keeps somebody from leaving, with the words of its sentence; None when nothing does."""
    if successor is not None and successor.pk == person.pk:
        return Reason.SUCCESSOR_IS_SELF, {}
    led = [str(unit) for unit in person.leads.filter(active=True)]
    if led and successor is None:
        return Reason.STILL_LEADS, {"units": join_names(led)}
    covered = Substitution.objects.filter(substitute=person, until__gt=at).select_related("person")
    names = [str(each.person) for each in covered]
    if names:
        return Reason.STILL_STANDS_IN, {"people": join_names(names)}
    if roles.is_last_administrator(person):
        return Reason.LAST_ADMINISTRATOR, {}
    return None


@transaction.atomic
def return_person(
    *, person: Person, by: Person | None, at: datetime, unit: Unit | None = None, expected: int | None = None
) -> Person:
    """Somebody comes back, to their old unit or another; positions and roles are given anew."""
    administered(by)
    person = locked(person, expected)
    refuse(Reason.PERSON_HERE if person.active else None)
    home = unit or person.unit
    open_unit(home)
    update(person, active=True, left_on=None, unit=home)
    record(Kind.PERSON_RETURNED, subject=person, by=by, at=at, to_unit_id=home.pk, unit=home.name_zh)
    return person


def _checked(person: Person | None, values: dict[str, Any]) -> dict[str, Any]:
    """The given values without blanks around them; refuses what another person has already."""
    values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    if "number" in values:
        free(Person, Reason.NUMBER_TAKEN, but=person, number=named(values["number"]))
    if "name" in values:
        named(values["name"])
    if values.get("email"):
        values["email"] = values["email"].lower()
        free(Person, Reason.EMAIL_TAKEN, but=person, email=values["email"])
    return values


def _check_manager(person: Person, manager: Person | None) -> None:
    if manager is None:
        return
    present_person(manager)
    managers = dict(Person.objects.filter(manager__isnull=False).values_list("pk", "manager_id"))
    refuse(rules.why_not_manage(person.pk, manager.pk, managers))


def _hand_over(person: Person, successor: Person | None, *, by: Person | None, at: datetime) -> None:
    """Units led go to the successor; reports go to the successor, or else to the manager of who leaves."""
    for unit in person.leads.select_for_update(no_key=True):
        update(unit, leader=successor)
        record(Kind.LEADER_SET, subject=unit, by=by, at=at, before=person.name, after=_name(successor))
    if successor is not None and _is_below(successor, person):
        _report_to(
            successor, person.manager, by=by, at=at
        )  # takes the leaver's place, or it would be a circle
    heir = successor or person.manager
    for report in person.reports.exclude(pk=heir.pk if heir else 0):
        _report_to(report, heir, by=by, at=at)


def _report_to(person: Person, manager: Person | None, *, by: Person | None, at: datetime) -> None:
    person = locked(person)
    changes = {"manager": [_name(person.manager), _name(manager)]}
    update(person, manager=manager)
    record(Kind.PERSON_CHANGED, subject=person, by=by, at=at, changes=changes)


def _is_below(person: Person, manager: Person) -> bool:
    managers = dict(Person.objects.filter(manager__isnull=False).values_list("pk", "manager_id"))
    return rules.why_not_manage(manager.pk, person.pk, managers) is not None


def _name(person: Person | None) -> str:
    return person.name if person else ""
