"""What the cast finds when a visitor enters: something in every list, as on a real day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from qiao.catalogue.rules import Priority
from qiao.desk import actions
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind
from qiao.sample.lives import Clockwork, Life, answers
from qiao.sample.services import SERVICES

Act = Callable[[Clockwork, Request], Request | None]
SPECS = {spec.code: spec for spec in SERVICES}


@dataclass(frozen=True)
class Scene:
    """A request of the cast, and what was done to it how many minutes ago."""

    code: str
    asker: str
    title: str
    details: str
    ago: int
    steps: Sequence[tuple[int, Act]]
    priority: Priority = Priority.NORMAL

    def play(self, clock: Clockwork, now: datetime) -> Life:
        """Like any life, at moments that are written down."""
        request = actions.raise_request(
            service=clock.world.services[self.code],
            by=clock.world.cast[self.asker],
            at=clock.now,
            title=self.title,
            details=self.details,
            answers=answers(clock, SPECS[self.code]),
            priority=self.priority,
        )
        for ago, act in self.steps:
            yield now - timedelta(minutes=ago)
            request = act(clock, request) or request


def accept(who: str) -> Act:
    return lambda clock, request: actions.accept(request=request, by=clock.world.cast[who], at=clock.now)


def take(who: str) -> Act:
    return lambda clock, request: actions.take(request=request, by=clock.world.cast[who], at=clock.now)


def offer(who: str, unit: str, note: str) -> Act:
    return lambda clock, request: actions.offer(
        request=request, by=clock.world.cast[who], at=clock.now, unit=clock.world.units[unit], note=note
    )


def pause(who: str, kind: PauseKind, whom: str = "", reason: str = "") -> Act:
    return lambda clock, request: actions.pause(
        request=request, by=clock.world.cast[who], at=clock.now, kind=kind, counterpart=whom, reason=reason
    )


def resume(who: str) -> Act:
    return lambda clock, request: actions.resume(request=request, by=clock.world.cast[who], at=clock.now)


def deliver(who: str, note: str) -> Act:
    return lambda clock, request: actions.deliver(
        request=request, by=clock.world.cast[who], at=clock.now, note=note
    )


def say(who: str, body: str) -> Act:
    def act(clock: Clockwork, request: Request) -> None:
        actions.comment(request=request, by=clock.world.cast[who], at=clock.now, body=body)

    return act


SCENES = (
    Scene("EQ-REPAIR", "lin.mei", "3 号焊接机器人焊枪冷却水漏水",
        "B 线 3 号机器人焊枪漏水，地面有积水，已停机并拉警戒线。影响侧围下件，目前靠缓存顶着。", 227,
        ((217, accept("zhao.min")), (211, offer("zhao.min", "EQ-1", "现场看过是冷却水，请一组上。")), (209, take("wu.gang")),
        (169, offer("wu.gang", "EQ-AUTO", "水管接头没有问题，漏点在焊枪本体密封，要拆第六轴，归自动化组。")), (161, take("tao.zhiyuan")),
        (137, pause("tao.zhiyuan", PauseKind.REQUESTER, "", "等焊装二班给停机时间")), (114, say("lin.mei", "12:00 换型，那时可以停 2 小时。")),
        (112, resume("tao.zhiyuan")), (22, say("tao.zhiyuan", "密封圈换好了，正在试水压。半小时后请林班长过来一起试焊，合格就交付。")))),
    Scene("EQ-PLAN", "lin.mei", "夹具 B-12 气缸更换", "气缸动作慢，节拍超 4 秒。", 1500,
        ((1460, accept("wu.gang")), (142, deliver("wu.gang", "气缸和两根气管都换了，节拍恢复。")))),
    Scene("IT-HELP", "lin.mei", "夜班考勤机数据没上传", "昨晚 9 个人的打卡都没进系统。", 275, ((262, accept("sun.jie")),)),
    Scene("PROC-WELD", "lin.mei", "门槛件焊接参数确认", "换新板材后飞溅偏大，等参数确认才能开线。", 64, ()),
    Scene("EQ-TOOL", "he.yu", "侧围料架定位销磨损，上件时卡滞", "每班卡 5 次左右。", 95, ()),
    Scene("LOG-STORE", "he.yu", "领用密封圈 2 只", "", 400, ()),
    Scene("WELD-REWORK", "xu.an", "给成本组补焊报废样件 3 件，算工时用", "不急，这周内。", 300, ((280, accept("lin.mei")),)),
    Scene("WELD-REWORK", "guo.peng", "A 线护栏补焊", "护栏焊缝开裂，等电极帽到货。", 500,
        ((480, accept("he.yu")), (450, pause("he.yu", PauseKind.PARTS, "电极帽", "等采购部到货")))),
    Scene("EQ-AUTO", "he.yu", "涂胶机器人减速机异响", "三轴有周期性异响，速度降到 70%。", 800,
        ((780, accept("tao.zhiyuan")), (700, pause("tao.zhiyuan", PauseKind.THIRD_PARTY, "外协修理厂", "减速机送修")))),
    Scene("EQ-PLAN", "lin.mei", "二线 7 号机器人示教器黑屏", "示教器摔过一次，今早彻底黑屏。", 44,
        ((30, accept("wu.gang")), (18, offer("wu.gang", "EQ-AUTO", "要刷固件，请自动化组。")))),
    Scene("IT-ACC", "he.yu", "新员工开通 MES 账号", "明早到岗 2 人。", 21, ()),
    Scene("HR-PAY", "xu.an", "上月夜班津贴少算 2 天", "", 900, ()),
    Scene("SAFE-RISK", "lin.mei", "地面油渍，12 号柱旁", "已铺吸油棉。", 130, ()),
)  # fmt: skip
# Offered to the cast's own team: a hand-off that needs an answer now.
REWORK = Scene(
    "WELD-REWORK", "guo.peng", "返修车 4 台补焊下线", "总装急用，今天要下线。", 90, (), Priority.HIGH
)


def hand_to_the_team(clock: Clockwork, now: datetime) -> Life:
    """The workshop's manager accepts and offers it to team 2, which has not answered yet."""
    life = REWORK.play(clock, now)
    yield from life
    request = Request.objects.filter(title=REWORK.title, raised_at=now - timedelta(minutes=REWORK.ago)).get()
    manager = clock.world.members["WELD"][0]
    yield now - timedelta(minutes=70)
    request = actions.accept(request=request, by=manager, at=clock.now)
    yield now - timedelta(minutes=12)
    actions.offer(
        request=request,
        by=manager,
        at=clock.now,
        unit=clock.world.units["WELD-2"],
        note="你们班有空枪，请接。",
    )
