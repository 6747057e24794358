"""What the cast finds when a visitor enters: something in every list, as on a real day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from qiao.catalogue.rules import Priority
from qiao.desk import actions
from qiao.desk.rules import PauseKind, RefusalKind
from qiao.sample.acts import (
    Act,
    accept,
    assign,
    confirm,
    decline,
    deliver,
    hurry,
    offer,
    pause,
    person,
    reopen,
    resume,
    say,
    show,
    take,
    withdraw,
)
from qiao.sample.lives import Clockwork, Life, answers
from qiao.sample.papers import alarms, gauge
from qiao.sample.services import SERVICES

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
            by=person(clock, self.asker),
            at=clock.now,
            title=self.title,
            details=self.details,
            answers=answers(clock, SPECS[self.code], f"{self.title} {self.details}"),
            priority=self.priority,
        )
        for ago, act in self.steps:
            yield now - timedelta(minutes=ago)
            request = act(clock, request)


SCENES = (
    Scene("EQ-REPAIR", "lin.mei", "3 号焊接机器人焊枪冷却水漏水",
        "B 线 3 号机器人焊枪漏水，地面有积水，已停机并拉警戒线。影响侧围下件，目前靠缓存顶着。", 227,
        ((226, show("lin.mei", gauge)), (226, show("lin.mei", alarms)), (217, accept("zhao.min")), (211, offer("zhao.min", "EQ-1", "现场看过是冷却水，请一组上。")), (209, take("wu.gang")),
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
    # The customer has written, and waits for a word.
    Scene("EQ-AUTO", "lin.mei", "二线视觉相机误判", "上件检测误报，每小时停两次。", 180,
        ((172, accept("tao.zhiyuan")), (150, say("tao.zhiyuan", "先把光源角度调回来，看一个班。")),
        (12, say("lin.mei", "换型前能好吗？好了班里就不留人盯着。")))),
    Scene("IT-ACC", "he.yu", "新员工开通 MES 账号", "明早到岗 2 人。", 21, ((19, assign("sun.jie")),)),
    Scene("HR-PAY", "xu.an", "上月夜班津贴少算 2 天", "", 900, ()),
    Scene("SAFE-RISK", "lin.mei", "地面油渍，12 号柱旁", "已铺吸油棉。", 130, ()),
    # Offered to the cast's own team: a hand-off that needs an answer now.
    Scene("WELD-REWORK", "guo.peng", "返修车 4 台补焊下线", "总装急用，今天要下线。", 90,
        ((70, accept("WELD")), (12, offer("WELD", "WELD-2", "你们班有空枪，请接。"))), Priority.HIGH),
    # Everybody else of the cast: something to answer, something in hand, something they wait for.
    Scene("EQ-REPAIR", "STAMP-1", "2 号压力机光栅误触发", "每小时停两三次，按复位能走。", 26, ((20, assign("zhao.min")),)),
    Scene("EQ-REPAIR", "PAINT", "涂装输送链编码器报警", "降速运行，等检查。", 190, ((170, accept("zhao.min")),)),
    Scene("EQ-AIR", "sun.jie", "机房空调高温报警", "机房 29 ℃，已开门临时通风。", 35, ()),
    Scene("LOG-STORE", "wu.gang", "领用减速机油封 4 只", "换件用，今天下班前要。", 240, ()),
    Scene("IT-HELP", "zhao.min", "服务台派工打印机卡纸", "", 70, ()),
    Scene("PUR-BUY", "tao.zhiyuan", "减速机备件 1 台采购", "外协说修不了就要换，先备一台。", 600, ()),
    Scene("HR-TRAIN", "lin.mei", "焊工证复审报名 3 人", "下月到期。", 200, ((150, assign("fang.lan")),)),
    Scene("HR-TRAIN", "ASSY", "叉车证到期换证", "2 人，夜班。", 1300, ((1200, accept("fang.lan")),)),
    Scene("IT-DATA", "fang.lan", "导出上月培训签到明细", "做培训覆盖率用。", 700, ((690, accept("IT-SYS")), (660, hurry("IT-SYS", Priority.HIGH, "明早部门会要用。")))),
    Scene("FIN-COST", "guo.peng", "电极帽换供应商的成本测算", "新价低 8%，寿命待定。", 260, ((220, assign("xu.an")),)),
    Scene("FIN-COST", "PROC", "返修工时成本分摊", "", 1400, ((1300, accept("xu.an")),)),
    Scene("SAFE-PPE", "he.yu", "焊接面罩镜片补领 2 片", "", 1100, ((1000, accept("SAFE")), (120, deliver("SAFE", "已放在班组领料柜。")))),
    # What is over: confirmed after it had come back, declined, withdrawn.
    Scene("LOG-LINE", "he.yu", "标准件补货 4 箱", "线边只剩半箱。", 1480, ((1470, accept("LOG-DEL")), (1440, deliver("LOG-DEL", "4 箱已上架。")),
        (1420, reopen("he.yu", "少一箱，只到 3 箱。")), (1400, deliver("LOG-DEL", "补送 1 箱，当面点清。")), (1390, confirm("he.yu")))),
    Scene("WELD-REWORK", "QA", "料架立柱断裂补焊", "", 1350, ((1340, accept("lin.mei")),
        (1330, decline("lin.mei", RefusalKind.OTHER, "受力件不能补焊，请按报废流程走。")))),
    Scene("EQ-AIR", "lin.mei", "7 号工位照明不亮", "", 1250, ((1240, withdraw("lin.mei", "自己恢复了，不用来了。")),)),
)  # fmt: skip
