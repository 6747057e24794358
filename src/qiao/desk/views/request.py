"""The page of a request, and comments on it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.catalogue.answering import describe
from qiao.desk import actions, mentions, reads, story
from qiao.desk.forms import CommentForm
from qiao.desk.models import Request
from qiao.desk.reads.limits import Beyond, beyond
from qiao.desk.rows import clock_of
from qiao.desk.rules import State, Verb, is_customer, is_provider, possible, reads_internal
from qiao.desk.views.steps import steps
from qiao.desk.views.templates import chosen
from qiao.desk.waiting import waits
from qiao.drafts.actions import forget
from qiao.files.landing import land
from qiao.ledger.refusals import Refused
from qiao.org.models import Person
from qiao.org.rules import Scope
from qiao.ui.words import by_text, duration_text

SAME = timedelta(minutes=1)


@require_safe
@signed_in
def request_page(http: PersonRequest, number: str) -> HttpResponse:
    """Promise, relay bar, next step, story."""
    request = reads.one(number, seen_by=http.person)
    http.own = is_customer(request, http.person.scope)  # type: ignore[attr-defined]  # may be kept on a device
    if request.merged_into_id and "own" not in http.GET and (leading := reads.leading(request, http.person)):
        text = _("%(number)s was a duplicate and goes on here, as %(leading)s.")
        messages.info(http, text % {"number": number, "leading": leading})
        return redirect("desk:request", leading)
    return render(http, "desk/request.html", page_context(request, http.person, _blank(http, request)))


def _blank(http: PersonRequest, request: Request) -> CommentForm:
    """The box as the person left it the last time; with the answer in it that the address names."""
    provider = is_provider(request, http.person.scope)
    internal = provider and reads.writes_internally(http.person)
    words = chosen(http, request) if provider else {}
    return CommentForm(initial={"internal": internal, **words}, uploader_id=http.person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def comment(http: PersonRequest, number: str) -> HttpResponse:
    """Adds a comment, a file or both. Who comes by the address alone (signed in anew) gets the page."""
    request = reads.one(number, seen_by=http.person)
    if http.method != "POST":
        return redirect("desk:request", number)
    sent = land(http.FILES, uploader_id=http.person.pk, at=timezone.now())
    form = CommentForm(http.POST, sent, uploader_id=http.person.pk)
    if form.is_valid():
        try:
            _say(request, form.cleaned_data, by=http.person, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(http, _("Sent."))
            _say_who_was_not_told(http, request, form.cleaned_data)
            return redirect("desk:request", number)
    return render(http, "desk/request.html", page_context(request, http.person, form), status=422)


def _say_who_was_not_told(http: PersonRequest, request: Request, said: dict[str, Any]) -> None:
    for each in mentions.read(said["body"], request, internal=said["internal"]).untold:
        messages.warning(http, each.sentence)


@transaction.atomic
def _say(request: Request, said: dict[str, Any], *, by: Person, at: datetime) -> None:
    """The words, the files, and what follows: no draft is left, and the box remembers how it was used."""
    if said["body"].strip() and not _said_already(request, said, by=by, at=at):
        actions.comment(request=request, by=by, at=at, body=said["body"], internal=said["internal"])
        if said["template"]:
            actions.use_template(pk=said["template"], by=by, at=at)
    forget(person=by, key=f"request:{request.number}:comment")
    if is_provider(request, by.scope) and reads.writes_internally(by) != said["internal"]:
        actions.write_like(person=by, internal=said["internal"])
    for upload in said["upload"]:
        actions.attach(request=request, by=by, at=at, upload=upload, internal=said["internal"])


def _said_already(request: Request, said: dict[str, Any], *, by: Person, at: datetime) -> bool:
    """Sent twice by a hasty thumb: the same words of the same person within a minute are one comment."""
    last = request.comments.last()
    return (
        last is not None
        and (last.author_id, last.body, last.internal) == (by.pk, said["body"].strip(), said["internal"])
        and at - last.at < SAME
    )


def page_context(request: Request, person: Person, form: CommentForm) -> dict[str, Any]:
    """All that the page shows, to this person at this moment."""
    at, scope = timezone.now(), person.scope
    chain = reads.chain(request)
    customer, provider = is_customer(request, scope), is_provider(request, scope)
    told = story.tell(
        request,
        chain.events,
        chain.names,
        viewer=person,
        provider=reads_internal(request, scope),
        merged=chain.merged,
    )
    return {
        "req": request,
        "state": State(request.state),
        "clock": clock_of(request, request.calendar.compiled, at=at, for_customer=customer),
        "relay": replace(chain.relay(at=at, viewer_id=person.pk), waits=waits(request, scope, at=at)),
        "reconciled": chain.reconciled(at),
        "pending": chain.pending,
        "in_the_way": reads.in_the_way(request, scope),
        "steps": steps(possible(request, scope, at), State(request.state)),
        "story": told,
        "beyond": _beyond(request, person, at),
        "files": [file for item in reversed(told) for file in item.files],
        "answers": describe(request.version, request.answers),
        "form": form,
        "provider": provider,
        "promise_text": promise_text(request, at),
        "agreement": _agreement(request, scope),
        "target": duration_text(request.complete_seconds or 0, request.calendar.compiled.usual_day),
        "person": person,
        "now": at,
        "back_url": "/requests/",
    }


def _beyond(request: Request, person: Person, at: datetime) -> Beyond | None:
    """Whether accepting it, if that is theirs now, goes beyond what the unit takes on at once."""
    may = possible(request, person.scope, at)
    if may[Verb.TAKE] is None and request.offered_unit_id:
        return beyond(request, request.offered_unit_id, person)
    return beyond(request, request.holder_unit_id, person) if may[Verb.ACCEPT] is None else None


def _agreement(request: Request, scope: Scope) -> dict[str, Any] | None:
    """Under which agreement it was raised, and whether the reader is of a side: others see the number."""
    if request.agreed is None:
        return None
    agreement = request.agreed.version.agreement
    party = {agreement.provider_id, request.requester_unit_id} & scope.unit_ids
    return {"number": agreement.number, "open": bool(party)}


def promise_text(request: Request, at: datetime) -> str:
    """ "Done by 14:30 today"; in the past tense once it is delivered."""
    if request.state == State.APPROVAL:
        return _("Done within %(time)s of working time, once it is approved") % {
            "time": duration_text(request.complete_seconds or 0, request.calendar.compiled.usual_day)
        }
    if request.promised_at is None:
        return ""
    until = by_text(request.promised_at, at)
    if request.delivered_at or request.closed_at:
        return _("It was promised by %(time)s") % {"time": until}
    return _("Done by %(time)s") % {"time": until}
