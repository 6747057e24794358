"""The desk's small factory, with an agreement between its maintenance and its welding shop."""

from datetime import date

import pytest

from qiao.accounts.models import Account
from qiao.agreements import actions as agreements
from qiao.agreements.terms import Promise, Terms
from qiao.desk.tests.conftest import (  # noqa: F401
    HOUR,
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

FAST = {"normal": (HOUR // 4, 2 * HOUR)}


def who(desk, code):  # noqa: F811
    """Read anew, so that the scope is too."""
    return Person.objects.get(number=code)


def agreed(desk, *services, customer="welding", heads=("guo", "wei"), targets=FAST):  # noqa: F811
    """An agreement that both heads have signed on Monday morning."""
    terms = Terms(
        customers=(desk.units[customer].pk,),
        promises=tuple(Promise(each.pk, targets) for each in services or (desk.service,)),
        valid_from=date(2026, 3, 1),
        review_on=date(2026, 9, 1),
    )
    made = agreements.propose(
        provider=desk.units["maintenance"], terms=terms, by=who(desk, heads[0]), at=desk.now
    )
    for head in heads:
        agreements.sign(agreement=made, by=who(desk, head), at=desk.now)
    made.refresh_from_db()
    return made


@pytest.fixture
def agreement(desk):  # noqa: F811
    return agreed(desk)


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
