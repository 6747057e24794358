"""What imports need of an organisation: a unit of their own, a calendar, finding again what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha1

from django.db.models import Model

from qiao import worktime
from qiao.org.models import Ancestry, Calendar, Person, Unit

NAME = 80  # characters that a name of a unit, person or service may have
FETCH = 500
ALWAYS = "24x7"


def code_for(prefix: str, name: str) -> str:
    """A code of at most 40 characters that is always the same for one name under one prefix."""
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:16]
    digest = sha1(name.encode(), usedforsecurity=False).hexdigest()[:10]
    return "-".join(part for part in (prefix, readable, digest) if part)


def round_the_clock(zone: str) -> Calendar:
    """The calendar that always works: a log tells when things happened, not who was on shift."""
    definition = worktime.dump(worktime.round_the_clock(zone).definition)
    kept = {name: definition[name] for name in ("zone", "pattern", "shifts")}
    calendar, _created = Calendar.objects.get_or_create(
        code=ALWAYS,
        defaults={
            "name_zh": "全天候",
            "name_en": "Around the clock",
            "definition": kept,
            "follows_holidays": False,
        },
    )
    return calendar


def root_unit(
    code: str, title: str, *, calendar: Calendar, parent: Unit | None, leader: Person | None
) -> Unit:
    """The unit under which everything of one log is found."""
    unit, created = Unit.objects.get_or_create(
        code=code,
        defaults={
            "name_zh": title[:NAME],
            "name_en": title[:NAME],
            "kind": Unit.Kind.DEPARTMENT,
            "parent": parent,
            "leader": leader,
            "own_calendar": calendar,
            "calendar": calendar,
        },
    )
    if created:
        plant([unit], parent)
    elif leader is not None and unit.leader_id != leader.pk:
        Unit.objects.filter(pk=unit.pk).update(leader=leader)
        unit.leader = leader
    return unit


def plant(units: list[Unit], parent: Unit | None) -> None:
    """The ancestry of new units that have nothing below them."""
    above = list(Ancestry.objects.filter(unit=parent).values_list("ancestor_id", "depth")) if parent else []
    rows = [Ancestry(ancestor=unit, unit=unit, depth=0) for unit in units]
    rows += [
        Ancestry(ancestor_id=ancestor, unit=unit, depth=depth + 1)
        for unit in units
        for ancestor, depth in above
    ]
    Ancestry.objects.bulk_create(rows, batch_size=FETCH)


def known(model: type[Model], column: str, codes: Iterable[str]) -> dict[str, int]:
    """The rows whose ``column`` is one of the codes: their keys by code."""
    wanted = list(codes)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), FETCH):
        some = model._default_manager.filter(**{f"{column}__in": wanted[start : start + FETCH]})
        found |= dict(some.values_list(column, "pk"))
    return found
