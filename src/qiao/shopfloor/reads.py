"""What a scanned code offers, and the labels to print."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from qiao.catalogue.models import Service
from qiao.catalogue.questions import FieldKind
from qiao.desk.models import Request
from qiao.desk.rows import Listed, listed
from qiao.org.models import Person, Unit
from qiao.org.rules import Scope
from qiao.places.models import Place
from qiao.shopfloor.codes import CodeKind, address

REPORTED = 5
ON_A_SHEET = 300


@dataclass(frozen=True)
class Here:
    """What may be asked for at a place, and what has been reported there already."""

    place: Place
    services: list[Service]
    reported: list[Listed]


def here(place: Place, person: Person) -> Here:
    """Services whose form asks for a place, in the order of the catalogue."""
    services = [each for each in _services(person) if question(each)]
    return Here(place, services, _reported(place, services, person.scope))


def _services(person: Person) -> list[Service]:
    offered = Service.objects.offered().open_to(person.scope).select_related("version", "unit", "category")
    return list(offered.order_by("category__order", "category_id", "code"))


def question(service: Service) -> str:
    """The key of the question that asks where it is; "" when the form does not ask."""
    version = service.version
    fields = version.form.fields if version else ()
    return next((field.key for field in fields if field.kind is FieldKind.PLACE), "")


def _reported(place: Place, services: list[Service], scope: Scope) -> list[Listed]:
    """The newest open requests about this place that the person may see: perhaps somebody was quicker."""
    ways = [Q(service=each, **{f"answers__{question(each)}": place.pk}) for each in services]
    if not ways:
        return []
    about = Request.objects.open().visible_to(scope).filter(reduce(or_, ways))
    return [Listed(*row) for row in listed(about).order_by("-id")[:REPORTED]]


def of_unit(unit: Unit, person: Person) -> list[Service]:
    """What a unit offers to this person."""
    return [each for each in _services(person) if each.unit_id == unit.pk]


@dataclass(frozen=True)
class Label:
    """One label to cut out: the code, and words for people."""

    url: str
    title: str
    line: str
    code: str


def labels(kind: CodeKind, unit: Unit | None) -> list[Label]:
    """Labels of all places, units or services, or of one unit and those below it."""
    made = {CodeKind.PLACE: _of_places, CodeKind.UNIT: _of_units, CodeKind.SERVICE: _of_services}[kind]
    return made(Q() if unit is None else Q(**{f"{BELOW[kind]}__ancestor": unit}))[:ON_A_SHEET]


BELOW = {CodeKind.PLACE: "unit__ancestry", CodeKind.UNIT: "ancestry", CodeKind.SERVICE: "unit__ancestry"}


def _of_places(where: Q) -> list[Label]:
    rows = Place.objects.active().filter(where).select_related("inside").order_by("code")
    return [_label(CodeKind.PLACE, row, row.inside or "") for row in rows]


def _of_units(where: Q) -> list[Label]:
    rows = Unit.objects.active().filter(where).select_related("parent").order_by("order", "code")
    return [_label(CodeKind.UNIT, row, row.parent or "") for row in rows]


def _of_services(where: Q) -> list[Label]:
    rows = Service.objects.offered().filter(where, confidential=False).select_related("unit").order_by("code")
    return [_label(CodeKind.SERVICE, row, row.unit) for row in rows]


def _label(kind: CodeKind, row: Any, line: Any) -> Label:
    return Label(address(kind, row.code), str(row), str(line), row.code)
