"""What the measured pages show: the head of a department with full lists, the same at every size."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from benchmarks._desk import history
from benchmarks._desk.history import Clockwork
from benchmarks._desk.organisation import SERVICES, World
from qiao.catalogue.models import Service
from qiao.desk import actions
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind
from qiao.org.models import Person

LIST, COLUMN = 60, 30


def perform(world: World, random: Random, now: datetime) -> Request:
    """Fills the head's lists, the department's board; returns the request whose page is measured."""
    head, server = world.people[0], world.team(world.units[5])[1]
    clock = Clockwork(random, now - timedelta(hours=10))
    for _ in range(LIST):
        working(clock, world.services[SERVICES], head, server)
        done(clock, world.services[SERVICES], head, server)
    for _ in range(6):
        delivered(clock, world.services[SERVICES], head, server)
    _board(world, clock)
    _offers(world, clock)
    return long_story(world, Clockwork(random, now - timedelta(hours=30)), head)


def working(clock: Clockwork, service: Service, customer: Person, holder: Person) -> Request:
    """Raised and accepted."""
    step = Clockwork(clock.random, clock.at)
    return actions.accept(request=history.raised(service, customer, step), by=holder, at=step.next())


def delivered(clock: Clockwork, service: Service, customer: Person, holder: Person) -> Request:
    """… and delivered."""
    request = working(clock, service, customer, holder)
    at = clock.at + timedelta(hours=2)
    return actions.deliver(request=request, by=holder, at=at, note="已更换并试运行")


def done(clock: Clockwork, service: Service, customer: Person, holder: Person) -> Request:
    """… and confirmed."""
    request = delivered(clock, service, customer, holder)
    return actions.confirm(request=request, by=customer, at=clock.at + timedelta(hours=3), note="好")


def _board(world: World, clock: Clockwork) -> None:
    """More in every column than a board shows, held all over the department."""
    own, asking = world.services[0], world.people[200]
    crew = [person for unit in world.department(0) for person in world.team(unit)]
    for number in range(COLUMN):
        history.raised(own, asking, clock)
        working(clock, own, asking, crew[number % 4])
        delivered(clock, own, asking, crew[number % 4])
        waiting = working(clock, own, asking, crew[number % 4])
        actions.pause(
            request=waiting,
            by=crew[number % 4],
            at=clock.at + timedelta(hours=1),
            kind=PauseKind.THIRD_PARTY,
            counterpart="供应商",
        )


def _offers(world: World, clock: Clockwork) -> None:
    """Hand-offs from another department that wait for the head's answer."""
    giver = world.team(world.units[10])[1]
    for _ in range(5):
        request = working(clock, world.services[2 * SERVICES], world.people[300], giver)
        actions.offer(
            request=request, by=giver, at=clock.at + timedelta(hours=1), unit=world.units[0], note="归你们"
        )


def long_story(world: World, clock: Clockwork, head: Person) -> Request:
    """Three hops, an offer that came back, two pauses, four comments; the head holds it."""
    service, holder = world.services[SERVICES], world.team(world.units[5])[1]
    request = history.raised(service, world.people[200], clock)
    request = actions.accept(request=request, by=holder, at=clock.next())
    request = history.returned(world, clock, request, holder, world.units[11])
    request = history.paused(clock, request, holder)
    request, holder = history.handed_over(world, clock, request, holder, world.units[6])
    for body in ("照片在附件里。", "明天上午来看。", "需要停线半小时。", "已经和班长说好。"):
        actions.comment(request=request, by=holder, at=clock.next(), body=body)
    request = history.paused(clock, request, holder)
    request = actions.offer(request=request, by=holder, at=clock.next(), unit=world.units[0], note="请主任定")
    return actions.take(request=request, by=head, at=clock.next())
