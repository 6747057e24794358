"""Positions and who holds them."""

from datetime import datetime

from django.db import transaction

from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.org.actions.guard import administered, differences, free, named, open_unit, present_person
from qiao.org.models import Holding, Person, Position, Unit
from qiao.org.rules import Kind, Reason


@transaction.atomic
def create_position(
    *, code: str, name_zh: str, unit: Unit, by: Person | None, at: datetime, name_en: str = ""
) -> Position:
    """A job in a unit, that people can hold."""
    administered(by)
    open_unit(unit)
    free(Position, Reason.CODE_TAKEN, code=code.strip())
    position = Position.objects.create(
        code=code.strip(), name_zh=named(name_zh), name_en=name_en.strip(), unit=unit
    )
    record(Kind.POSITION_CREATED, subject=position, by=by, at=at, to_unit_id=unit.pk, name=position.name_zh)
    return position


@transaction.atomic
def change_position(
    *, position: Position, name_zh: str, name_en: str, unit: Unit, by: Person | None, at: datetime
) -> Position:
    """Renames a position or moves it to another unit; who holds it stays."""
    administered(by)
    position = _locked(position)
    values = {"name_zh": named(name_zh), "name_en": name_en.strip(), "unit": unit}
    changes = differences(position, values)
    if "unit" in changes:
        open_unit(unit)
    if changes:
        Position.objects.filter(pk=position.pk).update(**values)
        record(Kind.POSITION_CHANGED, subject=position, by=by, at=at, changes=changes)
    return Position.objects.get(pk=position.pk)


@transaction.atomic
def close_position(*, position: Position, by: Person | None, at: datetime) -> Position:
    """Closes a position that nobody holds any more."""
    administered(by)
    position = _locked(position)
    refuse(None if position.active else Reason.POSITION_CLOSED)
    held = position.holdings.count()
    refuse(Reason.POSITION_HELD if held else None, count=held)
    Position.objects.filter(pk=position.pk).update(active=False)
    record(Kind.POSITION_CLOSED, subject=position, by=by, at=at)
    return Position.objects.get(pk=position.pk)


@transaction.atomic
def reopen_position(*, position: Position, by: Person | None, at: datetime) -> Position:
    """Opens a closed position of an open unit again."""
    administered(by)
    position = _locked(position)
    open_unit(position.unit)
    if Position.objects.filter(pk=position.pk, active=False).update(active=True):
        record(Kind.POSITION_REOPENED, subject=position, by=by, at=at)
    return Position.objects.get(pk=position.pk)


@transaction.atomic
def give_position(*, position: Position, person: Person, by: Person | None, at: datetime) -> Holding:
    """Somebody takes a position; one person may hold several, and several may hold the same."""
    administered(by)
    position = _locked(position)
    refuse(None if position.active else Reason.POSITION_CLOSED)
    present_person(Person.objects.get(pk=person.pk))
    holding, new = Holding.objects.get_or_create(position=position, person=person)
    if not new:
        raise Refused(Reason.HELD_ALREADY, person=str(person))
    record(
        Kind.POSITION_TAKEN,
        subject=person,
        by=by,
        at=at,
        to_unit_id=position.unit_id,
        position=position.name_zh,
    )
    return holding


@transaction.atomic
def leave_position(*, holding: Holding, by: Person | None, at: datetime) -> None:
    """Somebody gives a position up."""
    administered(by)
    _end(holding, by=by, at=at)


def drop_all(person: Person, *, by: Person | None, at: datetime) -> None:
    """Ends everything that ``person`` holds, because they leave."""
    for holding in person.holdings.select_related("position"):
        _end(holding, by=by, at=at)


def _end(holding: Holding, *, by: Person | None, at: datetime) -> None:
    position, person = holding.position, holding.person
    deleted, _rows = Holding.objects.filter(pk=holding.pk).delete()
    if deleted:
        record(
            Kind.POSITION_LEFT,
            subject=person,
            by=by,
            at=at,
            from_unit_id=position.unit_id,
            position=position.name_zh,
        )


def _locked(position: Position) -> Position:
    return Position.objects.select_for_update(no_key=True).get(pk=position.pk)
