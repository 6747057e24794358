"""The cast of the desk's tests, and a receiver that keeps what it gets and fails when it is told to."""

import base64
import hashlib
import hmac
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from qiao.accounts.models import Account
from qiao.desk.tests.conftest import (  # noqa: F401
    admin,
    chang,
    desk,
    fang,
    guo,
    he,
    mei,
    tao,
    wei,
    wu,
    zhao,
)
from qiao.webhooks import actions
from qiao.webhooks.models import Webhook


@dataclass
class Got:
    """One call as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def said(self):
        return json.loads(self.body)

    @property
    def id(self):
        return self.headers["webhook-id"]

    def signed_by(self, secret):
        """The verification of Standard Webhooks, written anew: any of the signatures may fit."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        content = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        wanted = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        given = [each.partition(",") for each in self.headers["webhook-signature"].split()]
        return any(version == "v1" and hmac.compare_digest(wanted, sign) for version, _, sign in given)


@dataclass
class Receiver:
    """Answers with the next status of ``script`` (the last one for ever), and keeps what it got."""

    script: list = field(default_factory=lambda: [200])
    got: list = field(default_factory=list)
    headers: dict = field(default_factory=dict)
    before: object = None
    url: str = ""

    def answer(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.got.append(Got({name.lower(): value for name, value in handler.headers.items()}, body))
        if self.before:
            self.before(handler)
        status = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        handler.send_response(status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(f"status {status}".encode())


@pytest.fixture
def receiver(settings):
    """A real server on the loopback, which only the setting allows to be called."""
    settings.WEBHOOK_PRIVATE = True
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            kept.answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}/hook?key=geheim"
    yield kept
    server.shutdown()
    server.server_close()


@dataclass
class Hook:
    webhook: Webhook
    secret: str

    def now(self):
        return Webhook.objects.get(pk=self.webhook.pk)

    @property
    def messages(self):
        return list(self.webhook.deliveries.order_by("id"))


@pytest.fixture
def hook(desk, admin, receiver):  # noqa: F811
    """Makes a webhook to the receiver."""

    def hook(*kinds, **more):
        made, secret = actions.create(
            name=more.pop("name", "大屏"),
            url=more.pop("url", receiver.url),
            kinds=kinds or ["request"],
            by=more.pop("by", admin),
            at=desk.now,
            **more,
        )
        return Hook(made, secret)

    return hook


@pytest.fixture
def enter(client):
    """The browser in which somebody is signed in."""

    def enter(person):
        account = Account.objects.filter(person=person).first()
        client.force_login(account or Account.objects.create_user(person.number, person))
        return client

    return enter
