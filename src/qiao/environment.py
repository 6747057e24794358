"""Settings from the environment, each secret also from a file (``NAME_FILE``).

A missing or wrong value is named in one sentence: :class:`WrongSetting` carries it to the command line.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo


class WrongSetting(Exception):
    """A setting is missing or wrong; the message says which one and what to do."""


def text(name: str, default: str = "", env: Mapping[str, str] = os.environ) -> str:
    """The value of ``name``, or the content of the file that ``name_FILE`` points to."""
    path = env.get(f"{name}_FILE")
    if path and env.get(name):
        raise WrongSetting(f"{name} and {name}_FILE are both set: keep one of them.")
    if not path:
        return env.get(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{name}_FILE points to {path}, which cannot be read: {error}.") from error


def number(name: str, default: int, low: int, high: int, env: Mapping[str, str] = os.environ) -> int:
    """A whole number between ``low`` and ``high``."""
    raw = text(name, str(default), env)
    if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
        raise WrongSetting(f"{name} is {raw!r}: it must be a whole number from {low} to {high}.")
    return int(raw)


def flag(name: str, *, default: bool = False, env: Mapping[str, str] = os.environ) -> bool:
    """A switch: 1/0, true/false, yes/no, on/off."""
    raw = text(name, "1" if default else "0", env).lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"", "0", "false", "no", "off"}:
        return False
    raise WrongSetting(f"{name} is {raw!r}: it must be 1 or 0.")


def one_of(name: str, default: str, known: tuple[str, ...], env: Mapping[str, str] = os.environ) -> str:
    """One of a few words."""
    raw = text(name, default, env)
    if raw not in known:
        raise WrongSetting(f"{name} is {raw!r}: it must be one of {', '.join(known)}.")
    return raw


def zone(name: str, default: str, env: Mapping[str, str] = os.environ) -> str:
    """The name of a time zone, such as Asia/Shanghai."""
    raw = text(name, default, env)
    try:
        ZoneInfo(raw)
    except (KeyError, ValueError, OSError) as error:
        raise WrongSetting(f"{name} is {raw!r}: it must be a time zone such as Asia/Shanghai.") from error
    return raw


def address(name: str, default: str, env: Mapping[str, str] = os.environ) -> str:
    """The address people type, without a slash at the end."""
    raw = text(name, default, env).rstrip("/")
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise WrongSetting(f"{name} is {raw!r}: it must look like https://qiao.example.org, without a path.")
    return raw


def words(name: str, default: str, env: Mapping[str, str] = os.environ) -> list[str]:
    """A list separated by commas or spaces."""
    return text(name, default, env).replace(",", " ").split()


def secret_key(folder: Path, env: Mapping[str, str] = os.environ) -> str:
    """``QIAO_SECRET_KEY``, or one made once and kept in the data folder, readable by its owner only."""
    given = text("QIAO_SECRET_KEY", "", env)
    if given:
        if len(given) < 32:
            raise WrongSetting("QIAO_SECRET_KEY is shorter than 32 characters: use a long random text.")
        return given
    kept = folder / "secret_key"
    try:
        if not kept.exists():
            _write_once(kept, secrets.token_urlsafe(64))
        return kept.read_text(encoding="ascii").strip()
    except OSError as error:
        raise WrongSetting(f"QIAO_DATA is {folder}, which cannot be used: {error.strerror}.") from error


def _write_once(path: Path, content: str) -> None:
    """Creates ``path`` with ``content`` unless another process was quicker."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(content)
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()


def database(folder: Path, env: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Django's database settings from ``DATABASE_URL``; an embedded SQLite file when it is not set."""
    url = text("DATABASE_URL", "", env)
    if not url:
        return sqlite(folder / "qiao.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path[1:] if parts.path.startswith("//") else parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(url)
    raise WrongSetting(
        "DATABASE_URL must start with postgresql:// or sqlite:// "
        "(for instance postgresql://user:password@host:5432/qiao)."
    )


def sqlite(path: Path | str) -> dict[str, object]:
    """SQLite as a server needs it: WAL, writers queue instead of failing, foreign keys on."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path.expanduser().resolve()) if isinstance(path, Path) else path,
        # Opening a file costs as much as a small page, and a fresh connection has an empty page cache.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    try:
        port = parts.port or ""
    except ValueError as error:
        raise WrongSetting("DATABASE_URL has a port that is not a number.") from error
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise WrongSetting("DATABASE_URL names no database: add it after the host, as in …:5432/qiao.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    query.setdefault("connect_timeout", "10")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", "") or parts.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in query.items()},
    }
