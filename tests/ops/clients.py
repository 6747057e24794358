"""People without a browser: they sign in, read pages and send forms, and remember what was answered."""

import re
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
SEEN = re.compile(r'name="seen" value="(\d+)"')
CAST = re.compile(r'action="(/sample/enter/\d+/)"')


class NobodyAnswers(Exception):
    """The server is gone: what was asked may or may not have been done."""


@dataclass
class Answer:
    status: int
    location: str
    text: str


@dataclass
class Visitor:
    """One person's session with a server, over real connections."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def enter(self, place: int) -> "Visitor":
        """Comes in as one of the sample's cast, by one click."""
        page = self.get("/account/sign-in/")
        doors = CAST.findall(page.text)
        answer = self.post(doors[place % len(doors)], page)
        assert answer.status == 302, answer.text[:500]
        return self

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, "")

    def post(self, path: str, page: Answer, **data: str) -> Answer:
        """Sends a form with the token of the page on which it stood."""
        token = TOKEN.search(page.text)
        assert token, f"no form on this page ({page.status}): {page.text[:300]}"
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": token[1], **data}))

    def _ask(self, method: str, path: str, body: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body.encode(), headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            raise NobodyAnswers from error
        finally:
            connection.close()
        for value in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, response.headers.get("Location", ""), text)


@dataclass
class Written:
    """What the server answered for: numbers of requests with how often each was said something on."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    raised: list[str] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


_words = count(1)


def hammer(visitor: Visitor, service: str, written: Written, *, rounds: int) -> None:
    """Raises, comments and accepts as fast as the server answers, until it is gone or ``rounds`` are over."""
    try:
        for _ in range(rounds):
            _once(visitor, service, written)
    except NobodyAnswers:
        return


def _once(visitor: Visitor, service: str, written: Written) -> None:
    title = f"压力测试 {next(_words)}"
    form = visitor.get(f"/requests/new/{service}/")
    said = {
        "title": title,
        "details": "",
        "priority": "normal",
        "whom": "me",
        "answer-kind": "pc",
        "answer-place": "3",
    }
    made = visitor.post(f"/requests/new/{service}/", form, **said)
    number = _number(made, written)
    if not number:
        return
    with written.lock:
        written.raised.append(number)
    page = visitor.get(f"/requests/{number}/")
    words = f"说一句 {title}"
    if visitor.post(f"/requests/{number}/comment/", page, body=words).status == 302:
        with written.lock:
            written.comments.append((number, words))
    seen = SEEN.search(page.text)
    if seen:
        answer = visitor.post(f"/requests/{number}/accept/", page, seen=seen[1])
        with written.lock:
            (written.accepted if answer.status == 302 else written.refused).append(number)


def _number(made: Answer, written: Written) -> str:
    """The number from the address that the answer leads to; anything else is noted as odd."""
    found = re.fullmatch(r"/requests/(R-\d{4}-\d+)/", made.location)
    if made.status == 302 and found:
        return found[1]
    with written.lock:
        written.odd.append(f"{made.status} {made.text[:200]}")
    return ""
