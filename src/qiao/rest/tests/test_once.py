"""A POST with a key happens once."""

import threading

import pytest
from django.db import connection, connections

from qiao.rest import once
from qiao.rest.models import Answer, Budget

KEY = {"Idempotency_Key": "first"}


def test_a_repeat_gets_the_first_answer_and_does_nothing(program, db):
    first = program.call("POST", "/things", {"number": 900}, **KEY)
    again = program.call("POST", "/things", {"number": 900}, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert [again[name] for name in ("ETag", "Location", "Content-Type")] == [
        first[name] for name in ("ETag", "Location", "Content-Type")
    ]
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Budget.objects.filter(minute=0).count() == 1


def test_without_a_key_a_repeat_acts_again(program, thing):
    first = program.call("POST", "/things/500/more")
    again = program.call("POST", "/things/500/more")
    assert first.content != again.content


def test_the_same_key_for_something_else_is_refused(program, db):
    program.call("POST", "/things", {"number": 900}, **KEY)
    other = program.call("POST", "/things", {"number": 901}, **KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert not Budget.objects.filter(pk=901).exists()


def test_the_same_key_of_somebody_else_is_another_key(program, db):
    program.call("POST", "/things", {"number": 900}, **KEY)
    other = program.call("POST", "/things", {"number": 901}, who="8 things:write", **KEY)
    assert other.status_code == 201


@pytest.mark.parametrize("words", ["refuse"])
def test_what_was_refused_is_not_kept_and_nothing_of_it_happened(program, db, words):
    refused = program.call("POST", "/things", {"number": 900, "words": words}, **KEY)
    assert refused.status_code == 409
    assert not Answer.objects.exists()
    assert not Budget.objects.filter(pk=900).exists()
    assert program.call("POST", "/things", {"number": 900}, **KEY).status_code == 201


def test_a_crash_before_the_end_leaves_nothing_so_that_the_repeat_does_it(program, db):
    program.raise_request_exception = False
    broken = program.call("POST", "/things", {"number": 900, "words": "break"}, **KEY)
    assert (broken.status_code, broken.json()["code"]) == (500, "server_error")
    assert not Budget.objects.filter(pk=900).exists()
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_action_and_answer_is_healed_by_the_repeat(program, monkeypatch):
    """Everything is written, then the process dies before a byte is sent."""

    class Died(BaseException):
        pass

    def die(*_args):
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr("qiao.rest.gate._finished", die)
        with pytest.raises(Died):
            program.call("POST", "/things", {"number": 900}, **KEY)
    assert Budget.objects.filter(pk=900).count() == 1
    again = program.call("POST", "/things", {"number": 900}, **KEY)
    assert (again.status_code, again.json()) == (201, {"number": 900, "given": 1})
    assert again["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "schlüssel"])
def test_a_key_that_cannot_be_kept_is_said_to_be_one(program, db, key):
    answer = program.call("POST", "/things", {"number": 900}, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="in memory there is one connection; tests/rest asks a real server"
)
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_acts_and_the_other_gets_its_answer(program, monkeypatch):
    """Both are inside before either has claimed the key."""
    entered, answers = threading.Barrier(2, timeout=20), []
    claim = once.actions.claim

    def together(**claimed):
        entered.wait()
        return claim(**claimed)

    def send():
        try:
            answers.append(type(program)().call("POST", "/things", {"number": 900}, **KEY))
        finally:
            connections.close_all()

    monkeypatch.setattr(once.actions, "claim", together)
    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert sum("Idempotency-Replayed" in answer for answer in answers) == 1
    assert Answer.objects.count() == 1
