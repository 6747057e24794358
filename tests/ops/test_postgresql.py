"""The same commands and the same server on PostgreSQL, with two servers at once."""

import psycopg
import pytest

from tests.ops.conftest import ON_POSTGRESQL
from tests.serving import Server, qiao

pytestmark = pytest.mark.skipif(not ON_POSTGRESQL, reason="for the suite on PostgreSQL")
FUTURE = "INSERT INTO django_migrations (app, name, applied) VALUES ('desk', '9999_from_the_future', now())"


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
