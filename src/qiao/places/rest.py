"""The register of places for programs: the same rules and writers as the pages."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field, WithJsonSchema

from qiao.accounts.calls import PersonCall
from qiao.org.models import Unit
from qiao.org.rest import UnitRef, unit_ref
from qiao.places import actions, reads
from qiao.places.models import Place
from qiao.rest import etags, invalid
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Key
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("places:read", _("Read the register of places"))
WRITE = register("places:write", _("Enter and change the places of your units"))
BY_CODE = ("code", "id")

router = Router("Places")

Name = Annotated[str, Field(max_length=80)]


# Described where it stands: a unit has kinds, too, and the description knows one thing by one name.
PlaceKind = Annotated[Place.Kind, WithJsonSchema({"type": "string", "enum": Place.Kind.values})]


class PlaceRef(Shown):
    code: str = Field(description="As on the plate; it never changes.")
    name_zh: str
    name_en: str


class PlaceShown(PlaceRef):
    kind: PlaceKind
    unit: UnitRef
    inside: PlaceRef | None = Field(description="The place that it lies in.")
    active: bool = Field(description="False: it is gone, and cannot be named any more.")
    revision: int


class PlaceFilters(BaseModel):
    q: str = Field("", max_length=80, description="Words of the code or the name.")
    unit: str = Field("", max_length=40, description="Code: only the places of this unit.")
    active: bool | None = None


class NewPlace(Said):
    code: Key = Field(description="Letters, digits, - and _, as on the plate.")
    name_zh: Name
    name_en: Name = ""
    kind: PlaceKind = Place.Kind.MACHINE
    unit: Key = Field(description="Code.")
    inside: str = Field("", max_length=40, description="Code of the place that it lies in.")


class PlaceChange(Said):
    name_zh: Name = ""
    name_en: Name = ""
    kind: PlaceKind = Place.Kind.MACHINE
    unit: str = Field("", max_length=40, description="Code.")
    inside: str = Field("", max_length=40, description="Code; empty: in no other.")


def place_ref(place: Place) -> PlaceRef:
    """A place as others mention it."""
    return PlaceRef(code=place.code, name_zh=place.name_zh, name_en=place.name_en)


@router.read("/places", scope=READ, answer=Page[PlaceShown])
def places(http: PersonCall, filters: Query[PlaceFilters], paging: Query[Paging]) -> Page[PlaceShown]:
    """Places by code."""
    found = reads.places(filters.q.replace("\0", ""))
    if filters.unit:
        found = found.filter(unit__code=filters.unit)
    if filters.active is not None:
        found = found.filter(active=filters.active)
    return page(http, found, paging, order=BY_CODE, show=lambda rows: map(_shown, rows))


@router.read("/places/{code}", scope=READ, answer=PlaceShown)
def place(http: PersonCall, code: str) -> PlaceShown:
    """One place. The ETag goes back as If-Match when you change it."""
    return _answer(http, _one(code))


@router.create("/places", scope=WRITE, answer=PlaceShown)
def create_place(http: PersonCall, said: NewPlace) -> PlaceShown:
    """Enters a place of a unit that you lead."""
    told = _told(said.model_dump(exclude={"code"}))
    made = actions.create_place(code=said.code, by=http.person, at=timezone.now(), **told)
    return _answer(http, _one(made.code))


@router.change("/places/{code}", scope=WRITE, answer=PlaceShown)
def change_place(http: PersonCall, code: str, said: PlaceChange) -> PlaceShown:
    """Another name, kind, unit or place to lie in; what is not sent stays."""
    return _change(http, code, **_told(said.model_dump(exclude_unset=True)))


@router.act("/places/{code}/archive", scope=WRITE, answer=PlaceShown)
def archive_place(http: PersonCall, code: str) -> PlaceShown:
    """It is gone: its code opens nothing any more, its requests keep it."""
    return _change(http, code, active=False)


@router.act("/places/{code}/restore", scope=WRITE, answer=PlaceShown)
def restore_place(http: PersonCall, code: str) -> PlaceShown:
    """It is there again."""
    return _change(http, code, active=True)


def _change(http: PersonCall, code: str, **told: Any) -> PlaceShown:
    found = _one(code)
    seen = etags.seen(http, found.revision)
    actions.change_place(place=found, by=http.person, at=timezone.now(), expected=seen, **told)
    return _answer(http, _one(code))


def _one(code: str) -> Place:
    found = Place.objects.select_related("unit", "inside").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _told(said: dict[str, Any]) -> dict[str, Any]:
    """Codes become what they name; 422 at the field where there is nothing."""
    if "unit" in said:
        said["unit"] = Unit.objects.active().filter(code=said["unit"]).first()
        if said["unit"] is None:
            raise invalid.not_there("unit")
    if "inside" in said:
        said["inside"] = _inside(said["inside"])
    return said


def _inside(code: str) -> Place | None:
    found = Place.objects.active().filter(code__iexact=code).first() if code else None
    if code and found is None:
        raise invalid.not_there("inside")
    return found


def _answer(http: PersonCall, found: Place) -> PlaceShown:
    etags.show(http, found.revision)
    return _shown(found)


def _shown(each: Place) -> PlaceShown:
    return PlaceShown(
        **place_ref(each).model_dump(),
        kind=Place.Kind(each.kind),
        unit=unit_ref(each.unit),
        inside=place_ref(each.inside) if each.inside else None,
        active=each.active,
        revision=each.revision,
    )
