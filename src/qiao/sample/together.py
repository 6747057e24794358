"""What the sample's people do together: they watch, name each other, and have answers at hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from qiao.desk import actions
from qiao.desk.models import Request
from qiao.notify import actions as notify
from qiao.sample.building import World

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

# Who watches which of the scenes.
WATCHES = (
    ("guo.peng", "3 号焊接机器人焊枪冷却水漏水"),
    ("zhao.min", "3 号焊接机器人焊枪冷却水漏水"),
    ("guo.peng", "涂胶机器人减速机异响"),
    ("tao.zhiyuan", "二线 7 号机器人示教器黑屏"),
)
# Which scene, who, minutes before the end, what, whether only for providers.
SAID = (
    ("3 号焊接机器人焊枪冷却水漏水", "tao.zhiyuan", 19, "@吴刚 密封圈再带两只过来，接头一起换。", True),
    ("3 号焊接机器人焊枪冷却水漏水", "guo.peng", 14, "@陶志远 备件走加急。@赵敏 领料单请补一下。", True),
    ("3 号焊接机器人焊枪冷却水漏水", "tao.zhiyuan", 9, "@林梅 水压试过了，现在可以来试焊。", False),
    ("二线 7 号机器人示教器黑屏", "wu.gang", 11, "@陶志远 固件包在你们组的盘上，刷完我来装。", True),
)  # fmt: skip


def together(world: World, *, since: datetime, until: datetime) -> None:
    """Templates, watchers and words of the cast, and what all this told to whom."""
    _templates(world, since=since, until=until)
    titles = {title for _, title in WATCHES} | {each[0] for each in SAID}
    scenes = {request.title: request for request in _of_the_cast(world, titles)}
    for username, title in WATCHES:
        at = scenes[title].raised_at + timedelta(minutes=3)
        actions.watch(request=scenes[title], by=world.cast[username], at=at)
    for title, username, ago, body, internal in SAID:
        actions.comment(
            request=scenes[title],
            by=world.cast[username],
            at=until - timedelta(minutes=ago),
            body=body,
            internal=internal,
        )
    while notify.catch_up(at=until):
        pass
    for person in world.cast.values():
        notify.read_all(person=person, at=until, upto=until - UNREAD)


def _of_the_cast(world: World, titles: set[str]) -> QuerySet[Request]:
    """The scenes; others may have needed the same by chance, and the newest is the scene."""
    return Request.objects.filter(title__in=titles, requester__in=world.cast.values()).order_by("pk")


def _templates(world: World, *, since: datetime, until: datetime) -> None:
    for code, name_zh, name_en, used, body_zh, body_en in TEMPLATES:
        leader = world.members[code][0]
        made = actions.create_template(
            unit=world.units[code],
            by=leader,
            at=since,
            name_zh=name_zh,
            name_en=name_en,
            body_zh=body_zh,
            body_en=body_en,
        )
        for _ in range(used):
            actions.use_template(pk=made.pk, by=leader, at=until)
