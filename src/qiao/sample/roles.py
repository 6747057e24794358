"""Role cards of the sample: one for every leader, drafted from what happened, signed, accepted, changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from qiao.org.models import Holding, Person
from qiao.roles import actions
from qiao.roles.models import Ask, Line, RoleCard
from qiao.roles.reads.history import History
from qiao.roles.reads.seats import Leaders
from qiao.roles.rules import Asked, Side
from qiao.roles.sheet import LineSaid, Texts, Words
from qiao.sample.building import World

# Some cards are on their way, as in any real organisation: the unit's code and how far it came.
STILL_DRAFT = frozenset({"PAINT-3", "FIN-COST"})
WITH_LEADER = frozenset({"EQ-1", "LOG-DEL"})
TO_SIGN = frozenset({"WELD-3"})
NOT_BEGUN = frozenset({"STAMP-3", "PUR"})


@dataclass(frozen=True)
class Kind:
    """What leaders of this kind write."""

    purpose: Words
    value: Words
    authority: Words
    limits: Words
    contacts: Words
    indicators: Words
    serve: tuple[LineSaid, ...] = ()

    @property
    def texts(self) -> Texts:
        names = ("purpose", "value", "authority", "limits", "contacts", "indicators")
        return {name: getattr(self, name) for name in names}


def _line(what: Words, standard: Words, measure: Words) -> LineSaid:
    return LineSaid(Side.SERVE, what=what, standard=standard, measure=measure)


PRODUCTION = Kind(
    Words(
        "让这个班安全、按节拍、一次做对，把上面的意思讲到人人听懂，把下面的声音带上去。",
        "A shift that works safely, on beat and right the first time; what comes from above is understood, what comes from below is heard.",
    ),
    Words(
        "下道工序拿到就能干，不返工，不等人。",
        "The next step can go on with what it gets: no rework, no waiting.",
    ),
    Words(
        "有人可能受伤时停线，不请示；班内换岗、调休当班定。",
        "I stop the line when somebody could be hurt, and ask nobody first. Places and days off within the shift.",
    ),
    Words(
        "加班、工艺参数和放行不由我定。",
        "Overtime, process parameters and releases are not mine to decide.",
    ),
    Words("班前、班后各十分钟在班组园地", "Ten minutes before and after each shift at the team's board"),
    Words(
        "一次合格率、按节拍下线、心声当班答复", "Right first time; on beat; voices answered in the same shift"
    ),
    (
        _line(
            Words("半成品按节拍交到，缺陷随件写明", "Parts on beat, every fault written on the part"),
            Words("每班按计划", "as planned, each shift"),
            Words("下道工序反馈", "What the next step says"),
        ),
        _line(
            Words(
                "班组成员的心声有答复，指令讲到听懂为止",
                "Voices answered, instructions explained until understood",
            ),
            Words("当班", "in the same shift"),
            Words("班组心声记录", "Voices of the team"),
        ),
    ),
)
SERVICE = Kind(
    Words(
        "谁的事办不下去了，找到我们就有一个人负到底。",
        "Whoever cannot go on finds one person here who stays with it until it is done.",
    ),
    Words("生产少停一分钟，人少跑一趟。", "A minute less of standstill, a walk less for everybody."),
    Words(
        "当班派工、领用常备备件；先恢复生产再补手续。",
        "Who does what in the shift; parts from stock; first the line, then the paper.",
    ),
    Words(
        "备件采购超过两千元、外协由部门定。",
        "Parts above 2,000 yuan and outside firms: the head of department.",
    ),
    Words("值班电话二十四小时有人接", "The duty phone is answered day and night"),
    Words("承诺达成、重复报修、转手次数", "Promises kept; the same fault again; hands that it went through"),
    (
        _line(
            Words("来电有人接，说清谁来、几点到", "Calls answered: who comes, and when"),
            Words("15 分钟内", "within 15 minutes"),
            Words("首次响应", "First answer"),
        ),
    ),
)
OFFICE = Kind(
    Words(
        "让每个人把心思放在活儿上：手续简单，答复算数。",
        "Everybody can keep their mind on their work: little paper, and answers that hold.",
    ),
    Words("问一次就清楚，办一次就办成。", "Ask once and know; do it once and it is done."),
    Words(
        "流程内的事当场办；材料不齐的一次告知。",
        "What the rules cover is done at once; what is missing is said in one go.",
    ),
    Words("政策口径和例外由部门负责人定。", "Policy and exceptions: the head of department."),
    Words("上班时间到窗口，其他时间在桥上提", "At the counter in office hours, at any time in Qiao"),
    Words("承诺达成、一次办成、即时评价", "Promises kept; done the first time; the pulse"),
    (
        _line(
            Words(
                "问到的事有回音，材料缺什么一次说清",
                "Every question answered, everything missing said at once",
            ),
            Words("当个工作日", "on the same working day"),
            Words("即时评价", "The pulse"),
        ),
    ),
)
HEAD = replace(
    OFFICE,
    purpose=Words(
        "把部门答应别的部门的事变成每个班组做得到的事，做不到的先说。",
        "What we promise others becomes what each team can keep; what we cannot keep is said beforehand.",
    ),
    value=Words(
        "别的部门知道该找谁、多久、什么样算好。",
        "Others know whom to ask, how long it takes, and what good means.",
    ),
    authority=Words("部门内的人手、次序和加班。", "People, order and overtime within the department."),
    limits=Words("预算外支出、编制由公司定。", "Spending beyond the budget and headcount: the company."),
    serve=(
        _line(
            Words(
                "班组长提出的难处有答复，办不了的说明理由",
                "What team leaders raise is answered, a no with its reason",
            ),
            Words("两个工作日内", "within 2 working days"),
            Words("心声答复", "Voices answered"),
        ),
    ),
)
PRODUCING = ("STAMP", "WELD", "PAINT", "ASSY")
OFFICES = ("HR", "FIN", "PUR", "PLAN", "SAFE", "HC", "P1")


def kind_of(code: str) -> Kind:
    """What somebody writes who leads this unit."""
    if "-" not in code:
        return HEAD
    area = code.split("-", maxsplit=1)[0]
    return PRODUCTION if area in PRODUCING else OFFICE if area in OFFICES else SERVICE


def promise(world: World, *, until: datetime) -> None:
    """Three weeks ago everybody wrote their card; one leader changed hers since."""
    at = until - timedelta(days=21)
    history = History(until)
    holdings = list(Holding.objects.select_related("position__unit", "person").order_by("id"))
    leaders = Leaders({each.position.unit_id for each in holdings})
    people = Person.objects.in_bulk([pk for each in holdings for pk in _above(leaders, each)])
    for holding in holdings:
        if holding.position.unit.code not in NOT_BEGUN:
            _one(holding, people, history, leaders, at)
    _accepted(world, at + timedelta(days=2))
    _changed(world, until - timedelta(days=3))


def _above(leaders: Leaders, holding: Holding) -> list[int]:
    unit = leaders.unit_above(holding.position.unit_id, holding.person_id)
    found = leaders.answering(unit) if unit else None
    return [found[1]] if found else []


def _one(
    holding: Holding, people: dict[int, Person], history: History, leaders: Leaders, at: datetime
) -> None:
    code, holder = holding.position.unit.code, holding.person
    card = actions.begin(
        position=holding.position, person=holder, by=holder, at=at, history=history, leaders=leaders
    )
    kind = kind_of(code)
    lines = {Side.SERVE: _serve(card, kind)} if kind.serve else None
    actions.edit(card=card, by=holder, at=at, texts=kind.texts, lines=lines)
    above = _above(leaders, holding)
    if code in STILL_DRAFT:
        return
    if not above:
        actions.sign(card=card, by=holder, at=at, leaders=leaders)
        return
    actions.submit(card=card, by=holder, at=at)
    if code not in WITH_LEADER:
        actions.approve(card=card, by=people[above[0]], at=at + timedelta(hours=5))
    if code not in WITH_LEADER | TO_SIGN:
        actions.sign(card=card, by=holder, at=at + timedelta(hours=8), leaders=leaders)


def _serve(card: RoleCard, kind: Kind) -> list[LineSaid]:
    """What was drafted, and what no request shows."""
    drafted = Line.objects.filter(edition__card=card, edition=card.draft, side=Side.SERVE)
    return [*kind.serve, *(line.said for line in drafted)][:6]


def _accepted(world: World, at: datetime) -> None:
    """Most lines are accepted; some wait, one was not accepted. The cast keep some to answer."""
    asks = Ask.objects.filter(kind=Asked.LINE).select_related("unit__leader", "person", "line__edition__card")
    waiting: dict[int, int] = {}
    known: dict[int, Person] = {}
    refused = False
    for ask in asks.order_by("id"):
        found = ask.person or (ask.unit.leader if ask.unit else None)
        if found is None or ask.line is None:
            continue
        who = known.setdefault(found.pk, found)  # whose place is read once
        waiting[who.pk] = waiting.get(who.pk, 0) + 1
        if who in world.cast.values() and waiting[who.pk] <= 2:
            continue
        if not refused and world.random.random() < 0.05:
            note = "夜班只有一个人值守，两小时做不到，四小时可以。"
            actions.refuse_line(line=ask.line, note=note, by=who, at=at)
            refused = True
        elif world.random.random() < 0.9:
            actions.accept(line=ask.line, by=who, at=at)


def _changed(world: World, at: datetime) -> None:
    """Lin Mei writes a second edition, and her leader has it."""
    mei = world.cast["lin.mei"]
    holding = Holding.objects.select_related("position__unit", "person").get(person=mei)
    card = actions.begin(position=holding.position, person=mei, by=mei, at=at)
    texts = {
        "indicators": Words(
            "一次合格率、按节拍下线、心声当班答复、交接班零遗漏",
            "Right first time; on beat; voices answered in the same shift; nothing lost between shifts",
        )
    }
    serve = _line(
        Words(
            "交接班逐项说清，未完事项有人接", "Every open item explained and taken over at the end of shift"
        ),
        Words("班末 15 分钟", "in the last 15 minutes"),
        Words("下一班签收", "The next shift signs for it"),
    )
    lines = [line.said for line in Line.objects.filter(edition=card.draft, side=Side.SERVE)]
    actions.edit(card=card, by=mei, at=at, texts=texts, lines={Side.SERVE: [*lines[:7], serve]})
    actions.submit(card=card, by=mei, at=at)
