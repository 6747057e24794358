"""What administrators change about people: a personnel system keeps them up to date by this."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone
from pydantic import AfterValidator, Field

from qiao.org import actions
from qiao.org.calls import PersonCall
from qiao.org.models import Calendar
from qiao.org.rest.directory import PersonOne, person_answer
from qiao.org.rest.door import MANAGE, person_named, person_of, router, unit_named
from qiao.rest import etags
from qiao.rest.bodies import Said
from qiao.rest.fields import Key
from qiao.rest.invalid import not_there


def _mail(text: str) -> str:
    try:
        validate_email(text) if text else None
    except ValidationError as error:
        raise ValueError(error.message) from error
    return text


Number = Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Latin = Annotated[str, Field(max_length=80)]
Phone = Annotated[str, Field(max_length=40)]
Mail = Annotated[str, Field(max_length=254), AfterValidator(_mail)]
Language = Literal["zh-hans", "en"]


class NewPerson(Said):
    number: Number = Field(description="Personnel number.")
    name: Name
    unit: Key = Field(description="Code of the home unit.")
    name_en: Latin = ""
    manager: Key | None = Field(None, description="Personnel number.")
    own_calendar: Key | None = Field(None, description="Code; null: works as the unit does.")
    email: Mail = ""
    phone: Phone = ""
    joined_on: date | None = None
    language: Language = "zh-hans"


class PersonChange(Said):
    number: Number | None = None
    name: Name | None = None
    unit: Key | None = None
    name_en: Latin | None = None
    manager: Key | None = None
    own_calendar: Key | None = None
    email: Mail | None = None
    phone: Phone | None = None
    joined_on: date | None = None
    language: Language | None = None


class Leaving(Said):
    on: date | None = Field(None, description="The last day; today when not given.")
    successor: Key | None = Field(None, description="Takes over what they lead and who reports to them.")


class Returning(Said):
    unit: Key | None = Field(None, description="Code of the home unit; the old one when not given.")


# Those that null empties; of the others null means: as it is.
MAY_BE_NONE = {"manager", "own_calendar", "joined_on"}


@router.create("/people", scope=MANAGE, answer=PersonOne)
def create_person(http: PersonCall, said: NewPerson) -> PersonOne:
    """A new employee."""
    made = actions.create_person(by=http.person, at=timezone.now(), **_values(said.model_dump()))
    http.answer_headers["Location"] = reverse("api:org_person", args=[made.number])
    return person_answer(http, made)


@router.change("/people/{number}", scope=MANAGE, answer=PersonOne)
def change_person(http: PersonCall, number: str, said: PersonChange) -> PersonOne:
    """Changes what is sent and leaves the rest."""
    found = person_of(number)
    expected = etags.seen(http, found.revision)
    values = _values(said.model_dump(exclude_unset=True))
    changed = actions.change_person(
        person=found, by=http.person, at=timezone.now(), expected=expected, **values
    )
    return person_answer(http, changed)


@router.act("/people/{number}/leave", scope=MANAGE, answer=PersonOne)
def leave(http: PersonCall, number: str, said: Leaving) -> PersonOne:
    """Somebody leaves; positions, roles and the login end."""
    found, successor = person_of(number), person_named(said.successor, "successor")
    expected, at = etags.seen(http, found.revision), timezone.now()
    gone = actions.leave(
        person=found, by=http.person, at=at, successor=successor, on=said.on, expected=expected
    )
    return person_answer(http, gone)


@router.act("/people/{number}/return", scope=MANAGE, answer=PersonOne)
def come_back(http: PersonCall, number: str, said: Returning) -> PersonOne:
    """Somebody comes back; positions and roles are given anew."""
    found, unit = person_of(number), unit_named(said.unit, "unit") if said.unit else None
    expected, at = etags.seen(http, found.revision), timezone.now()
    back = actions.return_person(person=found, by=http.person, at=at, unit=unit, expected=expected)
    return person_answer(http, back)


def _values(said: dict[str, Any]) -> dict[str, Any]:
    """Codes and numbers become what they name."""
    values = {name: value for name, value in said.items() if value is not None or name in MAY_BE_NONE}
    if "unit" in values:
        values["unit"] = unit_named(values["unit"], "unit")
    if "manager" in values:
        values["manager"] = person_named(values["manager"], "manager")
    if values.get("own_calendar"):
        calendar = Calendar.objects.filter(code=values["own_calendar"]).first()
        if calendar is None:
            raise not_there("own_calendar")
        values["own_calendar"] = calendar
    return values
