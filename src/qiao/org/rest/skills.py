"""Who can do what."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from qiao.org import actions
from qiao.org.calls import PersonCall
from qiao.org.models import Skill, Skilled
from qiao.org.rest.door import READ, WRITE, PersonRef, person_of, person_ref, router
from qiao.org.rules import SKILL_LEVELS
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Key
from qiao.rest.paging import Page, Paging, page

Name = Annotated[str, Field(max_length=80)]
Level = Annotated[
    int, Field(ge=min(SKILL_LEVELS), le=max(SKILL_LEVELS), description="1 is learning it … 4 teaches others.")
]


class SkillShown(Shown):
    code: str
    name_zh: str
    name_en: str
    active: bool = Field(description="False: given to nobody any more; who has it keeps it.")


class SkilledShown(Shown):
    person: PersonRef
    skill: SkillShown
    level: Level
    until: date | None = Field(description="The last day on which its proof holds; null: for good.")


class NewSkill(Said):
    code: str = Field(min_length=1, max_length=40, pattern=r"^[-a-zA-Z0-9_]+$")
    name_zh: str = Field(min_length=1, max_length=80)
    name_en: Name = ""


class SkillChange(Said):
    name_zh: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    name_en: Name | None = None
    active: bool | None = None


class Ability(Said):
    level: Level
    until: date | None = None


class SkillFilters(BaseModel):
    active: bool | None = None


@router.read("/skills", scope=READ, answer=Page[SkillShown])
def skills(http: PersonCall, filters: Query[SkillFilters], paging: Query[Paging]) -> Page[SkillShown]:
    """The register of skills."""
    rows = Skill.objects.all()
    if filters.active is not None:
        rows = rows.filter(active=filters.active)
    return page(http, rows, paging, order=("code",), show=lambda found: map(_skill, found))


@router.create("/skills", scope=WRITE, answer=SkillShown)
def name_skill(http: PersonCall, said: NewSkill) -> SkillShown:
    """Adds one to the register; whoever leads a unit may."""
    return _skill(actions.name_skill(by=http.person, at=timezone.now(), **said.model_dump()))


@router.change("/skills/{code}", scope=WRITE, answer=SkillShown, alone=True)
def change_skill(http: PersonCall, code: str, said: SkillChange) -> SkillShown:
    """Another name, or given to nobody any more. What is not sent stays."""
    found = _found(code)
    values: dict[str, Any] = {
        "name_zh": found.name_zh,
        "name_en": found.name_en,
        "active": found.active,
    }
    values |= {name: value for name, value in said.model_dump().items() if value is not None}
    return _skill(actions.change_skill(skill=found, by=http.person, at=timezone.now(), **values))


@router.read("/skills/{code}/people", scope=READ, answer=Page[SkilledShown])
def skilled(http: PersonCall, code: str, paging: Query[Paging]) -> Page[SkilledShown]:
    """Who has a skill, of those who are here."""
    rows = Skilled.objects.filter(skill=_found(code), person__active=True).select_related("person", "skill")
    return page(http, rows, paging, order=("id",), show=lambda found: map(_skilled, found))


@router.read("/people/{number}/skills", scope=READ, answer=list[SkilledShown])
def skills_of(http: PersonCall, number: str) -> list[SkilledShown]:
    """What somebody can do."""
    rows = Skilled.objects.filter(person=person_of(number)).select_related("person", "skill")
    return [_skilled(each) for each in rows]


@router.replace("/people/{number}/skills/{code}", scope=WRITE, answer=SkilledShown, alone=True)
def give_skill(http: PersonCall, number: str, code: Key, said: Ability) -> SkilledShown:
    """Says what somebody can do, how well and until when; whoever leads them may."""
    person, skill = person_of(number), _found(code)
    given = actions.give_skill(
        person=person, skill=skill, level=said.level, until=said.until, by=http.person, at=timezone.now()
    )
    return _skilled(given)


@router.remove("/people/{number}/skills/{code}", scope=WRITE)
def take_skill(http: PersonCall, number: str, code: Key) -> None:
    """Somebody no longer has a skill."""
    rows = Skilled.objects.filter(person=person_of(number), skill=_found(code))
    found = rows.select_related("person", "skill").first()
    if found is None:
        raise Http404
    actions.take_skill(row=found, by=http.person, at=timezone.now())


def _found(code: str) -> Skill:
    found = Skill.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _skill(row: Skill) -> SkillShown:
    return SkillShown(code=row.code, name_zh=row.name_zh, name_en=row.name_en, active=row.active)


def _skilled(row: Skilled) -> SkilledShown:
    return SkilledShown(
        person=person_ref(row.person), skill=_skill(row.skill), level=row.level, until=row.until
    )
