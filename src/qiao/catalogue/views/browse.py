"""The catalogue as everybody sees it, and the suggestions behind fields for people and units."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.catalogue import keeping, reads
from qiao.catalogue.answering import answers_form
from qiao.catalogue.models import Service
from qiao.catalogue.picking import PEOPLE, PLACES, UNITS, Directory


@signed_in
@require_safe
def catalogue(http: PersonRequest) -> HttpResponse:
    """What the reader may ask for."""
    offers = reads.offers(http.person, http.GET)
    context = {"offers": offers, "page": offers.page, "keeps": keeping.keeps_anything(http.person)}
    part = "#shelves" if http.headers.get("HX-Target") == "shelves" else ""
    context |= {"q": http.GET.get("q", ""), "unit": http.GET.get("unit", "")}
    return render(http, f"catalogue/catalogue.html{part}", context)


@signed_in
@require_safe
def service(http: PersonRequest, code: str) -> HttpResponse:
    """One service: its promise, who provides it, what it asks; the history for those who keep it."""
    now = timezone.now()
    try:
        page = reads.page_of(reads.find(code), http.person, now)
    except Service.DoesNotExist:
        raise Http404 from None
    if page is None:
        raise Http404
    context = {
        "page": page,
        "service": page.service,
        "form": answers_form(page.version) if page.version else None,
        "history": keeping.history(page.service) if page.keeps else [],
        "draft": keeping.draft_number(page.service) if page.keeps else None,
        "now": now,
        "back_url": reverse("catalogue:catalogue"),
    }
    return render(http, "catalogue/service.html", context)


@signed_in
@require_safe
def people(http: PersonRequest) -> HttpResponse:
    """Options for a field that asks for a person."""
    return _suggestions(http, PEOPLE)


@signed_in
@require_safe
def units(http: PersonRequest) -> HttpResponse:
    """Options for a field that asks for a unit."""
    return _suggestions(http, UNITS)


@signed_in
@require_safe
def places(http: PersonRequest) -> HttpResponse:
    """Options for a field that asks for a place or machine."""
    return _suggestions(http, PLACES)


def _suggestions(http: PersonRequest, directory: Directory) -> HttpResponse:  # type: ignore[type-arg]
    """The field sends its text under its own name, whatever that is."""
    typed = next(iter(http.GET.values()), "")
    rows = directory.search(str(typed).replace("\0", "")[:80])
    shown = ((directory.written(row), directory.beside(row)) for row in rows)
    return HttpResponse(format_html_join("", '<option value="{}">{}</option>', shown))
