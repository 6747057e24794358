"""What is measured, and how one sees that the answer was right before it is timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from benchmarks._desk import history
from benchmarks._desk.browser import Answer, Browser
from benchmarks._desk.organisation import SERVICES, World
from qiao.desk.models import Request
from qiao.desk.rules import State


@dataclass(frozen=True)
class Page:
    """Something to ask for; ``ready`` is done before each asking and is not timed."""

    name: str
    ask: Callable[[Browser, object], Answer]
    check: Callable[[Answer], None]
    ready: Callable[[Browser], object] = lambda browser: None


@dataclass(frozen=True)
class Offered:
    """A request that nobody has accepted, and its page."""

    page: Answer
    made: Request


def pages(world: World, shown: Request, random: object) -> list[Page]:
    """All of them, for the head of the first department."""
    clock = history.Clockwork(random, timezone.now())  # type: ignore[arg-type]
    code = world.services[SERVICES].code

    def form(browser: Browser) -> object:
        return browser.get(f"/requests/new/{code}/")

    def offered(browser: Browser) -> object:
        clock.at = timezone.now()
        made = history.raised(world.services[0], world.people[200], clock)
        return Offered(browser.get(f"/requests/{made.number}/"), made)

    def raise_it(browser: Browser, form: object) -> Answer:
        words = {"title": "漏水", "details": "三号机", "priority": "normal", "whom": "me"}
        assert isinstance(form, Answer)
        answers = {"answer-place": "3 号工位", "answer-stops": "line"}
        return browser.post(f"/requests/new/{code}/", form, **words, **answers)

    def accept(browser: Browser, held: object) -> Answer:
        assert isinstance(held, Offered)
        return browser.post(f"/requests/{held.made.number}/accept/", held.page, seen="1")

    return [
        Page("my requests", _open("/requests/"), _shows(50, "q-line", "2 部服务 0")),
        Page("my requests, over", _open("/requests/?tab=done"), _shows(50, "q-line", "按时")),
        Page("request", _open(f"/requests/{shown.number}/"), _shows(1, "q-relay", "需要停线半小时")),
        Page("Today", _open("/"), _shows(25, "q-item-h", "转交给你")),
        Page("board", _open("/board/D00-0/"), _shows(100, "q-tk", "供应商")),
        Page("raise (form)", _open(f"/requests/new/{code}/"), _shows(1, "answer-place", "地点")),
        Page("raise (POST)", raise_it, _raised, form),
        Page("accept (POST)", accept, _accepted, offered),
    ]


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
