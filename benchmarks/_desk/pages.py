"""What is measured, and how one sees that the answer was right before it is timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils import timezone

from benchmarks._desk import history
from benchmarks._desk.browser import Answer, Browser
from benchmarks._desk.organisation import SERVICES, World
from qiao.desk.models import Request
from qiao.desk.rules import State

API = "/api/v1"


@dataclass(frozen=True)
class Page:
    """Something to ask for; ``ready`` is done before each asking and is not timed."""

    name: str
    ask: Callable[[Browser, object], Answer]
    check: Callable[[Answer], None]
    ready: Callable[[Browser], object] = lambda browser: None
    # Asked by a program through the API instead of by a browser.
    program: bool = False


@dataclass(frozen=True)
class Offered:
    """A request that nobody has accepted, and its page."""

    page: Answer
    made: Request


@dataclass
class Doings:
    """What is written while measuring: each time a new request, a new word."""

    world: World
    shown: Request
    clock: history.Clockwork

    @property
    def code(self) -> str:
        return self.world.services[SERVICES].code

    def form(self, browser: Browser) -> object:
        return browser.get(f"/requests/new/{self.code}/")

    def fresh(self, browser: Browser) -> Request:
        self.clock.at = timezone.now()
        return history.raised(self.world.services[0], self.world.people[200], self.clock)

    def offered(self, browser: Browser) -> object:
        made = self.fresh(browser)
        return Offered(browser.get(f"/requests/{made.number}/"), made)

    def raise_it(self, browser: Browser, form: object) -> Answer:
        words = {"title": "漏水", "details": "三号机", "priority": "normal", "whom": "me"}
        assert isinstance(form, Answer)
        answers = {"answer-place": "3 号工位", "answer-stops": "line"}
        return browser.post(f"/requests/new/{self.code}/", form, **words, **answers)

    def accept(self, browser: Browser, held: object) -> Answer:
        assert isinstance(held, Offered)
        return browser.post(f"/requests/{held.made.number}/accept/", held.page, seen="1")

    def comment(self, browser: Browser, held: object) -> Answer:
        """On a new request each time: the page that is measured stays as long as it is."""
        assert isinstance(held, Offered)
        return browser.post(
            f"/requests/{held.made.number}/comment/", held.page, body=f"还有一点：{timezone.now()}"
        )

    def raise_by_program(self, browser: Browser, _held: object) -> Answer:
        answers = {"place": "3 号工位", "stops": "line"}
        return browser.send(
            f"{API}/requests", service=self.code, title="漏水", details="三号机", answers=answers
        )

    def accept_by_program(self, browser: Browser, held: object) -> Answer:
        assert isinstance(held, Request)
        return browser.send(f"{API}/requests/{held.number}/accept")

    def comment_by_program(self, browser: Browser, held: object) -> Answer:
        assert isinstance(held, Request)
        return browser.send(f"{API}/requests/{held.number}/comments", body=f"还有一点：{timezone.now()}")


def pages(world: World, shown: Request, random: object) -> list[Page]:
    """All of them, for the head of the first department."""
    doings = Doings(world, shown, history.Clockwork(random, timezone.now()))  # type: ignore[arg-type]
    return [*_read(doings), *_written(doings), *(replace(page, program=True) for page in _api(doings))]


def _read(doings: Doings) -> list[Page]:
    number = doings.shown.number
    return [
        Page("my requests", _open("/requests/"), _shows(50, "q-line", "2 部服务 0")),
        Page("my requests, over", _open("/requests/?tab=done"), _shows(50, "q-line", "按时")),
        Page("work list", _open("/worklist/D00-0/"), _shows(50, "/requests/R-", "1 部")),
        Page(
            "work list, filtered",
            _open("/worklist/D00-0/?state=working&sort=raised"),
            _shows(20, "/requests/R-", "1 部"),
        ),
        Page("request", _open(f"/requests/{number}/"), _shows(1, "q-relay", "需要停线半小时")),
        Page("Today", _open("/"), _shows(25, "q-item-h", "转交给你")),
        Page("board", _open("/board/D00-0/"), _shows(100, "q-tk", "供应商")),
        Page("inbox", _open("/inbox/"), _shows(20, "/requests/R-", "R-")),
        Page("raise (form)", _open(f"/requests/new/{doings.code}/"), _shows(1, "answer-place", "地点")),
    ]


def _written(doings: Doings) -> list[Page]:
    return [
        Page("raise (POST)", doings.raise_it, _raised, doings.form),
        Page("accept (POST)", doings.accept, _accepted, doings.offered),
        Page("comment (POST)", doings.comment, _redirected, doings.offered),
    ]


def _api(doings: Doings) -> list[Page]:
    number = doings.shown.number
    return [
        Page("API: list", _open(f"{API}/requests?limit=50"), _shows(50, '"number"', "R-")),
        Page("API: request", _open(f"{API}/requests/{number}"), _shows(1, '"promised_at"', number)),
        Page("API: raise", doings.raise_by_program, _answered(201)),
        Page("API: accept", doings.accept_by_program, _answered(200), doings.fresh),
        Page("API: comment", doings.comment_by_program, _answered(201), doings.fresh),
    ]


def _redirected(answer: Answer) -> None:
    assert answer.status == 302, answer.text


def _answered(status: int) -> Callable[[Answer], None]:
    def check(answer: Answer) -> None:
        assert answer.status == status, answer.text

    return check


def _open(path: str) -> Callable[[Browser, object], Answer]:
    return lambda browser, _: browser.get(path)


def _shows(least: int, what: str, words: str) -> Callable[[Answer], None]:
    def check(answer: Answer) -> None:
        assert answer.status == 200, answer.status
        assert answer.text.count(what) >= least, (what, answer.text.count(what))
        assert words in answer.text, words

    return check


def _raised(answer: Answer) -> None:
    assert answer.status == 302, answer.text
    made = Request.objects.order_by("-id")[0]
    assert answer.location == f"/requests/{made.number}/"
    assert (made.state, made.title, made.hops.count()) == (State.OFFERED, "漏水", 1)


def _accepted(answer: Answer) -> None:
    assert answer.status == 302, answer.text
    made = Request.objects.order_by("-id")[0]
    assert answer.location == f"/requests/{made.number}/"
    assert (made.state, made.holder_person.name) == (State.WORKING, "员工000")  # type: ignore[union-attr]
