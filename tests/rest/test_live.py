"""The example of the documentation, and calls at the same moment, against a real server."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.serving import Server, environment, prepared, qiao

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "request_life.py"
GUIDE = EXAMPLE.parents[1] / "guide"
TOKENS = """
import sys
from datetime import timedelta
from qiao.ops.packages import start
start()
from django.urls import get_resolver
from django.utils import timezone
from qiao.accounts import actions
from qiao.accounts.models import Account
from qiao.rest import scopes
get_resolver().url_patterns
at = timezone.now()
for username in sys.argv[1:]:
    account = Account.objects.get(username=username)
    known = scopes.known()
    print(actions.make_token(account=account, name="example", scopes=known, known=known,
                             expires_at=at + timedelta(days=1), at=at)[1])
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory, migrated_folder):
    """A server with a small sample organisation, and tokens of Lin Mei (asks) and Sun Jie (IT on duty)."""
    folder = prepared(tmp_path_factory.mktemp("rest") / "data", migrated_folder)
    done = qiao("sample", "--people", "60", "--months", "1", folder=folder)
    assert done.returncode == 0, done.stderr
    made = subprocess.run(
        [sys.executable, "-c", TOKENS, "lin.mei", "sun.jie"],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    server = Server(folder).start()
    yield server, made.stdout.split()
    server.stop()


def ask(server, token, path, body=None, **headers):
    request = urllib.request.Request(
        f"{server.url}/api/v1{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        | {name.replace("_", "-"): value for name, value in headers.items()},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer), answer.headers


SERVICE = "IT-HELP"  # of the duty desk of IT, for everybody; its questions need no file


def test_the_example_drives_a_full_life(sample):
    server, (customer, provider) = sample
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), SERVICE],
        env={**os.environ, "QIAO_URL": server.url, "CUSTOMER_TOKEN": customer, "PROVIDER_TOKEN": provider},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "raised, to be done by" in done.stdout
    assert "the customer cannot deliver it (not_holder)" in done.stdout
    assert "confirmed, 0 working minutes" in done.stdout
    assert done.stdout.count("\n  20") == 7


def test_of_ten_at_once_with_one_key_one_raises_and_all_get_its_number(sample):
    """Several processes and threads, on SQLite, which has one writer."""
    server, (customer, _) = sample
    said, _ = ask(server, customer, f"/services/{SERVICE}")
    need = {"service": SERVICE, "title": "once", "answers": _answers(said)}
    numbers, replayed = [], []

    def send():
        made, headers = ask(server, customer, "/requests", need, Idempotency_Key="ten-at-once")
        numbers.append(made["number"])
        replayed.append("Idempotency-Replayed" in headers)

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(numbers), len(set(numbers))) == (10, 1)
    assert replayed.count(False) == 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples are written for curl")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_examples_of_the_guide_are_true(sample, language):
    """Each command, with a real number and the tag that was seen, as somebody who reads would type it."""
    server, (customer, provider) = sample
    said, _ = ask(server, customer, f"/services/{SERVICE}")
    need = {"service": SERVICE, "title": "x", "answers": _answers(said)}
    made, headers = ask(server, customer, "/requests", need)
    text = (GUIDE / language / "programs.md").read_text(encoding="utf-8")
    real = {
        "http://127.0.0.1:8000": server.url,
        "QIAO_TOKEN=qiao_…": f"QIAO_TOKEN={customer}",
        "R-2026-000123": made["number"],
        '"3-0a1b2c3d4e5f"': headers["ETag"],
        "robot-b03": f"robot-{language}",
    }
    for written, meant in real.items():
        assert written in text
        text = text.replace(written, meant)
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 5
    settings, *rest = blocks[0].split("\n\n")
    codes = []
    for command in re.split(r"\n(?=curl)", "\n".join([*rest, *blocks[1:]])):
        token = provider if "/accept" in command else customer
        quiet = command.replace("curl ", "curl -s -o /dev/null -w %{http_code} ", 1)
        script = f"{settings}\nexport QIAO_TOKEN={token}\n{quiet}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=True)
        codes.append(done.stdout)
    assert codes == ["200", "200", "200", "201", "200", "200", "200", "200"]


def test_the_limit_holds_over_the_processes_of_a_server(folder):
    """A server of its own with two workers and a small limit."""
    server = Server(folder, extra={"QIAO_API_CALLS_PER_MINUTE": "40", "QIAO_WORKERS": "2"}).start()
    try:
        done = qiao("createadmin", "--name", "Bai", "--number", "B1", "--link", folder=folder)
        assert done.returncode == 0, done.stderr
        made = subprocess.run(
            [sys.executable, "-c", TOKENS, "B1"],
            env=environment(folder),
            capture_output=True,
            text=True,
            check=True,
        )
        statuses = [_status(server, made.stdout.strip()) for _ in range(90)]
        # What one process has in hand the other cannot spend; and a new minute may begin in between.
        assert 36 <= statuses.count(200) <= 80
        assert set(statuses) == {200, 429}
    finally:
        server.stop()


def _status(server, token):
    try:
        ask(server, token, "/me")
    except urllib.error.HTTPError as error:
        return error.code
    return 200


def _answers(service):
    sys.path.insert(0, str(EXAMPLE.parent))
    try:
        from request_life import answers_for
    finally:
        sys.path.pop(0)
    return answers_for(service)
