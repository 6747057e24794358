"""The factory of the desk's tests, with a service that has to be approved."""

import pytest

from qiao.accounts.models import Account
from qiao.approvals import actions
from qiao.approvals.models import Ask
from qiao.catalogue.models import Service, ServiceVersion
from qiao.desk.models import Request
from qiao.desk.reads.accounts import checked
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
from qiao.org import actions as org
from qiao.org.models import Person

LEADER = {"who": "leader"}
AMOUNT = {"key": "amount", "kind": "number", "label_zh": "金额", "label_en": "Amount"}


@pytest.fixture
def needs(desk):  # noqa: F811
    """Lets the service "repair" need steps from now on."""

    def needs(*steps, **more):
        version = ServiceVersion.objects.get(service=desk.service)
        version.form_data = [AMOUNT]
        version.approvals_data = {"steps": list(steps), **more}
        version.save()
        desk.service = Service.objects.select_related("version", "unit__calendar").get(pk=desk.service.pk)

    return needs


@pytest.fixture
def asked():
    """Who is asked at the moment on a request, by number of the person."""

    def asked(request):
        rows = Ask.objects.filter(request=request, asked_at__isnull=False, decision="")
        return {row.person.number: row for row in rows.select_related("person", "request")}

    return asked


@pytest.fixture
def decide(desk, asked):  # noqa: F811
    """Somebody says yes (or no, with a reason) for whoever was asked."""

    def decide(request, who, *, no="", for_=None):
        ask = asked(request)[(for_ or who).number]
        by = Person.objects.get(pk=who.pk)
        if no:
            return actions.refuse(ask=ask, by=by, at=desk.now, note=no)
        return actions.approve(ask=ask, by=by, at=desk.now)

    return decide


@pytest.fixture
def away(desk):  # noqa: F811
    """Somebody is away for a day from now on, and another stands in."""

    def away(person, substitute):
        return org.set_substitute(
            person=person,
            substitute=substitute,
            since=desk.now,
            until=desk.now.replace(year=2027),
            by=None,
            at=desk.now,
        )

    return away


@pytest.fixture
def browse(desk, client):  # noqa: F811
    """Browsing as one of the cast."""

    def as_(person):
        account = Account.objects.filter(person=person).first()
        client.force_login(account or Account.objects.create_user(person.number, person))
        return client

    return as_


@pytest.fixture(autouse=True)
def _the_ledger_says_the_same(request):
    """After every test each number is as the ledger says."""
    if "desk" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("desk")
    yield
    assert [each for part in checked() for each in part.differences] == []


@pytest.fixture
def fresh():
    def fresh(request):
        return Request.objects.get(pk=request.pk)

    return fresh
