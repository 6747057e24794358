"""What has to be approved in the sample: two services of their own, and requests at every stage of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from qiao.approvals import actions as approvals
from qiao.approvals.models import Ask
from qiao.catalogue import actions as catalogue
from qiao.catalogue.approval import Compare, Condition, Plan, Step, Who
from qiao.catalogue.models import Category, Service
from qiao.catalogue.rules import Form, Targets
from qiao.desk import actions
from qiao.desk.models import Request
from qiao.escalation.jobs import escalations
from qiao.org.models import Person
from qiao.sample.acts import person
from qiao.sample.building import World
from qiao.sample.lives import Clockwork, Life
from qiao.sample.services import question

INVEST, ADVANCE = "PUR-INVEST", "FIN-ADVANCE"
LARGE = 5000
AMOUNT = question("number", "amount", "金额（元）", "Amount (CNY)", required=True)
PAYS = question("unit", "pays", "哪个部门出钱", "Which unit pays")
MINUTE = 60


def require_approvals(world: World) -> None:
    """An investment needs two; an advance a second one only when it is large."""
    large = Condition("amount", Compare.AT_LEAST, str(LARGE))
    head = Step(Who.UNIT, unit=world.units["PUR"].pk)
    invest = Plan((Step(Who.LEADER), head))
    advance = Plan((Step(Who.LEADER), Step(Who.PAYING, field="pays", when=large)))
    names = (
        "设备与工装投资",
        "Investment in equipment",
        "单价高、要两级同意的采购。",
        "Costly purchases, agreed by two.",
    )
    _offer(world, INVEST, "PUR", names, (480, 9600), [AMOUNT, PAYS], invest)
    names = ("预借款", "Cash advance", "出差、紧急采购的预借款。", "For travel and urgent purchases.")
    _offer(world, ADVANCE, "FIN-EXP", names, (240, 960), [AMOUNT, PAYS], advance)


def _offer(
    world: World,
    code: str,
    unit: str,
    names: tuple[str, str, str, str],
    target: tuple[int, int],
    form: list[dict[str, Any]],
    plan: Plan,
) -> None:
    name_zh, name_en, description_zh, description_en = names
    service = catalogue.create_service(
        by=None,
        at=world.at,
        unit=world.units[unit],
        category=Category.objects.get(code="money"),
        name_zh=name_zh,
        name_en=name_en,
        description_zh=description_zh,
        description_en=description_en,
        code=code,
    )
    catalogue.change_draft(
        service=service,
        by=None,
        at=world.at,
        form=Form.parse(form),
        targets=Targets.parse({"normal": [each * MINUTE for each in target]}),
        approvals=plan,
    )
    catalogue.publish(service=service, by=None, at=world.at)
    world.services[code] = Service.objects.select_related(
        "version__calendar", "unit__calendar", "category"
    ).get(pk=service.pk)


def approving(clock: Clockwork, until: datetime) -> Iterator[tuple[datetime, Life]]:
    """Lives of their own, each with the moment at which it begins."""

    def ago(**time: int) -> datetime:
        return until - timedelta(**time)

    yield ago(days=9), _through(clock, INVEST, "lin.mei", "二线激光焊机备用焊接头", 18600)
    yield ago(days=8), _through(clock, ADVANCE, "wu.gang", "外协修理押金预借款", 1200)
    yield ago(days=6), _refused(clock, "tao.zhiyuan", "示教器再备 2 台", 46000)
    yield ago(days=2), _half(clock, INVEST, "wu.gang", "激光对中仪", 9800)
    yield ago(hours=5), _waits(clock, INVEST, "he.yu", "焊枪冷却水流量计 6 只", 7200)
    yield ago(hours=3), _waits(clock, ADVANCE, "he.yu", "去供应商验收夹具的差旅预借款", 1500)
    yield ago(hours=4), _waits(clock, INVEST, "tao.zhiyuan", "机器人第七轴滑台", 128000)
    yield ago(hours=20), _asked_back(clock, "he.yu", "工位风幕机 4 台", 5600)


def _raise(clock: Clockwork, code: str, who: str, title: str, amount: int) -> Request:
    return actions.raise_request(
        service=clock.world.services[code],
        by=person(clock, who),
        at=clock.now,
        title=title,
        answers={"amount": amount},
    )


def _next(request: Request) -> Ask | None:
    waiting = Ask.objects.filter(request=request, decision="", asked_at__isnull=False)
    return waiting.select_related("person", "request").first()


def _answers(ask: Ask) -> Person:
    return Person.objects.get(pk=ask.person_id)


def _through(clock: Clockwork, code: str, who: str, title: str, amount: int) -> Life:
    """Everybody agrees, each in their own time; then it is bought."""
    request = _raise(clock, code, who, title, amount)
    while ask := _next(request):
        yield clock.later(ask.person.calendar.compiled, 3 * 3600, 0.3)
        approvals.approve(ask=ask, by=_answers(ask), at=clock.now)
    request = Request.objects.get(pk=request.pk)
    yield clock.later(clock.hours(request), 3600, 0.3)
    by = clock.hand("PUR" if code == INVEST else "FIN-EXP")
    request = actions.accept(request=request, by=by, at=clock.now)
    yield clock.later(clock.hours(request), 6 * 3600, 0.3)
    actions.deliver(request=request, by=by, at=clock.now, note="已办妥，凭证随单。")


def _refused(clock: Clockwork, who: str, title: str, amount: int) -> Life:
    request = _raise(clock, INVEST, who, title, amount)
    ask = _next(request)
    if ask is None:
        return
    yield clock.later(ask.person.calendar.compiled, 2 * 3600, 0.3)
    note = "先把库存的一台修好用起来，明年预算再列。"
    approvals.refuse(ask=ask, by=_answers(ask), at=clock.now, note=note)


def _half(clock: Clockwork, code: str, who: str, title: str, amount: int) -> Life:
    """The first has agreed; the second has not answered, and is reminded."""
    request = _raise(clock, code, who, title, amount)
    ask = _next(request)
    if ask is None:
        return
    yield clock.later(ask.person.calendar.compiled, 2 * 3600, 0.3)
    approvals.approve(ask=ask, by=_answers(ask), at=clock.now, note="对中一次省半天，同意。")


def _waits(clock: Clockwork, code: str, who: str, title: str, amount: int) -> Life:
    _raise(clock, code, who, title, amount)
    yield from ()


def _asked_back(clock: Clockwork, who: str, title: str, amount: int) -> Life:
    request = _raise(clock, INVEST, who, title, amount)
    ask = _next(request)
    if ask is None:
        return
    yield clock.now + timedelta(hours=1)
    approvals.ask_back(ask=ask, by=_answers(ask), at=clock.now, note="电费和噪声量过吗？")


def remind(at: datetime) -> None:
    """What the background would have done meanwhile: who has not decided, what runs out of time."""
    approvals.remind(at=at)
    approvals.escalate(at=at)
    escalations(at=at)
