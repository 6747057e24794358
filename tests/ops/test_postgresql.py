"""The same commands and the same server on PostgreSQL, with two servers at once."""

import os
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.serving import Server, qiao

URL = os.environ.get("DATABASE_URL", "")
pytestmark = pytest.mark.skipif(not URL.startswith("postgresql"), reason="for the suite on PostgreSQL")
FUTURE = "INSERT INTO django_migrations (app, name, applied) VALUES ('desk', '9999_from_the_future', now())"


@pytest.fixture
def own_database():
    """A migrated, empty database of the test's own."""
    name, template = f"qiao_serve_{os.getpid()}", os.environ.get("QIAO_TEST_TEMPLATE", "template1")
    home = urlsplit(URL)._replace(path="/postgres").geturl()
    with psycopg.connect(home, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield urlsplit(URL)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_two_servers_share_one_database(own_database, tmp_path):
    settings = {"DATABASE_URL": own_database, "QIAO_SECRET_KEY": "s" * 40}
    servers = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        done = qiao("prepare", folder=folder, **settings)
        assert done.returncode == 0, done.stderr
        servers.append(Server(folder, extra=settings).start())
    assert [server.status("/health") for server in servers] == [200, 200]
    checked = qiao("check", folder=tmp_path / "one", **settings)
    assert "ok   PostgreSQL" in checked.stdout
    assert qiao("tick", folder=tmp_path / "one", **settings).returncode == 0
    assert [server.stop() for server in servers] == [0, 0]


def test_a_database_that_is_newer_than_the_code_is_left_alone(own_database, tmp_path):
    settings = {"DATABASE_URL": own_database}
    assert qiao("prepare", folder=tmp_path, **settings).returncode == 0
    with psycopg.connect(own_database) as connection:
        connection.execute(FUTURE)
    done = qiao("migrate", folder=tmp_path, **settings)
    assert done.returncode == 1
    assert "newer than this code (it knows desk.9999_from_the_future)" in done.stderr
