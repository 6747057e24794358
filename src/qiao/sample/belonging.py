"""What belongs together in the sample: duplicates, parts done by others, checklists, schedules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone

from qiao.desk import actions
from qiao.desk.models import Item, Request
from qiao.desk.rules import LinkKind
from qiao.sample.acts import person
from qiao.sample.lives import Clockwork, Life, answers
from qiao.sample.services import SERVICES
from qiao.schedules import actions as schedules
from qiao.schedules.actions import Need
from qiao.schedules.models import Schedule
from qiao.schedules.rules import Every, Off, Pattern

SPECS = {spec.code: spec for spec in SERVICES}
# How long the schedules have been running: as many lives as an inspection has had occurrences.
RUNNING = timedelta(days=15)


def belonging(clock: Clockwork, until: datetime) -> Iterator[tuple[datetime, Life]]:
    """Lives of their own, each with the moment at which it begins."""

    def ago(minutes: int) -> datetime:
        return until - timedelta(minutes=minutes)

    yield ago(660), _fixture(clock, until)
    yield ago(520), _duplicate(clock, until, "WELD-3", "涂胶机器人又有异响，跟前几天一样", 500)
    yield ago(350), _duplicate(clock, until, "ASSY-1", "涂胶机器人停了，总装断料", 330)
    yield ago(560), _blocked(clock)
    yield until - RUNNING, _inspection(clock)
    yield ago(4000), _filter(clock)


def _raise(clock: Clockwork, code: str, who: str, title: str, above: Request | None = None) -> Request:
    return actions.raise_request(
        service=clock.world.services[code],
        by=person(clock, who),
        at=clock.now,
        title=title,
        answers=answers(clock, SPECS[code], title),
        part_of=above,
    )


def _fixture(clock: Clockwork, until: datetime) -> Life:
    """Work for which two other departments are asked: one is done, the other is not."""
    request = _raise(clock, "EQ-PLAN", "lin.mei", "12 号工位换装新夹具")
    yield until - timedelta(minutes=640)
    request = actions.accept(request=request, by=person(clock, "wu.gang"), at=clock.now)
    yield until - timedelta(minutes=620)
    store = _raise(clock, "LOG-STORE", "wu.gang", "新夹具用定位块 8 只", above=request)
    _raise(clock, "PROC-WELD", "wu.gang", "12 号工位新夹具的焊接参数", above=request)
    actions.add_item(
        request=request, by=person(clock, "wu.gang"), at=clock.now, text="通知焊装二班停机时间", required=True
    )
    yield until - timedelta(minutes=600)
    keeper = person(clock, "LOG-STORE")
    store = actions.accept(request=store, by=keeper, at=clock.now)
    yield until - timedelta(minutes=410)
    store = actions.deliver(request=store, by=keeper, at=clock.now, note="8 只已放在二线料架。")
    yield until - timedelta(minutes=380)
    actions.confirm(request=store, by=person(clock, "wu.gang"), at=clock.now)
    for item in Item.objects.filter(request=request, ordinal__in=(0, 3)):
        actions.tick(item=item, by=person(clock, "wu.gang"), at=clock.now)


def _duplicate(clock: Clockwork, until: datetime, who: str, title: str, merged: int) -> Life:
    """The same fault once more; its provider sees it and merges it."""
    request = _raise(clock, "EQ-AUTO", who, title)
    yield until - timedelta(minutes=merged)
    leading = _scene(clock, "he.yu", "涂胶机器人减速机异响")
    by = person(clock, "tao.zhiyuan")
    actions.merge(request=request, into=leading, by=by, at=clock.now, note="同一台机器人，一起处理。")
    yield clock.now + timedelta(minutes=6)
    actions.comment(
        request=leading,
        by=by,
        at=clock.now,
        body="减速机在外协修理，修好当天就装。先降速运行，有变化在这里说。",
    )


def _scene(clock: Clockwork, who: str, title: str) -> Request:
    """The cast's own: chance may have given another request the same title."""
    return Request.objects.filter(title=title, requester=person(clock, who)).latest("pk")


def _blocked(clock: Clockwork) -> Life:
    """The repair waits for the spare part."""
    spare = _scene(clock, "tao.zhiyuan", "减速机备件 1 台采购")
    repair = _scene(clock, "he.yu", "涂胶机器人减速机异响")
    by = person(clock, "tao.zhiyuan")
    actions.link(request=spare, to=repair, kind=LinkKind.BLOCKS, by=by, at=clock.now)
    yield from ()


def _inspection(clock: Clockwork) -> Life:
    """Every Monday before the early shift; each one is done in the morning, unless the sample ends before."""
    by = person(clock, "guo.peng")
    schedule = schedules.create(
        service=clock.world.services["EQ-PLAN"],
        unit=clock.world.units["EQ"],
        pattern=Pattern(
            every=Every.WEEKS,
            start=timezone.localdate(clock.now),
            weekdays=(0,),
            shift="E",
            before=30,
            off=Off.NEXT,
        ),
        need=Need("空压站周检", "压力、露点、排污、异响。", answers(clock, SPECS["EQ-PLAN"], "空压站周检")),
        by=by,
        at=clock.now,
    )
    while schedule.next_at:
        yield schedule.next_at
        schedules.raise_due(at=clock.now)
        schedule = Schedule.objects.get(pk=schedule.pk)
        request = schedule.occurrences.select_related("request").latest("due").request
        if request is None:
            return
        yield clock.now + timedelta(minutes=50)
        worker = person(clock, "EQ-1")
        request = actions.accept(request=request, by=worker, at=clock.now)
        yield clock.now + timedelta(minutes=75)
        for item in Item.objects.filter(request=request, required=True):
            actions.tick(item=item, by=worker, at=clock.now)
        request = actions.deliver(request=request, by=worker, at=clock.now, note="正常，排污两次。")
        yield clock.now + timedelta(minutes=40)
        actions.confirm(request=request, by=by, at=clock.now)


def _filter(clock: Clockwork) -> Life:
    """Once a month; it has not been due yet."""
    schedules.create(
        service=clock.world.services["LOG-STORE"],
        unit=clock.world.units["WELD-2"],
        pattern=Pattern(
            every=Every.MONTHS,
            start=timezone.localdate(clock.now),
            weekdays=(2,),
            at=time(9, 30),
            off=Off.NEXT,
        ),
        need=Need("焊枪水路滤芯 4 只", "", answers(clock, SPECS["LOG-STORE"], "焊枪水路滤芯 4 只")),
        by=person(clock, "lin.mei"),
        at=clock.now,
    )
    yield from ()
