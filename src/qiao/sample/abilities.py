"""Who can do what, which service asks for it, and how much the equipment teams take on at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from qiao.catalogue import actions as catalogue
from qiao.catalogue.models import Service
from qiao.catalogue.rules import Assignment
from qiao.desk import actions as desk
from qiao.org import actions as org
from qiao.org.models import Skill
from qiao.sample.building import World

# Code, names, and the units whose people have it.
SKILLS = (
    ("robot", "机器人编程", "Robot programming", ("EQ-AUTO",)),
    ("plc", "PLC 程序", "PLC programs", ("EQ-AUTO",)),
    ("electrician", "电工证（低压）", "Electrician's licence", ("EQ-1", "EQ-2", "EQ-AUTO")),
    ("welder", "焊工证", "Welding licence", ("WELD-1", "WELD-2", "WELD-3")),
    ("forklift", "叉车证", "Forklift licence", ("LOG-DEL", "LOG-STORE")),
)
LEVELS = (3, 4, 2, 3, 1, 3)
# What the automation group offers goes to somebody who programs robots at least under guidance.
BY_SKILL = ("EQ-AUTO", "robot", 2)
HALF_AN_HOUR = 30 * 60


def give_abilities(world: World, *, until: datetime) -> None:
    """The register, and a level for everybody in those units; of two in seven the licence runs out soon."""
    for code, name_zh, name_en, units in SKILLS:
        skill = org.name_skill(code=code, name_zh=name_zh, name_en=name_en, by=None, at=world.at)
        people = [person for unit in units for person in world.members[unit]]
        for nth, person in enumerate(people):
            lasts = (until + timedelta(days=20 if nth % 7 == 5 else 500 + 30 * nth)).date()
            level = LEVELS[nth % len(LEVELS)]
            org.give_skill(person=person, skill=skill, level=level, until=lasts, by=None, at=world.at)
    _ask_for(world, *BY_SKILL)
    desk.set_work_rule(
        unit=world.units["EQ"],
        by=world.cast["guo.peng"],
        at=world.at,
        most_each=5,
        most_together=None,
        strict=False,
        unattended_seconds=HALF_AN_HOUR,
    )


def _ask_for(world: World, service: str, skill: str, level: int) -> None:
    """A new version of a service that goes by skill."""
    offered = world.services[service]
    catalogue.begin_draft(service=offered, by=None, at=world.at)
    catalogue.change_draft(
        service=offered,
        assignment=Assignment.SKILL,
        skill=Skill.objects.get(code=skill),
        skill_level=level,
        by=None,
        at=world.at,
    )
    catalogue.publish(service=offered, by=None, at=world.at)
    world.services[service] = Service.objects.select_related(
        "version__calendar", "unit__calendar", "category"
    ).get(pk=offered.pk)
