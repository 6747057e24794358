"""Answers written in advance: those at hand, filled for a request, and looking after them."""

from __future__ import annotations

from typing import Annotated

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from qiao.accounts.calls import PersonCall
from qiao.desk import actions, reads
from qiao.desk.answer_templates import Case, filled
from qiao.desk.forms import LONGEST
from qiao.desk.models import AnswerTemplate
from qiao.desk.models.together import AnswerTemplateQuerySet
from qiao.desk.rest.door import READ, WRITE, router, unit_named
from qiao.org.rest import UnitRef, unit_ref
from qiao.rest import etags
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Row
from qiao.rest.invalid import wrong
from qiao.rest.paging import Page, Paging, page

Name = Annotated[str, Field(max_length=80)]
Body = Annotated[str, Field(max_length=LONGEST)]


class TemplateShown(Shown):
    id: int
    unit: UnitRef | None = Field(description="Null: the whole organisation's.")
    name_zh: str
    name_en: str
    body_zh: str
    body_en: str
    active: bool
    used: int = Field(description="How often an answer that began with it was sent.")
    revision: int


class FilledShown(Shown):
    id: int
    name_zh: str
    name_en: str
    text: str = Field(description="Filled for this request.")


class NewTemplate(Said):
    unit: str = Field("", max_length=40, description="Code of a unit that you lead; empty: everybody's.")
    name_zh: Name = ""
    name_en: Name = Field("", description="One of the two names is needed, and one of the two texts.")
    body_zh: Body = Field("", description="May hold places such as {requester}, {number} or {due}.")
    body_en: Body = ""


class TemplateChange(Said):
    name_zh: Name | None = None
    name_en: Name | None = None
    body_zh: Body | None = None
    body_en: Body | None = None


class Mine(Paging):
    kept: bool = Field(False, description="Those that you look after, instead of those that you may use.")


class Language(BaseModel):
    language: str = Field("", max_length=10, description="The requester's, when not given.")


@router.read("/answer-templates", scope=READ, answer=Page[TemplateShown])
def answer_templates(http: PersonCall, paging: Query[Mine]) -> Page[TemplateShown]:
    """Answers written in advance that you may use, or look after."""
    known, scope = AnswerTemplate.objects, http.person.scope
    rows = known.kept_by(scope) if paging.kept else known.offered_to(scope)
    return page(
        http,
        rows.select_related("unit"),
        paging,
        order=("-used", "id"),
        show=lambda found: map(_template, found),
    )


@router.create("/answer-templates", scope=WRITE, answer=TemplateShown)
def create_template(http: PersonCall, said: NewTemplate) -> TemplateShown:
    """Writes one for a unit that you lead; administrators also for everybody."""
    unit = unit_named(said.unit, "unit") if said.unit else None
    words = said.model_dump(exclude={"unit"})
    made = actions.create_template(unit=unit, by=http.person, at=timezone.now(), **words)
    return _answer(http, made)


@router.read("/answer-templates/{pk}", scope=READ, answer=TemplateShown)
def answer_template(http: PersonCall, pk: Row) -> TemplateShown:
    """One that you may use or look after."""
    scope = http.person.scope
    mine = AnswerTemplate.objects.offered_to(scope) | AnswerTemplate.objects.kept_by(scope)
    return _answer(http, _one(mine, pk))


@router.change("/answer-templates/{pk}", scope=WRITE, answer=TemplateShown)
def change_template(http: PersonCall, pk: Row, said: TemplateChange) -> TemplateShown:
    """Other words; what was sent with it stays."""
    found = _kept(http, pk)
    words = {
        name: getattr(found, name) if value is None else value for name, value in said.model_dump().items()
    }
    expected = etags.seen(http, found.revision)
    at = timezone.now()
    changed = actions.change_template(template=found, by=http.person, at=at, expected=expected, **words)
    return _answer(http, changed)


@router.act("/answer-templates/{pk}/retire", scope=WRITE, answer=TemplateShown)
def retire_template(http: PersonCall, pk: Row) -> TemplateShown:
    """It is offered no more; what was sent with it stays."""
    found = _kept(http, pk)
    etags.seen(http, found.revision)
    actions.retire_template(template=found, by=http.person, at=timezone.now())
    return _answer(http, _kept(http, pk))


@router.act("/answer-templates/{pk}/restore", scope=WRITE, answer=TemplateShown)
def restore_template(http: PersonCall, pk: Row) -> TemplateShown:
    """It is offered again."""
    found = _kept(http, pk)
    etags.seen(http, found.revision)
    actions.restore_template(template=found, by=http.person, at=timezone.now())
    return _answer(http, _kept(http, pk))


@router.read("/requests/{number}/answer-templates", scope=READ, answer=list[FilledShown])
def filled_templates(http: PersonCall, number: str, said: Query[Language]) -> list[FilledShown]:
    """The answers at hand, filled for this request; those sent most first."""
    request = reads.one(number, seen_by=http.person)
    language = said.language or request.requester.language
    if said.language and said.language not in dict(settings.LANGUAGES):
        raise wrong("language", ", ".join(dict(settings.LANGUAGES)), where="query")
    case = Case(request, http.person, timezone.now())
    return [
        FilledShown(
            id=each.pk,
            name_zh=each.name_zh,
            name_en=each.name_en,
            text=filled(each, case, language or settings.LANGUAGE_CODE),
        )
        for each in reads.templates(http.person.scope)
    ]


def _kept(http: PersonCall, pk: int) -> AnswerTemplate:
    return _one(AnswerTemplate.objects.kept_by(http.person.scope), pk)


def _one(rows: AnswerTemplateQuerySet, pk: int) -> AnswerTemplate:
    found = rows.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _answer(http: PersonCall, row: AnswerTemplate) -> TemplateShown:
    etags.show(http, row.revision)
    return _template(row)


def _template(row: AnswerTemplate) -> TemplateShown:
    return TemplateShown(
        id=row.pk,
        unit=unit_ref(row.unit) if row.unit else None,
        name_zh=row.name_zh,
        name_en=row.name_en,
        body_zh=row.body_zh,
        body_en=row.body_en,
        active=row.active,
        used=row.used,
        revision=row.revision,
    )
