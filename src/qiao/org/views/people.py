"""Administration of people."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.org import actions
from qiao.org.forms.base import in_tree_order
from qiao.org.forms.people import LeaveForm, PersonForm, ReturnForm
from qiao.org.models import Person, Unit
from qiao.org.reads import pages
from qiao.org.story import story
from qiao.org.views.doors import Request, administrators_only, done, found, unit_chosen, words
from qiao.ui.paging import key_page


@administrators_only
@require_safe
def table(http: Request) -> HttpResponseBase:
    """Everybody, filtered by words, unit and whether they are still here."""
    text, unit, gone = words(http), unit_chosen(http), http.GET.get("gone") == "1"
    page = key_page(pages.people_found(text, unit, gone=gone), order=("name", "pk"), params=http.GET, size=50)
    units = in_tree_order(list(Unit.objects.active()))
    context = {"page": page, "q": text, "unit": unit, "gone": gone, "units": units, "tab": "people"}
    return render(http, "org/manage/people.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def create(http: Request) -> HttpResponseBase:
    """A new employee."""
    form = PersonForm(http.POST or None, initial={"unit": unit_chosen(http)})
    if form.is_valid() and done(
        form, lambda: actions.create_person(by=http.person, at=timezone.now(), **form.values())
    ):
        messages.success(http, _("“%s” is created.") % form.cleaned_data["name"])
        return redirect("org:manage_people")
    return _form(http, form, _("New person"))


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(http: Request, person_id: int) -> HttpResponseBase:
    """Everything about a person."""
    person = found(Person.objects.select_related("unit", "manager"), pk=person_id)
    form = PersonForm(http.POST or None, initial=PersonForm.of(person))
    if form.is_valid() and done(
        form,
        lambda: actions.change_person(
            person=person,
            by=http.person,
            at=timezone.now(),
            expected=form.cleaned_data["revision"],
            **form.values(),
        ),
        PersonForm.of,
    ):
        messages.success(http, _("“%s” is saved.") % form.cleaned_data["name"])
        return redirect("org:person", person.pk)
    return _form(http, form, str(person), person)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def leave(http: Request, person_id: int) -> HttpResponseBase:
    """Somebody leaves; what they lead needs a successor."""
    person = found(Person.objects.active(), pk=person_id)
    at = timezone.now()
    form = LeaveForm(http.POST or None, initial={"on": timezone.localdate(at)})
    if form.is_valid() and done(
        form, lambda: actions.leave(person=person, by=http.person, at=at, **form.cleaned_data)
    ):
        messages.success(http, _("%s is no longer active.") % person)
        return redirect("org:person", person.pk)
    context = {
        "title": _("%s leaves") % person,
        "text": _("Positions, roles and substitutions end. What they did stays, and they can return."),
        "submit": _("Confirm"),
        "danger": True,
        "form": form,
        "cancel_url": reverse("org:person_edit", args=[person.pk]),
    }
    return render(http, "org/manage/confirm.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(http: Request, person_id: int) -> HttpResponseBase:
    """Somebody who left is active again."""
    person = found(Person.objects.select_related("unit"), pk=person_id, active=False)
    form = ReturnForm(http.POST or None, initial={"unit": person.unit_id})
    if form.is_valid() and done(
        form,
        lambda: actions.return_person(
            person=person, by=http.person, at=timezone.now(), unit=form.cleaned_data["unit"]
        ),
    ):
        messages.success(http, _("%s is active again.") % person)
        return redirect("org:person", person.pk)
    context = {
        "title": _("%s returns") % person,
        "text": _("Positions and roles are given anew."),
        "submit": _("Confirm"),
        "form": form,
        "cancel_url": reverse("org:person_edit", args=[person.pk]),
    }
    return render(http, "org/manage/confirm.html", context)


def _form(http: Request, form: PersonForm, title: str, person: Person | None = None) -> HttpResponseBase:
    back = reverse("org:manage_people")
    context = {"form": form, "title": title, "person_": person, "tab": "people", "cancel_url": back}
    context["story"] = story(person) if person else []
    return render(http, "org/manage/person.html", {**context, "back_url": back})
