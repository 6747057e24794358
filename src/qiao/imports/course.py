"""How far a job is: told as it goes, and where it learns that it should stop."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.utils import timezone

from qiao.imports import actions
from qiao.imports.models import Import
from qiao.imports.rules import Phase

EVERY = 1.0  # seconds between two signs of life
BREATH = 0.05  # after each batch, so that somebody's own write comes in between (SQLite has one writer)


class Stopped(Exception):
    """An administrator stopped it."""


class Interrupted(Exception):
    """The server stops; it goes on later."""


class Lost(Exception):
    """Somebody else goes on with it: we had not given a sign of life for long."""


class Course:
    """Passed to whatever reads and writes. A step is a safe point: between two records or transactions."""

    def __init__(self, upload: Import, stopping: Callable[[], bool]) -> None:
        self._upload = upload
        self._stopping = stopping
        self._phase = Phase.READING
        self._done = self._total = 0
        self._told = 0.0

    def enter(self, phase: Phase, total: int) -> None:
        """The next phase begins, in which so much is to be done."""
        self._phase, self._done, self._total = phase, 0, total
        self._tell()

    def step(self, many: int) -> None:
        """So much more is done. Raises Stopped, Interrupted or Lost when it is not to go on."""
        self._done += many
        self.look()

    def wrote(self, many: int) -> None:
        """The same after a transaction, leaving room for others."""
        self.step(many)
        time.sleep(BREATH)

    def look(self, _what: object = None) -> None:
        """Nothing more is done, but time passes."""
        if time.monotonic() - self._told >= EVERY:
            self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        if self._stopping():
            raise Interrupted
        done = min(self._done, self._total)
        going = actions.beat(
            upload=self._upload, phase=self._phase, done=done, total=self._total, at=timezone.now()
        )
        if going is None:
            raise Lost
        if not going:
            raise Stopped
