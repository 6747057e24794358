"""What must be right before Qiao serves. Each check returns a short finding or raises Trouble."""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from qiao.environment import WrongSetting
from qiao.ops.failures import Kind, Trouble, kind, sentence

LEAST_SPACE = 100 * 1024 * 1024


def python() -> str:
    """A Python that the code was written for."""
    return f"Python {sys.version.split()[0]}"


def data_folder() -> str:
    """The data folder exists and takes a file."""
    folder: Path = settings.DATA
    probe = folder / f".probe.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
    except OSError as error:
        if kind(error) is Kind.DISK_FULL:
            raise Trouble(f"The disk of {folder} is full: free some space and start again.") from error
        raise Trouble(
            f"The data folder {folder} cannot be written to ({error.strerror}): "
            "set QIAO_DATA to one that can, or give this user the right to."
        ) from error
    return f"data in {folder}"


def space() -> str:
    """Room enough to go on for a while."""
    free = shutil.disk_usage(settings.DATA).free
    if free < LEAST_SPACE:
        raise Trouble(
            f"Only {free // 1024**2} MB are free on the disk of {settings.DATA}: make it at least 100 MB."
        )
    return f"{free / 1024**3:.1f} GB free"


def database() -> str:
    """The database answers and is of a kind that is supported."""
    try:
        connection.ensure_connection()
        connection.check_database_version_supported()
    except Exception as error:
        if kind(error) is Kind.OTHER:
            raise Trouble(f"The database cannot be used: {sentence(error)}") from error
        raise Trouble(sentence(error)) from error
    version = ".".join(str(part) for part in connection.get_database_version() if part)
    return f"{connection.display_name} {version}"


def not_newer() -> str:
    """The database knows no migration that the code does not know."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations) | _replaced(loader)
    newer = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in known
    )
    if newer:
        raise Trouble(
            f"The database is newer than this code (it knows {newer[-1]}): install the version of Qiao that "
            "made it or a later one. Nothing was changed."
        )
    return "database not newer than the code"


def migrated() -> str:
    """Every migration is applied."""
    loader = MigrationLoader(connection)
    missing = [key for key in loader.graph.nodes if key not in loader.applied_migrations]
    if missing:
        raise Trouble(f"The database lacks {len(missing)} migrations: run `qiao migrate` first.")
    return "database up to date"


def cache_table() -> str:
    """The table of the cache exists (throttling needs it)."""
    try:
        caches["default"].get("qiao.check")
    except Exception as error:
        raise Trouble("The cache table is missing: run `qiao migrate`.") from error
    return "cache ready"


def static() -> str:
    """Style sheets and scripts were collected."""
    if not (settings.DEBUG or (settings.STATIC_ROOT / "staticfiles.json").exists()):
        raise Trouble("The static files were not collected: run `qiao prepare`.")
    return "static files collected"


def hosts() -> str:
    """Every host may ask only in debug mode."""
    if "*" in settings.ALLOWED_HOSTS and not settings.DEBUG:
        raise Trouble("QIAO_HOSTS is *, which lets anybody forge links in e-mails: name the hosts.")
    return f"answers to {settings.PUBLIC_URL}"


def mail() -> str:
    """The mail server answers, if one is set."""
    if not settings.EMAIL_HOST:
        return f"e-mail is written to {settings.EMAIL_FILE_PATH} (QIAO_SMTP_HOST is not set)"
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
    except OSError as error:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        raise Trouble(f"The mail server {where} (QIAO_SMTP_HOST) does not answer.") from error
    return f"e-mail through {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def size() -> str:
    """How many requests can be answered at once."""
    from qiao.ops import gunicorn_settings

    return f"{gunicorn_settings.workers} processes with {gunicorn_settings.threads} threads each"


BEFORE_SERVING = (size, data_folder, space, database, not_newer, migrated, cache_table, static, hosts)
ALL: tuple[Callable[[], str], ...] = (python, *BEFORE_SERVING, mail)


def before_migrating() -> None:
    """What must hold before the database is touched."""
    for check in (data_folder, space, database, not_newer):
        check()


def before_serving() -> None:
    """Raises the first Trouble."""
    for check in BEFORE_SERVING:
        check()


def findings() -> Iterator[tuple[bool, str]]:
    """Each check's outcome: whether it is right, and the words for it."""
    for check in ALL:
        try:
            yield True, check()
        except (Trouble, WrongSetting) as error:
            yield False, sentence(error)


def listening_socket(host: str, port: int) -> socket.socket:
    """The port, bound by us, so that nobody takes it between the check and the start."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(2048)
    except OSError as error:
        taken.close()
        raise Trouble(_why_not_bound(host, port, error)) from error
    return taken


def _why_not_bound(host: str, port: int, error: OSError) -> str:
    if error.errno == 98 or "in use" in str(error):
        return f"Port {port} is in use by another program: stop that one, or set QIAO_PORT to a free port."
    if isinstance(error, PermissionError):
        return f"Port {port} may not be opened by this user: set QIAO_PORT to one above 1023."
    return f"QIAO_BIND is {host}, which is no address of this machine: {error.strerror or error}."


def _replaced(loader: MigrationLoader) -> set[tuple[str, str]]:
    return {each for migration in loader.disk_migrations.values() for each in migration.replaces}
