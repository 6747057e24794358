"""Keeps the server and the ticker alive and stops both cleanly. Knows only the standard library.

``qiao serve`` becomes this process after its checks; the listening socket comes along as an open descriptor.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

PATIENCE = 35.0  # seconds for requests that are under way; the server itself gives them 30
REST = 5.0  # seconds before a ticker that died is started again


class Supervisor:
    """Two children: when the server ends, so do we; when the ticker ends, it is started again."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """A signal asked us to."""
        self.stopping.set()

    def run(self) -> int:
        """Serves until told to stop; returns the exit code."""
        server = self.start("gunicorn", "-c", "python:qiao.ops.gunicorn_settings", "qiao.wsgi")
        ticker = self.start("qiao.ops.ticking")
        died = 0.0
        while not self.stopping.wait(0.2) and server.poll() is None:
            if ticker.poll() is not None and not died:
                died = time.monotonic()
                say(f"the ticker ended ({ticker.returncode}); starting it again.")
            if died and time.monotonic() - died > REST:
                ticker, died = self.start("qiao.ops.ticking"), 0.0
        asked = self.stopping.is_set()
        self.end(server, ticker)
        if not asked:
            say(f"the web server ended by itself ({server.returncode}).")
        return 0 if asked else server.returncode or 1

    def start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        """A child in a session of its own, so that Ctrl-C reaches us first and we stop it in order."""
        environment = {**os.environ, "QIAO_SOCKET": str(self.descriptor), "QIAO_SUPERVISOR": str(os.getpid())}
        return subprocess.Popen(  # noqa: S603  (our own interpreter and modules)
            [sys.executable, "-m", module, *arguments],
            env=environment,
            pass_fds=[self.descriptor],
            start_new_session=True,
        )

    def end(self, *children: subprocess.Popen[bytes]) -> None:
        """Asks, waits for what is under way, then insists."""
        for child in children:
            if child.poll() is None:
                child.terminate()
        limit = time.monotonic() + PATIENCE
        for child in children:
            try:
                child.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def say(words: str) -> None:
    """One line for the operator."""
    sys.stderr.write(f"qiao: {words}\n")


def watch_supervisor() -> None:
    """For a child: stop when the supervisor is gone (killed), instead of holding the port for ever."""
    supervisor = int(os.environ.get("QIAO_SUPERVISOR", "0"))
    if supervisor:
        threading.Thread(target=_stop_with, args=(supervisor,), daemon=True).start()


def _stop_with(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(Supervisor(int(sys.argv[1])).run())
