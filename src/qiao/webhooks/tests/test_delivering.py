"""From the ledger to the receiver: nothing missed, nothing forged, again until it arrives."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction

from qiao.accounts import post
from qiao.desk import actions as desk_actions
from qiao.ledger.actions import record
from qiao.ledger.models import Event
from qiao.org import actions as org
from qiao.org.models import Grant
from qiao.webhooks import actions, delivering, rules
from qiao.webhooks.jobs import forget_messages, send_webhooks
from qiao.webhooks.models import Delivery, Try
from qiao.webhooks.rules import MessageState, SwitchedOff, Trouble

pytestmark = pytest.mark.django_db


def kinds(receiver):
    return [got.said["type"] for got in receiver.got]


def test_an_event_arrives_signed_and_thin(desk, mei, wu, hook, receiver, settings):
    made = hook("request.accepted")
    request = desk.working(by=mei, holder=wu, title="机器人漏水")
    send_webhooks(at=desk.now)
    (got,) = receiver.got
    assert got.signed_by(made.secret)
    assert not got.signed_by("whsec_" + "A" * 44)
    assert got.said["type"] == "request.accepted"
    assert got.said["timestamp"] == Event.objects.get(kind="request.accepted").at.isoformat()
    assert got.said["data"]["subject"]["ref"] == request.number
    assert got.said["data"]["actor"] == {"id": wu.pk, "number": "wu"}
    assert got.said["data"]["to_unit"]["code"] == "maintenance"
    assert "漏水" not in got.body.decode()
    assert made.messages[0].state == MessageState.DELIVERED
    assert Try.objects.get().status == 200


def test_only_the_kinds_it_wants_and_only_what_happened_after_it_was_made(desk, mei, wu, hook, receiver):
    desk.raised(by=mei)
    hook("request.raised", "org")
    desk.working(by=mei, holder=wu)
    org.change_person(person=mei, phone="123", by=None, at=desk.now)
    send_webhooks(at=desk.now)
    assert sorted(kinds(receiver)) == ["org.person_changed", "request.raised"]  # sent in any order


def test_nothing_is_sent_twice_when_nothing_happens(desk, mei, hook, receiver):
    hook()
    desk.raised(by=mei)
    for _ in range(3):
        send_webhooks(at=desk.later(minutes=1))
    assert len(receiver.got) == 1


def test_confidential_requests_of_others_are_not_sent(desk, mei, wu, admin, hook, receiver):
    hook()
    request = desk.raised(by=mei, service=desk.secret, title="被班长骂")
    desk_actions.accept(request=request, by=wu, at=desk.now)
    mine = desk.raised(by=admin, service=desk.secret)
    send_webhooks(at=desk.now)
    assert [got.said["data"]["subject"]["ref"] for got in receiver.got] == [mine.number]


def test_history_that_an_import_brought_is_not_sent(desk, mei, hook, receiver):
    hook()
    with transaction.atomic():
        record("request.accepted", subject=desk.raised(by=mei), at=desk.now, log="press")
    send_webhooks(at=desk.now)
    assert kinds(receiver) == ["request.raised"]


def test_what_fails_is_sent_again_later_with_the_same_number_and_the_same_bytes(desk, mei, hook, receiver):
    receiver.script = [500, 503, 200]
    made = hook()
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    assert made.messages[0].state == MessageState.WAITING
    send_webhooks(at=desk.later(seconds=3))
    assert len(receiver.got) == 1
    send_webhooks(at=desk.later(seconds=4))
    send_webhooks(at=desk.later(minutes=10))
    assert len(receiver.got) == 3
    assert len({(got.id, got.body) for got in receiver.got}) == 1
    assert all(got.signed_by(made.secret) for got in receiver.got)
    assert [each.status for each in made.messages[0].attempts.all()] == [500, 503, 200]
    assert made.now().failing_since is None


def test_one_that_fails_does_not_hold_up_another(desk, mei, hook, receiver, settings):
    broken = hook(url="http://127.0.0.1:1/", name="坏的")
    good = hook()
    for _ in range(3):
        desk.raised(by=mei)
    send_webhooks(at=desk.now)
    assert [each.state for each in good.messages] == [MessageState.DELIVERED] * 3
    assert {each.state for each in broken.messages} == {MessageState.WAITING}


def test_after_the_last_try_a_message_is_given_up_and_after_three_days_the_webhook_is_off(
    desk, mei, admin, hook, receiver, django_capture_on_commit_callbacks
):
    admin.email = "admin@example.org"
    admin.save()
    receiver.script = [500]
    made = hook()
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    while made.now().off == "":
        with django_capture_on_commit_callbacks(execute=True):
            send_webhooks(at=made.messages[0].next_at)
    assert made.now().off == SwitchedOff.FAILING
    assert len(receiver.got) == rules.TRIES
    assert made.messages[0].state == MessageState.FAILED
    told = Event.objects.get(kind="webhooks.switched_off")
    assert (told.actor_id, told.data["why"]) == (None, "failing")
    post.flush()
    assert [message.to for message in mail.outbox] == [["admin@example.org"]]
    assert f"/administration/webhooks/{made.webhook.pk}/" in mail.outbox[0].body


def test_something_that_arrives_in_between_keeps_it_on(desk, mei, hook, receiver):
    receiver.script = [500, 200, 500]
    made = hook()
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    desk.raised(by=mei)
    send_webhooks(at=desk.later(seconds=1))
    assert made.now().failing_since is None
    desk.raised(by=mei)
    send_webhooks(at=desk.later(days=3))
    assert made.now().off == ""


def test_a_receiver_that_is_gone_is_not_asked_again(desk, mei, hook, receiver):
    receiver.script = [410]
    made = hook()
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    assert made.now().off == SwitchedOff.GONE
    send_webhooks(at=desk.later(days=1))
    assert len(receiver.got) == 1


@pytest.mark.parametrize("loses", ["role", "job"])
def test_what_no_administrator_answers_for_any_more_is_not_sent(desk, mei, admin, hook, receiver, loses):
    made = hook()
    desk.raised(by=mei)
    if loses == "role":
        Grant.objects.filter(person=admin).delete()
    else:
        admin.active = False
        admin.save()
    send_webhooks(at=desk.now)
    assert receiver.got == []
    assert made.now().off == SwitchedOff.OWNER


def test_while_it_is_off_nothing_is_written_and_a_range_brings_it_afterwards(
    desk, mei, admin, hook, receiver
):
    made = hook()
    actions.switch_off(webhook=made.webhook, by=admin, at=desk.now)
    start = desk.now
    desk.raised(by=mei)
    send_webhooks(at=desk.later(minutes=1))
    assert made.messages == []
    webhook = actions.switch_on(webhook=made.webhook, by=admin, at=desk.now)
    many = actions.replay_between(
        webhook=webhook, since=start, until=desk.later(minutes=1), by=admin, at=desk.now
    )
    send_webhooks(at=desk.now)
    assert (many, kinds(receiver)) == (1, ["request.raised"])


def test_what_arrived_already_is_sent_again_under_its_own_number(desk, mei, admin, hook, receiver):
    made = hook()
    start = desk.now
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    actions.replay(delivery=made.messages[0], by=admin, at=desk.now)
    send_webhooks(at=desk.now)
    until = desk.later(hours=1)
    actions.replay_between(webhook=made.webhook, since=start, until=until, by=admin, at=desk.now)
    send_webhooks(at=desk.now)
    assert len(receiver.got) == 3
    assert len({got.id for got in receiver.got}) == 1
    assert Event.objects.filter(kind="webhooks.replayed").count() == 2


def test_a_ping_says_hello_at_once(desk, admin, hook, receiver):
    made = hook()
    message = actions.ping(webhook=made.webhook, by=admin, at=desk.now)
    sent = delivering.send_now(message, at=desk.now)
    assert sent.state == MessageState.DELIVERED
    assert kinds(receiver) == ["webhooks.ping"]
    assert receiver.got[0].signed_by(made.secret)


def test_for_a_day_both_secrets_sign_then_only_the_new_one(desk, mei, admin, hook, receiver):
    made = hook()
    _webhook, new = actions.new_secret(webhook=made.webhook, by=admin, at=desk.now)
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    assert receiver.got[0].signed_by(new)
    assert receiver.got[0].signed_by(made.secret)
    desk.raised(by=mei)
    send_webhooks(at=desk.later(hours=25))
    assert receiver.got[1].signed_by(new)
    assert not receiver.got[1].signed_by(made.secret)


def test_two_that_send_at_once_send_each_message_once(desk, mei, hook, receiver):
    made = hook()
    desk.raised(by=mei)
    actions.follow_ledger(at=desk.now)
    mine, theirs = Delivery.objects.get(), Delivery.objects.get()
    assert actions.begin(delivery=mine, at=desk.now) is not None
    assert actions.begin(delivery=theirs, at=desk.now) is None
    assert made.messages[0].tries == 1


def test_who_is_stopped_in_the_middle_sends_it_again_with_the_same_number(
    desk, mei, hook, receiver, monkeypatch
):
    """As after a kill: the receiver got it, nobody wrote that down."""
    made = hook()
    desk.raised(by=mei)

    def killed(**_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, "end", killed)
        with pytest.raises(KeyboardInterrupt):
            send_webhooks(at=desk.now)
    assert [each.trouble for each in Try.objects.all()] == [Trouble.INTERRUPTED]
    send_webhooks(at=desk.later(minutes=1))
    assert len(receiver.got) == 1
    send_webhooks(at=desk.now + rules.LEASE + timedelta(seconds=1))
    assert [got.id for got in receiver.got] == [made.messages[0].message] * 2
    assert made.messages[0].state == MessageState.DELIVERED


def test_the_round_ends_with_its_budget_and_the_next_goes_on(desk, mei, hook, receiver):
    made = hook()
    for _ in range(delivering.EACH * 2):
        desk.raised(by=mei)
    actions.follow_ledger(at=desk.now)
    assert delivering.deliver(at=desk.now, budget=0.0) == 0
    assert delivering.deliver(at=desk.now) == delivering.EACH * 2
    assert {each.state for each in made.messages} == {MessageState.DELIVERED}


def test_old_messages_are_forgotten(desk, mei, hook, receiver):
    made = hook()
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    forget_messages(at=(desk.now + rules.KEPT - timedelta(days=1)).replace(minute=7))
    assert len(made.messages) == 1
    forget_messages(at=(desk.now + rules.KEPT + timedelta(days=1)).replace(minute=7))
    assert made.messages == []


def test_secrets_are_sealed_in_the_database_and_another_key_opens_nothing(
    desk, mei, hook, receiver, settings
):
    made = hook()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhooks_webhook")
        (sealed,) = cursor.fetchone()
    assert made.secret.removeprefix("whsec_") not in sealed
    settings.SECRET_KEY = "another key, as after a restore without the old one"
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    assert receiver.got == []
    assert Try.objects.get().trouble == Trouble.BROKEN
