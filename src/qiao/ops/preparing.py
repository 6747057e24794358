"""Brings database and files up to what this code needs; safe to repeat, quick when there is nothing to do."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from qiao.ops import checks
from qiao.ops.failures import Trouble


def migrate() -> int:
    """Applies what is missing, with a progress bar; returns how many migrations there were."""
    checks.before_migrating()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        with click.progressbar(length=len(plan), label="Database") as bar:
            call_command(_Migrate(bar.update), verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _settle_restored()
    return len(plan)


def _settle_restored() -> None:
    """A dump that was restored into another cluster brings numbers that mean nothing there (ADR 7)."""
    from qiao.ledger.actions import mend_restored

    many = mend_restored()
    if many:
        click.echo(f"{many} events came from another PostgreSQL and were renumbered; their order stays.")


class _Migrate(Migrate):
    """Django's command, telling how far it is."""

    def __init__(self, step: Any) -> None:
        super().__init__()
        self.step = step

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_success":
            self.step(1)


def collect_static() -> bool:
    """Copies style sheets and scripts to where they are served from, if any of them changed."""
    if settings.DEBUG:
        return False
    stamp: Path = settings.STATIC_ROOT / ".made-of"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    try:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True, stdout=io.StringIO())
    except ValueError as error:
        raise Trouble(f"A style sheet names a file that does not exist: {error}") from error
    stamp.write_text(wanted)
    return True


def _fingerprint() -> str:
    """Names, sizes and times of all sources: cheap, and different whenever one of them changed."""
    parts = sorted(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in _sources())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _sources() -> Iterator[tuple[str, Any]]:
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name)).stat()


def is_empty() -> bool:
    """No person and no account: nobody has begun to use this database."""
    from django.apps import apps

    models = [apps.get_model(name) for name in ("org.Unit", "org.Person", "accounts.Account")]
    return not any(model._default_manager.exists() for model in models)
