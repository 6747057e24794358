"""Naming who stands in: for oneself, for those one leads, or as an administrator."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qiao.org import actions, rules
from qiao.org.forms.people import SubstituteForm
from qiao.org.models import Person, Substitution
from qiao.org.views.doors import Request, done, found, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def create(http: Request, person_id: int) -> HttpResponseBase:
    """A new absence."""
    person = _mine(http, found(Person.objects.active(), pk=person_id))
    at = timezone.now()
    form = SubstituteForm(http.POST or None, initial=SubstituteForm.fresh(at))
    if form.is_valid() and done(
        form, lambda: actions.set_substitute(person=person, by=http.person, at=at, **form.cleaned_data)
    ):
        messages.success(http, _("The substitute is set."))
        return redirect("org:person", person.pk)
    return _page(http, person, form, _("Who stands in"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(http: Request, row_id: int) -> HttpResponseBase:
    """Another period or another substitute."""
    row = found(Substitution.objects.select_related("person", "substitute"), pk=row_id)
    person = _mine(http, row.person)
    form = SubstituteForm(http.POST or None, initial=SubstituteForm.of(row))
    if form.is_valid() and done(
        form,
        lambda: actions.change_substitute(row=row, by=http.person, at=timezone.now(), **form.cleaned_data),
    ):
        messages.success(http, _("The substitute is changed."))
        return redirect("org:person", person.pk)
    return _page(http, person, form, _("Change the substitute"), row)


@signed_in
@require_http_methods(["POST"])
def end(http: Request, row_id: int) -> HttpResponseBase:
    """The absence is over now, or will not take place."""
    row = found(Substitution.objects.select_related("person", "substitute"), pk=row_id)
    person = _mine(http, row.person)
    actions.end_substitute(row=row, by=http.person, at=timezone.now())
    messages.success(http, _("The substitute no longer stands in."))
    return redirect("org:person", person.pk)


def _mine(http: Request, person: Person) -> Person:
    """404 for those who may not say who stands in for this person."""
    if rules.why_not_cover(http.person.scope, person.pk, person.unit_id):
        raise Http404
    return person


def _page(
    http: Request, person: Person, form: SubstituteForm, title: str, row: Substitution | None = None
) -> HttpResponse:
    context = {"person_": person, "form": form, "title": title, "row": row}
    return render(
        http, "org/substitute.html", {**context, "back_url": reverse("org:person", args=[person.pk])}
    )
