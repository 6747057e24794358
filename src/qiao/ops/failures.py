"""One sentence for what went wrong, saying what to do. Used by the command line and by the error page."""

import errno
from enum import StrEnum

import click

from qiao.environment import WrongSetting


class Trouble(click.ClickException):
    """Something the operator can mend; the message is the sentence."""


class Kind(StrEnum):
    """What is wrong around the application, as far as it can be told from an exception."""

    DISK_FULL = "disk_full"
    DATABASE_AWAY = "database_away"
    DATABASE_BUSY = "database_busy"
    DATABASE_OLD = "database_old"
    OTHER = "other"


SENTENCES = {
    Kind.DISK_FULL: "The disk is full: free some space and try again. What was being written was not kept.",
    Kind.DATABASE_AWAY: "The database cannot be reached: see that it runs and that DATABASE_URL is right.",
    Kind.DATABASE_BUSY: "The database is busy with another long write: try again in a moment.",
    Kind.DATABASE_OLD: "The database is older than this code: run `qiao migrate`.",
}

# What SQLite and PostgreSQL say; they have no common code for it.
_MARKS = {
    Kind.DISK_FULL: ("database or disk is full", "no space left on device", "could not extend file"),
    Kind.DATABASE_BUSY: ("database is locked", "database table is locked"),
    Kind.DATABASE_AWAY: (
        "unable to open database file",
        "connection failed",
        "connection refused",
        "could not translate host name",
        "failed to resolve host",
        "connection timeout expired",
        "server closed the connection",
        "the database system is",
        "the connection is closed",
    ),
    Kind.DATABASE_OLD: ("no such table", "no such column", "undefinedtable", "undefinedcolumn"),
}


def kind(error: BaseException | None) -> Kind:
    """What stands behind ``error``, looking at its causes too."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return Kind.DISK_FULL
        if _is_from_a_database(error):
            words = f"{error} {type(error.__cause__).__name__}".lower()
            found = next((k for k, marks in _MARKS.items() if any(mark in words for mark in marks)), None)
            if found:
                return found
        error = error.__cause__ or error.__context__
    return Kind.OTHER


def sentence(error: BaseException) -> str:
    """``error`` in one line."""
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, WrongSetting):
        return str(error)
    known = kind(error)
    if known is Kind.DATABASE_AWAY:
        return f"{SENTENCES[known]} ({_first_line(error)})"
    if known is not Kind.OTHER:
        return SENTENCES[known]
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'The system'}: {error.strerror}."
    return f"{type(error).__name__}: {_first_line(error)} (add --debug for the whole story)"


def _is_from_a_database(error: BaseException) -> bool:
    return any(each.__name__ in {"DatabaseError", "InterfaceError"} for each in type(error).__mro__)


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "no further words")
