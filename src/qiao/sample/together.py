"""What the sample's people do together: they watch, name each other, and have answers at hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from qiao.desk import actions
from qiao.desk.models import Request
from qiao.notify import actions as notify
from qiao.sample.building import World
from qiao.sample.lives import Clockwork, Life

# What came in this long before the end is still unread; of a sample, whole months have been read.
UNREAD = timedelta(hours=20)

# Unit, name and text in both languages, how often it was sent.
TEMPLATES = (
    ("EQ-AUTO", "现场看过，开始处理", "Looked at it, starting", 34,
        "{requester}，{title}已现场看过，由{unit}处理，承诺时间：{due}。需要停机时会提前告诉您。— {me}",
        "{requester}, {unit} has looked at “{title}” and works on it. Promised: {due}. {me}"),
    ("EQ-AUTO", "换好了，请试", "Replaced, please try", 21,
        "{requester}，已换好并试运行正常，请在本班内试一试，没问题就请确认 {number}。",
        "{requester}, it is replaced and runs. Please try it in this shift and confirm {number}."),
    ("IT-DUTY", "请补充信息", "Please add", 58,
        "{requester}，处理 {number} 还需要：设备编号、报错截图、影响几个人。收到后继续，承诺时间：{due}。",
        "{requester}, for {number} we need the device, a picture of the error, how many are affected."),
    ("HR-DEV", "报名已登记", "Registered", 12,
        "{requester}，已登记。开课前三天会通知时间和地点。— {me}",
        "{requester}, you are registered. Time and place follow three days before. {me}"),
)  # fmt: skip

# Who watches which of the scenes, from so many minutes before the end.
WATCHES = (
    ("guo.peng", "3 号焊接机器人焊枪冷却水漏水", 220),
    ("zhao.min", "3 号焊接机器人焊枪冷却水漏水", 215),
    ("guo.peng", "涂胶机器人减速机异响", 770),
    ("tao.zhiyuan", "二线 7 号机器人示教器黑屏", 16),
)
# Which scene, who, minutes before the end, what, whether only for providers.
SAID = (
    ("3 号焊接机器人焊枪冷却水漏水", "tao.zhiyuan", 19, "@吴刚 密封圈再带两只过来，接头一起换。", True),
    ("3 号焊接机器人焊枪冷却水漏水", "guo.peng", 14, "@陶志远 备件走加急。@赵敏 领料单请补一下。", True),
    ("3 号焊接机器人焊枪冷却水漏水", "tao.zhiyuan", 9, "@林梅 水压试过了，现在可以来试焊。", False),
    ("二线 7 号机器人示教器黑屏", "wu.gang", 11, "@陶志远 固件包在你们组的盘上，刷完我来装。", True),
)  # fmt: skip


def answers_at_hand(world: World, *, at: datetime) -> None:
    """The templates of some units, used as often as they would have been."""
    for code, name_zh, name_en, used, body_zh, body_en in TEMPLATES:
        leader = world.members[code][0]
        made = actions.create_template(
            unit=world.units[code],
            by=leader,
            at=at,
            name_zh=name_zh,
            name_en=name_en,
            body_zh=body_zh,
            body_en=body_en,
        )
        for _ in range(used):
            actions.use_template(pk=made.pk, by=leader, at=at)


def together(clock: Clockwork, until: datetime) -> Iterator[tuple[datetime, Life]]:
    """Watchers and words of the cast, each at its moment."""
    for who, title, ago in WATCHES:
        yield until - timedelta(minutes=ago), _watch(clock, who, title)
    for title, who, ago, body, internal in SAID:
        yield until - timedelta(minutes=ago), _say(clock, who, title, body, internal=internal)


def _watch(clock: Clockwork, who: str, title: str) -> Life:
    actions.watch(request=_scene(clock, title), by=clock.world.cast[who], at=clock.now)
    yield from ()


def _say(clock: Clockwork, who: str, title: str, body: str, *, internal: bool) -> Life:
    by = clock.world.cast[who]
    actions.comment(request=_scene(clock, title), by=by, at=clock.now, body=body, internal=internal)
    yield from ()


def _scene(clock: Clockwork, title: str) -> Request:
    """Others may have needed the same by chance: the newest of the cast is the scene."""
    return Request.objects.filter(title=title, requester__in=clock.world.cast.values()).latest("pk")


def tell_the_cast(world: World, *, until: datetime) -> None:
    """What all this told to whom; what came in long before the end has been read."""
    while notify.catch_up(at=until):
        pass
    for person in world.cast.values():
        notify.read_all(person=person, at=until, upto=until - UNREAD)
