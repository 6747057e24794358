"""Random lives on random calendars: whatever was done, the tables say what the ledger says."""

from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Priority
from qiao.desk import actions, gates
from qiao.desk.actions import approving
from qiao.desk.cli import check_clocks
from qiao.desk.events import Kind
from qiao.desk.models import Handoff, Hop, Pause, Request
from qiao.desk.reads.accounts import checked
from qiao.desk.rules import PauseKind, RefusalKind, State, Verb
from qiao.desk.tests.conftest import DAY_SHIFT, ZONE
from qiao.ledger.refusals import Refused
from qiao.org import actions as org
from qiao.org import compiled
from qiao.org.models import Calendar, Person, Unit

# Friday before the clocks change in Berlin: a calendar there loses an hour meanwhile.
START = datetime(2026, 3, 27, 7, 0, tzinfo=ZONE)


def shift(code, *stretches):
    return {"code": code, "name_zh": code, "name_en": code, "stretches": [list(each) for each in stretches]}


CALENDARS = [
    DAY_SHIFT,
    {
        "zone": "Europe/Berlin",
        "pattern": {"kind": "weekly", "days": [["N"]] * 7},
        "shifts": [shift("N", ("20:00", "32:00"))],
    },
    {
        "zone": "Asia/Shanghai",
        "pattern": {"kind": "rotation", "anchor": "2026-03-02", "cycle": ["D", "N", None], "offset": 1},
        "shifts": [shift("D", ("08:00", "20:00")), shift("N", ("20:00", "32:00"))],
    },
    {
        "zone": "Asia/Shanghai",
        "pattern": {"kind": "weekly", "days": [["D"]] * 7},
        "shifts": [shift("D", ("00:00", "24:00"))],
    },
]
CAST = ["mei", "he", "wei", "wu", "zhao", "tao", "guo", "chang"]
UNITS = ["maintenance", "team1", "automation", "welding2"]


class Boss:
    """Whoever leads the plant decides, on the calendar of a team; twice for what somebody asks them."""

    person = None

    def __init__(self, code="team1"):
        self.unit = Unit.objects.get(code=code)
        self.calendar_id = self.unit.calendar_id

    def begin(self, request, *, at):
        approving.ask(request, [Person.objects.get(number="chang")])


class Lives(RuleBasedStateMachine):
    """Two requests in the hands of the cast; time passes, calendars change. Each example is rolled back."""

    desk = None

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        compiled.forget()
        self.now = START
        self.requests = []

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        compiled.forget()

    @initialize(picks=st.lists(st.sampled_from(range(len(CALENDARS))), min_size=4, max_size=4))
    def calendars(self, picks):
        for n, (code, pick) in enumerate(zip(UNITS, picks, strict=True)):
            own = Calendar.objects.create(code=f"c{n}", name_zh=f"c{n}", definition=CALENDARS[pick])
            Unit.objects.filter(code=code).update(own_calendar=own, calendar=own)
        for who in ("mei", "wu"):
            self.raise_one(who)

    def raise_one(self, who):
        service = Service.objects.get(code="repair" if who == "mei" else "secret")
        person = Person.objects.get(number=who)
        self.requests.append(actions.raise_request(service=service, by=person, at=self.now, title="漏水").pk)

    @rule(minutes=st.integers(0, 60) | st.integers(0, 3000))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes, seconds=minutes % 7, microseconds=minutes)

    @rule(
        which=st.integers(0, 1),
        who=st.sampled_from(CAST),
        verb=st.sampled_from([*Verb, Verb.ACCEPT, Verb.TAKE, Verb.COMMENT, Verb.COMMENT]),
        other=st.sampled_from(UNITS),
        kind=st.sampled_from(list(PauseKind)),
        priority=st.sampled_from(list(Priority)),
    )
    def somebody_does_something(self, which, who, verb, other, kind, priority):
        request, by = Request.objects.get(pk=self.requests[which]), Person.objects.get(number=who)
        common = {"request": request, "by": by, "at": self.now}
        unit = Unit.objects.get(code=other)
        more = {
            Verb.ASSIGN: lambda: {"to": Person.objects.get(number="wu")},
            Verb.PAUSE: lambda: {"kind": kind, "counterpart": "仓库"},
            Verb.OFFER: lambda: {"unit": unit, "note": "转"},
            Verb.REFUSE: lambda: {"kind": RefusalKind.OTHER, "note": "不行"},
            Verb.DELIVER: lambda: {"note": "好了"},
            Verb.REOPEN: lambda: {"note": "又坏了"},
            Verb.DECLINE: lambda: {"kind": RefusalKind.OTHER, "note": "重复"},
            Verb.COMMENT: lambda: {"body": "请看", "internal": kind is PauseKind.PARTS},
            Verb.REPRIORITISE: lambda: {"priority": priority, "note": "停线"},
            Verb.MERGE: lambda: {"into": Request.objects.get(pk=self.requests[1 - which])},
            Verb.SEPARATE: lambda: {"note": "不是一件事"},
            Verb.DISAPPROVE: lambda: {"note": "太贵"},
        }.get(verb, dict)()
        try:
            with transaction.atomic():
                ACTIONS.get(verb, getattr(actions, verb.value, None))(**common, **more)
        except Refused:
            pass

    @rule(which=st.integers(0, 1), other=st.sampled_from(UNITS))
    def the_next_one_is_asked(self, which, other):
        request = Request.objects.get(pk=self.requests[which])
        try:
            with transaction.atomic():
                told = approving.go_on_at(request=request, asking=Boss(other), at=self.now)
                approving.tell(Kind.APPROVAL_ASKED, request, by=None, at=self.now, **told)
        except Refused:
            pass

    def calendar(self, n):
        """One to change, a moment after whatever happened last."""
        self.now += timedelta(seconds=1)
        return Calendar.objects.get(code=f"c{n}")

    @rule()
    def the_tick_runs(self):
        actions.remind_to_confirm(at=self.now)
        actions.confirm_silent(at=self.now)

    @rule(n=st.integers(0, 3), ahead=st.integers(-3, 3), works=st.booleans())
    def somebody_changes_a_day(self, n, ahead, works):
        calendar = self.calendar(n)
        codes = [each["code"] for each in calendar.definition["shifts"]] if works else []
        day = (self.now + timedelta(days=ahead)).date()
        org.set_day(calendar=calendar, day=day, shifts=codes[:1], by=None, at=self.now)

    @rule(n=st.integers(0, 3), pick=st.integers(0, len(CALENDARS) - 1))
    def somebody_changes_the_pattern(self, n, pick):
        calendar = self.calendar(n)
        calendar.days.all().delete()  # days of shifts that the new pattern may not know
        org.change_calendar(
            calendar=calendar,
            name_zh=calendar.name_zh,
            name_en="",
            definition=CALENDARS[pick],
            follows_holidays=True,
            by=None,
            at=self.now,
        )

    @invariant()
    def every_number_is_as_the_ledger_says(self):
        assert [each for part in checked() for each in part.differences] == []

    @invariant()
    def what_is_over_or_hidden_is_not_due(self):
        for request in Request.objects.all():
            assert request.closed_at is None or request.due_at is None
            assert (request.unanswered_since is None) == (request.answer_by is None)
            if request.state == State.APPROVAL:
                assert (request.due_at, request.answer_by, request.promised_at) == (None, None, None)
            if request.state == State.PAUSED:
                assert request.due_at == request.answer_by


