"""What an import wrote, counted again from the ledger lines that it wrote: no number differs."""

import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qiao.desk.reads.accounts import checked
from qiao.ticketimport import preset
from qiao.ticketimport.tests.test_presets import FILES

pytestmark = pytest.mark.django_db
STATES = [
    "Open",
    "In Progress",
    "Waiting for customer",
    "Pending",
    "Resolved",
    "Closed",
    "Declined",
    "Canceled",
]
PEOPLE = ["Tao", "Wu", None]
UNITS = ["Maintenance", "IT", "Stores"]


def differences():
    return [each for part in checked() for each in part.differences]


@pytest.mark.parametrize("system", preset.SYSTEMS)
def test_every_system_agrees_with_the_ledger(run, system):
    run(system, *FILES[system])
    assert differences() == []


changes = st.lists(
    st.one_of(
        st.tuples(st.just("status"), st.sampled_from(STATES)),
        st.tuples(st.just("assignee"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("project"), st.sampled_from(UNITS)),
        st.tuples(st.just("comment"), st.sampled_from(["Tao", "Lin", "Wu"])),
    ),
    max_size=14,
)


def issue(key, steps):
    """An issue that went through these steps, an hour each, with its whole history."""
    now = {"status": "Open", "assignee": None, "project": "Maintenance"}
    histories, comments = [], []
    for hour, (what, to) in enumerate(steps, 1):
        created = f"2026-03-{2 + hour // 24:02}T{hour % 24:02}:10:00.000+0800"
        if what == "comment":
            comments.append({"author": {"displayName": to}, "created": created, "body": f"word {hour}"})
            continue
        item = {"field": what, "fromString": now[what], "toString": to}
        histories.append({"author": {"displayName": "Tao"}, "created": created, "items": [item]})
        now[what] = to
    fields = {
        "summary": key,
        "status": {"name": now["status"]},
        "assignee": {"displayName": now["assignee"]} if now["assignee"] else None,
        "project": {"name": now["project"]},
        "reporter": {"displayName": "Lin"},
        "created": "2026-03-02T00:00:00.000+0800",
        "updated": "2026-03-04T00:00:00.000+0800",
        "comment": {"comments": comments},
    }
    return {"id": key, "key": key, "fields": fields, "changelog": {"histories": histories}}


@given(st.lists(changes, min_size=3, max_size=6), st.integers(0, 14))
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_history_agrees_with_the_ledger_also_when_it_came_in_two_parts(run, tmp_path, lives, cut):
    name = f"s{abs(hash((str(lives), cut))) % 10**12}"
    for part in ([steps[:cut] for steps in lives], lives):
        path = tmp_path / "i.json"
        path.write_text(json.dumps([issue(f"A-{n}", steps) for n, steps in enumerate(part)]))
        run("jira", path, "--name", name)
        assert differences() == []
