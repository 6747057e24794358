"""Stories of requests, told by the real actions: what every size has in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from benchmarks._desk.organisation import DEPARTMENTS, SERVICES, UNITS, World
from qiao.catalogue.models import Service
from qiao.desk import actions
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind, RefusalKind
from qiao.org.models import Person, Unit

OPEN = 3  # of a hundred


@dataclass
class Clockwork:
    """A story's own time, moving on by some minutes with every step."""

    random: Random
    at: datetime

    def next(self) -> datetime:
        self.at += timedelta(minutes=self.random.randint(5, 60))
        return self.at


def everyday(world: World, random: Random, now: datetime, stories: int) -> None:
    """Stories all over the organisation, begun last week; the last few of a hundred are still open."""
    for number in range(stories):
        still_open = number % 100 < OPEN
        begun = now - (
            timedelta(hours=9) if still_open else timedelta(days=8, minutes=random.randint(0, 2000))
        )
        service = _service(world, random)
        _story(world, Clockwork(random, begun), service, still_open=still_open)


def _service(world: World, random: Random) -> Service:
    """Every twentieth is a confidential one."""
    place = SERVICES - 1 if random.random() < 0.05 else random.randrange(SERVICES - 1)
    return world.services[random.randrange(DEPARTMENTS) * SERVICES + place]


def _story(world: World, clock: Clockwork, service: Service, *, still_open: bool) -> None:
    random = clock.random
    customer = random.choice(world.people)
    request = raised(service, customer, clock, for_unit=customer.unit if random.random() < 0.1 else None)
    if random.random() < 0.3:
        actions.comment(
            request=request, by=customer, at=clock.next(), body="3 号工位，靠近东门，请先联系我。"
        )
    holder = random.choice(world.team(service.unit))
    chance = random.random()
    if chance < 0.03:
        actions.withdraw(request=request, by=customer, at=clock.next(), note="已经好了")
        return
    request = actions.accept(request=request, by=holder, at=clock.next())
    if chance < 0.07:
        actions.decline(
            request=request, by=holder, at=clock.next(), kind=RefusalKind.NOT_JUSTIFIED, note="上周已经换过。"
        )
        return
    request, holder = _worked(world, clock, request, holder)
    if not still_open:
        _finished(clock, request, holder, customer)


def raised(service: Service, customer: Person, clock: Clockwork, *, for_unit: Unit | None = None) -> Request:
    """One more need."""
    return actions.raise_request(
        service=service,
        by=customer,
        at=clock.at,
        title=f"{service.name_zh}：设备异常，请处理",
        details="从早上开始，每隔几分钟停一次，复位以后能走一会儿。",
        answers={"place": "3 号工位", "stops": "line"},
        for_unit=for_unit,
    )


def _worked(world: World, clock: Clockwork, request: Request, holder: Person) -> tuple[Request, Person]:
    random = clock.random
    if random.random() < 0.35:
        department = world.units.index(holder.unit) // UNITS
        others = [unit for unit in world.department(department)[1:] if unit.pk != request.holder_unit_id]
        if random.random() < 0.25:
            request = returned(world, clock, request, holder, random.choice(others))
        request, holder = handed_over(world, clock, request, holder, random.choice(others))
    if random.random() < 0.2:
        request = paused(clock, request, holder)
    return request, holder


def returned(world: World, clock: Clockwork, request: Request, holder: Person, unit: Unit) -> Request:
    """An offer that comes back."""
    request = actions.offer(request=request, by=holder, at=clock.next(), unit=unit, note="像是你们的")
    return actions.refuse_offer(
        request=request,
        by=clock.random.choice(world.team(unit)),
        at=clock.next(),
        kind=RefusalKind.INFORMATION_MISSING,
        note="没有写设备号",
    )


def handed_over(
    world: World, clock: Clockwork, request: Request, holder: Person, unit: Unit
) -> tuple[Request, Person]:
    """An offer that is taken."""
    request = actions.offer(request=request, by=holder, at=clock.next(), unit=unit, note="要拆第六轴")
    taker = clock.random.choice(world.team(unit))
    return actions.take(request=request, by=taker, at=clock.next()), taker


def paused(clock: Clockwork, request: Request, holder: Person) -> Request:
    """A wait for parts, over again."""
    request = actions.pause(
        request=request, by=holder, at=clock.next(), kind=PauseKind.PARTS, counterpart="密封圈"
    )
    return actions.resume(request=request, by=holder, at=clock.next(), note="到货")


def _finished(clock: Clockwork, request: Request, holder: Person, customer: Person) -> None:
    if clock.random.random() < 0.4:
        actions.comment(request=request, by=holder, at=clock.next(), body="备件在柜子里。", internal=True)
    request = actions.deliver(request=request, by=holder, at=clock.next(), note="已换密封圈并试压")
    if clock.random.random() < 0.08:
        request = actions.reopen(request=request, by=customer, at=clock.next(), note="还漏")
        request = actions.deliver(request=request, by=holder, at=clock.next(), note="再换一次")
    actions.confirm(request=request, by=customer, at=clock.next(), note="好了")
