"""Before and at the breach, along the holder's chain: once for each reason, in a digest, in the shift."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.desk import actions as desk_actions
from qiao.desk.events import Kind
from qiao.desk.rules import PauseKind, RefusalKind
from qiao.escalation import actions, jobs, reads
from qiao.escalation.models import Line, Mark, Watch
from qiao.escalation.rules import Because, Reason, Terms, marks_of, next_moment, often, reached
from qiao.ledger.models import Event
from qiao.ledger.refusals import Refused
from qiao.org.models import Calendar

HOUR = 3600


# -- rules ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("50, 75, 100", (50, 75, 100)),
        ("80%，100%，150%", (80, 100, 150)),
        ("100", (100,)),
        ("75, 50", None),
        ("0, 50", None),
        ("50, 50", None),
        ("201", None),
        ("a lot", None),
        ("", None),
        ("1,2,3,4,5,6", None),
    ],
)
def test_how_marks_are_written(text, marks):
    assert marks_of(text) == marks


@pytest.mark.parametrize(
    ("hours", "levels"), [(1.9, []), (2, [0]), (2.9, [0]), (3, [0, 1]), (5, [0, 1, 2]), (40, [0, 1, 2])]
)
def test_which_marks_are_reached(desk, hours, levels):
    calendar = Calendar.objects.get(code="day").compiled
    promised = calendar.add_working(desk.now, 4 * HOUR)
    at = calendar.add_working(desk.now, round(hours * HOUR))
    found = reached(calendar, 4 * HOUR, promised, at, (50, 75, 100))
    assert [cause.level for cause in found] == levels


def test_the_next_moment_is_in_working_time(desk):
    calendar = Calendar.objects.get(code="day").compiled
    promised = calendar.add_working(desk.now, 8 * HOUR)  # six in the evening
    assert next_moment(calendar, 8 * HOUR, promised, desk.now, [50]) == desk.now + timedelta(hours=5)  # lunch
    assert next_moment(calendar, 8 * HOUR, promised, desk.now, [125]) == desk.now + timedelta(days=1, hours=2)
    assert next_moment(calendar, 8 * HOUR, promised, promised, [50]) == promised
    assert next_moment(calendar, 8 * HOUR, promised, desk.now, []) is None


@pytest.mark.parametrize(
    ("returns", "reopened", "why"),
    [(1, 1, []), (2, 0, [Because.RETURNED]), (0, 2, [Because.REOPENED]), (9, 9, list(Because)[1:])],
)
def test_what_comes_back_too_often(returns, reopened, why):
    assert [cause.because for cause in often(Terms(), returns, reopened)] == why
    assert often(Terms(returns=0, reopenings=0), returns, reopened) == []


# -- time ----------------------------------------------------------------------------------------------


def test_the_holder_then_a_leader_more_each_time_and_once_for_each_reason(desk, mei, wu, tick, marks):
    request = desk.working(by=mei, holder=wu)  # four hours, at nine
    assert tick(hours=1, minutes=59) == set()
    assert tick(minutes=1) == {("wu", "time", 50)}
    assert tick(minutes=59) == {("wu", "time", 50)}
    assert tick(minutes=1) == {("wu", "time", 50), ("zhao", "time", 75), ("wu", "time", 75)}
    told = tick(hours=2)  # lunch, and the breach at two
    assert ("guo", "time", 100) in told
    assert tick(days=3) == told
    assert marks(request) == [("time", 50), ("time", 75), ("time", 100)]
    said = [event for event in desk.story(request) if event.kind == Kind.ESCALATED]
    assert {event.data["n"] for event in said} == {50, 75, 100}


def test_nothing_runs_while_it_is_paused_and_the_moment_moves_with_the_promise(desk, mei, wu, tick):
    request = desk.working(by=mei, holder=wu)
    tick(hours=1)
    desk_actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="仓库")
    assert tick(days=1) == set()
    assert Watch.objects.get(request=request).next_at is None
    desk_actions.resume(request=request, by=wu, at=desk.now)  # Tuesday at ten: one hour is used
    assert tick(minutes=59) == set()
    assert ("wu", "time", 50) in tick(minutes=1)


def test_nobody_hears_outside_their_shift(desk, mei, wu, tick):
    desk.now = desk.now.replace(hour=15)
    desk.working(by=mei, holder=wu)
    Calendar.objects.update(follows_holidays=False)
    assert tick(hours=2) == {("wu", "time", 50)}
    # The breach of something short comes at night for whom it concerns: only in the morning.
    Line.objects.update(told_at=None)
    assert tick(hours=3) == set()
    assert ("wu", "time", 50) in tick(hours=13)


def test_at_most_one_digest_in_the_period(desk, mei, wu, tick):
    desk.working(by=mei, holder=wu)
    desk.later(minutes=10)
    other = desk.working(by=mei, holder=wu, title="另一件")
    assert tick(hours=1, minutes=50) == {("wu", "time", 50)}
    tick(minutes=10)  # the second is half through, ten minutes after the first digest
    assert Mark.objects.filter(request=other).exists()
    assert not Line.objects.filter(mark__request=other, told_at__isnull=False).exists()
    tick(minutes=50)
    assert Line.objects.filter(mark__request=other, told_at__isnull=False, person=wu).exists()


def test_killed_half_way_it_is_told_once(desk, mei, wu, tick, monkeypatch):
    request = desk.working(by=mei, holder=wu)
    monkeypatch.setattr(actions, "tell", _dies)
    with pytest.raises(RuntimeError):
        tick(hours=2)
    monkeypatch.undo()
    assert not Line.objects.filter(told_at__isnull=False).exists()
    desk.now -= timedelta(minutes=0)
    jobs.escalations(at=desk.now)
    jobs.escalations(at=desk.now)
    assert Line.objects.filter(told_at__isnull=False).count() == 1
    assert sum(event.kind == Kind.ESCALATED for event in desk.story(request)) == 1


def _dies(*args, **more):
    raise RuntimeError


# -- other reasons, and who is left out ----------------------------------------------------------------


def test_what_comes_back_twice_is_told_to_the_leader(desk, mei, wu, tao, tick):
    request = desk.working(by=mei, holder=wu)
    for n in range(2):
        desk_actions.offer(
            request=request, by=wu, at=desk.later(minutes=1), unit=desk.units["automation"], note="转"
        )
        desk_actions.refuse_offer(
            request=request, by=tao, at=desk.now, kind=RefusalKind.NO_CAPACITY, note="没人"
        )
        told = tick(minutes=1)
        assert (("zhao", "returned", 2) in told) == (n == 1)


def test_who_may_not_open_it_is_not_told(desk, mei, wu, tick):
    request = desk.working(by=mei, holder=wu, service=desk.secret)
    tick(hours=2)
    tick(hours=3)
    told = tick(hours=3)
    assert {who for who, _because, _n in told} <= {
        "wu",
        "zhao",
        "guo",
    }  # the unit's own and its head, nobody above
    assert ("chang", "time", 100) not in told
    assert request.confidential


def test_what_is_settled_is_not_told_any_more(desk, mei, wu, tick):
    request = desk.working(by=mei, holder=wu)
    desk.later(hours=2)
    actions.catch_up(at=desk.now)
    actions.reach(at=desk.now)
    request = desk_actions.deliver(request=request, by=wu, at=desk.now, note="好")
    desk_actions.confirm(request=request, by=mei, at=desk.now)
    actions.tell_all(at=desk.now)
    assert not Event.objects.filter(kind=Kind.ESCALATED).exists()


def test_the_tick_is_one_search_however_much_is_open(desk, mei, wu, tick):
    def cost():
        jobs.escalations(at=desk.now)
        with CaptureQueriesContext(connection) as queries:
            actions.reach(at=desk.now)
        return len(queries)

    desk.working(by=mei, holder=wu)
    few = cost()
    for _ in range(10):
        desk.working(by=mei, holder=wu)
    assert cost() == few == 1


# -- what holds ----------------------------------------------------------------------------------------


def test_a_service_has_its_own_and_what_runs_is_counted_anew(desk, mei, wu, admin, tick):
    request = desk.working(by=mei, holder=wu)
    tick()
    terms = Terms((25,), 0, 0)
    actions.set_policy(by=admin, at=desk.now, service_id=desk.service.pk, terms=terms)
    assert Watch.objects.get(request=request).next_at == desk.now + timedelta(hours=1)
    assert reads.terms_of(desk.secret.pk).marks == (50, 75, 100)
    off = Terms(active=False)
    actions.set_policy(by=admin, at=desk.now, service_id=desk.service.pk, terms=off)
    assert Watch.objects.get(request=request).next_at is None


def test_only_administrators_set_it(desk, guo, admin, browse):
    with pytest.raises(Refused) as refused:
        actions.set_policy(by=guo, at=desk.now, service_id=None, terms=Terms())
    assert refused.value.reason is Reason.NOT_ADMINISTRATOR
    assert browse(guo).get("/escalation/settings/").status_code == 404
    client = browse(admin)
    said = {"active": "on", "marks": "60, 90", "returns": 3, "reopenings": 1, "every": 30, "revision": 0}
    assert client.post("/escalation/settings/", said).status_code == 302
    assert reads.terms_of(None) == Terms((60, 90), 3, 1, 30)
    again = client.post("/escalation/settings/", said | {"marks": "90, 60"})
    assert again.status_code == 422
    assert "90, 60" in again.content.decode()
    assert client.get("/escalation/settings/?service=repair").status_code == 200
    assert client.get("/escalation/settings/?service=none").status_code == 404


def test_today_of_a_leader_shows_what_was_escalated(desk, mei, wu, zhao, tick, browse):
    request = desk.working(by=mei, holder=wu)
    tick(hours=3)
    assert request.title in browse(zhao).get("/escalation/").content.decode()
    assert "escalated" in browse(zhao).get("/").content.decode()
    assert request.title not in browse(mei).get("/escalation/").content.decode()
