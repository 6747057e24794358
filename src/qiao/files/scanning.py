"""The virus scanner, if the organisation has one: a command or clamd, by ``QIAO_SCANNER``.

``unix:/run/clamav/clamd.ctl`` or ``tcp:host:3310``: clamd, by INSTREAM. Anything else is a command; the
path of the file is added at its end, 0 means clean and 1 infected, as clamscan and clamdscan answer.
"""

from __future__ import annotations

import shlex
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

TIMEOUT = 60
PIECE = 64 * 1024


class ScannerDown(Exception):
    """The scanner gave no answer; the message says why, for the log."""


@dataclass(frozen=True)
class Finding:
    """``virus`` is the scanner's word for what it found; "" when it found nothing."""

    virus: str = ""


def wanted() -> bool:
    """Whether a scanner is set."""
    return bool(settings.SCANNER)


def scan(path: Path) -> Finding:
    """What the scanner says of a file. Raises ScannerDown when it says nothing."""
    where = str(settings.SCANNER)
    if where.startswith(("unix:", "tcp:")):
        return _by_clamd(where, path)
    return _by_command(shlex.split(where), path)


def _by_command(command: list[str], path: Path) -> Finding:
    try:
        done = subprocess.run(  # noqa: S603  # what the operator set
            [*command, str(path)], capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ScannerDown(str(error)) from error
    if done.returncode == 0:
        return Finding()
    if done.returncode == 1:
        return Finding(_named(done.stdout))
    raise ScannerDown(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[:200]}")


def _named(said: str) -> str:
    """The name in “path: Eicar-Signature FOUND”."""
    found = next((line for line in said.splitlines() if line.endswith("FOUND")), "")
    return found.rpartition(": ")[2].removesuffix("FOUND").strip()[:200] or "?"


def _by_clamd(where: str, path: Path) -> Finding:
    try:
        with _connected(where) as link, path.open("rb") as file:
            link.sendall(b"zINSTREAM\0")
            for piece in iter(lambda: file.read(PIECE), b""):
                link.sendall(len(piece).to_bytes(4, "big") + piece)
            link.sendall(bytes(4))
            said = _answer(link)
    except OSError as error:
        raise ScannerDown(str(error)) from error
    if said.endswith("OK"):
        return Finding()
    if said.endswith("FOUND"):
        return Finding(_named(said))
    raise ScannerDown(said[:200] or "no answer")


def _connected(where: str) -> socket.socket:
    if where.startswith("unix:"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(TIMEOUT)
        link.connect(where.removeprefix("unix:"))
        return link
    host, _colon, port = where.removeprefix("tcp:").rpartition(":")
    if not port.isdigit():
        raise OSError(f"QIAO_SCANNER is {where!r}: it must look like tcp:host:3310")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)


def _answer(link: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and (piece := link.recv(4096)):
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
