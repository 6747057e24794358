"""Reviewing, signing, answering for the other side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.ledger.refusals import Conflict, Refused
from qiao.roles import actions, rules
from qiao.roles.forms import RemarkForm, ReviewForm
from qiao.roles.models import RoleCard
from qiao.roles.reads import cards
from qiao.roles.rules import REVIEW_MONTHS, Verb
from qiao.roles.views.doors import found

DONE: dict[Verb, tuple[Callable[..., RoleCard], Any]] = {
    Verb.SUBMIT: (actions.submit, _("It lies with the leader now.")),
    Verb.WITHDRAW: (actions.withdraw, _("You can write on it again.")),
    Verb.APPROVE: (actions.approve, _("Signed. Now the holder signs.")),
    Verb.SIGN: (actions.sign, _("Signed: the card is in force. The other sides are asked.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def act(http: PersonRequest, pk: int, verb: str) -> HttpResponse:
    """One step of a card; those that ask something first have a page of their own."""
    card = found(http, pk)
    if not rules.is_close(card.seat, http.person.scope):
        raise Http404
    if verb == Verb.RETURN:
        return _return(http, card)
    if verb == Verb.CONFIRM:
        return _confirm(http, card)
    if verb not in {each.value for each in DONE} or http.method != "POST":
        raise Http404
    action, done = DONE[Verb(verb)]
    try:
        action(card=card, by=http.person, at=timezone.now(), expected=_seen(http))
        messages.success(http, str(done))
    except (Refused, Conflict) as no:
        messages.error(http, str(no))
    return redirect("roles:card", pk)


def _seen(http: PersonRequest) -> int | None:
    text = http.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _return(http: PersonRequest, card: RoleCard) -> HttpResponse:
    form = RemarkForm(http.POST or None)

    def save() -> object:
        remark = form.cleaned_data["remark"]
        return actions.return_(card=card, remark=remark, by=http.person, at=timezone.now())

    title = _("Return it with a remark")
    text = _("The holder finds it on Today, with your words.")
    return _asked(http, card, form, save, title, text)


def _confirm(http: PersonRequest, card: RoleCard) -> HttpResponse:
    day = timezone.localdate() + relativedelta(months=REVIEW_MONTHS)
    form = ReviewForm(http.POST or None, initial={"review_on": day.isoformat()})

    def save() -> object:
        review_on = form.cleaned_data["review_on"]
        return actions.confirm(card=card, review_on=review_on, by=http.person, at=timezone.now())

    title = _("It still holds")
    text = _("You have looked at every line together. What is no longer true needs a new edition instead.")
    return _asked(http, card, form, save, title, text)


def _asked(
    http: PersonRequest, card: RoleCard, form: Any, save: Callable[[], object], title: Any, text: Any
) -> HttpResponse:
    """A small page with one form."""
    status = 200
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save()
            except (Refused, Conflict) as no:
                form.add_error(None, str(no))
                status = 409
            else:
                messages.success(http, str(_("Saved.")))
                return redirect("roles:card", card.pk)
    back = reverse("roles:card", args=[card.pk])
    context = {"card": card, "form": form, "title": title, "text": text, "back_url": back}
    return render(http, "roles/ask.html", context, status=status)


@require_POST
@signed_in
def accept_many(http: PersonRequest) -> HttpResponse:
    """Yes to the chosen lines; each by itself, so that one that changed holds no other back."""
    done = 0
    for pk in http.POST.getlist("line")[:100]:
        line = cards.line_of(int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0)
        if line is None:
            continue
        try:
            actions.accept(line=line, by=http.person, at=timezone.now())
            done += 1
        except Refused as no:
            messages.error(http, f"{line}: {no}")
    if done:
        said = ngettext("%(n)d line accepted.", "%(n)d lines accepted.", done) % {"n": done}
        messages.success(http, said)
    back = http.POST.get("card", "")
    if back.isascii() and back.isdigit() and len(back) < 19:
        return redirect("roles:card", int(back))
    return redirect("roles:lines")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def refuse_line(http: PersonRequest, pk: int) -> HttpResponse:
    """No, and why: the holder finds it on Today."""
    line = cards.line_of(pk)
    asked = (line.asks_person_id, line.asks_unit_id) if line else (None, None)
    if line is None or rules.why_not_answer(rules.Answer.OPEN, asked, http.person.scope):
        raise Http404
    form = RemarkForm(http.POST or None)

    def save() -> object:
        return actions.refuse_line(
            line=line, note=form.cleaned_data["remark"], by=http.person, at=timezone.now()
        )

    return _asked(http, line.edition.card, form, save, _("We cannot accept this line"), str(line))
