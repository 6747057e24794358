"""When something is needed, by whom, and what: shifts, weekdays and seasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from qiao.org.models import Person
from qiao.sample.building import World
from qiao.sample.organisation import UNITS, ZONE
from qiao.sample.services import SERVICES, ServiceSpec

# How much is asked at each hour of the day, beside the busiest: three shifts, most by day.
HOURS = (3, 2, 2, 2, 2, 2, 3, 5, 10, 10, 9, 7, 5, 9, 10, 9, 8, 6, 4, 4, 4, 4, 3, 3)
WEEKDAYS = (10, 10, 9, 9, 9, 4, 3)
HEAT = (6, 7, 8)
TRIES = 12
PARENT = {spec.code: spec.parent for spec in UNITS}


@dataclass(frozen=True)
class Arrival:
    at: datetime
    spec: ServiceSpec
    asker: Person


def arrivals(world: World, *, since: datetime, until: datetime, count: int) -> Iterator[Arrival]:
    """``count`` needs between two moments, in order of time."""
    draw = world.random
    moments: list[datetime] = []
    length = (until - since).total_seconds()
    while len(moments) < count:
        moment = since + timedelta(seconds=round(draw.random() * length))
        if draw.random() < _busy(moment):
            moments.append(moment)
    for moment in sorted(moments):
        spec = draw.choices(SERVICES, weights=_weights(_local(moment).date()))[0]
        yield Arrival(moment, spec, asker(world, spec, moment))


def _busy(moment: datetime) -> float:
    local = _local(moment)
    return HOURS[local.hour] / 10 * WEEKDAYS[local.weekday()] / 10


@lru_cache(maxsize=512)
def _weights(day: date) -> tuple[float, ...]:
    return tuple(spec.weight * _season(spec, day) for spec in SERVICES)


def _season(spec: ServiceSpec, day: date) -> float:
    """Heat strains cooling and painting; the end of the month fills finance and planning."""
    if spec.code in {"EQ-AIR", "PROC-PAINT"} and day.month in HEAT:
        return 2.0
    if spec.unit.startswith(("FIN", "HR-PAY")) and day.day >= 25:
        return 2.5
    return 1.0


def asker(world: World, spec: ServiceSpec, moment: datetime) -> Person:
    """Somebody who may ask and is at work then; leaders ask more often than others."""
    units = _askers(spec)
    for _try in range(TRIES):
        members = world.members[world.random.choice(units)]
        person = members[0] if world.random.random() < 0.3 else world.random.choice(members)
        if at_work(person, moment):
            return person
    return world.random.choice(world.members[units[0]])


@lru_cache(maxsize=64)
def _askers_of(asked_by: tuple[str, ...], audience: tuple[str, ...], unit: str) -> tuple[str, ...]:
    allowed = asked_by or audience
    codes = [spec.code for spec in UNITS if not allowed or any(top in _above(spec.code) for top in allowed)]
    return tuple(code for code in codes if code != unit and unit not in _above(code))


def _askers(spec: ServiceSpec) -> tuple[str, ...]:
    return _askers_of(tuple(spec.asked_by), tuple(spec.audience), spec.unit)


def _above(code: str) -> list[str]:
    """A unit and all above it."""
    chain = [code]
    while PARENT[chain[-1]]:
        chain.append(PARENT[chain[-1]])
    return chain


def at_work(person: Person, moment: datetime) -> bool:
    return person.calendar.compiled.is_working(moment)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(ZONE))
