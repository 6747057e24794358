"""What kiosks show on pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.kiosk import reads, rules
from qiao.kiosk.middleware import Kiosk


def bar(http: HttpRequest, subject: Any) -> str:
    """At the head of every page on a kiosk: who stands there, how long still, and the way out."""
    kiosk: Kiosk | None = getattr(http, "kiosk", None)
    if kiosk is None or kiosk.person is None:
        return ""
    context = {"kiosk": kiosk, "left": kiosk.left(timezone.now())}
    return render_to_string("kiosk/_bar.html", context, request=http)


def on_me(http: HttpRequest, person: Any) -> str:
    """One's own PIN, and for leaders the kiosks and PINs of their people: one query."""
    keeps = rules.keeps_some(person.scope)
    context = {"pin": reads.pin_of(person), "keeps": keeps, "person": person}
    return render_to_string("kiosk/_on_me.html", context, request=http)


def on_places(http: HttpRequest, subject: Any) -> str:
    """The way to the kiosks, beside the places at which they hang."""
    person: Any = getattr(http, "person", None)
    if person is None or not rules.keeps_some(person.scope):
        return ""
    return render_to_string("kiosk/_to_kiosks.html")
