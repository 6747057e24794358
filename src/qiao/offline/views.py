"""What a device needs to keep: two pages that are nobody's, and the script that keeps the others."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET

from qiao.offline.marks import KEEP, NOBODY, WHO, who

STYLES = ("tokens", "base", "components", "shell", "drawings")
SHELL = (
    *(f"ui/css/{name}.css" for name in STYLES),
    "ui/qiao.js",
    "ui/icons.svg",
    "offline/offline.js",
    "offline/queue.js",
)


@require_GET
def page(http: HttpRequest) -> HttpResponse:
    """What there is without a connection; in both languages, because it is kept once."""
    return render(http, "offline/page.html")


@require_GET
def queue(http: HttpRequest) -> HttpResponse:
    """What was written without a connection. The page is nobody's: a script fills it on the device."""
    return render(http, "offline/queue.html")


@require_GET
@never_cache
def whoami(http: HttpRequest) -> JsonResponse:
    """Who is signed in here, as the device knows them, and the token with which it may send."""
    person: Any = getattr(http, "person", None)
    return JsonResponse({"who": who(person.pk if person else None), "token": get_token(http)})


@require_GET
@cache_control(no_cache=True)
def worker(http: HttpRequest) -> HttpResponse:
    """The service worker. Served from the root so that it covers every page."""
    pages = {
        "page": reverse("offline:page"),
        "queue": reverse("offline:queue"),
        "who": reverse("offline:who"),
    }
    said = {
        **pages,
        "signIn": reverse(settings.LOGIN_URL),
        "static": settings.STATIC_URL,
        "shell": [pages["page"], pages["queue"], *map(static, SHELL)],
        "headers": {"who": WHO, "keep": KEEP, "nobody": NOBODY},
    }
    context = {"said": json.dumps(said)}
    return render(http, "offline/worker.js", context, content_type="text/javascript; charset=utf-8")
