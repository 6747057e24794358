"""Cards on the page of a request: links and duplicates, parts, the checklist, who watches."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.desk import reads, rules
from qiao.desk.events import Kind
from qiao.desk.models import Request
from qiao.desk.rules import Verb, is_customer, is_provider
from qiao.desk.waiting import parts
from qiao.org.models import Person

# After which of its events somebody may be watching a request: a merge brings watchers along.
WATCHING = {Kind.WATCHED, Kind.TOOK_IN}


def together_card(http: HttpRequest, request: Request) -> str:
    """Beside the story: links, duplicates, the request above, and the ways to more. No query when alone."""
    person: Person = http.person  # type: ignore[attr-defined]
    scope, at = person.scope, timezone.now()
    serves = is_provider(request, scope)
    context = {
        "req": request,
        "links": reads.links(request, scope) if Kind.LINKED in request.happened else [],
        "merged": reads.merged_here(request, scope),
        "above": reads.above(request, scope),
        "leading": reads.leading(request, person) if request.merged_into_id else "",
        "may_link": serves or is_customer(request, scope),
        "may_ask": rules.why_not_raise_below(request, 0, 0, scope) is None,
        "may_tick": rules.why_not_tick(request, scope) is None,
        "may_merge": rules.why_not(Verb.MERGE, request, scope, at) is None,
        "may_separate": serves,
    }
    return render_to_string("desk/_together.html", context, http) if _says(context) else ""


def _says(context: dict[str, Any]) -> bool:
    shown = ("links", "merged", "above", "leading", "may_link", "may_ask", "may_tick")
    return any(context[name] for name in shown)


def parts_card(http: HttpRequest, request: Request) -> str:
    """In the middle: what its holder asked of others, each with its own clock. No query when alone."""
    if Kind.PART_RAISED not in request.happened:
        return ""
    person: Person = http.person  # type: ignore[attr-defined]
    found = parts(request, person.scope, at=timezone.now())
    if not found.rows:
        return ""
    may = rules.why_not_raise_below(request, 0, 0, person.scope) is None
    return render_to_string("desk/_parts.html", {"req": request, "parts": found, "may_ask": may}, http)


def checklist_card(http: HttpRequest, request: Request) -> str:
    """In the middle: what is to be ticked off. One query when there is anything."""
    if not request.version.checklist_data and Kind.ITEM_ADDED not in request.happened:
        return ""
    person: Person = http.person  # type: ignore[attr-defined]
    items = reads.checklist(request)
    if not items:
        return ""
    context = {
        "req": request,
        "items": items,
        "done": sum(item.checked_at is not None for item in items),
        "may_tick": rules.why_not_tick(request, person.scope) is None,
    }
    return render_to_string("desk/_checklist.html", context, http)


def watchers(http: HttpRequest, request: Request) -> str:
    """Beside the story: who is told of it, and the way to be among them. One query when anybody is."""
    person: Person = http.person  # type: ignore[attr-defined]
    found = [] if WATCHING.isdisjoint(request.happened) else reads.watchers(request)
    context = {
        "req": request,
        "watches": found,
        "watching": any(each.person_id == person.pk for each in found),
        "provider": is_provider(request, person.scope),
    }
    return render_to_string("desk/_watchers.html", context, http)
