"""Start, stop, and what stands in the way of a start: one sentence each, and nothing is changed."""

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.serving import Server, environment, free_port, qiao

QIAO = str(Path(sys.executable).with_name("qiao"))


def children(pid: int) -> list[int]:
    out = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in out.stdout.split()]


def gone(pid: int, within: float = 20) -> bool:
    limit = time.monotonic() + within
    while time.monotonic() < limit:
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        if not state.stdout.strip() or state.stdout.startswith("Z"):
            return True
        time.sleep(0.2)
    return False


def content(folder: Path) -> list[str]:
    """The whole database as text."""
    with sqlite3.connect(folder / "qiao.sqlite3") as database:
        return [line for line in database.iterdump() if "CREATE VIRTUAL" not in line]


def refused(folder: Path, **settings: str) -> str:
    """The one line that ``qiao serve`` gives when it does not start."""
    done = qiao("serve", folder=folder, timeout=60, **settings)
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1, done
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("qiao: ")
    return lines[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_serves_and_stops_cleanly_when_asked(server, number):
    assert server.status("/health") == 200
    below = children(server.process.pid)
    assert len(below) == 2  # the web server and the ticker
    assert server.stop(number) == 0
    assert all(gone(pid) for pid in below)
    assert "Traceback" not in server.log


def test_all_pages_are_read_once_before_the_server_forks(folder):
    asked = "import qiao.wsgi, sys; sys.exit('qiao.desk.views' not in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], env=environment(folder), check=False)
    assert done.returncode == 0


def test_a_ticker_that_dies_is_started_again_and_pages_go_on(server):
    web, ticker = sorted(children(server.process.pid))
    subprocess.run(["kill", "-9", str(ticker)], check=True)
    limit = time.monotonic() + 60
    while len(set(children(server.process.pid)) - {ticker}) < 2 and time.monotonic() < limit:
        time.sleep(0.5)
    again = set(children(server.process.pid)) - {ticker}
    assert web in again
    assert len(again) == 2
    assert server.status("/health") == 200


def test_nothing_keeps_the_port_when_the_supervisor_is_killed(server):
    below = children(server.process.pid)
    server.process.kill()
    assert all(gone(pid, 40) for pid in below)
    with socket.create_server(("127.0.0.1", server.port)):
        pass


def test_a_port_in_use_is_named(folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"Port {port} is in use" in refused(folder, QIAO_PORT=port)


def test_an_address_of_another_machine_is_named(folder):
    assert "QIAO_BIND is 192.0.2.1" in refused(folder, QIAO_BIND="192.0.2.1", QIAO_PORT=str(free_port()))


def test_a_database_that_is_newer_than_the_code_is_left_alone(folder):
    with sqlite3.connect(folder / "qiao.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)",
            ("desk", "9999_from_the_future", "2026-01-01"),
        )
    before = content(folder)
    for command in ("serve", "migrate", "prepare", "run"):
        done = qiao(command, folder=folder, timeout=60, QIAO_PORT=str(free_port()))
        assert done.returncode == 1
        assert "newer than this code (it knows desk.9999_from_the_future)" in done.stderr
    assert content(folder) == before


def test_a_database_that_is_older_than_the_code_is_not_served(folder):
    with sqlite3.connect(folder / "qiao.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'desk'")
    assert "run `qiao migrate` first" in refused(folder, QIAO_PORT=str(free_port()))


def test_a_damaged_database_file_is_named(folder):
    (folder / "qiao.sqlite3").write_bytes(b"this is no database at all, but some text " * 100)
    for side in ("qiao.sqlite3-wal", "qiao.sqlite3-shm"):
        (folder / side).unlink(missing_ok=True)
    assert "cannot be used" in refused(folder, QIAO_PORT=str(free_port()))


def test_a_database_server_that_is_away_is_named(folder):
    url = f"postgresql://qiao:secret@127.0.0.1:{free_port()}/qiao"
    line = refused(folder, DATABASE_URL=url)
    assert "database cannot be reached" in line
    assert "DATABASE_URL" in line
    assert "secret" not in line


def test_a_data_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").write_text("no folder")
    line = refused(tmp_path / "file" / "data", QIAO_SECRET_KEY="x" * 40)
    assert "cannot be written to" in line
    assert "QIAO_DATA" in line


def test_a_data_folder_that_cannot_hold_the_secret_is_named(tmp_path):
    (tmp_path / "file").write_text("no folder")
    assert "QIAO_DATA" in refused(tmp_path / "file" / "data")


WRONG = [
    ({"QIAO_PORT": "web"}, "QIAO_PORT is 'web'"),
    ({"QIAO_PORT": "70000"}, "QIAO_PORT is '70000'"),
    ({"QIAO_SECRET_KEY": "short"}, "QIAO_SECRET_KEY is shorter"),
    ({"QIAO_SECRET_KEY_FILE": "/nowhere/at/all"}, "QIAO_SECRET_KEY_FILE points to /nowhere/at/all"),
    ({"QIAO_SECRET_KEY": "x" * 40, "QIAO_SECRET_KEY_FILE": "/nowhere"}, "both set"),
    ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL must start with"),
    ({"DATABASE_URL": "postgresql://host/"}, "names no database"),
    ({"DATABASE_URL": "postgresql://host:port/b"}, "port that is not a number"),
    ({"QIAO_ZONE": "Asia/Nowhere"}, "QIAO_ZONE is 'Asia/Nowhere'"),
    ({"QIAO_URL": "qiao.example.org"}, "QIAO_URL is 'qiao.example.org'"),
    ({"QIAO_DEBUG": "perhaps"}, "QIAO_DEBUG is 'perhaps'"),
    ({"QIAO_HOSTS": "*"}, "QIAO_HOSTS is *"),
    ({"QIAO_WORKERS": "0"}, "QIAO_WORKERS is '0'"),
]


@pytest.mark.parametrize(("settings", "words"), WRONG, ids=[words for _, words in WRONG])
def test_a_wrong_setting_is_named(folder, settings, words):
    assert words in refused(folder, **{"QIAO_PORT": str(free_port()), **settings})


def test_the_doctor_finds_what_is_wrong(folder):
    well = qiao("check", folder=folder)
    assert well.returncode == 0, well.stderr
    assert "FAIL" not in well.stdout
    ill = qiao("check", folder=folder, QIAO_SMTP_HOST="127.0.0.1", QIAO_SMTP_PORT=str(free_port()))
    assert ill.returncode == 1
    assert "FAIL The mail server" in ill.stdout
    assert ill.stderr.strip() == "qiao: 1 of the checks failed."


def test_preparing_twice_changes_nothing(folder):
    before = {path: path.stat().st_mtime_ns for path in (folder / "static").rglob("*")}
    again = qiao("prepare", folder=folder)
    assert again.returncode == 0, again.stderr
    assert {path: path.stat().st_mtime_ns for path in (folder / "static").rglob("*")} == before


def test_a_second_server_does_not_take_the_port_of_the_first(server):
    second = qiao("serve", folder=server.folder, timeout=60, QIAO_PORT=str(server.port))
    assert f"Port {server.port} is in use" in second.stderr
    assert server.status("/health") == 200


@pytest.fixture
def small_disk(tmp_path, migrated_folder):
    """A disk of 130 MB with a prepared data folder; needs the right to mount."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=130m", "tmpfs", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"may not mount a small disk here: {mounted.stderr.strip()}")
    subprocess.run(["cp", "-r", f"{migrated_folder}/.", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=False)


def fill(disk: Path) -> Path:
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(b"\0" * 65536)
        except OSError:
            return disk / "ballast"


def test_a_full_disk_is_named_before_anything_starts(small_disk):
    fill(small_disk)
    done = qiao("serve", folder=small_disk, timeout=60)
    assert done.returncode == 1
    assert "free some space" in done.stderr


def test_the_command_never_shows_a_traceback_unless_asked(folder):
    settings = environment(folder, QIAO_PORT="x")
    quiet = subprocess.run([QIAO, "check"], env=settings, capture_output=True, text=True, check=False)
    assert quiet.stderr == "qiao: QIAO_PORT is 'x': it must be a whole number from 1 to 65535.\n"
    loud = subprocess.run(
        [QIAO, "--debug", "check"], env=settings, capture_output=True, text=True, check=False
    )
    assert "Traceback" in loud.stderr


def test_a_disk_that_fills_up_while_serving_is_a_page_that_says_so_and_nothing_is_lost(small_disk):
    server = Server(small_disk)
    made = qiao(
        "createadmin",
        "--number",
        "B1",
        "--name",
        "白洁",
        "--link",
        folder=small_disk,
        QIAO_PORT=str(server.port),
    )
    link = made.stdout.strip()
    server.start()
    try:
        ballast = fill(small_disk)
        status, page = opened(link)
        assert status == 507
        assert "空间已满" in page
        assert server.status("/health") == 200
        ballast.unlink()
        assert opened(link)[0] == 200
    finally:
        assert server.stop() == 0


def opened(link: str) -> tuple[int, str]:
    """Opens a one-time link, which is remembered in a new session; the status and the page."""
    try:
        answer = build_opener(HTTPCookieProcessor(CookieJar())).open(link, timeout=30)
    except HTTPError as error:
        return error.code, error.read().decode()
    return answer.status, answer.read().decode()
