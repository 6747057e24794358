"""Two departments and what they promise each other: the catalogue's house, with heads on both sides."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from qiao.accounts.models import Account
from qiao.agreements import actions
from qiao.agreements.terms import Promise, Terms
from qiao.catalogue import actions as catalogue
from qiao.catalogue.rules import Targets
from qiao.catalogue.tests.conftest import HOUR, House, house  # noqa: F401
from qiao.org.models import Person, Unit

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)
TODAY = date(2026, 3, 2)


@dataclass
class Table:
    """Where they negotiate. Wei heads maintenance, Mei the stamping workshop, Ou finance, Chen the works."""

    house: House
    now: datetime = NOW

    def who(self, name):
        return self.house.who(name)

    @property
    def units(self):
        return self.house.units

    def terms(self, *customers, **more):
        units = [self.units[code].pk for code in customers or ("ST",)]
        first, last = more.pop("first", TODAY), more.get("valid_until")
        review = first + timedelta(days=180)
        given = {
            "customers": tuple(units),
            "promises": (Promise(self.house.service.pk, {"normal": (1800, 8 * HOUR)}),),
            "valid_from": first,
            "review_on": min(review, last) if last else review,
            "duties": "报修写清工位",
        }
        return Terms(**{**given, **more})

    def proposed(self, by="wei", terms=None, provider="EQ", **more):
        return actions.propose(
            provider=self.units[provider],
            terms=terms or self.terms(),
            by=self.who(by),
            at=self.now,
            **more,
        )

    def sign(self, agreement, *names):
        for name in names:
            actions.sign(agreement=agreement, by=self.who(name), at=self.now)
        agreement.refresh_from_db()
        return agreement

    def signed(self, *heads, **more):
        return self.sign(self.proposed(**more), *(heads or ("wei", "mei")))

    def later(self, **time):
        self.now += timedelta(**time)
        return self.now


@pytest.fixture
def table(house):  # noqa: F811
    stamping, finance, works = (house.units[code] for code in ("ST", "FI", "WORKS"))
    for unit, name in ((stamping, "mei"), (finance, "ou")):
        Unit.objects.filter(pk=unit.pk).update(leader=house.people[name])
    for number, name, home, key in (
        ("E007", "程远", works, "chen"),
        ("E008", "何雨", house.units["ST-1"], "he"),
    ):
        person = Person.objects.create(number=number, name=name, unit=home)
        Account.objects.create_user(number.lower(), person)
        house.people[key] = person
    Unit.objects.filter(pk=works.pk).update(leader=house.people["chen"])
    return Table(house)


def offered(house, code, unit, **given):  # noqa: F811
    """One more service, offered to everybody unless an audience is given."""
    service = catalogue.create_service(
        by=None, at=NOW, unit=unit, category=house.category, name_zh=f"{code}服务", name_en=code, code=code
    )
    targets = Targets.parse({"normal": [HOUR, 16 * HOUR]})
    if audience := given.pop("audience", None):
        given |= {"for_everyone": False, "audience": audience}
    catalogue.change_draft(service=service, by=None, at=NOW, targets=targets, **given)
    catalogue.publish(service=service, by=None, at=NOW)
    return service


@pytest.fixture
def browse(table, client):
    """Browsing as one of the cast."""

    def as_(name):
        client.force_login(Account.objects.get(person=table.house.people[name]))
        return client

    return as_
