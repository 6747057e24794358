"""Who is told of what: the table."""

import pytest

from qiao.desk.events import Kind
from qiao.notify.rules import (
    BECAUSE,
    NOBODY,
    TOLD,
    Group,
    Relation,
    Telling,
    is_news,
    occasion,
    recipients,
)

R, G = Relation, Group
EVERYBODY = {relation: {n} for n, relation in enumerate(Relation, 1)}
NUMBER = {relation: n for n, relation in enumerate(Relation, 1)}


def told(kind, actor_id=None, **data):
    """As "answer: assigned leader / progress: watcher"."""
    found = recipients(TOLD[occasion(kind, data)], EVERYBODY, actor_id=actor_id, substitutes={})
    groups = {
        group: [each.value for each in Relation if found.get(NUMBER[each], (0, 0))[1] == group]
        for group in Group
    }
    return " / ".join(f"{group}: {' '.join(people)}" for group, people in groups.items() if people)


ASKERS = "requester beneficiary fellow"


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Kind.RAISED, {}, "answer: assigned leader on_shift / progress: beneficiary"),
        (Kind.ASSIGNED, {}, "answer: assigned / progress: watcher"),
        (Kind.ACCEPTED, {}, f"progress: {ASKERS} watcher"),
        (Kind.PAUSED, {"waiting_for": "parts"}, f"progress: {ASKERS} watcher"),
        (
            Kind.PAUSED,
            {"waiting_for": "requester"},
            "answer: requester beneficiary / progress: fellow watcher",
        ),
        (Kind.OFFERED, {}, "answer: offered_to leader on_shift / progress: watcher"),
        (Kind.TAKEN, {}, f"progress: {ASKERS} giver watcher"),
        (Kind.REFUSED, {}, "answer: holder giver / progress: watcher"),
        (Kind.DELIVERED, {}, "answer: requester beneficiary / progress: fellow watcher"),
        (Kind.REMINDED, {}, "answer: requester beneficiary / progress: fellow"),
        (Kind.REOPENED, {}, f"answer: holder leader / progress: {ASKERS} watcher"),
        (Kind.WATCHED, {}, "progress: added"),
        (Kind.UNATTENDED, {}, "answer: leader"),
        (Kind.MERGED, {}, f"progress: holder {ASKERS} watcher commenter"),
    ],
)
def test_who_is_told_in_which_kind(kind, data, expected):
    assert told(kind, **data) == expected


def test_of_a_comment_whoever_is_named_is_told_as_named():
    assert told(Kind.COMMENTED).startswith("mention: mentioned / talk: approver holder requester")


def test_nobody_is_told_of_their_own_act():
    assert told(Kind.ACCEPTED, actor_id=NUMBER[R.REQUESTER]) == "progress: beneficiary fellow watcher"


def test_the_strongest_reason_is_given_once():
    one = {R.COMMENTER: [7], R.REQUESTER: [7], R.MENTIONED: [7], R.WATCHER: [7]}
    assert recipients(TOLD[Kind.COMMENTED], one, actor_id=None, substitutes={}) == {
        7: Telling(R.MENTIONED, G.MENTION)
    }


def test_whoever_stands_in_is_told_too_but_not_for_a_watcher():
    people = {R.REQUESTER: [7], R.WATCHER: [8]}
    found = recipients(TOLD[Kind.DELIVERED], people, actor_id=None, substitutes={7: 70, 8: 80})
    assert found == {
        7: Telling(R.REQUESTER, G.ANSWER),
        8: Telling(R.WATCHER, G.PROGRESS),
        70: Telling(R.STANDS_IN, G.ANSWER),
    }


def test_a_substitute_who_did_it_is_not_told():
    found = recipients(TOLD[Kind.DELIVERED], {R.REQUESTER: [7]}, actor_id=70, substitutes={7: 70})
    assert set(found) == {7}


@pytest.mark.parametrize(
    ("kind", "data", "news"),
    [
        (Kind.COMMENTED, {}, True),
        (Kind.COMMENTED, {"activity": "Queued"}, False),
        (Kind.ATTACHED, {}, True),
        (Kind.ATTACHED, {"field": "photo"}, False),
        (Kind.UNWATCHED, {}, False),
        ("log.event", {}, False),
    ],
)
def test_what_is_news_at_all(kind, data, news):
    assert is_news(kind, data) is news


def test_every_reason_has_a_sentence():
    assert set(BECAUSE) == set(Relation)


def test_of_every_kind_of_event_it_was_decided_who_is_told():
    decided = {kind for kind in TOLD if "/" not in kind}
    assert decided | NOBODY == {kind for kind in Kind if kind.value.startswith("request.")}
    assert not decided & NOBODY
