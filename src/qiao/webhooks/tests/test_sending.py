"""One call: guarded against where names lead, bounded in time, no redirect followed."""

import socket
import threading
import time

import pytest

from qiao.webhooks import sending
from qiao.webhooks.rules import Trouble


def send(url, *, private=True, **more):
    return sending.post(url, b"{}", {"webhook-id": "msg_1"}, private=private, **more)


def test_what_the_receiver_takes_is_no_trouble(receiver):
    answer = send(receiver.url)
    assert (answer.trouble, answer.status, answer.body) == ("", 200, "status 200")
    assert receiver.got[0].headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize("status", [201, 202, 204])
def test_any_answer_that_says_yes_counts(receiver, status):
    receiver.script = [status]
    assert send(receiver.url).trouble == ""


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_any_other_answer_is_trouble(receiver, status):
    receiver.script = [status]
    answer = send(receiver.url)
    assert (answer.trouble, answer.status) == (Trouble.STATUS, status)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(receiver, status):
    receiver.script = [status]
    receiver.headers = {"Location": receiver.url}
    assert send(receiver.url).trouble == Trouble.REDIRECT
    assert len(receiver.got) == 1


def test_what_a_busy_receiver_asks_for_is_heard(receiver):
    receiver.script, receiver.headers = [503], {"Retry-After": "120"}
    assert send(receiver.url).retry_after.total_seconds() == 120


def test_a_long_answer_is_cut(receiver):
    receiver.before = lambda handler: handler.wfile.write(b"HTTP/1.0 500 no\r\n\r\n" + b"x" * 100_000)
    assert len(send(receiver.url).body) == sending.SHOWN


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1"])
def test_private_addresses_are_refused_however_they_are_written(receiver, host):
    url = receiver.url.replace("127.0.0.1", host)
    assert send(url, private=False).trouble in {Trouble.NOT_PUBLIC, Trouble.NOT_FOUND}
    assert receiver.got == []


def test_a_name_with_one_private_address_among_public_ones_is_refused(receiver, monkeypatch):
    port = int(receiver.url.split(":")[2].split("/")[0])
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in ("93.184.216.34", "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    assert send("http://rebind.example/", private=False).trouble == Trouble.NOT_PUBLIC


def test_the_call_goes_to_the_address_that_was_looked_at_and_not_where_the_name_leads_afterwards(
    receiver, monkeypatch
):
    """A name that answers differently the second time (DNS rebinding) gains nothing: it is asked once."""
    asked = []
    real = socket.getaddrinfo

    def once(host, *arguments, **more):
        asked.append(host)
        return real("127.0.0.1" if host == "twice.example" else host, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert send(receiver.url.replace("127.0.0.1", "twice.example")).trouble == ""
    assert asked.count("twice.example") == 1
    assert receiver.got[0].headers["host"].startswith("twice.example:")


def test_nobody_there(unused_port):
    assert send(f"http://127.0.0.1:{unused_port}/").trouble == Trouble.REFUSED


def test_a_name_that_nobody_knows():
    assert send("http://nobody.invalid/").trouble == Trouble.NOT_FOUND


def test_a_receiver_that_speaks_something_else_is_trouble_and_no_error(talker):
    assert send(talker(b"hello\r\n")).trouble == Trouble.BROKEN


def test_a_receiver_that_hangs_up_is_trouble(talker):
    assert send(talker(b"")).trouble == Trouble.BROKEN


def test_a_receiver_that_says_nothing_is_given_up(talker):
    assert send(talker(None), whole=0.4).trouble == Trouble.TIMEOUT


def test_a_receiver_that_drips_is_given_up_too(talker):
    """Each byte comes in time; the whole does not."""
    start = time.monotonic()
    assert (
        send(talker(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500, drip=0.1), whole=0.6).trouble == Trouble.TIMEOUT
    )
    assert time.monotonic() - start < 20


def test_without_tls_at_the_other_end_it_is_trouble(receiver):
    assert send(receiver.url.replace("http://", "https://")).trouble in {Trouble.BROKEN, Trouble.CERTIFICATE}


@pytest.fixture
def unused_port():
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return plug.getsockname()[1]


@pytest.fixture
def talker():
    """A server that says some bytes to whoever calls; None: nothing at all, and it stays on the line."""
    open_, stop = [], threading.Event()

    def talker(said, drip=0.0):
        plug = socket.create_server(("127.0.0.1", 0))
        open_.append(plug)

        def talk():
            line, _address = plug.accept()
            open_.append(line)
            if said is None:
                stop.wait(30)
                return
            line.recv(65536)
            for byte in [said] if not drip else [said[n : n + 1] for n in range(len(said))]:
                if stop.wait(drip):
                    return
                try:
                    line.sendall(byte)
                except OSError:
                    return
            line.close()

        threading.Thread(target=talk, daemon=True).start()
        return f"http://127.0.0.1:{plug.getsockname()[1]}/"

    yield talker
    stop.set()
    for each in open_:
        each.close()
