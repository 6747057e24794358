"""Importing a log: what stands in the database afterwards, twice, and after an interruption."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from click.testing import CliRunner
from django.db.models import Count

from qiao.desk.importing.terminal import slug
from qiao.desk.models import Handoff, Hop, Involvement, NumberSeries, Pause, Request
from qiao.desk.rules import State
from qiao.eventlog.tests.logs import HEADER, PRESS, write_csv, write_xes
from qiao.ledger.models import Event
from qiao.ledger.reads import timeline
from qiao.logimport import actions, rows
from qiao.logimport.cli import import_log
from qiao.logimport.models import ImportedCase, ImportedLog
from qiao.org.models import Calendar, Grant, Person, Unit
from qiao.org.rules import Role

pytestmark = pytest.mark.django_db

KEYS = [
    "cases", "events", "activities", "resources", "teams", "handoffs", "cases_without_handoff", "bounces",
    "cases_with_bounce", "median_duration_s", "findings",
]  # fmt: skip
EIGHT = datetime(2026, 3, 2, tzinfo=UTC)  # eight in Shanghai


@pytest.fixture
def press(tmp_path):
    return write_csv(tmp_path / "press.csv", PRESS)


def run(*arguments, ok=True):
    done = CliRunner().invoke(import_log, [str(each) for each in arguments])
    assert (done.exit_code == 0) is ok, done.output + repr(done.exception)
    return done


def everything():
    models = (
        Unit,
        Person,
        Calendar,
        Request,
        Hop,
        Pause,
        Handoff,
        Involvement,
        Event,
        ImportedCase,
        ImportedLog,
    )
    return {model.__name__: model.objects.count() for model in models}


def of(case):
    return ImportedCase.objects.get(key=case).request


def test_the_report_for_programs_has_the_promised_keys_and_figures(press):
    report = json.loads(run(press, "--json").stdout)
    assert list(report) == KEYS
    assert (report["cases"], report["events"], report["handoffs"], report["bounces"]) == (2, 8, 3, 1)
    assert {"code", "message", "count", "examples"} == set(report["findings"][0])
    team = next(each for each in report["findings"] if "Column for team" in each["message"])
    assert "org:group" in team["message"]


def test_the_report_for_people_shows_the_mapping_the_figures_and_where_to_look(press):
    told = run(press).output
    for words in (
        "team       org:group",
        "3  hand-offs between teams",
        "pause     Wait",
        "Imported 2 requests",
        "“press”",
    ):
        assert words in told


def test_the_report_speaks_chinese_too(press):
    assert "按时间" in run(write_csv(press.with_name("b.csv"), PRESS[::-1]), "--language", "zh-hans").output


def test_a_case_becomes_a_request_with_its_hops_handoffs_pauses_and_units(press):
    run(press)
    request = of("P-1")
    assert request.number == "R-2026-000001"
    assert request.state == State.CONFIRMED
    assert request.raised_at == EIGHT
    assert (request.hop_count, request.bounces, request.reopened) == (4, 1, 0)
    assert [(hop.unit.name_en, str(hop.person)) for hop in request.hops.all()] == [
        ("Assembly", "None"),
        ("Maintenance", "Tao"),
        ("Stores", "Wei"),
        ("Maintenance", "Tao"),
    ]
    assert [hop.used_seconds for hop in request.hops.all()] == [1800, 1800, 3600, 0]
    assert request.hops.get(ordinal=2).paused_seconds == 2 * 3600
    assert request.used_seconds == 7200
    assert request.handoffs.count() == 3
    assert {each.unit.name_en for each in request.involvements.all()} == {"Assembly", "Maintenance", "Stores"}
    assert request.delivered_at == EIGHT + timedelta(hours=4)
    assert request.closed_at == EIGHT + timedelta(hours=5)


def test_the_chain_clock_adds_up_and_every_hop_but_the_last_ends_where_the_next_begins(press):
    run(press)
    hops = list(of("P-1").hops.all())
    assert all(first.ended_at == second.started_at for first, second in pairwise(hops))
    request = of("P-1")
    spent = sum(hop.used_seconds + hop.paused_seconds for hop in hops)
    assert spent == (request.delivered_at - request.raised_at).total_seconds()


def test_the_ledger_tells_the_case_in_the_words_of_the_log(press):
    run(press)
    told = timeline(of("P-1"))
    assert [event.kind for event in told] == [
        "request.raised",
        "request.taken",
        "request.paused",
        "request.taken",
        "request.taken",
        "request.delivered",
        "request.confirmed",
    ]
    assert [event.data["activity"] for event in told][:3] == ["Queued", "Accepted", "Wait"]
    assert [event.data["revision"] for event in told] == list(range(1, 8))
    assert {event.data["log"] for event in told} == {"press"}
    assert of("P-1").revision == 7


def test_people_live_in_the_team_in_which_they_appear_most(press):
    run(press)
    homes = dict(Person.objects.filter(number__startswith="p").values_list("name", "unit__name_en"))
    assert homes == {"Mei": "Assembly", "Tao": "Maintenance", "Wei": "Stores"}
    root = Unit.objects.get(code="log-press")
    assert Unit.objects.within(root.pk).count() == 4
    assert root.calendar.code == "24x7"


def test_importing_again_adds_nothing_and_says_so(press):
    run(press)
    before = everything()
    told = run(press).output
    after = everything()
    assert after.pop("Event") == before.pop("Event") + 1  # that it was imported again is an event itself
    assert after == before
    assert "Imported 0 requests. 2 were there already." in told


def test_a_log_that_has_grown_brings_only_its_new_cases(press):
    run(press)
    more = [*PRESS, ("P-3", "Accepted", "2026-03-05T08:00:00+08:00", "Tao", "Maintenance")]
    run(write_csv(press, more))
    assert Request.objects.count() == 3
    assert of("P-3").number == "R-2026-000003"


def test_a_case_that_has_changed_is_left_as_it_was_and_named(press):
    run(press)
    more = [*PRESS, ("P-2", "Closed", "2026-03-05T08:00:00+08:00", "Tao", "Maintenance")]
    report = json.loads(run(write_csv(press, more), "--json").stdout)
    changed = next(each for each in report["findings"] if each["code"] == "case_changed")
    assert changed["examples"] == [{"case": "P-2"}]
    assert of("P-2").state == State.DELIVERED


def test_a_dry_run_reports_the_same_and_changes_nothing(press):
    before = everything()
    report = json.loads(run(press, "--dry-run", "--json").stdout)
    assert everything() == before
    assert not NumberSeries.objects.exists()
    real = json.loads(run(press, "--json").stdout)
    assert {key: report[key] for key in KEYS[:-1]} == {key: real[key] for key in KEYS[:-1]}


def test_an_interrupted_import_keeps_whole_batches_and_goes_on(tmp_path, monkeypatch):
    cases = [(f"c{n:02}", "Accepted", f"2026-03-02T08:{n:02}:00+08:00", "Tao", "A") for n in range(10)]
    path = write_csv(tmp_path / "long.csv", cases)
    monkeypatch.setattr(actions, "CASES", 3)
    written = rows.write
    calls = []

    def fails_in_the_third(plan, batch):
        calls.append(batch)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return written(plan, batch)

    monkeypatch.setattr(rows, "write", fails_in_the_third)
    run(path, ok=False)
    assert Request.objects.count() == 6
    assert ImportedLog.objects.get().finished_at is None
    monkeypatch.setattr(rows, "write", written)
    report = json.loads(run(path, "--json").stdout)
    assert Request.objects.count() == 10
    assert [
        each["code"] for each in report["findings"] if each["code"] in {"resumed", "already_imported"}
    ] == [
        "resumed",
        "already_imported",
    ]
    assert sorted(Request.objects.values_list("number", flat=True)) == [
        f"R-2026-{n:06d}" for n in range(1, 11)
    ]
    assert ImportedLog.objects.get().finished_at is not None


def test_a_batch_that_fails_leaves_nothing_half_done(press, monkeypatch):
    monkeypatch.setattr(rows, "_rest", lambda *_: 1 / 0)
    run(press, ok=False)
    assert (Request.objects.count(), Hop.objects.count(), NumberSeries.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "content", [b"", b"\x1f\x8b\x08broken", b"<log><trace>", b"just words\n", b"\x00\x01\x02" * 50]
)
def test_a_file_that_is_no_log_changes_nothing_and_gets_one_sentence(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    before = everything()
    done = run(tmp_path / "x", ok=False)
    assert everything() == before
    assert done.output.startswith("Error: ")
    assert done.output.count("\n") == 1


def test_numbers_go_on_from_those_the_desk_has_given_and_follow_the_years(tmp_path):
    NumberSeries.objects.create(year=2026, last=41)
    cases = [(f"c{year}", "Accepted", f"{year}-06-01T08:00:00Z", "Tao", "A") for year in (2026, 2025, 2024)]
    run(write_csv(tmp_path / "a.csv", cases))
    assert {each.key: each.request.number for each in ImportedCase.objects.select_related("request")} == {
        "c2024": "R-2024-000001",
        "c2025": "R-2025-000001",
        "c2026": "R-2026-000042",
    }


def test_columns_without_a_role_are_answers_that_the_request_shows(tmp_path):
    header = (*HEADER, "machine", "shift")
    run(write_csv(tmp_path / "a.csv", [(*row, "Press 3", "night") for row in PRESS], header))
    request = of("P-1")
    shown = {field.label_en: request.answers[field.key] for field in request.version.form.fields}
    assert shown == {"machine": "Press 3", "shift": "night"}
    assert request.version.targets.longest >= 8 * 3600


def test_a_deadline_becomes_the_promise(tmp_path):
    header = (*HEADER, "deadline")
    run(
        write_csv(
            tmp_path / "a.csv", [(*row, "2026-03-02 18:00") for row in (*PRESS[:2], *PRESS[6:])], header
        )
    )
    request = of("P-1")
    assert request.promised_at == request.due_at == EIGHT + timedelta(hours=10)
    assert request.complete_seconds == 10 * 3600


def test_priority_title_service_and_requester_come_from_their_columns(tmp_path):
    header = (*HEADER, "title", "priority", "service", "requester")
    rows_ = [(*row, "Press 3 leaks", "High", "Repair", "Lin") for row in PRESS[:6]]
    rows_ += [(*row, "Press 4 squeaks", "Low", "Inspection", "Guo") for row in PRESS[6:]]
    run(write_csv(tmp_path / "a.csv", rows_, header))
    request = of("P-1")
    assert (request.title, request.priority, request.service.name_en) == ("Press 3 leaks", "high", "Repair")
    assert request.requester.name == "Lin"
    assert request.requester_unit.name_en == "Customers"
    assert timeline(request)[0].actor_id == request.requester_id


def test_the_first_administrator_leads_the_log_and_so_sees_it_all(press):
    calendar = Calendar.objects.create(code="c", name_zh="历", definition={})
    office = Unit.objects.create(code="it", name_zh="信息部", calendar=calendar)
    admin = Person.objects.create(number="1", name="Lin", unit=office)
    Grant.objects.create(person=admin, role=Role.ADMINISTRATOR)
    run(press)
    assert Request.objects.visible_to(admin.scope).count() == 2
    tao = Person.objects.get(name="Tao")
    assert Request.objects.visible_to(tao.scope).count() == 2


def test_what_activities_do_can_be_said_by_hand_and_kept(press, tmp_path):
    run(press, "--step", "Resolved=work", "--save-mapping", tmp_path / "m.json")
    assert of("P-2").state == State.WORKING
    run(press, "--mapping", tmp_path / "m.json", "--name", "again")
    assert Request.objects.filter(state=State.WORKING).count() == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--step", "Wait=sleep"), "“sleep” is no step"),
        (("--step", "sleep"), "ACTIVITY=STEP"),
        (("--team", "tema"), "no column “tema”"),
        (("--leader", "4711"), "there is no person “4711”"),
        (("--parent", "x"), "there is no unit “x”"),
        (("--calendar", "x"), "there is no calendar “x”"),
        (("--separator", "::"), "one character"),
        (("--zone", "Mars"), "“Mars” is no known time zone"),
    ],
)
def test_a_wrong_option_is_named_and_changes_nothing(press, arguments, words):
    before = everything()
    assert words in run(press, *arguments, ok=False).output
    assert everything() == before


def test_teams_may_work_by_a_calendar_of_the_organisation(press):
    shifts = [{"code": "day", "name_zh": "白班", "name_en": "Day", "stretches": [["08:00", "12:00"]]}]
    Calendar.objects.create(
        code="mornings",
        name_zh="上午",
        follows_holidays=False,
        definition={
            "zone": "Asia/Shanghai",
            "pattern": {"kind": "weekly", "days": [["day"]] * 7},
            "shifts": shifts,
        },
    )
    run(press, "--calendar", "mornings")
    assert of("P-2").hops.get().used_seconds == 2 * 3600
    assert of("P-1").calendar.code == "mornings"


def test_long_names_and_names_without_letters_fit(tmp_path):
    rows_ = [
        ("c1", "受理" * 200, "2026-03-02T08:00:00Z", "林" * 100, team)
        for team in ("设备部", "质量部", "x" * 300)
    ]
    run(write_csv(tmp_path / "设备 工单.csv", rows_))
    assert {unit.name_en for unit in Unit.objects.filter(parent__isnull=False)} == {
        "设备部",
        "质量部",
        "x" * 80,
    }
    assert Unit.objects.get(parent=None).code == "log-设备-工单"


def test_two_logs_do_not_mix_their_teams(tmp_path):
    run(write_csv(tmp_path / "a.csv", PRESS))
    run(write_xes(tmp_path / "b.xes", PRESS))
    assert Unit.objects.filter(name_en="Maintenance").count() == 2
    assert Request.objects.count() == 4


@pytest.mark.parametrize(
    ("title", "short"),
    [("BPI Challenge_2013", "bpi-challenge-2013"), ("设备 工单", "设备-工单"), ("…", "log")],
)
def test_a_log_is_known_by_a_short_name(title, short):
    assert slug(title) == short


def test_every_case_has_one_open_hop_or_none(tmp_path):
    cases = [
        (
            f"c{case}",
            activity,
            f"2026-03-02T{hour:02}:00:00Z",
            f"p{(case * hour) % 5}",
            "ABC"[(case + hour * hour) % 3],
        )
        for case in range(40)
        for hour, activity in enumerate(
            ["Queued", "Accepted", "Wait", "Resolved", "Accepted", "Closed", "Wait"][: 1 + case % 7]
        )
    ]
    run(write_csv(tmp_path / "a.csv", cases))
    running = {State.OFFERED, State.WORKING, State.PAUSED}
    for request in Request.objects.annotate(n=Count("hops")):
        open_hops = request.hops.filter(ended_at=None).count()
        assert open_hops == (State(request.state) in running)
        assert request.n == request.hop_count
        assert request.handoffs.count() <= request.hop_count - 1
        assert Pause.objects.filter(hop__request=request, ended_at=None).count() == (
            request.state == State.PAUSED
        )


def test_cases_whose_long_names_begin_alike_stay_apart(tmp_path):
    cases = [("x" * 250 + end, "Accepted", "2026-03-02T08:00:00Z", "Tao", "A") for end in "ab"]
    path = write_csv(tmp_path / "a.csv", cases)
    run(path)
    run(path)
    assert Request.objects.count() == 2


def test_a_step_for_an_activity_that_does_not_occur_is_told(press):
    report = json.loads(run(press, "--step", "Wiat=pause", "--json").stdout)
    assert "unknown_activity" in {each["code"] for each in report["findings"]}
