"""What the departments of the sample promise each other: signed before the first request, or negotiated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from qiao.agreements import actions
from qiao.agreements.models import Agreement
from qiao.agreements.terms import Contact, Promise, Terms
from qiao.org.models import Person, Unit
from qiao.sample.building import World
from qiao.sample.lives import Clockwork, Life

MINUTE = 60
# Minutes to answer and to complete, by service and priority.
Minutes = dict[str, dict[str, tuple[int, int]]]


@dataclass(frozen=True)
class Deal:
    """One agreement: who promises what to whom. ``review_in``: days from the end of the simulated time."""

    provider: str
    customers: tuple[str, ...]
    promises: Minutes
    priorities: str = ""
    excluded: tuple[str, ...] = ()
    exclusions: str = ""
    duties: str = ""
    contacts: tuple[tuple[str, str], ...] = ()
    review_in: int = 90


REPAIRS = Deal(
    "EQ", ("STAMP", "WELD"),
    {
        "EQ-REPAIR": {"urgent": (5, 60), "high": (15, 150), "normal": (20, 210)},
        "EQ-AIR": {"urgent": (10, 90)},
    },
    priorities="停线：整条线停，或安全装置失效。\n高：节拍掉 10% 以上，或返修堆到线边。",
    excluded=("EQ-PLAN",),
    exclusions="改造和搬迁另行立项。",
    duties="报修写清工位、设备号和现象\n停机后 10 分钟内让出设备\n修好后当班试机并确认",
    contacts=(("EQ-DESK", "15 分钟没人响应"), ("EQ", "停线超过 1 小时")),
    review_in=100,
)  # fmt: skip
DELIVERIES = Deal(
    "LOG", ("STAMP", "WELD", "PAINT", "ASSY"),
    {"LOG-LINE": {"urgent": (5, 30), "normal": (10, 45)}, "LOG-STORE": {}},
    priorities="停线：线边余量不到 20 分钟。",
    duties="线边余量到安全库存就报，不等用完\n空料架放回指定位置",
    contacts=(("LOG-DEL", "10 分钟没送到"),),
    review_in=120,
)  # fmt: skip
CHECKS = Deal(
    "QA", ("WELD", "ASSY"),
    {"QA-CHECK": {"normal": (15, 90)}, "QA-8D": {"urgent": (15, 240)}},
    duties="送检件贴好标签，写明零件号和数量\n换型提前半小时通知",
    contacts=(("QA-INSP", "当班没有结果"),),
    review_in=150,
)  # fmt: skip
WELDING = Deal(
    "PROC", ("WELD",),
    {"PROC-WELD": {"urgent": (30, 240), "normal": (60, 400)}},
    exclusions="新车型导入期另行约定。",
    duties="写明零件号和现在的参数",
    review_in=5,
)  # fmt: skip
TERMINALS = Deal(
    "IT", ("P1",),
    {"IT-HELP": {"urgent": (10, 60), "normal": (20, 180)}, "IT-ACC": {}},
    duties="报清终端编号\n不共用账号",
    review_in=200,
)  # fmt: skip
AT_THE_ROBOTS = Deal(
    "EQ-AUTO", ("WELD-2",),
    {"EQ-AUTO": {"urgent": (10, 120), "normal": (30, 480)}},
    priorities="停线：机器人报警且不能手动放行。",
    duties="报警号和画面拍下来\n示教器不锁屏交接",
    contacts=(("EQ-AUTO", "换班时没有人到"),),
    review_in=180,
)  # fmt: skip
FOR_ASSEMBLY = Deal(
    "EQ", ("ASSY",), {"EQ-REPAIR": {"urgent": (10, 120)}, "EQ-TOOL": {}}, duties="报修写清工位", review_in=180
)  # fmt: skip
SIGNED = (REPAIRS, DELIVERIES, CHECKS, WELDING, TERMINALS)


def agree(world: World, *, since: datetime, until: datetime) -> None:
    """Those that hold from the beginning, each signed by its heads."""
    for deal in SIGNED:
        made = _propose(world, deal, by=head(world, deal.provider), at=since, until=until, first=since)
        _sign(world, made, deal, at=since)


def negotiations(clock: Clockwork, until: datetime) -> Iterator[tuple[datetime, Life]]:
    """A second version in the middle, and two that are being talked about at the end."""
    yield clock.now + (until - clock.now) / 2, _renew(clock, REPAIRS, until)
    yield until - timedelta(minutes=600), _begin(clock, FOR_ASSEMBLY, until)
    yield until - timedelta(minutes=300), _begin(clock, AT_THE_ROBOTS, until)
    yield until - timedelta(minutes=180), _answer(clock, AT_THE_ROBOTS, until)


def head(world: World, code: str) -> Person:
    """Who leads a unit, as the database has it."""
    return Person.objects.get(leads__code=code)


def _propose(
    world: World, deal: Deal, *, by: Person, at: datetime, until: datetime, first: datetime
) -> Agreement:
    provider = Unit.objects.select_related("calendar").get(code=deal.provider)
    return actions.propose(
        provider=provider, terms=_terms(world, deal, first=first, until=until), by=by, at=at
    )


def _terms(world: World, deal: Deal, *, first: datetime, until: datetime) -> Terms:
    return Terms(
        customers=tuple(world.units[code].pk for code in deal.customers),
        promises=tuple(
            Promise(world.services[code].pk, {key: _seconds(*pair) for key, pair in targets.items()})
            for code, targets in deal.promises.items()
        ),
        valid_from=timezone.localdate(first),
        review_on=timezone.localdate(until + timedelta(days=deal.review_in)),
        priorities=deal.priorities,
        excluded=tuple(world.services[code].pk for code in deal.excluded),
        exclusions=deal.exclusions,
        duties=deal.duties,
        contacts=tuple(Contact(head(world, code).pk, when) for code, when in deal.contacts),
    )


def _seconds(respond: int, complete: int) -> tuple[int, int]:
    return respond * MINUTE, complete * MINUTE


def _sign(world: World, agreement: Agreement, deal: Deal, *, at: datetime) -> None:
    for code in (deal.provider, *deal.customers):
        actions.sign(agreement=agreement, by=head(world, code), at=at)


def _renew(clock: Clockwork, deal: Deal, until: datetime) -> Life:
    """After half the time both sides wanted it quicker."""
    world = clock.world
    agreement = Agreement.objects.get(provider__code=deal.provider, versions__customers__code="WELD")
    quicker: Minutes = {
        **deal.promises,
        "EQ-REPAIR": {"urgent": (5, 45), "high": (15, 120), "normal": (15, 180)},
    }
    words = _terms(world, replace(deal, promises=quicker), first=clock.now, until=until)
    actions.revise(agreement=agreement, by=head(world, "WELD"), at=clock.now)
    note = "半年来停线报修平均 38 分钟修好，按 45 分钟约定"
    actions.change(agreement=agreement, terms=words, by=head(world, "WELD"), at=clock.now, note=note)
    _sign(world, agreement, deal, at=clock.now)
    yield from ()


def _begin(clock: Clockwork, deal: Deal, until: datetime) -> Life:
    by = head(clock.world, deal.provider)
    _propose(clock.world, deal, by=by, at=clock.now, until=until, first=until)
    yield from ()


def _answer(clock: Clockwork, deal: Deal, until: datetime) -> Life:
    """The customer asks for more, with a word on two clauses."""
    world, by = clock.world, head(clock.world, deal.customers[0])
    agreement = Agreement.objects.get(provider__code=deal.provider)
    robots = world.services["EQ-AUTO"]
    for clause, body in (
        (f"service-{robots.pk}", "夜班停一台机器人，整条线 20 分钟就断料。两小时太久。"),
        ("duties", "示教器锁屏是信息部要求的，能不能改成交接时告知密码？"),
    ):
        actions.comment(agreement=agreement, clause=clause, body=body, by=by, at=clock.now)
    faster: Minutes = {"EQ-AUTO": {"urgent": (10, 60), "normal": (30, 480)}}
    words = _terms(world, replace(deal, promises=faster), first=until, until=until)
    actions.change(agreement=agreement, terms=words, by=by, at=clock.now, note="停线 1 小时内恢复")
    yield from ()
