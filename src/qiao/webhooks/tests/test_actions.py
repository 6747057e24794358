"""Who may look after webhooks, what is refused, what stands in the ledger."""

import json

import pytest

from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.webhooks import actions, rules, signing
from qiao.webhooks.models import Webhook
from qiao.webhooks.rules import Reason

URL = "https://example.org/hook/geheim?key=geheim"


def make(by, at, **more):
    values = {"name": "大屏", "url": URL, "kinds": ["request"]} | more
    return actions.create(by=by, at=at, **values)


@pytest.mark.parametrize("who", ["mei", "guo", "chang"])
def test_only_administrators_make_them(desk, who):
    with pytest.raises(Refused) as refused:
        make(desk.people[who], desk.now)
    assert refused.value.reason is Reason.NOT_ADMINISTRATOR
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": " "}, Reason.NAME_MISSING),
        ({"url": "http://example.org/"}, Reason.ADDRESS_NOT_HTTPS),
        ({"url": "https://10.0.0.1/"}, Reason.ADDRESS_PRIVATE),
        ({"url": "nonsense"}, Reason.ADDRESS_WRONG),
        ({"kinds": []}, Reason.NO_KINDS),
        ({"kinds": ["request.raised", "strange.thing"]}, Reason.UNKNOWN_KIND),
    ],
)
def test_what_a_webhook_cannot_be(desk, admin, values, reason):
    with pytest.raises(Refused) as refused:
        make(admin, desk.now, **values)
    assert refused.value.reason is reason


def test_there_is_an_end_to_how_many(desk, admin, monkeypatch):
    monkeypatch.setattr(rules, "MOST_WEBHOOKS", 1)
    make(admin, desk.now)
    with pytest.raises(Refused) as refused:
        make(admin, desk.now)
    assert refused.value.reason is Reason.TOO_MANY
    assert "1" in refused.value.sentence


def test_the_ledger_tells_the_whole_life_without_secret_and_path(desk, admin):
    webhook, secret = make(admin, desk.now)
    webhook = actions.change(
        webhook=webhook, name="看板", url=URL + "2", kinds=["org"], by=admin, at=desk.now
    )
    webhook, other = actions.new_secret(webhook=webhook, by=admin, at=desk.now)
    webhook = actions.switch_off(webhook=webhook, by=admin, at=desk.now)
    webhook = actions.switch_on(webhook=webhook, by=admin, at=desk.now)
    actions.delete(webhook=webhook, by=admin, at=desk.now)
    told = list(Event.objects.order_by("id"))
    assert [event.kind.partition(".")[2] for event in told] == [
        "created",
        "changed",
        "secret_changed",
        "switched_off",
        "switched_on",
        "deleted",
    ]
    assert told[1].data["changes"] == {"kinds": [["request"], ["org"]], "name": ["大屏", "看板"]}
    text = json.dumps([event.data for event in told])
    assert "example.org" in text
    for hidden in ("geheim", secret, other):
        assert hidden not in text


def test_whoever_saves_it_or_switches_it_on_answers_for_it(desk, admin, mei):
    from qiao.org.models import Grant

    webhook, _secret = make(admin, desk.now)
    Grant.objects.create(person=mei, role="administrator")
    webhook = actions.switch_off(webhook=webhook, by=mei, at=desk.now)
    assert webhook.owner_id == admin.pk
    assert actions.switch_on(webhook=webhook, by=mei, at=desk.now).owner_id == mei.pk


def test_who_comes_second_is_told(desk, admin):
    webhook, _secret = make(admin, desk.now)
    seen = webhook.revision
    actions.change(webhook=webhook, name="看板", url=URL, kinds=["org"], by=admin, at=desk.now)
    with pytest.raises(Conflict):
        actions.change(
            webhook=webhook, name="别的", url=URL, kinds=["org"], by=admin, at=desk.now, expected=seen
        )


@pytest.mark.parametrize(
    "act", [actions.switch_off, actions.switch_on, actions.new_secret, actions.delete, actions.ping]
)
def test_nobody_else_touches_one(desk, admin, mei, act):
    webhook, _secret = make(admin, desk.now)
    with pytest.raises(Refused):
        act(webhook=webhook, by=mei, at=desk.now)


def test_a_signature_is_that_of_the_published_example():
    """Of the specification's own reference: secret, number, moment and body as its libraries test them."""
    signed = signing.sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
