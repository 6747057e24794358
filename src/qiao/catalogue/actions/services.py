"""Services: create, describe, move to another unit, close. What they promise is in their versions."""

import re
from datetime import datetime

from django.db import transaction

from qiao.catalogue import rules
from qiao.catalogue.actions.drafts import first_draft
from qiao.catalogue.actions.guard import differences, free_code, keeper, kept, named, tell
from qiao.catalogue.events import Kind
from qiao.catalogue.models import Category, Service
from qiao.catalogue.rules import Reason
from qiao.ledger.actions import record
from qiao.ledger.refusals import refuse
from qiao.ledger.revisions import update
from qiao.org.models import Person, Unit


@transaction.atomic
def create_service(
    *,
    by: Person | None,
    at: datetime,
    unit: Unit,
    category: Category,
    name_zh: str = "",
    name_en: str = "",
    description_zh: str = "",
    description_en: str = "",
    confidential: bool = False,
    code: str = "",
) -> Service:
    """A new service of the unit with an empty draft; nobody can ask for it before that is published.

    Without a ``code`` it gets the unit's and a number.
    """
    keeper(unit, by)
    refuse(None if unit.active else Reason.UNIT_CLOSED)
    refuse(None if category.active else Reason.CATEGORY_CLOSED)
    name_zh, name_en = named(name_zh, name_en)
    service = Service.objects.create(
        code=free_code(Service, code.strip()) if code.strip() else next_code(unit),
        unit=unit,
        category=category,
        name_zh=name_zh,
        name_en=name_en,
        description_zh=description_zh.strip(),
        description_en=description_en.strip(),
        confidential=confidential,
    )
    first_draft(service)
    record(
        Kind.SERVICE_CREATED,
        subject=service,
        by=by,
        at=at,
        to_unit_id=unit.pk,
        name=name_zh,
        code=service.code,
    )
    return service


@transaction.atomic
def change_service(
    *,
    service: Service,
    by: Person | None,
    at: datetime,
    category: Category,
    name_zh: str,
    name_en: str = "",
    description_zh: str = "",
    description_en: str = "",
    confidential: bool = False,
    expected: int | None = None,
) -> Service:
    """Renames and describes a service. Requests that are open show the new name; their promise stays."""
    service = kept(service, by, expected)
    if category.pk != service.category_id:
        refuse(None if category.active else Reason.CATEGORY_CLOSED)
    name_zh, name_en = named(name_zh, name_en)
    values = {
        "category": category,
        "name_zh": name_zh,
        "name_en": name_en,
        "description_zh": description_zh.strip(),
        "description_en": description_en.strip(),
        "confidential": confidential,
    }
    changed = differences(service, values)
    if changed:
        update(service, **values)
        tell(Kind.SERVICE_CHANGED, service, by=by, at=at, changed=changed)
    return service


@transaction.atomic
def move_service(
    *, service: Service, to: Unit, by: Person | None, at: datetime, expected: int | None = None
) -> Service:
    """Another unit provides it from now on; what is open stays with whom it is."""
    service = kept(service, by, expected)
    giver = service.unit
    if by is not None:
        refuse(rules.why_not_move(giver.pk, to.pk, to.active, by.scope))
    refuse(Reason.SAME_UNIT if giver.pk == to.pk else None if to.active else Reason.UNIT_CLOSED)
    update(service, unit=to, last_turn=None)
    record(
        Kind.SERVICE_MOVED,
        subject=service,
        by=by,
        at=at,
        from_unit_id=giver.pk,
        to_unit_id=to.pk,
        revision=service.revision,
    )
    return service


@transaction.atomic
def retire_service(
    *, service: Service, by: Person | None, at: datetime, expected: int | None = None
) -> Service:
    """Nobody can ask for it any more; what is open is finished as promised."""
    service = kept(service, by, expected)
    refuse(None if service.active else Reason.ALREADY_CLOSED)
    update(service, active=False)
    tell(Kind.SERVICE_RETIRED, service, by=by, at=at)
    return service


@transaction.atomic
def reopen_service(
    *, service: Service, by: Person | None, at: datetime, expected: int | None = None
) -> Service:
    """It is offered again, as its last version says."""
    service = kept(service, by, expected)
    refuse(Reason.NOT_CLOSED if service.active else None)
    refuse(None if service.unit.active else Reason.UNIT_CLOSED)
    update(service, active=True)
    tell(Kind.SERVICE_REOPENED, service, by=by, at=at)
    return service


def next_code(unit: Unit) -> str:
    """The unit's code and the next free number."""
    stem = re.sub(r"[^A-Za-z0-9_-]", "", unit.code).lstrip("_-")[:32] or "s"
    number = Service.objects.filter(unit=unit).count() + 1
    while (
        rules.why_not_code(f"{stem}-{number}")
        or Service.objects.filter(code__iexact=f"{stem}-{number}").exists()
    ):
        number += 1
    return f"{stem}-{number}"
