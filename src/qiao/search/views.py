"""Finding, on a page and while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.search import reads

SUGGESTED = 4


@require_safe
@signed_in
def search(http: PersonRequest) -> HttpResponse:
    """Everything that a question finds; ``below`` goes on behind the last request of a page."""
    question, below = _question(http), _number(http.GET.get("below", ""))
    found = reads.find(question, seen_by=http.person, at=timezone.now(), below=below)
    return render(http, "search/search.html", {"q": question, "found": found, "further": below is not None})


@require_safe
@signed_in
def suggest(http: PersonRequest) -> HttpResponse:
    """The first few of each kind, for the list below the box."""
    question = _question(http)
    found = reads.find(question, seen_by=http.person, at=timezone.now(), size=SUGGESTED)
    context = {"q": question, "found": found, "people": found.people[:SUGGESTED], "units": found.units[:2]}
    context["services"], context["cards"] = found.services[:SUGGESTED], found.cards[:2]
    context["agreements"] = found.agreements[:2]
    return render(http, "search/_suggest.html", context)


def _question(http: HttpRequest) -> str:
    return http.GET.get("q", "").replace("\0", "").strip()[: reads.LONGEST]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
