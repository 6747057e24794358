"""What may be imported, the stations of an import, and why something is refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.org.rules import Scope

MEGABYTE = 1024 * 1024
MOST_FILES = 50
# Without a sign of life for so long, whoever worked on it is gone; the next one goes on.
LAPSE = timedelta(seconds=45)
# Files of an import that nobody carries out are kept for so long.
KEPT = timedelta(days=14)
# Of an archive, in the whole: what unpacks to more is no archive of attachments.
UNPACKED = 16 * 1024 * MEGABYTE
# Problems that a page shows; all of them are in the report as a file.
SHOWN = 300


class Kind(StrEnum):
    """What the ledger is told."""

    UPLOADED = "imports.uploaded"
    MAPPED = "imports.mapped"
    STARTED = "imports.started"
    FINISHED = "imports.finished"
    FAILED = "imports.failed"
    STOPPED = "imports.stopped"
    DISCARDED = "imports.discarded"


class System(StrEnum):
    """Where it comes from."""

    LOG = "log"
    JIRA = "jira"
    ZAMMAD = "zammad"
    SERVICENOW = "servicenow"
    GLPI = "glpi"
    OTRS = "otrs"
    OSTICKET = "osticket"

    @property
    def label(self) -> Any:
        return SYSTEMS[self]

    @property
    def is_log(self) -> bool:
        return self is System.LOG


SYSTEMS: Mapping[System, Any] = MappingProxyType(
    {
        System.LOG: _("Event log (XES, CSV, Parquet)"),
        System.JIRA: "Jira Service Management",
        System.ZAMMAD: "Zammad",
        System.SERVICENOW: "ServiceNow",
        System.GLPI: "GLPI",
        System.OTRS: "OTRS, Znuny",
        System.OSTICKET: "osTicket",
    }
)


class Job(StrEnum):
    """What is done in the background."""

    REHEARSE = "rehearse"
    IMPORT = "import"


class Phase(StrEnum):
    """What is being done right now; progress is counted anew in each."""

    UNPACKING = "unpacking"
    READING = "reading"
    CHECKING = "checking"
    WRITING = "writing"

    @property
    def label(self) -> Any:
        return PHASES[self]


PHASES: Mapping[Phase, Any] = MappingProxyType(
    {
        Phase.UNPACKING: _("Unpacking the attachments"),
        Phase.READING: _("Reading the files"),
        Phase.CHECKING: _("Checking"),
        Phase.WRITING: _("Importing"),
    }
)


class State(StrEnum):
    """Where an import stands."""

    READY = "ready"
    ASKED = "asked"
    RUNNING = "running"
    REHEARSED = "rehearsed"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def label(self) -> Any:
        return STATES[self]


STATES: Mapping[State, Any] = MappingProxyType(
    {
        State.READY: pgettext_lazy("of an import", "Uploaded"),
        State.ASKED: pgettext_lazy("of an import", "About to begin"),
        State.RUNNING: pgettext_lazy("of an import", "Running"),
        State.REHEARSED: pgettext_lazy("of an import", "Tried"),
        State.DONE: pgettext_lazy("of an import", "Imported"),
        State.FAILED: pgettext_lazy("of an import", "Failed"),
        State.STOPPED: pgettext_lazy("of an import", "Stopped"),
    }
)
BUSY = frozenset({State.ASKED, State.RUNNING})
AT_REST = frozenset(State) - BUSY


class Reason(StrEnum):
    """Why not. The value is the stable code."""

    NOT_ADMINISTRATOR = "not_administrator"
    BUSY = "import_busy"
    OVER = "import_over"
    NOT_BUSY = "import_not_busy"
    GONE = "import_files_gone"
    NO_FILE = "import_no_file"
    ONE_FILE = "import_one_file"
    TOO_MANY = "import_too_many_files"
    NO_ARCHIVE_HERE = "import_no_archive_here"
    NOT_ZIP = "import_not_zip"
    TOO_LARGE = "import_too_large"
    DISK_FULL = "import_disk_full"
    NOT_READABLE = "import_not_readable"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        return {Reason.NOT_ADMINISTRATOR: 403, Reason.TOO_LARGE: 413, Reason.DISK_FULL: 507}.get(self, 409)


SENTENCES: Mapping[Reason, Any] = MappingProxyType(
    {
        Reason.NOT_ADMINISTRATOR: _("Only administrators import."),
        Reason.BUSY: _("It is running: wait for the end, or stop it first."),
        Reason.OVER: _("It has been imported. Upload the file again to bring what is new."),
        Reason.NOT_BUSY: _("It is not running."),
        Reason.GONE: _("Its files are no longer here: upload them again."),
        Reason.NO_FILE: _("Choose a file first."),
        Reason.ONE_FILE: _("An event log is one file: choose one."),
        Reason.TOO_MANY: _("At most %(most)s files at once."),
        Reason.NO_ARCHIVE_HERE: _("An event log has no attachments."),
        Reason.NOT_ZIP: _("The attachments are no ZIP archive that can be unpacked: %(why)s"),
        Reason.TOO_LARGE: _("Together more than %(most)s MB: use the command line on the server for them."),
        Reason.DISK_FULL: _(
            "The server has no space left for it, so nothing was kept. Free some space first."
        ),
        Reason.NOT_READABLE: "%(why)s",
    }
)


def why_not_administer(scope: Scope | None) -> Reason | None:
    """None for an administrator."""
    return None if scope is not None and scope.is_administrator else Reason.NOT_ADMINISTRATOR


def why_not_begin(state: State, *, here: bool) -> Reason | None:
    """Trying, importing and changing the mapping need files and rest."""
    if state in BUSY:
        return Reason.BUSY
    if state is State.DONE:
        return Reason.OVER
    return None if here else Reason.GONE


def why_not_files(system: System, many: int, *, archive: bool) -> Reason | None:
    """How many files a system takes."""
    if not many:
        return Reason.NO_FILE
    if system.is_log and many > 1:
        return Reason.ONE_FILE
    if many > MOST_FILES:
        return Reason.TOO_MANY
    return Reason.NO_ARCHIVE_HERE if archive and system.is_log else None
