"""What becomes of a request: accepted, passed on, paused, delivered, confirmed. Each step is a real action.

A life is a generator: it does something at the moment it is woken and yields the moment to be woken next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qiao.catalogue.rules import Priority
from qiao.desk import actions
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind, RefusalKind, State
from qiao.org.models import Person, Unit
from qiao.places.models import Place
from qiao.sample import texts
from qiao.sample.arrivals import Arrival, at_work
from qiao.sample.building import World
from qiao.sample.services import ServiceSpec
from qiao.sample.shifts import until_then
from qiao.worktime import Calendar

PARTS = ("5401-A 侧围内板", "6202-C 门盖铰链", "5303 门槛件", "8105 前纵梁", "7301-B 后轮罩")
PRIORITIES = {Priority.URGENT: 8, Priority.HIGH: 15, Priority.NORMAL: 62, Priority.LOW: 15}
HOPS = (0.45, 0.3, 0.15)

Life = Iterator[datetime]


@dataclass
class Clockwork:
    """What every life shares: the world, chance, and the moment that it is."""

    world: World
    pace: dict[str, float]
    now: datetime

    def __post_init__(self) -> None:
        self.units = {unit.pk: unit for unit in self.world.units.values()}
        self.people = {person.pk: person for person in self.world.people}

    def chance(self, share: float) -> bool:
        return self.world.random.random() < share

    def pick(self, said: Sequence[str]) -> str:
        return self.world.random.choice(said).format(n=self.world.random.randrange(1, 13), part=self.part())

    def part(self) -> str:
        return self.world.random.choice(PARTS)

    def hand(self, code: str) -> Person:
        """A member of a unit who is at work now, if anybody is."""
        members = self.world.members[code]
        working = [person for person in members if at_work(person, self.now)]
        return self.world.random.choice(working or members)

    def holder(self, request: Request) -> Person:
        """Whoever holds it; the people are at hand, nothing is fetched."""
        if request.holder_person_id is None:
            raise AssertionError("somebody has accepted it")
        return self.people[request.holder_person_id]

    def hours(self, request: Request) -> Calendar:
        """When whoever holds a request works; the units are at hand, nothing is fetched."""
        return self.units[request.holder_unit_id].calendar.compiled

    def later(self, calendar: Calendar, seconds: float, spread: float) -> datetime:
        """After about so much working time; times like these have a long right tail."""
        return calendar.add_working(
            self.now, round(seconds * self.world.random.lognormvariate(0, spread)) + 60
        )


def life(clock: Clockwork, arrival: Arrival) -> Life:
    """One request from the need to the end."""
    spec = arrival.spec
    request = _raise(clock, arrival)
    yield clock.later(clock.hours(request), (request.respond_seconds or 600) * 0.4, 0.9)
    if clock.chance(0.03):
        actions.withdraw(request=request, by=arrival.asker, at=clock.now, note=clock.pick(texts.WITHDRAWN))
        return
    chosen = clock.people.get(request.holder_person_id or 0) if clock.chance(0.85) else None
    request = actions.accept(request=request, by=chosen or clock.hand(spec.unit), at=clock.now)
    if clock.chance(0.03):
        yield from _decline(clock, request)
        return
    holder = _Holder(clock, request, spec.unit)
    yield from holder.pass_on(spec.route, arrival.asker)
    yield from holder.work(arrival.asker)
    yield from _answer(holder, arrival.asker)


def _raise(clock: Clockwork, arrival: Arrival) -> Request:
    spec, asker = arrival.spec, arrival.asker
    colleagues = clock.world.members.get(asker.unit.code, [])
    behalf = clock.world.random.choice(colleagues) if colleagues and clock.chance(0.06) else None
    title = clock.pick(spec.titles)
    return actions.raise_request(
        service=clock.world.services[spec.code],
        by=asker,
        at=clock.now,
        title=title,
        details=clock.pick(texts.DETAILS),
        answers=answers(clock, spec, title),
        priority=clock.world.random.choices(list(PRIORITIES), weights=list(PRIORITIES.values()))[0],
        for_person=behalf,
        for_unit=asker.unit if behalf is None and clock.chance(0.08) and not spec.confidential else None,
    )


def answers(clock: Clockwork, spec: ServiceSpec, words: str) -> dict[str, Any]:
    """Plausible answers to a form, by what the request says; what is not asked is not answered."""
    given: dict[str, Any] = {}
    for field in spec.form:
        when = field.get("when")
        if when and given.get(when["key"]) not in when["values"]:
            continue
        value = _answer_to(clock, field, words)
        if value is not None:
            given[field["key"]] = value
    return given


def _answer_to(clock: Clockwork, field: Any, words: str) -> Any:
    draw = clock.world.random
    match field["kind"]:
        case "choice":
            return draw.choice(field["options"])["value"]
        case "number":
            return draw.randrange(1, 40) if field["key"] == "quantity" else draw.randrange(2, 90) * 100
        case "date":
            return (clock.now + timedelta(days=draw.randrange(1, 10))).date().isoformat()
        case "person" | "place" as kind:
            machines = machines_named(clock.world.machines, words) or clock.world.machines
            return draw.choice(clock.world.people if kind == "person" else machines).pk
        case "file" | "photo":
            return None
        case _:
            station = f"{draw.choice('ABC')} 线 {draw.randrange(1, 40)} 工位"
            return clock.part() if field["key"] == "part" else station


def machines_named(machines: Sequence[Place], words: str) -> list[Place]:
    """Those that the words may mean: "3 号焊接机器人" stands on three lines, "B 线" says on which."""
    found = []
    for machine in machines:
        name, _mark, line = machine.name_zh.rstrip("）").partition("（")
        if re.search(rf"(?<!\d){name}", words):
            found.append((line in words, machine))
    surest = max((sure for sure, _machine in found), default=False)
    return [machine for sure, machine in found if sure == surest]


def _decline(clock: Clockwork, request: Request) -> Life:
    yield clock.later(clock.hours(request), 900, 0.5)
    kind = clock.world.random.choice((RefusalKind.NOT_JUSTIFIED, RefusalKind.OTHER, RefusalKind.NOT_OURS))
    actions.decline(
        request=request,
        by=clock.holder(request),
        at=clock.now,
        kind=kind,
        note=clock.pick(texts.DECLINED),
        suggested=clock.world.units["PLAN"] if kind is RefusalKind.NOT_OURS else None,
    )


@dataclass
class _Holder:
    """Whoever holds the request at the moment, and what they do with it."""

    clock: Clockwork
    request: Request
    code: str

    def pass_on(self, route: Sequence[str], asker: Person) -> Life:
        """Along the route with falling likelihood; now and then back to where it came from."""
        came_from = [self.code]
        for step, unit in enumerate(route[: len(HOPS)]):
            if not self.clock.chance(HOPS[step]):
                return
            back = len(came_from) > 1 and self.clock.chance(0.15)
            yield from self._offer(came_from[-2] if back else unit, asker)
            came_from.append(self.code)

    def _offer(self, to: str, asker: Person) -> Life:
        if to == self.code:
            return
        unit = self.clock.world.units[to]
        yield self.clock.later(self.clock.hours(self.request), 1500, 0.8)
        yield from self._offered(unit)
        if self.clock.chance(0.18):
            kind = self._refuse(to)
            if kind is not RefusalKind.INFORMATION_MISSING:
                return
            yield self.clock.later(_calendar(asker.unit), 1200, 0.8)
            actions.comment(
                request=self.request, by=asker, at=self.clock.now, body=self.clock.pick(texts.ANSWERED)
            )
            yield from self._offered(unit)
        self.request = actions.take(request=self.request, by=self.clock.hand(to), at=self.clock.now)
        self.code = to

    def _offered(self, unit: Unit) -> Life:
        note = self.clock.pick(texts.HANDOVER)
        self.request = actions.offer(
            request=self.request, by=self.clock.holder(self.request), at=self.clock.now, unit=unit, note=note
        )
        yield self.clock.later(_calendar(unit), (self.request.respond_seconds or 600) * 0.5, 0.9)

    def _refuse(self, to: str) -> RefusalKind:
        kinds = {RefusalKind.INFORMATION_MISSING: 5, RefusalKind.NOT_OURS: 3, RefusalKind.NO_CAPACITY: 2}
        kind = self.clock.world.random.choices(list(kinds), weights=list(kinds.values()))[0]
        said = {
            RefusalKind.INFORMATION_MISSING: texts.MISSING,
            RefusalKind.NOT_OURS: texts.NOT_OURS,
            RefusalKind.NO_CAPACITY: texts.BUSY,
        }[kind]
        self.request = actions.refuse_offer(
            request=self.request,
            by=self.clock.hand(to),
            at=self.clock.now,
            kind=kind,
            note=self.clock.pick(said),
            suggested=self.clock.world.units[self.code] if kind is RefusalKind.NOT_OURS else None,
        )
        return kind

    def work(self, asker: Person, share: float = 0.34) -> Life:
        """Talk, pause, deliver."""
        if self.clock.chance(0.3):
            yield from self._talk(asker)
        if self.clock.chance(0.22):
            yield from self._pause()
        target = (self.request.complete_seconds or 3600) * share
        pace = self.clock.pace.get(self.code, 1.0)
        done = self.clock.later(self.clock.hours(self.request), target * pace, 0.75)
        self.request = yield from until_then(self.clock, self.request, self.code, done)
        tick_off(self.request, by=self.clock.holder(self.request), at=self.clock.now)
        self.request = actions.deliver(
            request=self.request,
            by=self.clock.holder(self.request),
            at=self.clock.now,
            note=self.clock.pick(texts.DELIVERED),
        )

    def _talk(self, asker: Person) -> Life:
        by, internal = self.clock.holder(self.request), self.clock.chance(0.2)
        said = self.clock.pick(texts.INTERNAL if internal else texts.ASKED)
        actions.comment(request=self.request, by=by, at=self.clock.now, body=said, internal=internal)
        if not internal:
            yield self.clock.later(_calendar(asker.unit), 900, 0.9)
            actions.comment(
                request=self.request, by=asker, at=self.clock.now, body=self.clock.pick(texts.TALKED)
            )
            if self.clock.chance(0.85):
                yield self.clock.later(self.clock.hours(self.request), 300, 0.6)
                said = self.clock.pick(texts.HEARD)
                actions.comment(request=self.request, by=by, at=self.clock.now, body=said)

    def _pause(self) -> Life:
        kind = self.clock.world.random.choice(list(PauseKind))
        whom = {PauseKind.THIRD_PARTY: texts.THIRD_PARTIES, PauseKind.PARTS: texts.PARTS}.get(kind, ("",))
        reason = self.clock.pick(texts.FOR_REQUESTER) if kind is PauseKind.REQUESTER else ""
        by = self.clock.holder(self.request)
        self.request = actions.pause(
            request=self.request,
            by=by,
            at=self.clock.now,
            kind=kind,
            counterpart=self.clock.pick(whom),
            reason=reason,
        )
        length = 2400 if kind is PauseKind.REQUESTER else 14400
        yield self.clock.later(self.clock.hours(self.request), length, 0.8)
        self.request = actions.resume(request=self.request, by=by, at=self.clock.now)


def _answer(holder: _Holder, asker: Person) -> Life:
    """Confirm, reopen and confirm later, or say nothing: then it is confirmed by itself."""
    clock, roll = holder.clock, holder.clock.world.random.random()
    if roll > 0.78:
        return
    yield clock.later(_calendar(asker.unit), 5400, 1.0)
    if not _still_open(holder.request, clock.now):
        return
    if roll > 0.72:
        holder.request = actions.reopen(
            request=holder.request, by=asker, at=clock.now, note=clock.pick(texts.REOPENED)
        )
        yield from holder.work(asker, share=0.15)
        yield clock.later(_calendar(asker.unit), 3600, 0.8)
    if _still_open(holder.request, clock.now):
        actions.confirm(request=holder.request, by=asker, at=clock.now)


def _still_open(request: Request, now: datetime) -> bool:
    """Whether the customer still can answer: not yet confirmed by itself."""
    return request.state == State.DELIVERED and request.confirm_by is not None and now < request.confirm_by


def _calendar(unit: Unit) -> Calendar:
    return unit.calendar.compiled


def tick_off(request: Request, *, by: Person, at: datetime) -> None:
    """Before a delivery: what the service asks for; nothing where it has no checklist."""
    if not request.open_items:
        return
    for item in request.items.filter(required=True, checked_at=None):
        actions.tick(item=item, by=by, at=at)
