"""The desk's small factory, with positions, history, and cards on their way."""

from datetime import datetime, timedelta

import pytest

from qiao.accounts.models import Account
from qiao.desk import actions as desk_actions
from qiao.desk.tests.conftest import (  # noqa: F401
    ZONE,
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
from qiao.org.models import Holding, Position
from qiao.roles import actions
from qiao.roles.models import RoleCard
from qiao.roles.rules import Side
from qiao.roles.sheet import LineSaid, Words

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=ZONE)
PURPOSE = {"purpose": Words("有人负责到底", "Somebody stays with it")}


class Office:
    """Positions of the cast, and their cards in any state."""

    def __init__(self, desk):  # noqa: F811
        self.desk = desk
        self.positions = {}
        for unit, who in (("welding2", "mei"), ("maintenance", "guo"), ("works", "chang"), ("team1", "wu")):
            position = Position.objects.create(
                code=f"{unit}-{who}", name_zh=f"{unit}岗", name_en=unit, unit=desk.units[unit]
            )
            Holding.objects.create(position=position, person=desk.people[who])
            self.positions[who] = position

    def begun(self, who, by=None, at=NOW):
        person = self.desk.people[who]
        return actions.begin(position=self.positions[who], person=person, by=by or person, at=at)

    def written(self, who, at=NOW, lines=None):
        card = self.begun(who, at=at)
        serve = lines or [LineSaid(Side.SERVE, what=Words("有人来修"), unit_id=self.desk.units["welding"].pk)]
        person = self.desk.people[who]
        actions.edit(card=card, by=person, at=at, texts=PURPOSE, lines={Side.SERVE: serve})
        return RoleCard.objects.get(pk=card.pk)

    def submitted(self, who, **how):
        card = self.written(who, **how)
        return actions.submit(card=card, by=card.person, at=NOW)

    def approved(self, who, by, **how):
        return actions.approve(card=self.submitted(who, **how), by=by, at=NOW)

    def in_force(self, who, by, at=NOW, **how):
        card = self.approved(who, by, at=at, **how)
        return actions.sign(card=card, by=card.person, at=at)

    def served(self, many=3, late=0):
        """Mei asked for repairs; Wu's group delivered them, some of them late."""
        desk, people = self.desk, self.desk.people  # noqa: F811
        desk.now = NOW - timedelta(days=5)
        for number in range(many):
            request = desk.working(people["mei"], people["guo"])
            desk.now += timedelta(days=1 if number < late else 0, minutes=30)
            desk_actions.deliver(request=request, by=people["guo"], at=desk.now, note="好了")
            desk.now = NOW - timedelta(days=5)


@pytest.fixture
def office(desk):  # noqa: F811
    return Office(desk)


@pytest.fixture
def browse(desk, client):  # noqa: F811
    """Browsing as one of the cast."""

    def as_(person):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client.force_login(account)
        return client

    return as_
