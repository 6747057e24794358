"""Cards on paper: one, or a whole unit in parts of twelve."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.org.models import Unit
from qiao.roles import printing
from qiao.roles.models import RoleCard
from qiao.roles.printing import IN_A_PART, Size
from qiao.roles.reads import cards
from qiao.roles.views.doors import found, number


@require_safe
@signed_in
def choose(http: PersonRequest, pk: int) -> HttpResponse:
    """Size and language; and when this machine cannot draw PDF, what it lacks."""
    card = found(http, pk)
    if card.current_id is None:
        raise Http404
    context = {"card": card, "parts": [(1, reverse("roles:pdf", args=[pk, "a5"]).rsplit("/", 1)[0])]}
    return _choose(http, context, back=reverse("roles:card", args=[pk]))


@require_safe
@signed_in
def choose_unit(http: PersonRequest, pk: int) -> HttpResponse:
    """All cards of a unit and below."""
    unit = get_object_or_404(Unit, pk=pk)
    _first, many = cards.to_print(unit, start=0, size=0)
    parts = range(1, -(-many // IN_A_PART) + 1)
    base = reverse("roles:unit_pdf", args=[pk, "a5"]).rsplit("/", 1)[0]
    context = {"unit": unit, "many": many, "parts": [(part, base) for part in parts], "most": IN_A_PART}
    return _choose(http, context, back=reverse("roles:cards") + f"?unit={pk}")


def _choose(http: PersonRequest, context: dict[str, object], *, back: str) -> HttpResponse:
    context |= {"refused": printing.why_not_print(), "languages": settings.LANGUAGES, "back_url": back}
    return render(http, "roles/print.html", context | {"sizes": list(Size)})


@require_safe
@signed_in
def card(http: PersonRequest, pk: int, size: str) -> HttpResponse:
    """One card."""
    found(http, pk)
    one = cards.printable(RoleCard.objects.filter(pk=pk, current__isnull=False)).first()
    if one is None:
        raise Http404
    return _pdf(http, [one], size, f"role-card-{pk}")


@require_safe
@signed_in
def unit(http: PersonRequest, pk: int, size: str) -> HttpResponse:
    """A part of the cards of a unit: a page each."""
    unit = get_object_or_404(Unit, pk=pk)
    part = max(number(http.GET.get("part", "1")) or 1, 1)
    rows, _many = cards.to_print(unit, start=(part - 1) * IN_A_PART, size=IN_A_PART)
    if not rows:
        raise Http404
    return _pdf(http, rows, size, f"role-cards-{slugify(unit.code)}-{part}")


def _pdf(http: PersonRequest, rows: list[RoleCard], size: str, name: str) -> HttpResponse:
    if size not in list(Size):
        raise Http404
    if reason := printing.why_not_print():
        context = {"refused": reason, "back_url": reverse("roles:cards")}
        return render(http, "roles/print.html", context, status=503)
    wanted = http.GET.get("language", http.LANGUAGE_CODE)
    language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    body = printing.pdf(rows, size=Size(size), language=language)
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}-{size}-{language}.pdf"'
    return answer
