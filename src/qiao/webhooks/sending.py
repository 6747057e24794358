"""One call to somebody else's server, guarded: where the name leads is decided once, and time is bounded.

The name is resolved here and the connection goes to the very address that was looked at, so that a name
cannot lead elsewhere between looking and connecting. Nothing is read from the environment (proxies) and
no redirect is followed.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlsplit

from qiao.webhooks.rules import Trouble, is_public

CONNECT = 5.0
WHOLE = 15.0
SHOWN = 2000


class NotPublic(Exception):
    """The name leads into a private network."""


@dataclass(frozen=True)
class Answer:
    """What came back. ``trouble`` is empty when the receiver took it (any 2xx)."""

    trouble: str = ""
    status: int | None = None
    body: str = ""
    milliseconds: int = 0
    retry_after: timedelta | None = None


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool, whole: float = WHOLE) -> Answer:
    """Sends ``body`` to ``url``; never raises for what the other side does. ``whole`` seconds at most."""
    start = time.monotonic()

    def answer(trouble: Trouble | str = "", **more: object) -> Answer:
        return Answer(str(trouble), milliseconds=int((time.monotonic() - start) * 1000), **more)  # type: ignore[arg-type]

    try:
        response, said = _call(url, body, headers, private=private, whole=whole)
    except (NotPublic, OSError, HTTPException, ValueError) as error:
        late = time.monotonic() - start >= whole - 0.1
        return answer(Trouble.TIMEOUT if late else _named(error))
    trouble = _judged(response.status)
    return answer(trouble, status=response.status, body=said, retry_after=_retry_after(response))


# The first that fits: most of them are kinds of OSError.
NAMES: tuple[tuple[type[Exception], Trouble], ...] = (
    (NotPublic, Trouble.NOT_PUBLIC),
    (socket.gaierror, Trouble.NOT_FOUND),
    (ssl.SSLCertVerificationError, Trouble.CERTIFICATE),
    (TimeoutError, Trouble.TIMEOUT),
    (ConnectionRefusedError, Trouble.REFUSED),
)


def _named(error: Exception) -> Trouble:
    return next((trouble for kind, trouble in NAMES if isinstance(error, kind)), Trouble.BROKEN)


def _judged(status: int) -> Trouble | str:
    if 200 <= status < 300:
        return ""
    return Trouble.REDIRECT if 300 <= status < 400 else Trouble.STATUS


def _call(
    url: str, body: bytes, headers: Mapping[str, str], *, private: bool, whole: float
) -> tuple[HTTPResponse, str]:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    line = _Line(_connected(host, port, private=private))
    # A receiver that sends a byte now and then would reset every timeout of a single read.
    watch = threading.Timer(whole, line.cut)
    watch.daemon = True
    watch.start()
    try:
        line.plug.settimeout(whole)
        if secure:
            line.secure(host)
        connection = HTTPConnection(host, port)
        connection.sock = line.plug
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            "POST", path, body, {**headers, "Host": _host(parts.netloc), "Connection": "close"}
        )
        response = connection.getresponse()
        said = response.read(SHOWN * 4).decode("utf-8", "replace").replace("\0", "")[:SHOWN]
        connection.close()
        return response, said
    finally:
        watch.cancel()
        line.plug.close()


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2]


class _Line:
    """A connection that another thread can cut at any time, also in the middle of a handshake."""

    def __init__(self, plug: socket.socket) -> None:
        self.plug = plug

    def secure(self, host: str) -> None:
        tls = _tls().wrap_socket(self.plug, server_hostname=host, do_handshake_on_connect=False)
        self.plug = tls
        tls.do_handshake()

    def cut(self) -> None:
        with suppress(OSError):  # it was over already
            self.plug.shutdown(socket.SHUT_RDWR)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _connected(host: str, port: int, *, private: bool) -> socket.socket:
    """A connection to the first address of the name that answers; none of them may be private."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not private and not all(is_public(address) for address in addresses):
        raise NotPublic
    trouble: OSError | None = None
    for address in addresses[:4]:
        try:
            return socket.create_connection((address, port), timeout=CONNECT)
        except OSError as error:
            trouble = error
    raise trouble or ConnectionRefusedError


def _retry_after(response: HTTPResponse) -> timedelta | None:
    """Seconds that a busy receiver asks for; a date is not heeded."""
    text = response.getheader("Retry-After", "") or ""
    if response.status not in (429, 503) or not (text.isascii() and text.isdigit() and len(text) < 8):
        return None
    return timedelta(seconds=int(text))
