"""The periodic work: every minute each package's ticks, each on its own."""

import logging
import signal
import sys
import threading
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone

from qiao.ops import packages
from qiao.ops.errands import Errands, known
from qiao.ops.failures import sentence
from qiao.ops.supervise import watch_supervisor

log = logging.getLogger("qiao.ops.ticking")
EVERY = 60.0


def tick(at: datetime) -> list[str]:
    """Calls every tick; returns a sentence for each that failed; it holds no other back."""
    failed = []
    for each in packages.ticks():
        try:
            each(at=at)
        except Exception as error:
            name = f"{each.__module__}.{each.__qualname__}"
            log.exception("%s failed", name)
            failed.append(f"{name}: {sentence(error)}")
    return failed


def run_until_stopped(every: float = EVERY) -> None:
    """Ticks at once and then every ``every`` seconds, until SIGTERM."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    watch_supervisor()
    errands = threading.Thread(target=Errands(known()).run, args=[stopping])
    errands.start()
    while not stopping.is_set():
        tick(timezone.now())
        close_old_connections()  # one that broke is opened afresh in the next minute
        stopping.wait(every)
    errands.join()


if __name__ == "__main__":
    packages.start()
    run_until_stopped()
    sys.exit(0)
