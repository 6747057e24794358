"""A sample organisation that is served for real, and people who visit it."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import AXE, Visitor, browser, chromium
from tests.serving import Server, qiao

expect.set_options(timeout=20_000)  # a machine may be busy
SMALL = ("--people", "60", "--months", "1")


@pytest.fixture(scope="session", autouse=True)
def _a_browser_is_there() -> None:
    if chromium() is None:
        reason = "no Chromium on this machine: apt-get install chromium fonts-noto-cjk"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    assert AXE.exists(), "run `make dev` first: axe-core is missing"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a small sample organisation."""
    folder = tmp_path_factory.mktemp("sample")
    for command in (("prepare",), ("sample", *SMALL)):
        done = qiao(*command, folder=folder)
        assert done.returncode == 0, done.stderr
    server = Server(folder).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def window() -> Iterator[Browser]:
    """One browser for the whole run."""
    with browser() as started:
        yield started


@pytest.fixture
def visit(window: Browser, sample: Server) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; afterwards no browser may have complained of anything."""
    visitors: list[Visitor] = []

    def make(name: str = "", **how: object) -> Visitor:
        visitor = Visitor(window, sample.url, **how)  # type: ignore[arg-type]
        visitors.append(visitor)
        return visitor.enter_as(name) if name else visitor

    yield make
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.leave()
    assert complaints == []
