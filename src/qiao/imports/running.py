"""The errand: what was asked for is done, one after the other, in a process of its own."""

from __future__ import annotations

import errno
import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from qiao.eventlog import LogError
from qiao.imports import actions, logs, tickets
from qiao.imports.course import Course, Interrupted, Lost, Stopped
from qiao.imports.models import Import
from qiao.ledger.refusals import Refused
from qiao.ticketimport.actions import Unknown
from qiao.ticketimport.preset import BadMap
from qiao.ticketimport.streams import Damaged

log = logging.getLogger("qiao.imports")
FULL = ("database or disk is full", "no space left on device", "could not extend file")


def waiting(*, at: datetime) -> bool:
    """Whether there is anything to do that nobody does."""
    return Import.objects.waiting(at).exists() and not Import.objects.alive(at).exists()


def work(stopping: Callable[[], bool]) -> None:
    """Does what waits, until there is nothing more or it is told to stop."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)  # as on the command line: millions of tuples, no cycles among them
    while not stopping() and (upload := actions.claim(at=timezone.now())) is not None:
        carry_out(upload, stopping)


def carry_out(upload: Import, stopping: Callable[[], bool]) -> None:
    """One job from its beginning to its end, whichever that is."""
    with translation.override(upload.by.language), _ended(upload):
        run = logs.run if upload.kind.is_log else tickets.run
        report, root = run(upload, Course(upload, stopping))
        actions.finish(upload=upload, report=report, root=root, at=timezone.now())


@contextmanager
def _ended(upload: Import) -> Iterator[None]:
    """However it ends, the row says so; what is in the desk by then is whole."""
    try:
        yield
    except Lost:
        return
    except Interrupted:
        actions.put_back(upload=upload)
    except Stopped:
        actions.halt(upload=upload, at=timezone.now())
    except Exception as error:
        trouble = trouble_of(error)
        if trouble["code"] == "other":
            log.exception("import %s failed", upload.pk)
        with transaction.atomic():
            actions.fail(upload=upload, trouble=trouble, at=timezone.now())


def trouble_of(error: Exception) -> dict[str, Any]:
    """What went wrong, as it is kept; the words come when somebody reads it."""
    told: dict[str, Any]
    match error:
        case LogError():
            told = logs.told(error)
        case Damaged():
            told = {"code": "damaged", "params": {"file": error.path.name, "record": error.record}}
        case BadMap():
            told = {"code": "bad_map", "params": {"why": str(error)}}
        case Unknown():
            told = {"code": "unknown"}
        case tickets.NoTickets():
            told = {"code": "no_tickets", "report": error.report}
        case Refused():
            params = {name: str(value) for name, value in error.params.items()}
            told = {"code": error.reason.value, "params": params}
        case _ if _is_full(error):
            told = {"code": "import_disk_full"}
        case _:
            told = {"code": "other", "params": {"why": f"{type(error).__name__}: {str(error)[:200]}"}}
    return told


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, DatabaseError) and any(mark in str(error).lower() for mark in FULL)
