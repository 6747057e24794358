"""What all endpoints of the organisation share."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from qiao.org.models import Person, Unit
from qiao.rest.bodies import Shown
from qiao.rest.invalid import not_there
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("organisation:read", _("Read units, people and calendars"))
WRITE = register("organisation:write", _("Name substitutes, and say who can do what"))
MANAGE = register("organisation:manage", _("Change units and people, as an administrator"))

router = Router("Organisation")


class UnitRef(Shown):
    code: str
    name_zh: str
    name_en: str


class PersonRef(Shown):
    number: str = Field(description="Personnel number.")
    name: str
    name_en: str


def unit_ref(unit: Unit) -> UnitRef:
    """A unit as others mention it."""
    return UnitRef(code=unit.code, name_zh=unit.name_zh, name_en=unit.name_en)


def person_ref(person: Person) -> PersonRef:
    """A person as others mention them."""
    return PersonRef(number=person.number, name=person.name, name_en=person.name_en)


def unit_of(code: str) -> Unit:
    """The unit with this code; Http404 when there is none."""
    found = Unit.objects.select_related("leader", "calendar", "parent").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def person_of(number: str) -> Person:
    """The person with this number; Http404 when there is none."""
    found = Person.objects.select_related("unit__calendar", "own_calendar", "manager")
    person = found.filter(number=number).first()
    if person is None:
        raise Http404
    return person


def unit_named(code: str, field: str) -> Unit:
    """The unit that a field names; 422 at the field when there is none."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise not_there(field)
    return found


def person_named(number: str | None, field: str) -> Person | None:
    """The person that a field names, none for null; 422 at the field when there is none such."""
    if number is None:
        return None
    found = Person.objects.filter(number=number).first()
    if found is None:
        raise not_there(field)
    return found
