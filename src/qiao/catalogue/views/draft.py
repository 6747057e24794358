"""The draft of a service: terms, questions one by one, preview, what is new, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.catalogue import actions, approvers, building, keeping
from qiao.catalogue.answering import answers_form
from qiao.catalogue.changes import audience_text, condition_text, target_text
from qiao.catalogue.forms import ApprovalsForm, ChecklistForm, ConfirmForm, QuestionForm, TermsForm
from qiao.catalogue.forms.terms import EVERYBODY
from qiao.catalogue.keeping import DraftPage
from qiao.catalogue.models import Service
from qiao.catalogue.rules import Assignment, DefinitionError, Form, Priority
from qiao.catalogue.views.doors import done, kept, saved, status_of
from qiao.ledger.refusals import Conflict, Refused

PLACES = {"up": -1, "down": 1}


@signed_in
def draft(http: PersonRequest, code: str) -> HttpResponse:
    """The draft with everything in it; a POST begins one."""
    service = kept(http, code)
    if http.method == "POST":
        actions.begin_draft(service=service, by=http.person, at=timezone.now())
        return redirect("catalogue:draft", code)
    page = keeping.draft_page(service, timezone.now())
    if page is None:
        return redirect("catalogue:service", code)
    return render(http, "catalogue/draft.html", _draft_context(page))


@signed_in
def terms(http: PersonRequest, code: str) -> HttpResponse:
    """Targets, calendar, audience, assignment."""
    page = _draft(http, code)
    form = TermsForm(http.POST or None, service=page.service, draft=page.draft)

    def change_it(expected: int | None) -> None:
        data = form.cleaned_data
        actions.change_draft(
            service=page.service,
            by=http.person,
            at=timezone.now(),
            targets=data["targets"],
            calendar=data["calendar"],
            assignment=Assignment(data["assignment"]),
            skill=data["skill"],
            skill_level=data["skill_level"] or 1,
            for_everyone=data["audience"] == EVERYBODY,
            audience=form.units,
            confirm_days=data["confirm_days"],
            expected=expected,
        )

    if http.method == "POST" and form.is_valid() and saved(form, change_it):
        again = bool(form.cleaned_data["add"])
        return done(http, _("Saved."), "catalogue:terms" if again else "catalogue:draft", code)
    rows = [
        (each.label, form[f"respond_{each.value}"], form[f"complete_{each.value}"], each is Priority.NORMAL)
        for each in Priority
    ]
    context = {"service": page.service, "form": form, "rows": rows, "day": page.day, "back_url": _home(code)}
    return render(http, "catalogue/terms.html", context, status=status_of(form))


@signed_in
def checklist(http: PersonRequest, code: str) -> HttpResponse:
    """What is ticked off on every request."""
    page = _draft(http, code)
    form = ChecklistForm(http.POST or None, lines=page.draft.checklist, revision=page.service.revision)

    def change_it(expected: int | None) -> None:
        actions.change_draft(
            service=page.service,
            by=http.person,
            at=timezone.now(),
            checklist=form.lines(),
            expected=expected,
        )

    if http.method == "POST" and form.is_valid() and saved(form, change_it):
        more = "more" in http.POST
        return done(http, _("Saved."), "catalogue:checklist" if more else "catalogue:draft", code)
    context = {"service": page.service, "form": form, "back_url": _home(code)}
    return render(http, "catalogue/checklist.html", context, status=status_of(form))


@signed_in
def approvals(http: PersonRequest, code: str) -> HttpResponse:
    """Who approves a request before the unit gets it."""
    page = _draft(http, code)
    plan, revision = page.draft.approvals, page.service.revision
    form = ApprovalsForm(http.POST or None, plan=plan, form=page.form, revision=revision)

    def change_it(expected: int | None) -> None:
        actions.change_draft(
            service=page.service,
            by=http.person,
            at=timezone.now(),
            approvals=form.cleaned_data["plan"],
            expected=expected,
        )

    if http.method == "POST" and form.is_valid() and saved(form, change_it):
        more = "more" in http.POST
        return done(http, _("Saved."), "catalogue:approvals" if more else "catalogue:draft", code)
    context = {"service": page.service, "form": form, "back_url": _home(code)}
    return render(http, "catalogue/approvals.html", context, status=status_of(form))


@signed_in
def question(http: PersonRequest, code: str, key: str = "") -> HttpResponse:
    """A new question, or one that is there, to be changed."""
    page = _draft(http, code)
    field = page.form.get(key) if key else None
    if key and field is None:
        raise Http404
    form = QuestionForm(http.POST or None, form=page.form, field=field, revision=page.service.revision)

    def change_it(expected: int | None) -> None:
        _change_form(http, page.service, form.cleaned_data["form"], expected)

    if http.method == "POST" and form.is_valid() and saved(form, change_it):
        return done(http, _("Saved."), "catalogue:draft", code)
    context = {
        "service": page.service,
        "form": form,
        "title": _("Change a question") if field else _("New question"),
        "submit": _("Save"),
        "back": _home(code),
        "back_url": _home(code),
    }
    return render(http, "catalogue/form.html", context, status=status_of(form))


@signed_in
@require_POST
def place(http: PersonRequest, code: str, key: str) -> HttpResponse:
    """One place up or down, or away."""
    page = _draft(http, code)
    verb = http.POST.get("to", "")
    try:
        if verb == "away":
            form = building.without(page.form, key)
        else:
            form = building.moved(page.form, key, PLACES.get(verb, 0))
        _change_form(http, page.service, form, _number(http.POST.get("revision")))
    except (DefinitionError, Refused, Conflict) as error:
        messages.error(http, str(error))
    return redirect(f"{_home(code)}#questions")


@signed_in
def preview(http: PersonRequest, code: str) -> HttpResponse:
    """The form as a requester will see it; a POST tries it out and keeps nothing."""
    page = _draft(http, code)
    given = (http.POST, http.FILES) if http.method == "POST" else (None, None)
    form = answers_form(page.draft, *given, person=http.person)
    if form.is_bound and form.is_valid():
        messages.success(http, _("These answers would be taken."))
    context = {"service": page.service, "form": form, "back_url": _home(code)}
    return render(http, "catalogue/preview.html", context, status=status_of(form))


@signed_in
def publish(http: PersonRequest, code: str) -> HttpResponse:
    """What is new in words, then the button."""
    page = _draft(http, code)
    form = ConfirmForm(http.POST or None, initial={"revision": page.service.revision})

    def publish_it(expected: int | None) -> None:
        actions.publish(service=page.service, by=http.person, at=timezone.now(), expected=expected)

    if http.method == "POST" and form.is_valid() and saved(form, publish_it):
        return done(http, _("Published: new requests are born with it."), "catalogue:service", code)
    context = {
        "page": page,
        "form": form,
        "title": _("Publish “%(service)s”?") % {"service": page.service},
        "text": _("New requests are born with it from now on. Open ones keep what they were promised."),
        "submit": _("Publish"),
        "cancel_url": _home(code),
        "back_url": _home(code),
    }
    return render(http, "catalogue/publish.html", context, status=status_of(form))


@signed_in
def drop(http: PersonRequest, code: str) -> HttpResponse:
    """Asks before a draft is thrown away."""
    page = _draft(http, code)
    form = ConfirmForm(http.POST or None, initial={"revision": page.service.revision})

    def drop_it(expected: int | None) -> None:
        actions.drop_draft(service=page.service, by=http.person, at=timezone.now(), expected=expected)

    if http.method == "POST" and form.is_valid() and saved(form, drop_it):
        return done(http, _("The draft is gone."), "catalogue:service", code)
    context = {
        "form": form,
        "title": _("Drop the draft of “%(service)s”?") % {"service": page.service},
        "text": _("Everything changed in it is lost. What is offered now stays as it is."),
        "submit": _("Drop the draft"),
        "danger": True,
        "cancel_url": _home(code),
    }
    return render(http, "ui/confirm.html", context, status=status_of(form))


def _draft(http: PersonRequest, code: str) -> DraftPage:
    page = keeping.draft_page(kept(http, code), timezone.now())
    if page is None:
        raise Http404
    return page


def _change_form(http: PersonRequest, service: Service, form: Form, expected: int | None) -> None:
    actions.change_draft(service=service, by=http.person, at=timezone.now(), form=form, expected=expected)


def _draft_context(page: DraftPage) -> dict[str, Any]:
    audience = None if page.draft.for_everyone else tuple(str(unit) for unit in page.audience)
    return {
        "page": page,
        "service": page.service,
        "questions": [(field, condition_text(page.form, field.when)) for field in page.form.fields],
        "targets": [(each.label, target_text(page.targets, each, page.day)) for each in Priority],
        "audience": audience_text(audience),
        "assignment": page.draft.assigned_by,
        "approvals": approvers.in_words(page.draft.approvals, page.form),
        "back_url": reverse("catalogue:service", args=[page.service.code]),
    }


def _home(code: str) -> str:
    return reverse("catalogue:draft", args=[code])


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
