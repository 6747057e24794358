"""What the description promises holds: schemathesis asks every endpoint for what nobody would think of."""

import os

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from qiao.desk import actions
from qiao.desk.tests.programs import token_for
from qiao.web.api import api
from qiao.wsgi import application

# More of them for a long look: QIAO_TEST_EXAMPLES=100 pytest tests/rest/test_promises.py
EXAMPLES = int(os.environ.get("QIAO_TEST_EXAMPLES", "8"))
CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"deterministic": True, "allow-x00": False},
        "checks": {
            # 404 and 409 are what a made-up code or a wrong state deserves; 422 what a made-up answer does.
            # An If-Match of nothing but blanks says nothing: 428.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "304", "401", "403", "404", "409", "412", "422", "428", "400"]
            },
            "missing_required_header": {"expected-statuses": ["400", "401", "403", "415", "422", "428"]},
        },
    }
)
schema = schemathesis.openapi.from_dict(api.described(), config=CONFIG)
schema.app = application


@pytest.fixture(autouse=True)
def _one_connection():
    """The application ends its connection after each call, and with it the transaction of the test."""
    told = (signals.request_started, signals.request_finished)
    for each in told:
        each.disconnect(close_old_connections)
    yield
    for each in told:
        each.connect(close_old_connections)


@pytest.fixture
def secret(desk, mei, zhao):
    """Of somebody who sees something: a head, with one request in each of a few states."""
    desk.now = timezone.now()
    desk.raised(mei)
    request = desk.working(mei, zhao)
    actions.comment(request=request, by=zhao, at=desk.now, body="马上来")
    desk.delivered(mei, zhao)
    return token_for(desk.people["guo"])


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_endpoint_keeps_its_promises(case, secret):
    with transaction.atomic():
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})
        transaction.set_rollback(True)
