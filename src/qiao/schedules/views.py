"""Pages of schedules: what raises itself, when, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.catalogue.answering import AnswersForm, answers_form, describe
from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import UPLOADS
from qiao.ledger.refusals import Conflict, Refused
from qiao.schedules import actions, reads
from qiao.schedules.actions import Need
from qiao.schedules.forms import NeedForm, PatternForm, blank, given
from qiao.schedules.models import Schedule
from qiao.schedules.rules import Verb
from qiao.schedules.words import sentence

DONE: dict[Verb, tuple[Callable[..., Schedule], Any]] = {
    Verb.PAUSE: (actions.pause, gettext_lazy("Paused: nothing is raised until you resume it.")),
    Verb.RESUME: (actions.resume, gettext_lazy("It runs again.")),
    Verb.OWN: (actions.own, gettext_lazy("It is yours: requests are raised in your name.")),
    Verb.END: (actions.end, gettext_lazy("Ended.")),
}


@require_safe
@signed_in
def schedules(http: PersonRequest) -> HttpResponse:
    """Those that concern the reader's units."""
    page = reads.schedules(http.person, http.GET)
    context = {"page": page, "lines": reads.lines(page), "may": reads.may_schedule(http.person)}
    return render(http, "schedules/schedules.html", context)


@require_safe
@signed_in
def choose(http: PersonRequest) -> HttpResponse:
    """Which service is to be asked for again and again."""
    if not reads.may_schedule(http.person):
        raise Http404
    shelves = groupby(reads.services(http.person), lambda each: each.category)
    context: dict[str, Any] = {"shelves": [(category, list(found)) for category, found in shelves]}
    context["back_url"] = reverse("schedules:schedules")
    return render(http, "schedules/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def create(http: PersonRequest, code: str) -> HttpResponse:
    """What is needed and when, with the next dates before one saves."""
    service, now = _service(http, code), timezone.now()
    units = reads.units(http.person, service)
    own = http.person.unit_id if units.filter(pk=http.person.unit_id).exists() else None
    pattern = PatternForm(http.POST or None, units=units, initial=blank(timezone.localdate(now), own))
    need, answers = NeedForm(http.POST or None), _answers(http, service)

    def save() -> Schedule:
        return actions.create(
            service=service,
            unit=pattern.cleaned_data["unit"],
            pattern=pattern.pattern(),
            need=_need(need, answers),
            by=http.person,
            at=now,
        )

    return _form(http, service, need, answers, pattern, save, back=reverse("schedules:choose"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(http: PersonRequest, pk: int) -> HttpResponse:
    """Other words, other days."""
    schedule = _schedule(http, pk)
    units = reads.units(http.person, schedule.service) | type(schedule.unit).objects.filter(
        pk=schedule.unit_id
    ).select_related("calendar")
    pattern = PatternForm(http.POST or None, units=units, initial=given(schedule))
    pattern.fields["unit"].disabled = True
    words = {name: getattr(schedule, name) for name in ("title", "details", "priority", "revision")}
    need = NeedForm(http.POST or None, initial=words)
    answers = _answers(http, schedule.service, schedule.answers)

    def save() -> Schedule:
        return actions.change(
            schedule=schedule,
            pattern=pattern.pattern(),
            need=_need(need, answers),
            by=http.person,
            at=timezone.now(),
            expected=need.cleaned_data["revision"],
        )

    back = reverse("schedules:schedule", args=[pk])
    return _form(http, schedule.service, need, answers, pattern, save, back=back, schedule=schedule)


@require_POST
@signed_in
def preview(http: PersonRequest, code: str) -> HttpResponse:
    """The next five dates of what is in the form, while one edits."""
    service = _service(http, code)
    form = PatternForm(http.POST, units=reads.units(http.person, service), initial={})
    return render(http, "schedules/_next.html", {"next": _next(form), "now": timezone.now()})


@require_safe
@signed_in
def schedule(http: PersonRequest, pk: int) -> HttpResponse:
    """What it asks for, when it is due, what became of the last ones."""
    found, at = _schedule(http, pk), timezone.now()
    version, page = found.service.version, reads.page(found, http.person, at=at)
    context = {
        "page": page,
        "schedule": found,
        "answers": describe(version, found.answers) if version else [],
        "verbs": _verbs(page),
        "now": at,
        "back_url": reverse("schedules:schedules"),
    }
    return render(http, "schedules/schedule.html", context)


@require_POST
@signed_in
def act(http: PersonRequest, pk: int, verb: str) -> HttpResponse:
    """Pauses, resumes, takes over, ends."""
    found = _schedule(http, pk)
    if verb not in {each.value for each in DONE}:
        raise Http404
    action, done = DONE[Verb(verb)]
    try:
        action(schedule=found, by=http.person, at=timezone.now())
        messages.success(http, str(done))
    except (Refused, Conflict) as no:
        messages.error(http, str(no))
    return redirect("schedules:schedule", pk)


VERBS = (
    (Verb.RESUME, gettext_lazy("Resume"), "play"),
    (Verb.PAUSE, gettext_lazy("Pause"), "pause"),
    (Verb.OWN, gettext_lazy("Take it over"), "me"),
    (Verb.END, gettext_lazy("End it"), "x"),
)


def _verbs(page: reads.SchedulePage) -> list[tuple[Verb, Any, str]]:
    """The buttons that do something for this reader."""
    mine = page.schedule.owner_id
    return [
        (verb, label, icon)
        for verb, label, icon in VERBS
        if page.may[verb] is None and not (verb is Verb.OWN and mine == page.reader_id)
    ]


def _form(
    http: PersonRequest,
    service: Service,
    need: NeedForm,
    answers: AnswersForm,
    pattern: PatternForm,
    save: Callable[[], Schedule],
    *,
    back: str,
    schedule: Schedule | None = None,
) -> HttpResponse:
    """One page for new and old: saves when all of it is right, shows the dates when one asks for them."""
    status, asked = 200, http.method == "POST" and "preview" not in http.POST
    if http.method == "POST":
        fine = need.is_valid() & answers.is_valid() & pattern.is_valid()
        status = 200 if fine or not asked else 422
        if asked and fine:
            try:
                saved = save()
            except (Refused, Conflict) as no:
                pattern.add_error(None, str(no))
                status = 409
            else:
                messages.success(http, _("Saved."))
                return redirect("schedules:schedule", saved.pk)
    context = {
        "service": service,
        "schedule": schedule,
        "need": need,
        "answers": answers,
        "pattern": pattern,
        "next": _next(pattern) if pattern.is_bound else None,
        "now": timezone.now(),
        "back_url": back,
    }
    return render(http, "schedules/form.html", context, status=status)


def _next(form: PatternForm) -> dict[str, Any] | None:
    """The rule in words and its next dates; None while something is missing."""
    if not form.is_valid():
        return None
    pattern, unit = form.pattern(), form.cleaned_data["unit"]
    dates = reads.upcoming(pattern, unit, at=timezone.now())
    return {"words": sentence(pattern, unit.calendar), "dates": dates, "unit": unit}


def _service(http: PersonRequest, code: str) -> Service:
    found = reads.services(http.person).filter(code=code).first()
    if found is None or not reads.may_schedule(http.person) or reads.asks_for_files(found):
        raise Http404
    return found


def _schedule(http: PersonRequest, pk: int) -> Schedule:
    found = reads.one(pk, seen_by=http.person)
    if found is None:
        raise Http404
    return found


def _answers(http: PersonRequest, service: Service, kept: dict[str, Any] | None = None) -> AnswersForm:
    """The service's questions, without those for files: a schedule has none to send along."""
    version = service.version or ServiceVersion()
    form = answers_form(version, http.POST or None, None, person=http.person, initial=kept)
    for field in version.form.fields:
        if field.kind in UPLOADS:
            del form.fields[field.key]
    return form


def _need(form: NeedForm, answers: AnswersForm) -> Need:
    data = form.cleaned_data
    return Need(data["title"], data["details"], answers.answers(), data["priority"])
