"""Pages about webhooks: for administrators only, in both languages, secrets once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.ledger.models import Event
from qiao.webhooks import actions
from qiao.webhooks.jobs import send_webhooks
from qiao.webhooks.models import Webhook
from qiao.webhooks.rules import MessageState, SwitchedOff

pytestmark = pytest.mark.django_db
LIST = "/administration/webhooks/"
GET = [
    "",
    "new/",
    "{hook}/",
    "{hook}/change/",
    "{hook}/delete/",
    "{hook}/secret/",
    "{hook}/messages/{message}/",
]
POST = [
    "new/",
    "{hook}/on/",
    "{hook}/off/",
    "{hook}/ping/",
    "{hook}/replay/",
    "{hook}/messages/{message}/replay/",
]


@pytest.fixture
def sent(desk, mei, hook):
    made = hook()
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    return made


def address(path, sent):
    return LIST + path.format(hook=sent.webhook.pk, message=sent.messages[0].pk)


@pytest.mark.parametrize("who", ["mei", "guo"])
def test_to_others_none_of_the_pages_exists(desk, sent, receiver, enter, who):
    client = enter(desk.people[who])
    before = len(receiver.got)
    assert {client.get(address(path, sent)).status_code for path in GET} == {404}
    assert {client.post(address(path, sent)).status_code for path in (*GET[2:], *POST)} <= {404, 405}
    assert len(receiver.got) == before
    assert Webhook.objects.get().off == ""


@pytest.mark.parametrize(("language", "says"), [("zh-hans", "已送达"), ("en", "Arrived")])
def test_an_administrator_reads_them_in_both_languages(sent, admin, enter, language, says):
    admin.language = language
    admin.save()
    client = enter(admin)
    for path in GET:
        assert client.get(address(path, sent)).status_code == 200, path
    assert says in client.get(address("{hook}/", sent)).content.decode()


def test_the_secret_is_shown_once(desk, admin, enter, receiver):
    client = enter(admin)
    typed = {"name": "大屏", "url": receiver.url, "kinds": ["request", "org.person_left"]}
    page = client.post(LIST + "new/", typed, follow=True).content.decode()
    webhook = Webhook.objects.get()
    assert webhook.kinds == ["org.person_left", "request"]
    assert page.count("whsec_") == 1
    assert "whsec_" not in client.get(f"{LIST}{webhook.pk}/").content.decode()
    assert "whsec_" in client.post(f"{LIST}{webhook.pk}/secret/", follow=True).content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(desk, admin, enter):
    typed = {"name": "大屏", "url": "https://10.0.0.1/x", "kinds": ["request.raised"]}
    response = enter(admin).post(LIST + "new/", typed)
    text = response.content.decode()
    assert response.status_code == 422
    assert "QIAO_WEBHOOK_PRIVATE" in text
    assert 'value="https://10.0.0.1/x"' in text
    assert 'value="request.raised" checked' in text
    assert enter(admin).post(LIST + "new/", {**typed, "kinds": ["strange"]}).status_code == 422
    assert not Webhook.objects.exists()


def test_who_comes_second_sees_that_and_the_next_save_wins(sent, desk, admin, enter):
    webhook = sent.now()
    seen = webhook.revision
    actions.change(webhook=webhook, name="别的", url=webhook.url, kinds=["org"], by=admin, at=desk.now)
    client = enter(admin)
    typed = {"name": "看板", "url": webhook.url, "kinds": ["request"], "revision": seen}
    response = client.post(address("{hook}/change/", sent), typed)
    assert response.status_code == 409
    assert "看板" in response.content.decode()
    again = client.post(address("{hook}/change/", sent), {**typed, "revision": seen + 1})
    assert again.status_code == 302
    assert sent.now().name == "看板"


def test_a_test_is_sent_at_once_and_shows_what_came_back(sent, admin, enter, receiver):
    receiver.script = [503]
    page = enter(admin).post(address("{hook}/ping/", sent), follow=True).content.decode()
    assert receiver.got[-1].said["type"] == "webhooks.ping"
    assert "503" in page
    assert "status 503" in page


def test_one_message_is_sent_again_at_once(sent, admin, enter, receiver):
    enter(admin).post(address("{hook}/messages/{message}/replay/", sent))
    assert [got.id for got in receiver.got] == [sent.messages[0].message] * 2


def test_a_message_of_another_webhook_is_not_found_under_this_one(sent, hook, admin, enter):
    other = hook(name="另一个")
    path = f"{LIST}{other.webhook.pk}/messages/{sent.messages[0].pk}/"
    assert enter(admin).get(path).status_code == 404
    assert enter(admin).post(path + "replay/").status_code == 404


def test_a_time_is_sent_again_and_nonsense_is_refused_at_the_form(sent, admin, enter):
    client = enter(admin)
    path = address("{hook}/replay/", sent)
    good = {"since": "2026-03-01T00:00", "until": "2026-03-09T00:00"}
    assert client.post(path, good).status_code == 302
    assert sent.messages[0].state == MessageState.WAITING
    assert client.post(path, {**good, "until": "2026-02-01T00:00"}).status_code == 422
    assert client.post(path, {**good, "since": "yesterday"}).status_code == 422
    none = {"since": "2020-03-01T00:00", "until": "2020-03-09T00:00"}
    assert client.post(path, none).status_code == 422
    assert Event.objects.filter(kind="webhooks.replayed").count() == 1


def test_what_is_off_says_so_and_why_it_cannot_send(sent, desk, admin, enter):
    actions.switch_off(webhook=sent.webhook, by=None, at=desk.now, why=SwitchedOff.FAILING)
    client = enter(admin)
    admin.language = "en"
    admin.save()
    text = client.get(address("{hook}/", sent)).content.decode()
    assert "Nothing arrived for three days" in text
    assert 'aria-disabled="true"' in text
    assert client.post(address("{hook}/ping/", sent)).status_code == 409
    assert "was switched off" in client.get("/").content.decode()
    assert client.post(address("{hook}/on/", sent)).status_code == 302
    assert "was switched off" not in client.get("/").content.decode()


def test_deleting_asks_first(sent, admin, enter):
    client = enter(admin)
    client.get(address("{hook}/delete/", sent))
    assert Webhook.objects.exists()
    client.post(address("{hook}/delete/", sent))
    assert not Webhook.objects.exists()


def counted(client, path):
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def test_pages_cost_the_same_queries_with_one_message_and_with_many(sent, desk, mei, hook, admin, enter):
    client = enter(admin)
    paths = {"": 14, "{hook}/": 14, "{hook}/messages/{message}/": 13}
    few = {path: counted(client, address(path, sent)) for path in paths}
    hook(name="另一个")
    for _ in range(8):
        desk.raised(by=mei)
    send_webhooks(at=desk.now)
    assert {path: counted(client, address(path, sent)) for path in paths} == few
    assert all(few[path] <= most for path, most in paths.items()), few


@pytest.mark.parametrize("state", ["", "waiting", "delivered", "failed", "x' --", "\x00"])
def test_messages_by_state(sent, admin, enter, state):
    assert enter(admin).get(address("{hook}/", sent), {"state": state}).status_code == 200
