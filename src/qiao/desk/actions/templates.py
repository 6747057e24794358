"""Answers that are written in advance: kept by leaders, counted when they are sent."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import F

from qiao.desk import answer_templates
from qiao.desk.events import TemplateKind
from qiao.desk.models import AnswerTemplate
from qiao.desk.rules import Reason, why_not_keep_templates
from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.ledger.revisions import as_expected, locked, update
from qiao.org.models import Person, Unit


class Wording(TypedDict):
    """A template's name and text; a language may be left empty, not both."""

    name_zh: str
    name_en: str
    body_zh: str
    body_en: str


@transaction.atomic
def create_template(
    *, unit: Unit | None, by: Person, at: datetime, **wording: Unpack[Wording]
) -> AnswerTemplate:
    """A new one, of a unit or (None) of the whole organisation."""
    refuse(why_not_keep_templates(unit.pk if unit else None, by.scope))
    made = AnswerTemplate.objects.create(unit=unit, **_checked(wording))
    record(TemplateKind.CREATED, subject=made, by=by, at=at, to_unit_id=made.unit_id)
    return made


@transaction.atomic
def change_template(
    *,
    template: AnswerTemplate,
    by: Person,
    at: datetime,
    expected: int | None = None,
    **wording: Unpack[Wording],
) -> AnswerTemplate:
    """Other words; Conflict when somebody changed it since ``expected``."""
    now = _mine(template, by)
    as_expected(now, expected)
    words = _checked(wording)
    was = {name: [getattr(now, name), value] for name, value in words.items() if getattr(now, name) != value}
    update(now, **words)
    record(TemplateKind.CHANGED, subject=now, by=by, at=at, to_unit_id=now.unit_id, changes=was)
    return now


@transaction.atomic
def retire_template(*, template: AnswerTemplate, by: Person, at: datetime) -> None:
    """It is offered no more; what was sent with it stays."""
    now = _mine(template, by)
    update(now, active=False)
    record(TemplateKind.RETIRED, subject=now, by=by, at=at, to_unit_id=now.unit_id)


@transaction.atomic
def restore_template(*, template: AnswerTemplate, by: Person, at: datetime) -> None:
    """It is offered again."""
    now = _mine(template, by)
    update(now, active=True)
    record(TemplateKind.RESTORED, subject=now, by=by, at=at, to_unit_id=now.unit_id)


def use_template(*, pk: int, by: Person, at: datetime) -> None:
    """Counts that an answer was sent that began with a template. Of one that is not theirs, nothing."""
    AnswerTemplate.objects.offered_to(by.scope).filter(pk=pk).update(used=F("used") + 1, used_at=at)


def _mine(template: AnswerTemplate, by: Person) -> AnswerTemplate:
    now = locked(template)
    refuse(why_not_keep_templates(now.unit_id, by.scope))
    return now


def _checked(wording: Wording) -> Wording:
    """Without outer blanks; refused without a name or a text, or with a place that nothing is known for."""
    said = Wording(
        name_zh=wording["name_zh"].strip(),
        name_en=wording["name_en"].strip(),
        body_zh=wording["body_zh"].strip(),
        body_en=wording["body_en"].strip(),
    )
    there = (said["name_zh"] or said["name_en"]) and (said["body_zh"] or said["body_en"])
    refuse(None if there else Reason.SAY_WHAT)
    if wrong := answer_templates.unknown(said["body_zh"], said["body_en"]):
        known = " ".join(f"{{{name}}}" for name in answer_templates.VARIABLES)
        raise Refused(Reason.UNKNOWN_VARIABLE, unknown=" ".join(wrong), known=known)
    return said
