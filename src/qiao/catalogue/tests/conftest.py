"""The cast: a maintenance department with a team, a stamping workshop that needs it, finance as outsiders."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from qiao.accounts.models import Account
from qiao.catalogue import actions
from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.catalogue.rules import Assignment, Form, Targets
from qiao.org.models import Ancestry, Calendar, Grant, Person, Unit

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = 3600
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
NEVER = {**DAY_SHIFT, "pattern": {"kind": "weekly", "days": [[]] * 7}}
QUESTIONS = [
    {
        "key": "what",
        "kind": "long_text",
        "label_zh": "出了什么问题",
        "label_en": "What is wrong",
        "required": True,
    },
    {
        "key": "stopped",
        "kind": "choice",
        "label_zh": "停线了吗",
        "label_en": "Has the line stopped",
        "required": True,
        "options": [
            {"value": "yes", "label_zh": "已停线", "label_en": "Stopped"},
            {"value": "no", "label_zh": "没停线", "label_en": "Running"},
        ],
    },
    {
        "key": "since",
        "kind": "date",
        "label_zh": "哪天停的",
        "label_en": "Stopped on",
        "required": True,
        "when": {"key": "stopped", "values": ["yes"]},
    },
]


@dataclass
class House:
    """The organisation of the tests and one published service in it."""

    units: dict[str, Unit]
    people: dict[str, Person]
    category: Category
    calendar: Calendar
    service: Service

    def fresh(self) -> Service:
        """The service as the database has it now."""
        return Service.objects.select_related("unit__calendar", "category", "version__calendar").get(
            pk=self.service.pk
        )

    def draft(self) -> ServiceVersion:
        return ServiceVersion.objects.get(service=self.service, published_at=None)

    def who(self, name: str) -> Person:
        """The person read anew, so that their scope is too."""
        return Person.objects.get(pk=self.people[name].pk)


def unit(code, parent, calendar, name, kind="team"):
    made = Unit.objects.create(
        code=code,
        kind=kind,
        parent=parent,
        calendar=calendar,
        own_calendar=calendar,
        name_zh=name,
        name_en=code,
    )
    Ancestry.objects.create(ancestor=made, unit=made, depth=0)
    for link in Ancestry.objects.filter(unit=parent) if parent else ():
        Ancestry.objects.create(ancestor_id=link.ancestor_id, unit=made, depth=link.depth + 1)
    return made


def person(number, name, home, name_en=""):
    made = Person.objects.create(number=number, name=name, name_en=name_en, unit=home)
    Account.objects.create_user(number.lower(), made)
    return made


@pytest.fixture
def house(db):
    calendar = Calendar.objects.create(
        code="day", name_zh="白班", name_en="Day shift", definition=DAY_SHIFT, follows_holidays=False
    )
    works = unit("WORKS", None, calendar, "总厂", "company")
    maintenance = unit("EQ", works, calendar, "设备部", "department")
    repair = unit("EQ-R", maintenance, calendar, "抢修班")
    stamping = unit("ST", works, calendar, "冲压车间", "workshop")
    press = unit("ST-1", stamping, calendar, "冲压一班")
    finance = unit("FI", works, calendar, "财务部", "department")
    people = {
        "wei": person("E001", "卫国", maintenance, "Wei Guo"),
        "gang": person("E002", "陈刚", repair, "Chen Gang"),
        "min": person("E003", "赵敏", repair, "Zhao Min"),
        "mei": person("E004", "林梅", press, "Lin Mei"),
        "ou": person("E005", "欧阳", finance, "Ou Yang"),
        "an": person("E006", "安宁", finance, "An Ning"),
    }
    for led, leader in ((maintenance, "wei"), (repair, "gang")):
        Unit.objects.filter(pk=led.pk).update(leader=people[leader])
    Grant.objects.create(person=people["an"], role="administrator")
    category = Category.objects.create(code="repair", name_zh="维修", name_en="Repair", icon="gear")
    service = actions.create_service(
        by=None,
        at=NOW,
        unit=repair,
        category=category,
        name_zh="设备抢修",
        name_en="Urgent repair",
        code="repair",
    )
    actions.change_draft(
        service=service,
        by=None,
        at=NOW,
        form=Form.parse(QUESTIONS),
        targets=Targets.parse({"normal": [HOUR, 16 * HOUR], "urgent": [900, 4 * HOUR]}),
        assignment=Assignment.ROUND_ROBIN,
    )
    actions.publish(service=service, by=None, at=NOW)
    units = {each.code: each for each in (works, maintenance, repair, stamping, press, finance)}
    made = House(units, people, category, calendar, service)
    made.service = made.fresh()
    return made


@pytest.fixture
def browse(client, house):
    """Opens pages as one of the cast; in Chinese unless told otherwise."""

    def sign_in(name: str, language: str = "zh-hans"):
        Person.objects.filter(pk=house.people[name].pk).update(language=language)
        account = Account.objects.get(person=house.people[name])
        client.force_login(account, backend="qiao.accounts.backend.AccountBackend")
        return client

    return sign_in
