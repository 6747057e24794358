"""What went wrong, in one sentence."""

import errno

import click
import pytest
from django.db.utils import OperationalError, ProgrammingError

from qiao.environment import WrongSetting
from qiao.ops.failures import Kind, Trouble, kind, sentence

KNOWN = [
    (OSError(errno.ENOSPC, "No space left on device"), Kind.DISK_FULL),
    (OperationalError("database or disk is full"), Kind.DISK_FULL),
    (OperationalError('could not extend file "base/5/1": No space left on device'), Kind.DISK_FULL),
    (OperationalError("database is locked"), Kind.DATABASE_BUSY),
    (OperationalError("unable to open database file"), Kind.DATABASE_AWAY),
    (OperationalError('connection failed: connection to server at "127.0.0.1" failed'), Kind.DATABASE_AWAY),
    (OperationalError("server closed the connection unexpectedly"), Kind.DATABASE_AWAY),
    (OperationalError("no such table: org_unit"), Kind.DATABASE_OLD),
    (ValueError("database is locked"), Kind.OTHER),
    (KeyError("x"), Kind.OTHER),
]


@pytest.mark.parametrize(("error", "expected"), KNOWN, ids=[str(error) for error, _ in KNOWN])
def test_the_trouble_is_told_from_the_exception(error, expected):
    assert kind(error) is expected


def test_the_trouble_is_found_behind_another_exception():
    error = RuntimeError("could not save")
    error.__cause__ = OperationalError("database or disk is full")
    assert kind(error) is Kind.DISK_FULL


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Trouble("Do this."), "Do this."),
        (click.UsageError("No such option: --x"), "No such option: --x"),
        (WrongSetting("QIAO_PORT is 'x'."), "QIAO_PORT is 'x'."),
        (PermissionError(errno.EACCES, "Permission denied", "a.csv"), "a.csv: Permission denied."),
        (ProgrammingError("syntax error\nLINE 1"), "ProgrammingError: syntax error (add --debug"),
        (ValueError(), "ValueError: no further words"),
    ],
)
def test_every_failure_is_one_line(error, words):
    assert sentence(error).startswith(words)
    assert "\n" not in sentence(error)
