"""Units: create, change, move, close, and who leads them."""

from datetime import datetime
from enum import StrEnum
from typing import TypedDict, Unpack

from django.db import transaction

from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.ledger.revisions import locked, update
from qiao.org import objections, rules
from qiao.org.actions import tree
from qiao.org.actions.guard import (
    administered,
    differences,
    free,
    lock_tree,
    named,
    open_calendar,
    open_unit,
    present_person,
)
from qiao.org.models import Ancestry, Calendar, Person, Unit
from qiao.org.rules import Kind, Reason


class UnitFields(TypedDict):
    """What a unit is, apart from its place and its leader; ``calendar`` is its own (None: its parent's)."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    calendar: Calendar | None
    order: int


@transaction.atomic
def create_unit(
    *,
    code: str,
    name_zh: str,
    by: Person | None,
    at: datetime,
    name_en: str = "",
    kind: str = Unit.Kind.TEAM,
    parent: Unit | None = None,
    leader: Person | None = None,
    calendar: Calendar | None = None,
    order: int = 0,
) -> Unit:
    """A new unit below ``parent``. Without a ``calendar`` it works as its parent does."""
    administered(by)
    lock_tree()
    parent = Unit.objects.get(pk=parent.pk) if parent else None
    open_unit(parent)
    present_person(leader)
    open_calendar(calendar)
    free(Unit, Reason.CODE_TAKEN, code=code.strip())
    unit = Unit(code=code.strip(), name_zh=named(name_zh), name_en=name_en.strip(), kind=kind, order=order)
    unit.parent, unit.leader, unit.own_calendar = parent, leader, calendar
    unit.calendar = _resolved(calendar, parent)
    unit.save(force_insert=True)
    tree.plant(unit)
    record(
        Kind.UNIT_CREATED, subject=unit, by=by, at=at, code=unit.code, name=unit.name_zh, parent=_name(parent)
    )
    return unit


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    by: Person | None,
    at: datetime,
    expected: int | None = None,
    **fields: Unpack[UnitFields],
) -> Unit:
    """Renames a unit, changes its kind, its place or its own calendar (None: its parent's)."""
    administered(by)
    unit = locked(unit, expected)
    free(Unit, Reason.CODE_TAKEN, but=unit, code=fields["code"].strip())
    calendar = fields["calendar"]
    values = {
        "code": fields["code"].strip(),
        "name_zh": named(fields["name_zh"]),
        "name_en": fields["name_en"].strip(),
        "kind": fields["kind"],
        "own_calendar": calendar,
        "order": fields["order"],
    }
    changes = differences(unit, values)
    if not changes:
        return unit
    if "own_calendar" in changes:
        open_calendar(calendar)
        _resolved(calendar, unit.parent)
    update(unit, **values)
    if "own_calendar" in changes:
        tree.resolve_calendars(unit)
    record(Kind.UNIT_CHANGED, subject=unit, by=by, at=at, changes=changes)
    return unit


@transaction.atomic
def edit_unit(
    *,
    unit: Unit,
    parent: Unit | None,
    leader: Person | None,
    by: Person | None,
    at: datetime,
    expected: int | None = None,
    **fields: Unpack[UnitFields],
) -> Unit:
    """Everything about a unit at once, as its page does: each kind of change is an event of its own."""
    administered(by)
    lock_tree()
    unit = locked(unit, expected)
    unit = move_unit(unit=unit, parent=parent, by=by, at=at)
    unit = change_unit(unit=unit, by=by, at=at, **fields)
    return set_leader(unit=unit, leader=leader, by=by, at=at)


@transaction.atomic
def move_unit(
    *, unit: Unit, parent: Unit | None, by: Person | None, at: datetime, expected: int | None = None
) -> Unit:
    """Places a unit, with everything below it, under another one (or at the top)."""
    administered(by)
    lock_tree()
    unit = locked(unit, expected)
    parent = Unit.objects.get(pk=parent.pk) if parent else None
    before = unit.parent
    if before == parent:
        return unit
    open_unit(parent)
    above = Ancestry.objects.filter(unit=parent).values_list("ancestor_id", flat=True) if parent else ()
    refuse(rules.why_not_place(unit.pk, above))
    _resolved(unit.own_calendar, parent)
    update(unit, parent=parent)
    tree.replant(unit)
    tree.resolve_calendars(unit)
    record(Kind.UNIT_MOVED, subject=unit, by=by, at=at, before=_name(before), after=_name(parent))
    return Unit.objects.get(pk=unit.pk)


@transaction.atomic
def set_leader(
    *, unit: Unit, leader: Person | None, by: Person | None, at: datetime, expected: int | None = None
) -> Unit:
    """Names who leads a unit; None leaves it to the leader of the unit above."""
    administered(by)
    unit = locked(unit, expected)
    present_person(leader)
    if unit.leader == leader:
        return unit
    before = unit.leader
    update(unit, leader=leader)
    record(Kind.LEADER_SET, subject=unit, by=by, at=at, before=_name(before), after=_name(leader))
    return unit


@transaction.atomic
def close_unit(*, unit: Unit, by: Person | None, at: datetime, expected: int | None = None) -> Unit:
    """Closes a unit that nobody belongs to any more. Its past stays readable."""
    administered(by)
    lock_tree()
    unit = locked(unit, expected)
    open_unit(unit)
    found = why_not_close(unit)
    if found:
        raise Refused(found[0], count=found[1])
    update(unit, active=False)
    record(Kind.UNIT_CLOSED, subject=unit, by=by, at=at)
    return unit


def why_not_close(unit: Unit) -> tuple[StrEnum, int] | None:
    """What keeps a unit open, here or in packages above, with how many; None when it can be closed."""
    for reason, rows in (
        (Reason.HAS_UNITS, unit.children.filter(active=True)),
        (Reason.HAS_PEOPLE, unit.people.filter(active=True)),
        (Reason.HAS_POSITIONS, unit.positions.filter(active=True)),
    ):
        count = rows.count()
        if count:
            return reason, count
    return objections.to_closing(unit)


@transaction.atomic
def reopen_unit(*, unit: Unit, by: Person | None, at: datetime, expected: int | None = None) -> Unit:
    """Opens a closed unit again, below a parent that is open."""
    administered(by)
    lock_tree()
    unit = locked(unit, expected)
    refuse(Reason.UNIT_OPEN if unit.active else None)
    open_unit(unit.parent)
    open_calendar(unit.calendar)
    update(unit, active=True)
    record(Kind.UNIT_REOPENED, subject=unit, by=by, at=at)
    return unit


def _resolved(own: Calendar | None, parent: Unit | None) -> Calendar:
    if own is not None:
        return own
    if parent is None:
        raise Refused(Reason.NEEDS_CALENDAR)
    return parent.calendar


def _name(row: Unit | Person | None) -> str:
    if row is None:
        return ""
    return row.name_zh if isinstance(row, Unit) else row.name
