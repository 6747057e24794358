"""What every action of this package does first and last: may they, is what they name there, what differs."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models

from qiao.ledger.refusals import Refused, refuse
from qiao.org import rules
from qiao.org.models import Calendar, Person, Unit
from qiao.org.rules import Reason

Named = TypeVar("Named", bound=models.Model)


def administered(by: Person | None) -> None:
    """Refuses unless ``by`` administers the organisation (or is the system)."""
    refuse(rules.why_not_administer(by.scope if by else None))


def lock_tree() -> None:
    """One change of the tree's shape at a time, or two moves together could close a circle."""
    list(
        Unit.objects.filter(parent=None)
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk", flat=True)
    )


def differences(row: models.Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Which of ``values`` differ from the row, as ``{field: [before, after]}`` in JSON."""
    return {
        name: [_plain(getattr(row, name)), _plain(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }


def free(model: type[Named], reason: Reason, *, but: models.Model | None = None, **key: str) -> None:
    """Refuses with ``reason`` when another row has this key."""
    others = model._default_manager.filter(**key)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise Refused(reason, **key)


def named(name: str) -> str:
    """A name without blanks around it; refuses an empty one."""
    name = name.strip()
    refuse(None if name else Reason.NAME_MISSING)
    return name


def open_unit(unit: Unit | None) -> None:
    if unit is not None and not unit.active:
        raise Refused(Reason.UNIT_CLOSED, unit=str(unit))


def present_person(person: Person | None) -> None:
    if person is not None and not person.active:
        raise Refused(Reason.PERSON_GONE, person=str(person))


def open_calendar(calendar: Calendar | None) -> None:
    if calendar is not None and not calendar.active:
        raise Refused(Reason.CALENDAR_CLOSED, calendar=str(calendar))


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
