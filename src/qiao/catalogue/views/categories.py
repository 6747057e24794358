"""Categories, kept by administrators."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiao.accounts.gates import PersonRequest, administrator
from qiao.catalogue import actions, keeping
from qiao.catalogue.forms import CategoryForm
from qiao.catalogue.models import Category
from qiao.catalogue.views.doors import done, saved, status_of

FIELDS = ("name_zh", "name_en", "icon", "order")


@administrator
@require_safe
def categories(http: PersonRequest) -> HttpResponse:
    """All categories in their order."""
    context = {"categories": keeping.categories(), "back_url": reverse("catalogue:manage")}
    return render(http, "catalogue/categories.html", context)


@administrator
def create(http: PersonRequest) -> HttpResponse:
    """A new category."""
    form = CategoryForm(http.POST or None)

    def create_it(expected: int | None) -> None:
        given = {name: form.cleaned_data[name] for name in (*FIELDS, "code")}
        actions.create_category(by=http.person, at=timezone.now(), **given)

    if http.method == "POST" and form.is_valid() and saved(form, create_it):
        return done(http, _("Created."), "catalogue:categories")
    return _form(http, form, _("New category"))


@administrator
def edit(http: PersonRequest, code: str) -> HttpResponse:
    """Renames a category, or gives it another symbol or place."""
    category = _one(code)
    form = CategoryForm(http.POST or None, category=category)

    def change_it(expected: int | None) -> None:
        given = {name: form.cleaned_data[name] for name in FIELDS}
        now = timezone.now()
        actions.change_category(category=category, by=http.person, at=now, expected=expected, **given)

    if http.method == "POST" and form.is_valid() and saved(form, change_it):
        return done(http, _("Saved."), "catalogue:categories")
    return _form(http, form, str(category))


@administrator
@require_POST
def close(http: PersonRequest, code: str) -> HttpResponse:
    """Closes a category, or opens it again when the button said so."""
    category = _one(code)
    change = actions.reopen_category if http.POST.get("to") == "open" else actions.close_category
    change(category=category, by=http.person, at=timezone.now())
    return redirect("catalogue:categories")


def _one(code: str) -> Category:
    category = Category.objects.filter(code=code).first()
    if category is None:
        raise Http404
    return category


def _form(http: PersonRequest, form: CategoryForm, title: str) -> HttpResponse:
    back = reverse("catalogue:categories")
    context = {"form": form, "title": title, "submit": _("Save"), "back": back, "back_url": back}
    return render(http, "catalogue/form.html", context, status=status_of(form))
