"""Raising a request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.agreements.inforce import in_force
from qiao.catalogue.answering import AnswersForm, answers_form, as_before, at_place
from qiao.catalogue.models import Service
from qiao.catalogue.rules import Priority
from qiao.desk import actions, clocks, reads
from qiao.desk.forms import RaiseForm
from qiao.desk.models import Request
from qiao.drafts.actions import forget
from qiao.files.landing import land
from qiao.ledger.refusals import Refused
from qiao.org.models import Person
from qiao.rest.actions import remember
from qiao.rest.once import fingerprint, remembered
from qiao.ui.words import by_text, duration_text

SAME = timedelta(minutes=1)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def raise_request(http: PersonRequest, code: str) -> HttpResponse:
    """The form of a service; what it asks depends on the version that is in force."""
    service = _service(code, http.person, sent=http.method == "POST")
    version = actions.current(service)
    above = _above(http)
    before = _before(http, service)
    form = RaiseForm(http.POST or None, initial=_words(http, above, before))
    key = _key(http)
    sent = land(http.FILES, uploader_id=http.person.pk, at=timezone.now())
    known = as_before(version, before.answers) if before else at_place(version, http.GET.get("place", ""))
    answers = answers_form(version, http.POST or None, sent or None, person=http.person, initial=known)
    if http.method == "POST" and form.is_valid() & answers.is_valid():
        try:
            made = _raise(service, form, answers, by=http.person, above=above, key=key)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            below = f":{above.number}" if above else ""
            forget(person=http.person, key=f"raise:{service.code}{below}")
            return redirect("desk:request", made.number)
    context = {
        "service": service,
        "form": form,
        "answers": answers,
        "promises": promises(service, http.person),
    }
    context["back_url"] = reverse("catalogue:service", args=[service.code])
    context["above"], context["once"] = above, uuid4()
    return render(http, "desk/raise.html", context, status=422 if form.errors or answers.errors else 200)


def _service(code: str, person: Person, *, sent: bool) -> Service:
    """What this person may ask for; anything else does not exist for them.

    One that closed while they were writing is found once more, so that the refusal keeps their words.
    """
    found = Service.objects.filter(version__isnull=False) if sent else Service.objects.offered()
    offered = found.open_to(person.scope)
    try:
        return offered.select_related("version__calendar", "unit__calendar", "category").get(code=code)
    except Service.DoesNotExist as error:
        raise Http404 from error


def _above(http: PersonRequest) -> Request | None:
    """The request that this is to be a part of, when it is asked from there."""
    number = http.GET.get("part_of", "")
    return reads.seen(number, seen_by=http.person) if number else None


def _before(http: PersonRequest, service: Service) -> Request | None:
    """One's own request that was not approved, when it is raised anew from there."""
    number = http.GET.get("again", "")
    return Request.objects.filter(number=number, requester=http.person, service=service).first()


def _words(http: PersonRequest, above: Request | None, before: Request | None) -> dict[str, Any]:
    """What the form begins with: what was written before, or what it is about."""
    if before is None:
        return {"title": http.GET.get("title", "") or _title_for(above)}
    return {"title": before.title, "details": before.details, "priority": before.priority}


def _title_for(above: Request | None) -> str:
    """What the request above is about; nothing of a confidential one."""
    return above.title if above is not None and not above.confidential else ""


def _key(http: PersonRequest) -> str:
    """What makes a form happen once, however often it is sent: its own name and everything in it.

    With other words it is another form, also when a browser gives the same name twice. "" without a name.
    """
    name = http.POST.get("once", "")[:64]
    return f"raise:{name}:{fingerprint(http)}" if name else ""


@transaction.atomic
def _raise(
    service: Service,
    form: RaiseForm,
    answers: AnswersForm,
    *,
    by: Person,
    above: Request | None,
    key: str = "",
) -> Request:
    """The request and its files together, or neither.

    The person is locked first: of two that arrive in the same moment the second finds the first one's.
    """
    actions.one_at_a_time(by)
    at, data = timezone.now(), form.cleaned_data
    if key:
        twin = _sent_already(key, by)
    else:
        twin = _raised_already(service, form, answers, by=by, at=at, above=above)
    if twin is not None:
        return twin
    made = actions.raise_request(
        service=service,
        by=by,
        at=at,
        title=data["title"],
        details=data["details"],
        priority=data["priority"],
        answers=answers.answers(),
        for_person=data["person"] if data["whom"] == "person" else None,
        for_unit=by.unit if data["whom"] == "team" else None,
        part_of=above,
    )
    for field, files in answers.uploads().items():
        for upload in files:
            actions.attach(request=made, by=by, at=at, upload=upload, field=field)
    if key:
        remember(actor_id=by.pk, key=key, body=made.number, at=at)
    return made


def _sent_already(key: str, by: Person) -> Request | None:
    """What this very form has become already: a phone without a signal does not know, and sends it again."""
    number = remembered(actor_id=by.pk, key=key)
    return Request.objects.get(number=number) if number else None


def _raised_already(
    service: Service,
    form: RaiseForm,
    answers: AnswersForm,
    *,
    by: Person,
    at: datetime,
    above: Request | None,
) -> Request | None:
    """Sent twice by a hasty thumb: the same need of the same person within a minute has one number."""
    last = Request.objects.filter(requester=by).order_by("-id").first()
    if last is None or last.closed_at is not None or at - last.raised_at > SAME:
        return None
    if last.parent_id != (above.pk if above else None):
        return None
    data = form.cleaned_data
    person = data["person"] if data["whom"] == "person" and data["person"] != by else None
    was = (last.service_id, last.title, last.details, last.priority, last.answers)
    now = (service.pk, data["title"], data["details"].strip(), data["priority"], answers.answers())
    whom = (person.pk if person else None, by.unit_id if data["whom"] == "team" else None)
    same = was == now and whom == (last.beneficiary_id, last.beneficiary_unit_id)
    return last if same else None


def promises(service: Service, person: Person) -> list[dict[str, Any]]:
    """Until when it would be done if this person raised it now, for each priority."""
    now = timezone.now()
    version = actions.current(service)
    agreed = in_force(service_id=service.pk, unit_id=person.unit_id, at=now)
    calendar = (version.calendar or service.unit.calendar).compiled
    found = []
    for priority in Priority:
        seconds = (agreed.target(version, priority) if agreed else version.target(priority))[1]
        until = clocks.due(calendar, now, seconds)
        found.append(
            {
                "priority": priority,
                "until": by_text(until, now) if until else _("not promised"),
                "sentence": _("Done by %(time)s") % {"time": by_text(until, now)}
                if until
                else _("No time was promised"),
                "length": duration_text(seconds, calendar.usual_day) if until else "",
            }
        )
    return found
