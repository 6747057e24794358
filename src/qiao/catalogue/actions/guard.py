"""What every action of this package does first and last: may one, and what it tells."""

from datetime import datetime
from typing import Any, TypeVar

from qiao.catalogue import rules
from qiao.catalogue.events import Kind
from qiao.catalogue.models import Category, Service
from qiao.catalogue.rules import Reason
from qiao.ledger.actions import record
from qiao.ledger.refusals import refuse
from qiao.ledger.revisions import locked
from qiao.org.models import Person, Unit

Revised = TypeVar("Revised", Category, Service)


def keeper(unit: Unit, by: Person | None) -> None:
    """Refuses unless ``by`` keeps the services of the unit (or is the system)."""
    if by is not None:
        refuse(rules.why_not_change(unit.pk, by.scope))


def keeper_of_categories(by: Person | None) -> None:
    """Refuses unless ``by`` keeps the categories (or is the system)."""
    if by is not None:
        refuse(rules.why_not_keep_categories(by.scope))


def kept(service: Service, by: Person | None, expected: int | None = None) -> Service:
    """The service as it is now, locked, if ``by`` may change it."""
    current = locked(service, expected)
    keeper(current.unit, by)
    return current


def tell(kind: Kind, row: Revised, *, by: Person | None, at: datetime, **data: Any) -> None:
    """Appends the event, with the revision it led to."""
    record(kind, subject=row, by=by, at=at, revision=row.revision, **data)


def named(name_zh: str, name_en: str) -> tuple[str, str]:
    """Both names without blanks around them; the Chinese one is the English one when it is missing."""
    name_zh, name_en = name_zh.strip(), name_en.strip()
    refuse(None if name_zh or name_en else Reason.NAME_MISSING)
    return name_zh or name_en, name_en


def free_code(model: type[Category] | type[Service], code: str) -> str:
    """The code, if it is usable and nobody has it."""
    refuse(rules.why_not_code(code))
    refuse(Reason.CODE_TAKEN if model.objects.filter(code__iexact=code).exists() else None)
    return code


def differences(row: Revised, values: dict[str, Any]) -> dict[str, list[str]]:
    """Which of ``values`` differ from the row, as ``{field: [before, after]}``."""
    return {
        name: [str(getattr(row, name)), str(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
