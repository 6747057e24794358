"""Carrying out an import: one transaction, in bulk, with the events that single actions would write."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from qiao.ledger.actions import record
from qiao.ledger.refusals import Conflict
from qiao.org.actions import calendars, tree
from qiao.org.actions.guard import administered, lock_tree
from qiao.org.exchange.planning import STANDARD, Change, Plan
from qiao.org.models import Calendar, Holding, Person, Position, Substitution, Unit
from qiao.org.reads.state import current_state
from qiao.org.rules import Kind

BATCH = 500
UNIT_FIELDS = ("name_zh", "name_en", "kind", "parent_id", "leader_id", "own_calendar_id", "order")
PERSON_FIELDS = ("name", "name_en", "email", "phone", "unit_id", "manager_id", "joined_on", "language")


@transaction.atomic
def apply_plan(*, plan: Plan, by: Person | None, at: datetime) -> Plan:
    """Does everything that the plan says, or nothing.

    Raises Conflict when the organisation changed in the rows concerned since the plan was made.
    """
    administered(by)
    if not plan.is_possible:
        raise ValueError("a plan with problems cannot be carried out")
    lock_tree()
    _unchanged_since(plan)
    _calendars(plan, by=by, at=at)
    units, people = _Units(plan, by, at), _People(plan, by, at)
    units.create()
    people.create()
    units.connect()
    people.connect()
    _positions(plan, by=by, at=at)
    _holdings(plan, by=by, at=at)
    _substitutions(plan, by=by, at=at)
    return plan


def _unchanged_since(plan: Plan) -> None:
    current = current_state()
    for change in plan.changes:
        if current.of(change.sheet).get(change.key) != change.before:
            raise Conflict(_("The organisation changed while you were looking: check the file again."), plan)


def _calendars(plan: Plan, *, by: Person | None, at: datetime) -> None:
    for change in plan.of("calendars"):
        values = dict(change.values)
        code = values.pop("code")
        definition = {name: values.pop(name) for name in calendars.PATTERN}
        if change.is_new:
            calendars.create_calendar(code=code, definition=definition, by=by, at=at, **values)
        else:
            row = Calendar.objects.get(code=code)
            calendars.change_calendar(calendar=row, definition=definition, by=by, at=at, **values)
    if any(change.values["calendar"] == STANDARD for change in plan.of("units")):
        calendars.standard_calendar(at=at, zone=settings.TIME_ZONE)


class _Units:
    """Units in two steps: first the rows, then who is above and who leads, which may be new themselves."""

    def __init__(self, plan: Plan, by: Person | None, at: datetime) -> None:
        self.changes, self.by, self.at = plan.of("units"), by, at

    def create(self) -> None:
        calendar_ids = _ids(Calendar, "code")
        default = min(calendar_ids.values(), default=0)
        rows = [
            Unit(
                code=change.values["code"],
                name_zh=change.values["name_zh"],
                name_en=change.values["name_en"],
                kind=change.values["kind"],
                order=change.values["order"],
                own_calendar_id=calendar_ids.get(change.values["calendar"]),
                calendar_id=calendar_ids.get(change.values["calendar"], default),  # resolved by `connect`
            )
            for change in self.changes
            if change.is_new
        ]
        Unit.objects.bulk_create(rows, batch_size=BATCH)

    def connect(self) -> None:
        if not self.changes:
            return
        calendar_ids, people = _ids(Calendar, "code"), _ids(Person, "number")
        units = {unit.code: unit for unit in Unit.objects.all()}
        for change in self.changes:
            unit, values = units[change.values["code"]], change.values
            unit.name_zh, unit.name_en, unit.kind, unit.order = (
                values[name] for name in ("name_zh", "name_en", "kind", "order")
            )
            unit.parent_id = units[values["parent"]].pk if values["parent"] else None
            unit.leader_id = people[values["leader"]] if values["leader"] else None
            unit.own_calendar_id = calendar_ids[values["calendar"]] if values["calendar"] else None
        _write(Unit, self.changes, units, UNIT_FIELDS, ("parent", "leader"))
        tree.rebuild()
        for root in Unit.objects.filter(parent=None):
            tree.resolve_calendars(root)
        for change in self.changes:
            self._tell(units[change.values["code"]], change)

    def _tell(self, unit: Unit, change: Change) -> None:
        if change.is_new:
            self._record(
                Kind.UNIT_CREATED, unit, code=unit.code, name=unit.name_zh, parent=change.values["parent"]
            )
            if change.values["leader"]:
                self._record(Kind.LEADER_SET, unit, before="", after=change.values["leader"])
            return
        rest = dict(change.differing)
        for name, kind in (("parent", Kind.UNIT_MOVED), ("leader", Kind.LEADER_SET)):
            if name in rest:
                before, after = rest.pop(name)
                self._record(kind, unit, before=before, after=after)
        if rest:
            self._record(Kind.UNIT_CHANGED, unit, changes=_plain(rest))

    def _record(self, kind: Kind, unit: Unit, **data: Any) -> None:
        record(kind, subject=unit, by=self.by, at=self.at, imported=True, **data)


class _People:
    """People likewise: managers may be new themselves."""

    def __init__(self, plan: Plan, by: Person | None, at: datetime) -> None:
        self.changes, self.by, self.at = plan.of("people"), by, at

    def create(self) -> None:
        units = _ids(Unit, "code")
        rows = []
        for change in self.changes:
            if change.is_new:
                values = {name: change.values[name] for name in PERSON_FIELDS if name in change.values}
                number, unit_id = change.values["number"], units[change.values["unit"]]
                rows.append(Person(number=number, unit_id=unit_id, **values))
        Person.objects.bulk_create(rows, batch_size=BATCH)

    def connect(self) -> None:
        if not self.changes:
            return
        units = _ids(Unit, "code")
        people = {person.number: person for person in Person.objects.all()}
        _free_emails([people[change.values["number"]].pk for change in self.changes if not change.is_new])
        for change in self.changes:
            person, values = people[change.values["number"]], change.values
            for name in PERSON_FIELDS:
                if name in values:
                    setattr(person, name, values[name])
            person.unit_id = units[values["unit"]]
            person.manager_id = people[values["manager"]].pk if values["manager"] else None
        _write(Person, self.changes, people, PERSON_FIELDS, ("manager",))
        for change in self.changes:
            self._tell(people[change.values["number"]], change)

    def _tell(self, person: Person, change: Change) -> None:
        common: dict[str, Any] = {"subject": person, "by": self.by, "at": self.at, "imported": True}
        if change.is_new:
            unit = change.values["unit"]
            record(Kind.PERSON_CREATED, to_unit_id=person.unit_id, name=person.name, unit=unit, **common)
            return
        rest = dict(change.differing)
        if "unit" in rest:
            before, after = rest.pop("unit")
            record(Kind.PERSON_MOVED, to_unit_id=person.unit_id, before=before, after=after, **common)
        if rest:
            record(Kind.PERSON_CHANGED, changes=_plain(rest), **common)


def _positions(plan: Plan, *, by: Person | None, at: datetime) -> None:
    units = _ids(Unit, "code") if plan.of("positions") else {}
    for change in plan.of("positions"):
        values = {name: change.values[name] for name in ("name_zh", "name_en")}
        row, new = Position.objects.update_or_create(
            code=change.values["code"], defaults={**values, "unit_id": units[change.values["unit"]]}
        )
        if new:
            record(Kind.POSITION_CREATED, subject=row, by=by, at=at, to_unit_id=row.unit_id, name=row.name_zh)
        else:
            record(Kind.POSITION_CHANGED, subject=row, by=by, at=at, changes=_plain(change.differing))


def _holdings(plan: Plan, *, by: Person | None, at: datetime) -> None:
    changes = plan.of("holdings")
    if not changes:
        return
    positions = {position.code: position for position in Position.objects.all()}
    people = {person.number: person for person in Person.objects.only("number")}
    pairs = [(positions[change.values["position"]], people[change.values["person"]]) for change in changes]
    Holding.objects.bulk_create(
        (Holding(position=job, person=person) for job, person in pairs), batch_size=BATCH
    )
    for job, person in pairs:
        record(
            Kind.POSITION_TAKEN, subject=person, by=by, at=at, to_unit_id=job.unit_id, position=job.name_zh
        )


def _substitutions(plan: Plan, *, by: Person | None, at: datetime) -> None:
    changes = plan.of("substitutions")
    people = {person.number: person for person in Person.objects.only("number")} if changes else {}
    for change in changes:
        values = change.values
        person, substitute = people[values["person"]], people[values["substitute"]]
        Substitution.objects.update_or_create(
            person=person,
            since=values["since"],
            defaults={"substitute": substitute, "until": values["until"], "reason": values["reason"]},
        )
        kind = Kind.SUBSTITUTE_SET if change.is_new else Kind.SUBSTITUTE_CHANGED
        period = {name: values[name].isoformat() for name in ("since", "until")}
        record(
            kind,
            subject=person,
            by=by,
            at=at,
            substitute=values["substitute"],
            reason=values["reason"],
            **period,
        )


def _ids(model: type[models.Model], key: str) -> dict[str, int]:
    return dict(model._default_manager.values_list(key, "pk"))


def _write(
    model: type[Unit] | type[Person],
    changes: list[Change],
    rows: Mapping[str, Any],
    fields: Iterable[str],
    links: Sequence[str],
) -> None:
    """Of new rows only their ``links``; others wholly, with a new revision that open forms notice."""
    old = [rows[change.key[0]] for change in changes if not change.is_new]
    new = [
        rows[change.key[0]]
        for change in changes
        if change.is_new and any(change.values[link] for link in links)
    ]
    for row in old:
        row.revision += 1
    names = [field.removesuffix("_id") for field in fields]
    model._default_manager.bulk_update(old, [*names, "revision"], batch_size=BATCH)
    model._default_manager.bulk_update(new, links, batch_size=BATCH)


def _free_emails(person_ids: list[int]) -> None:
    """Two people may swap addresses in one file; so all are emptied before they are written."""
    for start in range(0, len(person_ids), BATCH):
        Person.objects.filter(pk__in=person_ids[start : start + BATCH]).update(email="")


def _plain(differing: Mapping[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    return {
        name: [value.isoformat() if hasattr(value, "isoformat") else value for value in pair]
        for name, pair in differing.items()
    }
