"""Databases of their own for servers that are started for real."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit

import psycopg
import pytest

URL = os.environ.get("DATABASE_URL", "")
ON_POSTGRESQL = URL.startswith("postgresql")
_names = count(1)


@contextmanager
def postgresql_database() -> Iterator[str]:
    """The address of a migrated, empty database that is dropped afterwards."""
    name = f"qiao_serve_{os.getpid()}_{next(_names)}"
    template = os.environ.get("QIAO_TEST_TEMPLATE", "template1")
    home = urlsplit(URL)._replace(path="/postgres").geturl()
    with psycopg.connect(home, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield urlsplit(URL)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_database() -> Iterator[str]:
    """A migrated, empty PostgreSQL database of the test's own."""
    with postgresql_database() as address:
        yield address
