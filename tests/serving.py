"""A real ``qiao serve`` in a folder of its own, for tests that need one."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

LONGEST_START = 90.0


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **extra: str) -> dict[str, str]:
    """What a shell would have, without settings of the tests themselves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QIAO_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    kept = {name: value for name, value in kept.items() if not name.startswith("COV_")}
    return {**kept, "QIAO_DATA": str(folder), "PYTHONUNBUFFERED": "1", **extra}


def qiao(
    *arguments: str, folder: Path, timeout: float = 300, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Runs one ``qiao`` command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "qiao.cli", *arguments],
        env=environment(folder, **extra),
        cwd=folder if folder.is_dir() else None,
        capture_output=True,
        text=True,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@dataclass
class Server:
    """A server process and where it answers."""

    folder: Path
    port: int = field(default_factory=free_port)
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] = field(init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def start(self) -> "Server":
        with (self.folder / "server.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "qiao.cli", "serve"],
                env=environment(self.folder, QIAO_PORT=str(self.port), **self.extra),
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.wait_until_it_answers()
        return self

    def wait_until_it_answers(self) -> None:
        limit = time.monotonic() + LONGEST_START
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended ({self.process.returncode}):\n{self.log}")
            if self.status("/health") is not None:
                return
            time.sleep(0.1)
        raise AssertionError(f"the server did not answer within {LONGEST_START} s:\n{self.log}")

    def status(self, path: str) -> int | None:
        """The status of a page, None when nobody answers."""
        try:
            with urlopen(self.url + path, timeout=20) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except (URLError, OSError):
            return None

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        """Asks it to stop and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        return self.process.wait(60)


def prepared(folder: Path, template: Path) -> Path:
    """``folder`` as a copy of a data folder that is migrated already."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return folder
