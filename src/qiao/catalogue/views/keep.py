"""Pages of those who keep services: list, create, describe, move, close, one version."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.catalogue import actions, keeping, reads
from qiao.catalogue.answering import answers_form
from qiao.catalogue.forms import ConfirmForm, MoveForm, ServiceForm
from qiao.catalogue.models import Service
from qiao.catalogue.views.doors import done, kept, saved, status_of

DESCRIBED = ("category", "name_zh", "name_en", "description_zh", "description_en", "confidential")


@signed_in
@require_safe
def manage(http: PersonRequest) -> HttpResponse:
    """The services that the reader keeps."""
    if not keeping.keeps_anything(http.person):
        raise Http404
    page = keeping.kept_services(http.person, http.GET)
    return render(http, "catalogue/manage.html", {"page": page, "q": http.GET.get("q", "")})


@signed_in
def create(http: PersonRequest) -> HttpResponse:
    """A new service of a unit that the reader leads."""
    if not keeping.keeps_anything(http.person):
        raise Http404
    form = ServiceForm(http.POST or None, person=http.person)
    made: list[Service] = []

    def create_it(expected: int | None) -> None:
        given = {name: form.cleaned_data[name] for name in (*DESCRIBED, "unit", "code")}
        made.append(actions.create_service(by=http.person, at=timezone.now(), **given))

    if http.method == "POST" and form.is_valid() and saved(form, create_it):
        return done(http, _("Created. Now say what it asks and promises."), "catalogue:draft", made[0].code)
    back = reverse("catalogue:manage")
    context = {"form": form, "title": _("New service"), "submit": _("Create"), "back": back, "back_url": back}
    return render(http, "catalogue/form.html", context, status=status_of(form))


@signed_in
def edit(http: PersonRequest, code: str) -> HttpResponse:
    """Names, description, category."""
    service = kept(http, code)
    form = ServiceForm(http.POST or None, person=http.person, service=service)

    def change_it(expected: int | None) -> None:
        given = {name: form.cleaned_data[name] for name in DESCRIBED}
        actions.change_service(service=service, by=http.person, at=timezone.now(), expected=expected, **given)

    if http.method == "POST" and form.is_valid() and saved(form, change_it):
        return done(http, _("Saved."), "catalogue:service", code)
    return _form(http, service, form, _("Name and description"), _("Save"))


@signed_in
def move(http: PersonRequest, code: str) -> HttpResponse:
    """Another unit provides it from now on."""
    service = kept(http, code)
    form = MoveForm(http.POST or None, person=http.person, service=service)

    def move_it(expected: int | None) -> None:
        to = form.cleaned_data["to"]
        actions.move_service(service=service, to=to, by=http.person, at=timezone.now(), expected=expected)

    if http.method == "POST" and form.is_valid() and saved(form, move_it):
        return done(http, _("Moved."), "catalogue:service", code)
    text = _("What is open stays with whom it is. New requests go to the other unit.")
    return _form(http, service, form, _("Move to another unit"), _("Move"), text=text)


@signed_in
def retire(http: PersonRequest, code: str) -> HttpResponse:
    """Asks before a service is closed."""
    service = kept(http, code)
    form = ConfirmForm(http.POST or None, initial={"revision": service.revision})

    def retire_it(expected: int | None) -> None:
        actions.retire_service(service=service, by=http.person, at=timezone.now(), expected=expected)

    if http.method == "POST" and form.is_valid() and saved(form, retire_it):
        return done(http, _("Closed. Nobody can ask for it any more."), "catalogue:service", code)
    context = {
        "form": form,
        "title": _("Close “%(service)s”?") % {"service": service},
        "text": _("Nobody can ask for it any more; what is open is finished as promised. You can reopen it."),
        "submit": _("Close the service"),
        "danger": True,
        "cancel_url": reverse("catalogue:service", args=[code]),
    }
    return render(http, "ui/confirm.html", context, status=status_of(form))


@signed_in
def reopen(http: PersonRequest, code: str) -> HttpResponse:
    """It is offered again."""
    service = kept(http, code)
    if http.method == "POST":
        actions.reopen_service(service=service, by=http.person, at=timezone.now())
        return done(http, _("It is offered again."), "catalogue:service", code)
    return redirect("catalogue:service", code)


@signed_in
@require_safe
def version(http: PersonRequest, code: str, number: int) -> HttpResponse:
    """One version as it was published, with what it changed."""
    service = kept(http, code)
    told = keeping.version_of(service, number)
    if told is None:
        raise Http404
    day = told.version.working_day(service)
    context = {
        "service": service,
        "told": told,
        "version": told.version,
        "terms": keeping.terms_of(told.version, service),
        "promises": reads.promises_of(told.version, day),
        "day": day,
        "form": answers_form(told.version),
        "back_url": reverse("catalogue:service", args=[code]),
    }
    return render(http, "catalogue/version.html", context)


def _form(
    http: PersonRequest, service: Service, form: Any, title: str, submit: str, text: str = ""
) -> HttpResponse:
    back = reverse("catalogue:service", args=[service.code])
    context = {"service": service, "form": form, "title": title, "text": text, "submit": submit, "back": back}
    return render(http, "catalogue/form.html", {**context, "back_url": back}, status=status_of(form))
