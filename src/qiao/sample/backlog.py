"""A wave of work in one unit, so that there is something to filter: found at the check before an audit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from qiao.catalogue.rules import Priority
from qiao.desk import actions
from qiao.desk.rules import PauseKind
from qiao.sample.lives import Clockwork, Life, answers
from qiao.sample.services import SERVICES

UNIT, SERVICE = "EQ-2", next(spec for spec in SERVICES if spec.code == "EQ-TOOL")
FROM = ("WELD-1", "WELD-2", "WELD-3", "STAMP-1", "ASM-1", "PAINT")
FAULTS = ("压块松动", "定位销磨损", "快夹夹不紧", "气缸动作慢", "挂钩变形", "标识看不清", "防错销缺失")
FEWEST, MOST = 12, 42
SPREAD = timedelta(hours=11)


def backlog(clock: Clockwork, until: datetime) -> Iterator[tuple[datetime, Life]]:
    """Each request with the moment at which it begins; how many follows from how large the sample is."""
    askers = [clock.world.members[code][0] for code in FROM if clock.world.members.get(code)]
    if not askers or not clock.world.members.get(UNIT):
        return
    count = max(FEWEST, min(MOST, len(clock.world.people) // 5))
    for number in range(count):
        at = until - SPREAD + number * SPREAD / count
        yield at, _found(clock, number, at, until)


def _found(clock: Clockwork, number: int, at: datetime, until: datetime) -> Life:
    """Raised, and some time later somebody takes it on, waits for something or says something."""
    askers = [clock.world.members[code][0] for code in FROM if clock.world.members.get(code)]
    hands = clock.world.members[UNIT]
    by = hands[number % len(hands)]
    title = f"审核前点检：{number + 1} 号工位夹具{FAULTS[number % len(FAULTS)]}"
    request = actions.raise_request(
        service=clock.world.services[SERVICE.code],
        by=askers[number % len(askers)],
        at=clock.now,
        title=title,
        details="审核前要整改完。",
        answers=answers(clock, SERVICE, title),
        priority=_priority(number),
    )
    if until - at < timedelta(minutes=50) or number % 9 == 0:
        return
    yield clock.now + timedelta(minutes=20 + number % 7)
    request = actions.accept(request=request, by=by, at=clock.now)
    yield clock.now + timedelta(minutes=10 + number % 5)
    if number % 4 == 1:
        kind = PauseKind.PARTS if number % 8 == 1 else PauseKind.REQUESTER
        whom = "标准件供应商" if kind is PauseKind.PARTS else ""
        actions.pause(
            request=request, by=by, at=clock.now, kind=kind, counterpart=whom, reason="等到货或停机时间"
        )
    elif number % 4 == 2:
        actions.comment(request=request, by=by, at=clock.now, body="下午一起处理。")


def _priority(number: int) -> Priority:
    if number % 11 == 5:
        return Priority.URGENT
    return {0: Priority.HIGH, 3: Priority.LOW}.get(number % 5, Priority.NORMAL)
