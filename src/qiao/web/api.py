"""The API of all packages at one address: a package joins in with a ``rest.py`` that has a ``router``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from qiao.accounts.calls import authenticate
from qiao.rest.api import Api
from qiao.rest.routing import Router

DESCRIPTION = (
    "Internal customer service for programs: the same reads, rules and answers as the pages. "
    "Send a personal token (`Authorization: Bearer …`); it acts as its person, never as more. "
    "What one may not see answers 404."
)


def _routers() -> list[Router]:
    """From the lowest package up: organisation, catalogue, requests, and what stands on them."""
    names = [f"{app}.rest" for app in reversed(settings.INSTALLED_APPS) if app.startswith("qiao.")]
    return [import_module(name).router for name in names if find_spec(name)]


def build() -> Api:
    """An API with everything that is installed."""
    made = Api(title="Qiao", version="1", description=DESCRIPTION, authenticate=authenticate)
    for router in _routers():
        made.add_router("", router)
    return made


api = build()


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document; it changes with the product only, so once per process."""
    return api.described()