ACTIONS = {
    Verb.REFUSE: actions.refuse_offer,
    Verb.APPROVE: approving.approved,
    Verb.DISAPPROVE: approving.not_approved,
}


def test_whatever_is_done_the_tables_say_what_the_ledger_says(desk, monkeypatch):
    Lives.desk = desk
    ServiceVersion.objects.filter(service=desk.secret).update(approvals_data={"steps": [{"who": "leader"}]})
    monkeypatch.setattr(gates, "_gate", [lambda request: Boss()])
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],  # shrinking such lives takes longer than reading one
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


# -- the command --------------------------------------------------------------------------------------


def test_the_command_finds_no_difference_and_says_how_many_it_counted(desk, mei, wu):
    desk.delivered(by=mei, holder=wu)
    said = CliRunner().invoke(check_clocks, [])
    assert (said.exit_code, "1 requests counted again" in said.output) == (0, True)


@pytest.mark.parametrize(
    ("model", "values", "column"),
    [
        (Request, {"due_at": START}, "due_at"),
        (Request, {"promised_at": START}, "promised_at"),
        (Request, {"used_seconds": 7}, "used_seconds"),
        (Request, {"waiting_for": "谁"}, "waiting_for"),
        (Request, {"bounces": 3}, "bounces"),
        (Hop, {"used_seconds": 7}, "hop 1 used_seconds"),
        (Hop, {"paused_seconds": 7}, "hop 1 paused_seconds"),
        (Pause, {"seconds": 7}, "hop 1 pauses"),
    ],
)
def test_it_finds_every_number_that_somebody_changed_by_hand(desk, mei, wu, model, values, column):
    request = desk.working(by=mei, holder=wu)
    request = actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.REQUESTER)
    request = actions.resume(request=request, by=wu, at=desk.later(minutes=30))
    actions.deliver(request=request, by=wu, at=desk.later(minutes=30), note="好了")
    model.objects.all().update(**values)
    said = CliRunner().invoke(check_clocks, [request.number])
    assert said.exit_code == 1
    assert f"{request.number} {column}:" in said.output


def test_an_offer_that_lies_is_not_among_its_numbers_but_who_holds_it_is(desk, mei, wu, tao):
    request = desk.working(by=mei, holder=wu)
    actions.offer(request=request, by=wu, at=desk.now, unit=desk.units["automation"], note="归你们")
    assert Handoff.objects.count() == 1
    Request.objects.update(holder_person=tao)
    assert "holder_person_id" in CliRunner().invoke(check_clocks, []).output


def test_a_number_that_nobody_knows(desk):
    assert "no request" in CliRunner().invoke(check_clocks, ["R-2020-000001"]).output
