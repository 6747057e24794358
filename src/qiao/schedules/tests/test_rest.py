"""Schedules for programs."""

import pytest

from qiao.desk.tests import programs
from qiao.schedules import actions
from qiao.schedules.models import Schedule
from qiao.schedules.tests.conftest import moment

NEW = {
    "service": "repair",
    "unit": "welding2",
    "title": "每周点检",
    "pattern": {"every": "weeks", "start": "2026-03-02", "weekdays": [0], "shift": "day", "before": 30},
}


def program_of(person):
    return programs.program_of(person, "schedules:read", "schedules:write")


def test_a_leader_sets_one_up_pauses_and_ends_it(desk, mei):
    program = program_of(mei)
    made = program.do("/schedules", NEW)
    assert (made.status_code, made.json()["state"]) == (201, "running")
    path = f"/schedules/{made.json()['id']}"
    assert len(program.ask(f"{path}/upcoming").json()) == 5
    assert program.do(f"{path}/pause").json()["next_at"] is None
    assert program.ask(f"{path}/upcoming").json() == []
    assert program.do(f"{path}/resume").json()["state"] == "running"
    assert program.do(f"{path}/end").json()["state"] == "ended"
    late = program.do(f"{path}/pause")
    assert (late.status_code, late.json()["code"]) == (409, "already_ended")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"service": "secret"}, 422),
        ({"unit": "nowhere"}, 422),
        ({"pattern": {**NEW["pattern"], "interval": 0}}, 422),
        ({"pattern": {**NEW["pattern"], "shift": "night"}}, 409),
    ],
)
def test_what_makes_no_sense_is_refused(desk, mei, wrong, status):
    assert program_of(mei).do("/schedules", {**NEW, **wrong}).status_code == status
    assert Schedule.objects.count() == 0


def test_it_shows_what_was_raised_and_strangers_nothing(weekly, mei, fang):
    actions.raise_due(at=moment("2026-03-02 08:30"))
    found = program_of(mei).ask(f"/schedules/{weekly.pk}/occurrences").json()["items"]
    assert [each["outcome"] for each in found] == ["raised"]
    assert program_of(fang).ask(f"/schedules/{weekly.pk}").status_code == 404
    assert program_of(fang).ask("/schedules").json()["items"] == []
