"""What role cards show on pages of packages below."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.roles.models import RoleCard
from qiao.roles.reads import cards
from qiao.roles.rules import Asked


def on_today(http: HttpRequest, subject: Any) -> str:
    """What one has to do about cards: each by itself, lines to accept as one; one query."""
    person = getattr(http, "person", None)
    asks = cards.to_do(person, timezone.localdate()) if person else []
    if not asks:
        return ""
    lines = Counter(ask.kind for ask in asks)[Asked.LINE]
    others = [ask for ask in asks if ask.kind != Asked.LINE]
    context = {"asks": others, "lines": lines, "many": len(others) + bool(lines)}
    return render_to_string("roles/_on_today.html", context, request=http)


def of_person(http: HttpRequest, page: Any) -> str:
    """The cards of a person, on their page; nothing, and no query, for who holds no position."""
    person = getattr(http, "person", None)
    if person is None or not page.holdings:
        return ""
    found = RoleCard.objects.visible_to(person.scope).filter(person=page.person, ended_at=None)
    rows = list(found.select_related("position", "current"))
    return render_to_string("roles/_of_person.html", {"cards": rows}, request=http) if rows else ""


def of_unit(http: HttpRequest, page: Any) -> str:
    """The way to the cards of a unit; no query."""
    return render_to_string("roles/_of_unit.html", {"unit": page.unit}, request=http)
