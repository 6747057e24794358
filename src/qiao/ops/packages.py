"""What the packages bring along: commands and periodic work. One that is broken is named and left out."""

import importlib
import logging
import os
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

import click

import qiao
from qiao.ops.failures import sentence

log = logging.getLogger("qiao.ops")
problems: list[str] = []


@cache
def start() -> None:
    """Django, once per process."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiao.settings")
    django.setup()


@cache
def commands() -> dict[str, click.Command]:
    """Every command that a package's ``cli.py`` lists in ``commands``, by name."""
    try:
        start()
    except Exception as error:
        problems.append(sentence(error))
    return {str(command.name): command for command in _gather("cli", "commands")}


def ticks() -> list[Callable[..., object]]:
    """Every function that a package's ``jobs.py`` lists in ``ticks``."""
    start()
    return list(_gather("jobs", "ticks"))


def errands() -> list[tuple[Any, ...]]:
    """Every errand that a package's ``jobs.py`` lists in ``errands``."""
    start()
    return list(_gather("jobs", "errands"))


def _gather(module: str, attribute: str) -> Iterator[Any]:
    for package in pkgutil.iter_modules(qiao.__path__, "qiao."):
        name = f"{package.name}.{module}"
        try:
            if package.ispkg and find_spec(name):
                yield from getattr(importlib.import_module(name), attribute, [])
        except Exception as error:
            problems.append(f"{name} cannot be loaded: {sentence(error)}")
            log.warning(problems[-1])
