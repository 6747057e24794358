"""What administrators change about units."""

from __future__ import annotations

from typing import Annotated, Any

from django.urls import reverse
from django.utils import timezone
from pydantic import Field

from qiao.org import actions
from qiao.org.calls import PersonCall
from qiao.org.models import Calendar, Unit
from qiao.org.rest.directory import UnitOne, unit_answer
from qiao.org.rest.door import MANAGE, person_named, router, unit_named, unit_of
from qiao.rest import etags
from qiao.rest.bodies import Said
from qiao.rest.fields import Key
from qiao.rest.invalid import not_there

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Order = Annotated[int, Field(ge=0, le=9999)]


class NewUnit(Said):
    code: Code
    name_zh: Name
    name_en: Annotated[str, Field(max_length=80)] = ""
    kind: Unit.Kind = Unit.Kind.TEAM
    parent: Key | None = Field(None, description="Code; null: at the top.")
    leader: Key | None = Field(None, description="Personnel number; null: the leader of the unit above.")
    calendar: Key | None = Field(None, description="Code of its own calendar; null: works as its parent.")
    order: Order = 0


class UnitChange(Said):
    code: Code | None = None
    name_zh: Name | None = None
    name_en: Annotated[str, Field(max_length=80)] | None = None
    kind: Unit.Kind | None = None
    parent: Key | None = None
    leader: Key | None = None
    calendar: Key | None = None
    order: Order | None = None


# Those that null empties; of the others null means: as it is.
MAY_BE_NONE = {"parent", "leader", "calendar"}


@router.create("/units", scope=MANAGE, answer=UnitOne)
def create_unit(http: PersonCall, said: NewUnit) -> UnitOne:
    """A new unit."""
    made = actions.create_unit(by=http.person, at=timezone.now(), **_values(said.model_dump()))
    http.answer_headers["Location"] = reverse("api:org_unit", args=[made.code])
    return unit_answer(http, made)


@router.change("/units/{code}", scope=MANAGE, answer=UnitOne)
def change_unit(http: PersonCall, code: str, said: UnitChange) -> UnitOne:
    """Changes what is sent and leaves the rest; with another parent it moves with everything below it."""
    found = unit_of(code)
    expected = etags.seen(http, found.revision)
    values = _as_it_is(found) | _values(said.model_dump(exclude_unset=True))
    changed = actions.edit_unit(unit=found, by=http.person, at=timezone.now(), expected=expected, **values)
    return unit_answer(http, changed)


@router.act("/units/{code}/close", scope=MANAGE, answer=UnitOne)
def close_unit(http: PersonCall, code: str) -> UnitOne:
    """Closes an empty unit."""
    found = unit_of(code)
    expected, at = etags.seen(http, found.revision), timezone.now()
    return unit_answer(http, actions.close_unit(unit=found, by=http.person, at=at, expected=expected))


@router.act("/units/{code}/reopen", scope=MANAGE, answer=UnitOne)
def reopen_unit(http: PersonCall, code: str) -> UnitOne:
    """Opens a closed unit again."""
    found = unit_of(code)
    expected, at = etags.seen(http, found.revision), timezone.now()
    return unit_answer(http, actions.reopen_unit(unit=found, by=http.person, at=at, expected=expected))


def _as_it_is(unit: Unit) -> dict[str, Any]:
    names = ("code", "name_zh", "name_en", "kind", "parent", "leader", "order")
    return {name: getattr(unit, name) for name in names} | {"calendar": unit.own_calendar}


def _values(said: dict[str, Any]) -> dict[str, Any]:
    """Codes and numbers become what they name."""
    values = {name: value for name, value in said.items() if value is not None or name in MAY_BE_NONE}
    if values.get("parent"):
        values["parent"] = unit_named(values["parent"], "parent")
    if "leader" in values:
        values["leader"] = person_named(values["leader"], "leader")
    if values.get("calendar"):
        calendar = Calendar.objects.filter(code=values["calendar"]).first()
        if calendar is None:
            raise not_there("calendar")
        values["calendar"] = calendar
    return values
