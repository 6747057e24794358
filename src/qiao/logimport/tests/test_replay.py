"""A case lived through as a request."""

from qiao.desk.events import Kind
from qiao.desk.importing.steps import steps_of
from qiao.desk.rules import State
from qiao.eventlog import Case, Event
from qiao.logimport.replay import LOG_EVENT, Replay

HOUR = 3_600_000_000


def play(*told, ends=False):
    """Each event as (hours, activity, person, team)."""
    events = [
        Event(at * HOUR, line, activity, person, team, "")
        for line, (at, activity, person, team) in enumerate(told)
    ]
    case = Case("c1", events, [])
    return Replay(case, steps_of({event.activity for event in events}, {}), ends=ends)


def kinds(replay):
    return [entry.kind for entry in replay.entries]


def test_a_straight_case_is_accepted_delivered_and_confirmed():
    replay = play(
        (0, "Queued", "Mei", "A"),
        (1, "Accepted", "Tao", "A"),
        (3, "Resolved", "Tao", "A"),
        (9, "Closed", "Mei", "A"),
    )
    assert kinds(replay) == [Kind.RAISED, Kind.ACCEPTED, Kind.DELIVERED, Kind.CONFIRMED]
    assert replay.state is State.CONFIRMED
    assert (replay.responded, replay.delivered, replay.closed) == (HOUR, 3 * HOUR, 9 * HOUR)
    (hop,) = replay.hops
    assert (hop.since, hop.accepted, hop.until, hop.person) == (0, HOUR, 3 * HOUR, "Tao")


def test_every_change_of_team_is_a_handoff_and_a_hop():
    replay = play(
        (0, "Accepted", "Mei", "A"),
        (1, "Accepted", "Tao", "B"),
        (2, "Accepted", "Mei", "A"),
        (3, "Closed", "Mei", "A"),
    )
    assert [(each.giver, each.taker) for each in replay.passed] == [("A", "B"), ("B", "A")]
    assert [(hop.team, hop.since, hop.until) for hop in replay.hops] == [
        ("A", 0, HOUR),
        ("B", HOUR, 2 * HOUR),
        ("A", 2 * HOUR, 3 * HOUR),
    ]
    assert kinds(replay) == [Kind.RAISED, Kind.ACCEPTED, Kind.TAKEN, Kind.TAKEN, Kind.CONFIRMED]


def test_a_pause_ends_with_the_next_work_and_with_the_hop():
    replay = play(
        (0, "Accepted", "Mei", "A"),
        (1, "Wait", "Mei", "A"),
        (4, "Accepted", "Mei", "A"),
        (5, "Wait", "Mei", "A"),
        (6, "Closed", "Tao", "B"),
    )
    waits = replay.hops[0].waits
    assert [(wait.since, wait.until) for wait in waits] == [(HOUR, 4 * HOUR), (5 * HOUR, 6 * HOUR)]
    assert Kind.RESUMED in kinds(replay)
    assert next(entry for entry in replay.entries if entry.kind == Kind.RESUMED).data["seconds"] == 3 * 3600


def test_a_case_that_waits_at_the_end_is_paused_and_its_hop_runs():
    replay = play((0, "Accepted", "Mei", "A"), (1, "Wait", "Mei", "A"))
    assert replay.state is State.PAUSED
    assert replay.hop.until is None
    assert replay.hop.waits[0].until is None


def test_a_case_that_ends_in_a_queue_is_to_accept_and_nobody_holds_it_in_person():
    replay = play((0, "Accepted", "Mei", "A"), (1, "Queued", "Mei", "B"))
    assert replay.state is State.OFFERED
    assert replay.person is None
    assert replay.hop.accepted is None


def test_work_after_a_delivery_reopens_it():
    replay = play(
        (0, "Accepted", "Mei", "A"),
        (1, "Resolved", "Mei", "A"),
        (5, "Accepted", "Mei", "A"),
        (6, "Resolved", "Mei", "A"),
    )
    assert replay.reopened == 1
    assert kinds(replay)[-2:] == [Kind.REOPENED, Kind.DELIVERED]
    assert replay.delivered == 6 * HOUR
    assert [(hop.since, hop.until) for hop in replay.hops] == [(0, HOUR), (5 * HOUR, 6 * HOUR)]
    assert replay.passed == []


def test_another_team_that_closes_what_was_delivered_holds_it_for_that_moment():
    replay = play((0, "Accepted", "Mei", "A"), (1, "Resolved", "Mei", "A"), (9, "Closed", "Tao", "B"))
    assert replay.state is State.CONFIRMED
    assert len(replay.passed) == 1
    assert (replay.hops[1].since, replay.hops[1].until) == (9 * HOUR, 9 * HOUR)
    assert replay.delivered == HOUR
    assert replay.reopened == 0


def test_what_has_no_counterpart_at_the_desk_is_kept_in_the_words_of_the_log():
    replay = play((0, "Accepted", "Mei", "A"), (1, "Create anomaly", "Mei", "A"))
    assert kinds(replay) == [Kind.RAISED, Kind.ACCEPTED, LOG_EVENT]
    assert replay.entries[-1].data["activity"] == "Create anomaly"


def test_saying_twice_that_it_is_closed_closes_it_once():
    replay = play((0, "Accepted", "Mei", "A"), (1, "Closed", "Mei", "A"), (2, "Closed", "Mei", "A"))
    assert kinds(replay)[-2:] == [Kind.CONFIRMED, LOG_EVENT]
    assert replay.closed == HOUR


def test_where_nothing_ends_a_case_its_last_event_does():
    replay = play((0, "Check", "Mei", "A"), (1, "Print", "Mei", "A"), ends=True)
    assert replay.state is State.CONFIRMED
    assert replay.closed == HOUR


def test_a_case_that_was_withdrawn_was_not_delivered():
    replay = play((0, "Accepted", "Mei", "A"), (1, "Cancelled", "Mei", "A"))
    assert replay.state is State.WITHDRAWN
    assert (replay.delivered, replay.closed) == (None, HOUR)
