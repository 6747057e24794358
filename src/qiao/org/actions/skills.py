"""Who can do what: the register of skills, and the people who have them."""

from datetime import date, datetime

from django.db import transaction

from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.org import rules
from qiao.org.actions.guard import differences, free, named, present_person
from qiao.org.models import Person, Skill, Skilled
from qiao.org.rules import Kind, Reason


@transaction.atomic
def name_skill(*, code: str, name_zh: str, by: Person | None, at: datetime, name_en: str = "") -> Skill:
    """A new skill in the register that all units share."""
    refuse(rules.why_not_name_skills(by.scope if by else None))
    free(Skill, Reason.CODE_TAKEN, code=code.strip())
    skill = Skill.objects.create(code=named(code), name_zh=named(name_zh), name_en=name_en.strip())
    record(Kind.SKILL_NAMED, subject=skill, by=by, at=at, code=skill.code, name=skill.name_zh)
    return skill


@transaction.atomic
def change_skill(
    *, skill: Skill, name_zh: str, name_en: str, active: bool, by: Person | None, at: datetime
) -> Skill:
    """Another name; or it is no longer offered (people who have it keep it)."""
    refuse(rules.why_not_name_skills(by.scope if by else None))
    skill = Skill.objects.select_for_update(no_key=True).get(pk=skill.pk)
    values = {"name_zh": named(name_zh), "name_en": name_en.strip(), "active": active}
    changes = differences(skill, values)
    if changes:
        Skill.objects.filter(pk=skill.pk).update(**values)
        record(Kind.SKILL_CHANGED, subject=skill, by=by, at=at, changes=changes)
    return Skill.objects.get(pk=skill.pk)


@transaction.atomic
def give_skill(
    *,
    person: Person,
    skill: Skill,
    level: int,
    by: Person | None,
    at: datetime,
    until: date | None = None,
) -> Skilled:
    """Says what somebody can do, how well and until when; a second time says it anew."""
    _may(person, by)
    present_person(person)
    refuse(None if level in rules.SKILL_LEVELS else Reason.NO_SUCH_LEVEL)
    if not skill.active:
        raise Refused(Reason.SKILL_CLOSED, skill=str(skill))
    row, _new = Skilled.objects.update_or_create(
        person=person, skill=skill, defaults={"level": level, "until": until}
    )
    until_text = until.isoformat() if until else None
    record(Kind.SKILL_GIVEN, subject=person, by=by, at=at, skill=skill.name_zh, level=level, until=until_text)
    return row


@transaction.atomic
def take_skill(*, row: Skilled, by: Person | None, at: datetime) -> None:
    """Somebody no longer has a skill."""
    _may(row.person, by)
    deleted, _rows = Skilled.objects.filter(pk=row.pk).delete()
    if deleted:
        record(Kind.SKILL_TAKEN, subject=row.person, by=by, at=at, skill=row.skill.name_zh)


def _may(person: Person, by: Person | None) -> None:
    refuse(rules.why_not_judge(by.scope if by else None, person.unit_id))
