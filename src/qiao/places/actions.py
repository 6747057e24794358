"""Keeping the register of places. Nothing else writes them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.ledger.revisions import as_expected, update
from qiao.org.models import Person, Unit
from qiao.places import rules
from qiao.places.models import CODE, Place
from qiao.places.rules import Kind, Reason


class Told(TypedDict, total=False):
    """What a place is."""

    name_zh: str
    name_en: str
    kind: str
    unit: Unit
    inside: Place | None
    active: bool


@transaction.atomic
def create_place(*, code: str, by: Person | None, at: datetime, **told: Unpack[Told]) -> Place:
    """A new place of a unit. Its code stands on the plate and in the QR code, and never changes."""
    _may(by, told["unit"])
    code = code.strip()
    refuse(None if re.fullmatch(CODE, code) else Reason.CODE_MISSING)
    if Place.objects.filter(code__iexact=code).exists():
        raise Refused(Reason.CODE_TAKEN, code=code)
    place = Place.objects.create(code=code, **_checked(told))
    record(Kind.CREATED, subject=place, by=by, at=at, code=code, name=place.name_zh, unit=place.unit.code)
    return place


@transaction.atomic
def change_place(
    *, place: Place, by: Person | None, at: datetime, expected: int | None = None, **told: Unpack[Told]
) -> Place:
    """Another name, kind, unit or place to lie in; or it is there no more."""
    now = (
        Place.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "inside")
        .get(pk=place.pk)
    )
    _may(by, now.unit)
    _may(by, told.get("unit", now.unit))
    as_expected(now, expected)
    refuse(Reason.INSIDE_ITSELF if _circle(now, told.get("inside")) else None)
    values = _checked(told)
    changes = {
        name: [_plain(getattr(now, name)), _plain(value)]
        for name, value in values.items()
        if getattr(now, name) != value
    }
    if not changes:
        return now
    update(now, **values)
    record(Kind.CHANGED, subject=now, by=by, at=at, changes=changes)
    return Place.objects.get(pk=now.pk)


def _may(by: Person | None, unit: Unit) -> None:
    refuse(rules.why_not_keep(by.scope if by else None, unit.pk))
    refuse(None if unit.active else Reason.UNIT_CLOSED)


def _checked(told: Told) -> dict[str, Any]:
    values: dict[str, Any] = dict(told)
    for name in {"name_zh", "name_en"} & values.keys():
        values[name] = values[name].strip()
    refuse(Reason.NAME_MISSING if values.get("name_zh", "-") == "" else None)
    return values


def _circle(place: Place, inside: Place | None) -> bool:
    """Whether ``inside`` lies in ``place`` already, or is it."""
    seen: set[int] = set()
    while inside is not None and inside.pk not in seen:
        if inside.pk == place.pk:
            return True
        seen.add(inside.pk)
        inside = inside.inside
    return False


def _plain(value: Any) -> Any:
    return value.code if isinstance(value, Place | Unit) else value
