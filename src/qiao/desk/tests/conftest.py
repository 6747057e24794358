"""The cast, in a small factory: a customer's team, a department that serves, an outsider."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.desk import actions
from qiao.desk.models import Request
from qiao.ledger.models import Event
from qiao.org.models import Ancestry, Calendar, Grant, Person, Unit

ZONE = ZoneInfo("Asia/Shanghai")
DAY_SHIFT = {
    "zone": "Asia/Shanghai",
    "pattern": {"kind": "weekly", "days": [["day"]] * 5 + [[], []]},
    "shifts": [
        {
            "code": "day",
            "name_zh": "白班",
            "name_en": "Day",
            "stretches": [["09:00", "12:00"], ["13:00", "18:00"]],
        }
    ],
}
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
HOUR = 3600


@dataclass
class Desk:
    """The sample factory of the tests, and ways to get requests into a state."""

    units: dict[str, Unit]
    service: Service
    secret: Service
    people: dict[str, Person] = field(default_factory=dict)
    now: datetime = MONDAY

    def later(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now

    def raised(self, by: Person, service: Service | None = None, **extra) -> Request:
        extra.setdefault("title", "3 号焊接机器人漏水")
        return actions.raise_request(service=service or self.service, by=by, at=self.now, **extra)

    def working(self, by: Person, holder: Person, **extra) -> Request:
        return actions.accept(request=self.raised(by, **extra), by=holder, at=self.now)

    def delivered(self, by: Person, holder: Person, **extra) -> Request:
        request = self.working(by, holder, **extra)
        return actions.deliver(request=request, by=holder, at=self.later(hours=1), note="换好了")

    def story(self, request: Request) -> list[Event]:
        return list(Event.objects.about(request))


KINDS = Unit.Kind
# Code, kind, the unit above, name.
UNITS = (
    ("works", KINDS.PLANT, None, "一厂"),
    ("welding", KINDS.WORKSHOP, "works", "焊装车间"),
    ("maintenance", KINDS.DEPARTMENT, "works", "设备部"),
    ("finance", KINDS.DEPARTMENT, "works", "财务部"),
    ("welding2", KINDS.TEAM, "welding", "焊装二班"),
    ("team1", KINDS.TEAM, "maintenance", "维修一组"),
    ("automation", KINDS.TEAM, "maintenance", "自动化组"),
)
# Code, name, unit, the unit that they lead.
PEOPLE = (
    ("mei", "林梅", "welding2", "welding2"),
    ("he", "何雨", "welding2", None),
    ("wei", "韦东", "welding", "welding"),
    ("wu", "吴刚", "team1", None),
    ("zhao", "赵敏", "team1", "team1"),
    ("tao", "陶志远", "automation", "automation"),
    ("guo", "郭鹏", "maintenance", "maintenance"),
    ("chang", "常青", "works", "works"),
    ("fang", "方芳", "finance", None),
    ("admin", "孙洁", "finance", None),
)


def _units(calendar):
    """The tree, in few statements: a thousand tests begin with it."""
    units = {
        code: Unit(code=code, kind=kind, calendar=calendar, own_calendar=calendar, name_zh=name, name_en=code)
        for code, kind, _above, name in UNITS
    }
    Unit.objects.bulk_create(units.values())
    paths = {}
    for code, _kind, above, _name in UNITS:
        units[code].parent = units[above] if above else None
        paths[code] = [units[code], *paths.get(above, [])]
    Unit.objects.bulk_update(units.values(), ["parent"])
    Ancestry.objects.bulk_create(
        Ancestry(ancestor=ancestor, unit=path[0], depth=depth)
        for path in paths.values()
        for depth, ancestor in enumerate(path)
    )
    return units


def _people(units):
    people = {
        code: Person(number=code, name=name, name_en=code.title(), unit=units[home])
        for code, name, home, _leads in PEOPLE
    }
    Person.objects.bulk_create(people.values())
    led = [(units[leads], people[code]) for code, _name, _home, leads in PEOPLE if leads]
    for unit, person in led:
        unit.leader = person
    Unit.objects.bulk_update([unit for unit, _person in led], ["leader"])
    return people


@pytest.fixture
def desk(db):
    calendar = Calendar.objects.create(code="day", name_zh="白班", name_en="Day", definition=DAY_SHIFT)
    units = _units(calendar)
    category = Category.objects.create(code="repair", name_zh="设备", name_en="Equipment")
    made = Desk(
        units,
        _service("repair", units["maintenance"], category, confidential=False),
        _service("secret", units["maintenance"], category, confidential=True),
    )
    made.people.update(_people(units))
    Grant.objects.create(person=made.people["admin"], role="administrator")
    return made


def _service(code, unit, category, *, confidential):
    service = Service.objects.create(
        code=code,
        unit=unit,
        category=category,
        name_zh=f"{code}服务",
        name_en=code,
        confidential=confidential,
    )
    service.version = ServiceVersion.objects.create(
        service=service,
        number=1,
        targets_data={"normal": [HOUR // 2, 4 * HOUR], "urgent": [HOUR // 4, 2 * HOUR]},
        published_at=MONDAY,
    )
    service.save()
    return service


def _person(code):
    @pytest.fixture(name=code)
    def person(desk):
        return desk.people[code]

    return person


mei, he, wei, wu, zhao, tao, guo, chang, fang, admin = (
    _person(code) for code in ("mei", "he", "wei", "wu", "zhao", "tao", "guo", "chang", "fang", "admin")
)
