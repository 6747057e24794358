"""Work that takes minutes: each errand in a process of its own, so that nothing waits for it or dies with it.

A package's ``jobs.py`` lists them in ``errands`` as ``(name, waiting, work)``. The ticker looks every few
seconds whether one has something to do, and starts it. An errand stops at a safe point of its own when it is
told to, and goes on where it stopped when it is started again: also after a kill.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connection
from django.utils import timezone

from qiao.ops import packages
from qiao.ops.supervise import watch_supervisor

log = logging.getLogger("qiao.ops.errands")
EVERY = 2.0  # seconds: somebody looks at a page and waits for the beginning
PATIENCE = 25.0  # seconds until the safe point; the supervisor gives us 35
NICE = 10  # pages go first

Stopping = Callable[[], bool]


def known() -> list[Errand]:
    """What the packages bring along."""
    return [Errand(*each) for each in packages.errands()]


@dataclass(frozen=True)
class Errand:
    """``waiting(at=)``: is there anything to do; ``work(stopping)``: does it until told to stop."""

    name: str
    waiting: Callable[..., bool]
    work: Callable[[Stopping], object]


class Errands:
    """Starts what has something to do, one process each, and ends them with the ticker."""

    def __init__(self, errands: list[Errand]) -> None:
        self._errands = errands
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, stopping: threading.Event) -> None:
        """Looks until ``stopping``; then asks what runs to stop and waits for it."""
        while not stopping.wait(EVERY):
            self.look()
            close_old_connections()
        connection.close()
        self.end()

    def look(self) -> None:
        """Once over all. Trouble with one, or with the database, is told and tried again."""
        for errand in self._errands:
            running = self._running.get(errand.name)
            if running is not None and running.poll() is None:
                continue
            try:
                if errand.waiting(at=timezone.now()):
                    self._running[errand.name] = _start(errand.name)
            except Exception:
                log.exception("%s cannot be started", errand.name)

    def end(self) -> None:
        """Every one has until its safe point."""
        for process in self._running.values():
            process.terminate()
        limit = time.monotonic() + PATIENCE
        for process in self._running.values():
            try:
                process.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(name: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "QIAO_SUPERVISOR": str(os.getpid())}
    return subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        [sys.executable, "-m", "qiao.ops.errands", name], env=environment, start_new_session=True
    )


def main(name: str) -> None:
    """One errand, in the process that was started for it."""
    packages.start()
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    watch_supervisor()
    os.nice(NICE)
    for errand in known():
        if errand.name == name:
            errand.work(told.is_set)


if __name__ == "__main__":
    main(sys.argv[1])
