"""What an import wrote, counted again from the ledger lines that it wrote: no number differs."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qiao.desk import actions
from qiao.desk.cli import check_clocks
from qiao.desk.models import Request
from qiao.desk.reads.accounts import checked
from qiao.desk.rules import PauseKind
from qiao.eventlog.tests.logs import PRESS, write_csv
from qiao.logimport.tests.test_import import EIGHT, run
from qiao.org.models import Grant, Person
from qiao.org.rules import Role

pytestmark = pytest.mark.django_db
DONE = [
    "Submitted",
    "Queued",
    "Repair",
    "Wait for user",
    "On hold",
    "Resolved",
    "Closed",
    "Rejected",
    "Cancelled",
]


def differences():
    return [each for part in checked() for each in part.differences]


def test_the_command_agrees_with_an_imported_log(tmp_path):
    run(write_csv(tmp_path / "press.csv", PRESS))
    said = CliRunner().invoke(check_clocks, [])
    assert (said.exit_code, "2 requests counted again" in said.output) == (0, True)


@given(
    st.lists(
        st.tuples(st.sampled_from(DONE), st.sampled_from("ABC"), st.sampled_from(["Tao", "Wei", ""])),
        min_size=1,
        max_size=14,
    )
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_whatever_happened_in_a_log_the_tables_say_what_the_ledger_says(tmp_path, steps):
    start = EIGHT + timedelta(days=Request.objects.count())
    rows = [
        (f"R-{start:%j}", activity, (start + timedelta(minutes=n * 37)).isoformat(), who, f"Team {team}")
        for n, (activity, team, who) in enumerate(steps)
    ]
    name = f"log{Request.objects.count()}"
    run(write_csv(tmp_path / f"{name}.csv", rows), "--name", name)
    assert differences() == []


def test_what_the_desk_does_with_an_imported_request_counts_on_from_there(tmp_path):
    run(write_csv(tmp_path / "press.csv", PRESS[:-1]))
    request = Request.objects.open().first() or Request.objects.get(number="R-2026-000001")
    admin = Person.objects.exclude(pk=request.requester_id).first()
    Grant.objects.create(person=admin, role=Role.ADMINISTRATOR)
    boss = Person.objects.get(pk=request.requester_id)
    at = EIGHT + timedelta(days=3)
    if request.state == "confirmed":
        request = actions.reopen(request=request, by=boss, at=at, note="又坏了")
    holder = request.holder_person or admin
    request = actions.pause(request=request, by=holder, at=at, kind=PauseKind.PARTS, counterpart="仓库")
    request = actions.resume(request=request, by=holder, at=at + timedelta(hours=2))
    actions.deliver(request=request, by=holder, at=at + timedelta(hours=3), note="好了")
    assert differences() == []
