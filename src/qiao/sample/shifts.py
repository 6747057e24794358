"""Who works when in units that work round the clock, and how work goes from one crew to the next."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qiao.desk import actions
from qiao.desk.models import Request
from qiao.org import actions as org
from qiao.org.models import Person
from qiao.sample.building import World
from qiao.sample.organisation import UNITS

if TYPE_CHECKING:
    from qiao.sample.lives import Clockwork

CREWS = ("crew4-a", "crew4-b", "crew4-c", "crew4-d")
BEFORE_THE_END = timedelta(minutes=10)
NOTES = (
    "交班：还没处理完，进度在经过里，请接着做。",
    "交班：备件已领，剩最后一步。",
    "下班了，现场已挂牌，请接班的继续。",
)


def man_the_shifts(world: World, *, until: datetime) -> None:
    """Teams that work round the clock have four crews; whoever a visitor sits down as is on shift ``until``.

    A team of fewer than four people works as one, or at most hours nobody would be there.
    """
    crews = [world.calendars[code] for code in CREWS]
    first = next((n for n, crew in enumerate(crews) if crew.compiled.is_working(until)), 0)
    for spec in UNITS:
        members = world.members[spec.code]
        if spec.calendar != "cover" or spec.kind != "team" or len(members) < len(crews):
            continue
        for nth, person in enumerate(members):
            crew = crews[(first + nth) % len(crews)]
            changed = org.change_person(person=person, own_calendar=crew, by=None, at=world.at)
            person.own_calendar, person.revision = crew, changed.revision


def until_then(
    clock: Clockwork, request: Request, code: str, moment: datetime
) -> Generator[datetime, None, Request]:
    """Lets time pass; at the end of each shift the holder hands over to somebody of the next one.

    Returns the request as it then is.
    """
    while (end := _shift_ends(clock, request)) is not None and end < moment:
        yield max(clock.now, end - BEFORE_THE_END)
        colleague = _next_crew(clock, code, end, request)
        if colleague is None:
            break
        offered = actions.offer(
            request=request,
            by=clock.people[request.holder_person_id or 0],
            at=clock.now,
            unit=clock.world.units[code],
            person=colleague,
            note=clock.world.random.choice(NOTES),
        )
        yield end + timedelta(minutes=clock.world.random.randrange(2, 20))
        request = actions.take(request=offered, by=colleague, at=clock.now)
    yield max(moment, clock.now)
    return request


def _shift_ends(clock: Clockwork, request: Request) -> datetime | None:
    """When the shift of the holder ends, if they have a crew and are there."""
    holder = clock.people.get(request.holder_person_id or 0)
    if holder is None or holder.own_calendar is None:
        return None
    shift = holder.own_calendar.compiled.shift_at(clock.now)
    return shift.end if shift else clock.now


def _next_crew(clock: Clockwork, code: str, end: datetime, request: Request) -> Person | None:
    """Somebody of the team who is there when the shift has ended."""
    soon = end + timedelta(minutes=30)
    there = [
        person
        for person in clock.world.members[code]
        if person.calendar.compiled.is_working(soon) and person.pk != request.holder_person_id
    ]
    return clock.world.random.choice(there) if there else None
