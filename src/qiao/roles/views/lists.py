"""Reading: whose cards there are, where one is missing, one card, and what changed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.org.models import Unit
from qiao.roles.reads import cards as reads
from qiao.roles.rules import DAYS, CardState, Verb, is_close
from qiao.roles.sheet import TEXTS
from qiao.roles.views.doors import found, number

WHICH = ("mine", "team", "unit")


@require_safe
@signed_in
def cards(http: PersonRequest) -> HttpResponse:
    """Mine, those of whom I lead, those of my department or of a unit; gaps are shown."""
    unit = _unit(http)
    leads = bool(http.person.scope.led_ids)
    wanted = "unit" if unit else http.GET.get("which", "mine")
    which = wanted if wanted in WHICH else "mine"
    page = reads.held(which, http.person, unit, http.GET)
    rows = reads.with_cards(page.items, http.person)
    context = {
        "page": page,
        "rows": rows,
        "which": which,
        "unit": unit,
        "leads": leads,
        "gaps": sum(row.is_gap for row in rows),
        "mine": http.person.pk,
    }
    return render(http, "roles/cards.html", context)


def _unit(http: PersonRequest) -> Unit | None:
    pk = number(http.GET.get("unit", ""))
    unit = Unit.objects.filter(pk=pk).first() if pk else None
    if pk and unit is None:
        raise Http404
    return unit


@require_safe
@signed_in
def lines(http: PersonRequest) -> HttpResponse:
    """What others would like to rely on: lines that wait for my yes or no."""
    page = reads.lines_asked(http.person, http.GET, timezone.localdate())
    return render(http, "roles/lines.html", {"page": page, "back_url": reverse("web:today")})


@require_safe
@signed_in
def card(http: PersonRequest, pk: int) -> HttpResponse:
    """The card as it hangs on the wall, and how each line is kept."""
    card, at = found(http, pk), timezone.now()
    wanted = http.GET.get("edition", "")
    close = is_close(card.seat, http.person.scope)
    asked = card.draft.number if wanted == "draft" and card.draft else number(wanted)
    edition = reads.edition_of(card, asked, close=close)
    if edition is None:
        raise Http404
    page = reads.page(card, edition, http.person, at=at)
    context = {
        "page": page,
        "card": card,
        "edition": edition,
        "texts": [(name, label, edition.texts[name]) for name, label in TEXTS.items()],
        "days": DAYS,
        "now": at,
        "next": _next(page),
        "begin": page.close and card.draft_id is None and not card.ended_at,
        "back_url": reverse("roles:cards"),
    }
    return render(http, "roles/card.html", context)


def _next(page: reads.CardPage) -> Verb | None:
    """The one thing that this reader is to do with what is being written."""
    if page.card.draft is None or not page.close:
        return Verb.CONFIRM if page.review_due and page.may[Verb.CONFIRM] is None else None
    state = CardState(page.card.draft.state)
    alone = page.card.leader_unit_id is None
    order = {
        CardState.DRAFT: (Verb.SIGN,) if alone else (Verb.SUBMIT,),
        CardState.REVIEW: (Verb.APPROVE,),
        CardState.SIGNING: (Verb.SIGN,),
    }
    return next((verb for verb in order.get(state, ()) if page.may[verb] is None), None)


@require_safe
@signed_in
def difference(http: PersonRequest, pk: int) -> HttpResponse:
    """What an edition changes, field by field; without a number the newest that the reader may see."""
    card = found(http, pk)
    close = is_close(card.seat, http.person.scope)
    wanted = http.GET.get("edition", "")
    newest = card.draft.number if card.draft and close else None
    edition = reads.edition_of(card, number(wanted) if wanted else newest, close=close)
    if edition is None:
        raise Http404
    old = reads.before(card, edition)
    context = {
        "card": card,
        "edition": edition,
        "old": old,
        "changes": reads.difference(card, old, edition),
        "back_url": reverse("roles:card", args=[pk]),
    }
    return render(http, "roles/difference.html", context)
