"""A sender that is killed while the receiver has the message sends it again, under the same number."""

import base64
import hashlib
import hmac
import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.serving import environment, qiao

pytestmark = pytest.mark.slow
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SET_UP = """
import sys
from django.utils import timezone
from qiao.ops.packages import start
start()
from qiao.org import actions as org
from qiao.org.rules import Role
from qiao.webhooks import actions, signing
from qiao.webhooks.models import Webhook
at = timezone.now()
calendar = org.standard_calendar(at=at, zone="Asia/Shanghai")
place = {"code": "HC", "name_zh": "焊装二班", "name_en": "", "kind": "company", "calendar": calendar}
unit = org.create_unit(**place, by=None, at=at)
bai = org.create_person(number="1", name="白洁", unit=unit, by=None, at=at)
org.grant_role(person=bai, role=Role.ADMINISTRATOR, by=None, at=at)
made, _ = actions.create(name="大屏", url=sys.argv[1], kinds=["org"], by=bai, at=at)
Webhook.objects.update(secret=signing.seal(sys.argv[2]))
org.change_person(person=bai, phone="123", by=bai, at=at)
"""


class Receiver:
    """Holds the first call until it is let go, and checks the signature of each."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.genuine: list[bool] = []
        self.arrived, self.go = threading.Event(), threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.numbers.append(self.headers["webhook-id"])
                receiver.genuine.append(genuine(self.headers, body))
                receiver.arrived.set()
                receiver.go.wait(60)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


def genuine(headers: object, body: bytes) -> bool:
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body  # type: ignore[index]
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return headers["webhook-signature"] == f"v1,{wanted}"  # type: ignore[index]


def database(folder: Path, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "qiao.sqlite3", timeout=20) as connection:
        return connection.execute(statement).fetchall()


def test_killed_in_the_middle_of_a_delivery(folder: Path) -> None:
    receiver = Receiver()
    private = {"QIAO_WEBHOOK_PRIVATE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SET_UP, receiver.url, SECRET],
        env=environment(folder, **private),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    sender = subprocess.Popen(
        [sys.executable, "-m", "qiao.cli", "tick"],
        env=environment(folder, **private),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert receiver.arrived.wait(120)
    sender.send_signal(signal.SIGKILL)
    sender.wait()
    receiver.go.set()
    assert database(folder, "SELECT state, tries FROM webhooks_delivery") == [("waiting", 1)]
    assert database(folder, "SELECT trouble FROM webhooks_try") == [("interrupted",)]

    database(folder, "UPDATE webhooks_delivery SET next_at = '2020-01-01 00:00:00'")  # the lease is over
    again = qiao("tick", folder=folder, **private)
    assert again.returncode == 0, again.stderr
    end = time.monotonic() + 10
    while len(receiver.numbers) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert len(receiver.numbers) == 2
    assert len(set(receiver.numbers)) == 1
    assert receiver.genuine == [True, True]
    assert database(folder, "SELECT state, tries FROM webhooks_delivery") == [("delivered", 2)]
    (body,) = database(folder, "SELECT body FROM webhooks_delivery")[0]
    assert json.loads(str(body))["type"] == "org.person_changed"
