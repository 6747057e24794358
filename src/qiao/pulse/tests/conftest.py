"""The factory of the desk's tests, crowded: many customers in many departments, and a salt that draws all."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from qiao.accounts.models import Account
from qiao.desk import actions as desk_actions
from qiao.desk.tests.conftest import (  # noqa: F401
    admin,
    chang,
    desk,
    fang,
    guo,
    he,
    mei,
    tao,
    wei,
    wu,
    zhao,
)
from qiao.org.models import Person
from qiao.pulse import actions
from qiao.pulse.models import Lot

WEEKS = timedelta(weeks=1)


@dataclass
class Opinions:
    """Ways to get requests confirmed, asked about and answered."""

    desk: object
    holder: Person

    @property
    def now(self):
        return self.desk.now

    def customers(self, count, unit="finance", start=0):
        """People who are nobody's colleague in maintenance."""
        home = self.desk.units[unit]
        return [
            Person.objects.get_or_create(number=f"c{n}", defaults={"name": f"顾客{n}", "unit": home})[0]
            for n in range(start, start + count)
        ]

    def confirmed(self, by, holder=None, confirmer=None, **extra):
        request = self.desk.delivered(by=by, holder=holder or self.holder, **extra)
        return desk_actions.confirm(request=request, by=confirmer or by, at=self.desk.now)

    def asked(self, by, **extra):
        """An invitation, whatever chance says."""
        request = self.confirmed(by, **extra)
        return actions.draw(request=request, at=self.now, confirmed_by=by.pk)

    def answered(self, by, solved="yes", effort=4, kept="yes", comment="", **extra):
        lot = self.asked(by, **extra)
        actions.answer(lot=lot, by=by, at=self.now, solved=solved, effort=effort, kept=kept, comment=comment)
        return Lot.objects.get(pk=lot.pk)

    def settle(self, weeks=3):
        """Time goes by: what is open expires, what settled is published."""
        self.desk.now += weeks * WEEKS
        actions.expire(at=self.now)
        return actions.publish(at=self.now)


@pytest.fixture
def opinions(desk, wu):  # noqa: F811
    return Opinions(desk, wu)


@pytest.fixture
def enter(desk, client):  # noqa: F811
    def as_(person):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client.force_login(account)
        return client

    return as_
