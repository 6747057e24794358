"""The factory of the desk's tests, with what it takes to escalate."""

import pytest

from qiao.accounts.models import Account
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
from qiao.escalation import jobs
from qiao.escalation.models import Line, Mark


@pytest.fixture
def tick(desk):  # noqa: F811
    """A minute's work; returns who was told by now: {(person, because, n)}."""

    def tick(**time):
        jobs.escalations(at=desk.later(**time))
        lines = Line.objects.filter(told_at__isnull=False).select_related("mark", "person")
        return {(line.person.number, line.mark.because, line.mark.n) for line in lines}

    return tick


@pytest.fixture
def marks():
    def marks(request):
        return list(Mark.objects.filter(request=request).order_by("n").values_list("because", "n"))

    return marks


@pytest.fixture
def browse(desk, client):  # noqa: F811
    def as_(person):
        account = Account.objects.filter(person=person).first()
        client.force_login(account or Account.objects.create_user(person.number, person))
        return client

    return as_
