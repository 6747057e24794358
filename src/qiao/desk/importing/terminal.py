"""What the import commands do in a terminal: find what an option names, show progress, speak a language."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from qiao.org.models import Calendar, Grant, Person, Unit
from qiao.org.rules import Role

M = TypeVar("M", Calendar, Unit, Person)


def one(model: type[M], option: str, **wanted: Any) -> M | None:
    """What an option names, by one column; None when it was not given. Raises click.BadParameter."""
    value = next(iter(wanted.values()))
    if not value:
        return None
    found = model._default_manager.filter(**wanted).first()
    if found is None:
        raise click.BadParameter(f"there is no {model._meta.verbose_name} “{value}”", param_hint=option)
    return found


def administrator() -> Person | None:
    """The first administrator: sees what was imported when nobody else was named."""
    grant = Grant.objects.filter(role=Role.ADMINISTRATOR, person__active=True).order_by("pk").first()
    return grant.person if grant else None


def slug(title: str) -> str:
    """A short name for codes: letters and digits of any script, at most 30."""
    return re.sub(r"\W+", "-", title.replace("_", " ").lower()).strip("-")[:30] or "log"


@contextmanager
def progress(length: int, label: str, *, shown: bool) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal that grows as one says how much more is done; nothing elsewhere."""
    if not (shown and sys.stderr.isatty()):
        yield lambda _done: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


def language() -> str:
    """The language of the terminal."""
    words = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-hans" if words.lower().startswith("zh") else "en"


def say_all(lines: Iterable[str]) -> None:
    """Prints line by line."""
    for line in lines:
        click.echo(line)


def silent(lines: Iterable[str]) -> None:
    """With --json nothing but the document is printed."""
