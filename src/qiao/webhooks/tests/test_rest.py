"""Webhooks for programs: administrators only, never a secret, sending again."""

import pytest

from qiao.desk.tests.programs import program_of
from qiao.webhooks.jobs import send_webhooks

pytestmark = pytest.mark.django_db
SCOPES = ("webhooks:read", "webhooks:write")


@pytest.fixture
def sent(desk, mei, hook):
    made = hook("request")
    desk.raised(by=mei)
    send_webhooks(at=desk.now)
    return made


def test_only_administrators(sent, mei):
    hers = program_of(mei, *SCOPES)
    for path in ("", f"/{sent.webhook.pk}", f"/{sent.webhook.pk}/messages"):
        assert hers.ask(f"/webhooks{path}").json()["code"] == "not_administrator"
    assert hers.do(f"/webhooks/{sent.webhook.pk}/off").status_code == 403


def test_how_they_do_without_secrets(sent, admin):
    program = program_of(admin, *SCOPES)
    (shown,) = program.ask("/webhooks").json()["items"]
    assert (shown["name"], shown["owner"], shown["off"]) == ("大屏", "admin", None)
    (message,) = program.ask(f"/webhooks/{sent.webhook.pk}/messages?state=delivered").json()["items"]
    assert message["attempts"][0]["status"] == 200
    assert program.ask(f"/webhooks/{sent.webhook.pk}/messages?state=failed").json()["items"] == []
    assert program.ask("/webhooks/999999").status_code == 404
    one = program.ask(f"/webhooks/{sent.webhook.pk}")
    assert sent.secret not in one.content.decode()
    assert "secret" not in one.content.decode()


def test_switched_off_on_and_sent_again(sent, admin, receiver, desk):
    program, path = program_of(admin, *SCOPES), f"/webhooks/{sent.webhook.pk}"
    assert program.do(f"{path}/off").json()["off"] == "by_hand"
    assert program.do(f"{path}/off").json()["code"] == "is_off"
    assert program.do(f"{path}/ping").status_code == 409
    assert program.do(f"{path}/on").json()["off"] is None
    assert program.do(f"{path}/ping").json()["kind"] == "webhooks.ping"
    message = sent.messages[0]
    assert program.do(f"{path}/messages/{message.pk}/replay").json()["state"] == "waiting"
    stretch = {"since": "2026-03-01T00:00:00Z", "until": "2026-03-09T00:00:00Z"}
    assert program.do(f"{path}/replay", stretch).json() == {"messages": 1}
    assert program.do(f"{path}/replay", {**stretch, "until": stretch["since"]}).status_code == 409
