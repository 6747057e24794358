"""The four logs that nobody here wrote, imported completely: their figures equal what is published."""

import json

import pytest
from click.testing import CliRunner

from qiao.desk.models import Hop, Request
from qiao.logimport.cli import import_log
from tests.real.counting import counted, imported
from tests.real.data import LOGS, RealLog, folder

pytestmark = [
    pytest.mark.real,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not all(log.path.exists() for log in LOGS),
        reason=f"the real logs are not in {folder()}: set QIAO_TEST_DATA to the folder that holds them",
    ),
]
DRY = [pytest.param(log, id=log.name) for log in LOGS]


@pytest.mark.parametrize("log", DRY)
def test_the_report_equals_the_facts_with_the_guessed_columns(log: RealLog):
    done = CliRunner().invoke(import_log, [str(log.path), *log.options, "--json", "--dry-run"])
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert {fact.key: report[fact.key] for fact in log.facts} == {
        fact.key: pytest.approx(fact.value, abs=fact.tolerance) for fact in log.facts
    }
    assert not Request.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("log", DRY)
def test_the_requests_hops_and_events_equal_the_facts_too(log: RealLog):
    report = imported(log, "log")
    shown = counted("log")
    facts = {fact.key: pytest.approx(fact.value, abs=fact.tolerance) for fact in log.facts}
    assert {key: shown[key] for key in facts} == facts
    assert {key: shown[key] for key in log.more} == log.more
    both = report.keys() & shown.keys()
    assert {key: shown[key] for key in both} == {key: pytest.approx(report[key]) for key in both}


@pytest.mark.slow
def test_a_second_import_of_a_real_log_adds_nothing(tmp_path):
    log = next(log for log in LOGS if "open" in log.name)
    imported(log, "log")
    before = (Request.objects.count(), Hop.objects.count())
    report = imported(log, "log")
    assert (Request.objects.count(), Hop.objects.count()) == before
    assert {"already_imported": 819}.items() <= {
        each["code"]: each["count"] for each in report["findings"]
    }.items()


def test_the_traps_of_the_real_files_are_told():
    codes = {}
    for log in LOGS:
        done = CliRunner().invoke(import_log, [str(log.path), *log.options, "--json", "--dry-run"])
        codes[log.name] = {each["code"]: each["count"] for each in json.loads(done.stdout)["findings"]}
    assert {"encoding", "separator"} <= codes["BPI 2013 closed problems, CSV"].keys()
    assert codes["BPI 2013 closed problems, XES"]["global_missing"] == 2078
    helpdesk = codes["Italian help desk, CSV"]
    assert (helpdesk["duplicate_column"], helpdesk["zone_assumed"], helpdesk["same_time"]) == (1, 21348, 130)
    assert "zone_assumed" not in codes["Italian help desk, XES"]
    assert codes["Receipt phase (WABO), CSV"]["placeholder_team"] == 1


def test_the_team_of_the_volvo_log_is_not_its_organisation_line():
    log = LOGS[0]
    report = json.loads(CliRunner().invoke(import_log, [str(log.path), "--json", "--dry-run"]).stdout)
    told = next(each["message"] for each in report["findings"] if "Column for team" in each["message"])
    assert "organization involved" in told
    assert "org:group" in told


def test_a_real_log_read_with_the_zone_of_its_country_has_another_mean_but_the_same_events():
    log = next(log for log in LOGS if log.name == "Italian help desk, CSV")
    done = CliRunner().invoke(import_log, [str(log.path), "--zone", "Europe/Rome", "--json", "--dry-run"])
    report = json.loads(done.stdout)
    assert (report["events"], report["handoffs"]) == (21348, 8648)
