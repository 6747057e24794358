"""What leaders and readers set for a unit's work: how much at once, and views of its list."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.desk import actions
from qiao.desk.actions import views as saving
from qiao.desk.filters import parse
from qiao.desk.models import SavedView
from qiao.desk.reads import work as read
from qiao.desk.reads.limits import LONGEST_UNATTENDED, MOST, Limits, limits_of
from qiao.desk.rest.door import READ, WRITE, router
from qiao.desk.rules import why_not_set_rule
from qiao.org.models import Unit
from qiao.org.rest import PersonRef, UnitRef, person_ref, unit_of, unit_ref
from qiao.rest import etags
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Row
from qiao.rest.invalid import wrong

UpTo = Annotated[int, Field(ge=1, le=MOST)] | None


class LimitsShown(Shown):
    most_each: int | None = Field(
        description="In progress per person; null: no limit. Paused ones do not count."
    )
    most_together: int | None = Field(description="In progress in the unit.")
    strict: bool = Field(description="Beyond a limit: refused; else accepted, and the story says so.")
    unattended_seconds: int | None = Field(
        description="Working time after which what nobody looks after is passed on; null: never."
    )
    unit: UnitRef | None = Field(description="Whose rule holds here; null: nobody has set one.")
    revision: int = Field(description="Of the unit's own rule; 0 while it follows another.")


class NewLimits(Said):
    most_each: UpTo
    most_together: UpTo
    strict: bool
    unattended_seconds: Annotated[int, Field(ge=0, le=LONGEST_UNATTENDED)] | None


class ViewShown(Shown):
    id: int
    name: str
    query: str = Field(description="The filter and its order, as in the address of the list.")
    person: PersonRef
    shared: bool = Field(description="The leader shows it to everybody who may open the list.")
    is_default: bool = Field(description="The list opens with it.")


class NewView(Said):
    name: str = Field(min_length=1, max_length=60, description="The same name again changes that view.")
    query: str = Field("", max_length=2000, description="Such as state=paused&sort=age.")
    shared: bool = Field(False, description="For everybody; only in a unit that you lead.")
    is_default: bool = False


@router.read("/units/{code}/limits", scope=READ, answer=LimitsShown)
def limits(http: PersonCall, code: str) -> LimitsShown:
    """How much a unit takes on at once, for those who lead it."""
    unit = _led(http, code)
    return _limits(http, unit, limits_of(unit.pk))


@router.replace("/units/{code}/limits", scope=WRITE, answer=LimitsShown)
def set_limits(http: PersonCall, code: str, said: NewLimits) -> LimitsShown:
    """Sets it for the unit and those below that have no rule of their own."""
    unit = _led(http, code)
    expected = etags.seen(http, limits_of(unit.pk).seen_at(unit.pk))
    at = timezone.now()
    actions.set_work_rule(unit=unit, by=http.person, at=at, expected=expected, **said.model_dump())
    return _limits(http, unit, limits_of(unit.pk))


@router.read("/units/{code}/views", scope=READ, answer=list[ViewShown])
def views(http: PersonCall, code: str) -> list[ViewShown]:
    """Your views of a unit's work list, then those that its leader shows to everybody."""
    unit = read.unit_of(code, http.person.scope)
    return [_view(each) for each in read.views_of(unit, http.person)]


@router.create("/units/{code}/views", scope=WRITE, answer=ViewShown)
def create_view(http: PersonCall, code: str, said: NewView) -> ViewShown:
    """Keeps a filter under a name."""
    unit = read.unit_of(code, http.person.scope)
    asked = parse(QueryDict(said.query))
    if asked.problems:
        raise wrong("query", _("Not understood: %(names)s.") % {"names": ", ".join(asked.problems)})
    words = said.model_dump(exclude={"query"})
    made = saving.save_view(by=http.person, at=timezone.now(), unit=unit, query=asked.query, **words)
    return _view(made)


@router.remove("/units/{code}/views/{pk}", scope=WRITE)
def delete_view(http: PersonCall, code: str, pk: Row) -> None:
    """Forgets one of your own views."""
    unit = read.unit_of(code, http.person.scope)
    found = SavedView.objects.filter(pk=pk, unit=unit, person=http.person).first()
    if found is None:
        raise Http404
    saving.drop_view(by=http.person, at=timezone.now(), view=found)


def _led(http: PersonCall, code: str) -> Unit:
    """As the page: to who does not lead it, it does not exist."""
    unit = unit_of(code)
    if not unit.active or why_not_set_rule(unit.pk, http.person.scope):
        raise Http404
    return unit


def _limits(http: PersonCall, unit: Unit, holds: Limits) -> LimitsShown:
    own = holds.seen_at(unit.pk)
    etags.show(http, own)
    whose = unit if own else Unit.objects.filter(pk=holds.unit_id or 0).first()
    return LimitsShown(
        most_each=holds.most_each,
        most_together=holds.most_together,
        strict=holds.strict,
        unattended_seconds=holds.unattended_seconds,
        unit=unit_ref(whose) if whose else None,
        revision=own,
    )


def _view(row: SavedView) -> ViewShown:
    return ViewShown(
        id=row.pk,
        name=row.name,
        query=row.query,
        person=person_ref(row.person),
        shared=row.shared,
        is_default=row.is_default,
    )
