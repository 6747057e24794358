"""Answering the pulse, and reading its results."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.ledger.refusals import Conflict, Refused
from qiao.pulse import actions, reads, rules
from qiao.pulse.actions.answering import why_not
from qiao.pulse.forms import PulseForm, given
from qiao.pulse.models import Lot


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(http: PersonRequest, pk: int) -> HttpResponse:
    """The three questions, for the one person who was asked; a second answer corrects the first."""
    lot, at, status = reads.own(pk, seen_by=http.person), timezone.now(), 200
    form = PulseForm(http.POST or None, initial=given(reads.own_answer(lot)))
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.answer(lot=lot, by=http.person, at=at, **form.arguments())
            except (Refused, Conflict) as refused:
                form.add_error(None, str(refused))
                status = 409
            else:
                messages.success(http, _("Thank you. You can correct your answer for seven days."))
                return redirect("desk:request", lot.request.number)
    return render(http, "pulse/answer.html", _context(lot, form, http), status=status)


def _context(lot: Lot, form: PulseForm, http: PersonRequest) -> dict[str, object]:
    return {
        "lot": lot,
        "form": form,
        "answer": reads.own_answer(lot),
        "why": why_not(lot, http.person, timezone.now()),
        "until": rules.closes(lot.answered_at) if lot.answered_at else None,
        "back_url": f"/requests/{lot.request.number}/",
    }


@require_POST
@signed_in
def skip(http: PersonRequest, pk: int) -> HttpResponse:
    """Would rather not say."""
    lot = reads.own(pk, seen_by=http.person)
    try:
        actions.skip(lot=lot, by=http.person, at=timezone.now())
    except (Refused, Conflict) as refused:
        messages.error(http, str(refused))
    else:
        messages.success(http, _("Skipped. You are not asked about this request again."))
    return redirect("desk:request", lot.request.number)


@require_safe
@signed_in
def index(http: PersonRequest) -> HttpResponse:
    """The units whose results one may see."""
    return render(http, "pulse/index.html", {"rows": reads.overview(http.person)})


@require_safe
@signed_in
def unit(http: PersonRequest, code: str) -> HttpResponse:
    """What was published of one unit, batch by batch."""
    found = reads.results(code, seen_by=http.person, params=http.GET)
    return render(http, "pulse/unit.html", {"found": found, "page": found.page, "back_url": "/pulse/"})
