"""Processor time of pages, each against the bare view in the same minutes of the same process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings

from benchmarks._desk.browser import Browser
from benchmarks._desk.pages import Page

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Of one page at one size: milliseconds of processor time, and statements asked of the database."""

    page: str
    size: int
    p50: float
    p95: float
    bare: float
    queries: int
    database_ms: float | None

    @property
    def ratio(self) -> float:
        return self.p50 / self.bare


def bare_browser() -> Browser:
    """The yardstick behind its own handler, with no middleware but the one that leads to it."""
    with override_settings(MIDDLEWARE=["benchmarks._desk.bare.only_here"]):
        return Browser(WSGIHandler())


def cost(page: Page, browser: Browser, bare: Browser, *, size: int, rounds: int) -> Cost:
    """Asks ``page`` and the bare view in turn. Status and content are checked before anything is timed."""
    page.check(page.ask(browser, page.ready(browser)))
    assert bare.get("/").text.count("<tr>") == 50
    queries = _queries(page, browser)
    own: list[float] = []
    plain: list[float] = []
    spent = 0.0
    for _ in range(rounds):
        plain.append(bare.get("/").seconds)
        held = page.ready(browser)
        before = _database_seconds()
        answer = page.ask(browser, held)
        spent += _database_seconds() - before
        assert answer.status < 400
        own.append(answer.seconds)
    return Cost(
        page.name,
        size,
        1000 * median(own),
        1000 * quantiles(own, n=20)[-1],
        1000 * median(plain),
        queries,
        1000 * spent / rounds if connection.vendor == "postgresql" else None,
    )


def _queries(page: Page, browser: Browser) -> int:
    held = page.ready(browser)
    with _counting() as counted:
        page.ask(browser, held)
    return sum(1 for sql in counted if not sql.startswith(("SAVEPOINT", "RELEASE")))


@contextmanager
def _counting() -> Iterator[list[str]]:
    told: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        told.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield told


def _database_seconds() -> float:
    """Processor time of PostgreSQL's process for our connection, where it runs on this machine."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    path = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not path.exists():
        return 0.0
    fields = path.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def production() -> None:
    """Refuses to measure anything but what is served."""
    assert not settings.DEBUG, "unset QIAO_DEBUG: it changes templates and queries"
