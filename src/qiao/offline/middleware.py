"""Marks on pages for the service worker; and what a device kept goes when a session ends on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from qiao.offline.marks import KEEP, KEPT, WHO, who


class OfflineMiddleware:
    """Only pages are marked, and none of a kiosk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, http: HttpRequest) -> HttpResponseBase:
        before = _person_id(http)
        response = self.get_response(http)
        if getattr(http, "kiosk", None) is not None:
            return response
        if before is not None and not http.user.is_authenticated:
            # signed out: what was kept and what was not sent belonged to whoever has gone
            response.headers["Clear-Site-Data"] = '"storage"'
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers[WHO] = who(before)
            if before is not None and _may_stay(http, response):
                response.headers[KEEP] = "1"
        return response


def _person_id(http: HttpRequest) -> int | None:
    person: Any = getattr(http, "person", None)
    return person.pk if person is not None else None


def _may_stay(http: HttpRequest, response: HttpResponseBase) -> bool:
    match = http.resolver_match
    if http.method != "GET" or response.status_code != 200 or match is None or match.view_name not in KEPT:
        return False
    if http.headers.get("HX-Request") == "true":
        return False
    return match.view_name != "desk:request" or bool(getattr(http, "own", False))
