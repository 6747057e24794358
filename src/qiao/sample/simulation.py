"""A discrete-event simulation: every life is woken at its moment, in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta

from qiao.desk import actions
from qiao.sample.agreements import agree, negotiations
from qiao.sample.approvals import approving, remind
from qiao.sample.arrivals import arrivals
from qiao.sample.backlog import backlog
from qiao.sample.belonging import belonging
from qiao.sample.building import World
from qiao.sample.lives import Clockwork, Life, life
from qiao.sample.organisation import UNITS
from qiao.sample.outside import give_tokens, tell_outside
from qiao.sample.pulses import Pulses
from qiao.sample.scenes import SCENES
from qiao.sample.together import answers_at_hand, tell_the_cast, together

DAY = timedelta(days=1)
TICK = timedelta(hours=6)


class Simulation:
    """Lives on a heap; nothing happens after ``until``, so whatever is open then stays open."""

    def __init__(self, world: World, *, since: datetime, until: datetime) -> None:
        self.until = until
        pace = {spec.code: world.random.uniform(0.6, 1.15) for spec in UNITS}
        self.clock = Clockwork(world, pace, since)
        self._heap: list[tuple[datetime, int, Life]] = []
        self._count = 0

    def add(self, at: datetime, one: Life) -> None:
        """Wakes a life at a moment, unless that is after the end."""
        if at <= self.until:
            self._count += 1
            heapq.heappush(self._heap, (at, self._count, one))

    def run(self, tell: Callable[[int], None]) -> None:
        """Wakes everything in order. ``tell`` hears of each day's end."""
        while self._heap:
            day_end = self._heap[0][0] + DAY
            while self._heap and self._heap[0][0] < day_end:
                self._wake()
            tell(1)

    def _wake(self) -> None:
        at, _count, one = heapq.heappop(self._heap)
        self.clock.now = at
        following = next(one, None)
        if following is not None:
            self.add(max(following, at), one)


def simulate(
    world: World, *, since: datetime, until: datetime, count: int, tell: Callable[[int], None]
) -> None:
    """Lets ``count`` requests live between two moments, and the cast have their day."""
    answers_at_hand(world, at=since)
    tell_outside(world, at=since)
    agree(world, since=since, until=until)
    simulation = Simulation(world, since=since, until=until)
    for arrival in arrivals(world, since=since, until=until, count=count):
        simulation.add(arrival.at, life(simulation.clock, arrival))
    for at, found in backlog(simulation.clock, until):
        simulation.add(at, found)
    for at, one in belonging(simulation.clock, until):
        simulation.add(at, one)
    for at, one in negotiations(simulation.clock, until):
        simulation.add(at, one)
    for at, one in approving(simulation.clock, until):
        simulation.add(at, one)
    for at, one in together(simulation.clock, until):
        simulation.add(at, one)
    for scene in SCENES:
        simulation.add(until - timedelta(minutes=scene.ago), scene.play(simulation.clock, until))
    simulation.add(since + TICK, _ticks(simulation.clock))
    simulation.add(since + TICK, Pulses(simulation.clock, until, simulation.add).tick())
    simulation.run(tell)
    remind(until)
    actions.attend(at=until)
    actions.refresh_usual(at=until)
    tell_the_cast(world, until=until)
    give_tokens(at=until)


def _ticks(clock: Clockwork) -> Life:
    """What the background does all the time: notices, and confirmation by silence."""
    while True:
        actions.remind_to_confirm(at=clock.now)
        actions.confirm_silent(at=clock.now)
        yield clock.now + TICK
