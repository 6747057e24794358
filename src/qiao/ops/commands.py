"""The commands of the machine room. What belongs to a package is in that package's ``cli.py``."""

import os
import sys

import click

from qiao.ops.failures import Trouble, sentence
from qiao.ops.packages import start


@click.command()
def migrate() -> None:
    """Bring the database up to this version."""
    start()
    from qiao.ops import preparing

    done = preparing.migrate()
    click.echo(f"{done} migrations applied." if done else "Nothing to migrate.")


@click.command()
def prepare() -> None:
    """Migrate, make the cache table and collect the static files: everything `serve` needs."""
    start()
    from qiao.ops import preparing

    preparing.migrate()
    preparing.collect_static()


@click.command()
@click.option("--bind", help="Address to listen on (QIAO_BIND, 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (QIAO_PORT, 8000).")
def serve(bind: str | None, port: int | None) -> None:
    """Serve the pages and do the periodic work, until stopped."""
    start()
    _serve(bind, port)


@click.command()
@click.option("--sample/--no-sample", default=True, help="Load the sample into an empty database.")
@click.pass_context
def run(context: click.Context, sample: bool) -> None:
    """Prepare, load the sample organisation when the database is empty, and serve: what `make run` does."""
    start()
    from qiao.ops import preparing, welcome

    _port_is_free()
    preparing.migrate()
    preparing.collect_static()
    if sample and preparing.is_empty():
        welcome.load_sample(context)
    welcome.show()
    _serve(None, None)


@click.command()
def check() -> None:
    """Look at settings, folders, database and mail, and say what is wrong."""
    try:
        start()
    except Exception as error:
        raise Trouble(sentence(error)) from error
    from qiao.ops import checks

    wrong = 0
    for right, words in checks.findings():
        wrong += not right
        click.echo(f"{'ok  ' if right else 'FAIL'} {words}")
    if wrong:
        raise Trouble(f"{wrong} of the checks failed.")


@click.command()
def tick() -> None:
    """Do the periodic work once (`serve` does it every minute)."""
    start()
    from django.utils import timezone

    from qiao.ops import checks, ticking

    checks.database()
    failed = ticking.tick(timezone.now())
    if failed:
        raise Trouble(" · ".join(failed))


def _port_is_free() -> None:
    """Says so before the long work, not after it."""
    from django.conf import settings

    from qiao.ops import checks

    checks.listening_socket(settings.BIND, settings.PORT).close()


def _serve(bind: str | None, port: int | None) -> None:
    """Checks, takes the port, and becomes the supervisor (same process id, so signals find it)."""
    from django.conf import settings
    from django.db import connections

    from qiao.ops import checks

    checks.before_serving()
    taken = checks.listening_socket(bind or settings.BIND, port or settings.PORT)
    connections.close_all()
    taken.set_inheritable(True)
    sys.stdout.flush()
    descriptor = str(taken.fileno())
    os.execv(sys.executable, [sys.executable, "-m", "qiao.ops.supervise", descriptor])  # noqa: S606


ALL = (run, serve, prepare, migrate, check, tick)
