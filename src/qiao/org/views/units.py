"""Administration of units."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.ledger.refusals import Refused
from qiao.org import actions
from qiao.org.actions.units import why_not_close
from qiao.org.forms.base import in_tree_order
from qiao.org.forms.units import UnitForm
from qiao.org.models import Unit
from qiao.org.reads import pages
from qiao.org.story import story
from qiao.org.views.doors import Request, administrators_only, done, found, number


@administrators_only
@require_safe
def tree(http: Request) -> HttpResponseBase:
    """Every unit; closed ones when asked for."""
    closed = http.GET.get("closed") == "1"
    rows = in_tree_order(pages.whole_tree(closed=closed))
    return render(http, "org/manage/units.html", {"tree": rows, "closed": closed, "tab": "units"})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def create(http: Request) -> HttpResponseBase:
    """A new unit, below the one that the link named."""
    initial = {"parent": number(http.GET.get("parent", "")) or None, "kind": Unit.Kind.TEAM}
    form = UnitForm(http.POST or None, initial=initial)
    if form.is_valid() and done(
        form, lambda: actions.create_unit(by=http.person, at=timezone.now(), **form.values())
    ):
        messages.success(http, _("“%s” is created.") % form.cleaned_data["name_zh"])
        return redirect("org:admin")
    return _form(http, form, _("New unit"))


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(http: Request, unit_id: int) -> HttpResponseBase:
    """Everything about a unit; moving it takes along what is below."""
    unit = found(Unit.objects.select_related("parent", "leader", "own_calendar"), pk=unit_id)
    form = UnitForm(http.POST or None, initial=UnitForm.of(unit), unit=unit)
    if form.is_valid() and done(
        form,
        lambda: actions.edit_unit(
            unit=unit,
            by=http.person,
            at=timezone.now(),
            expected=form.cleaned_data["revision"],
            **form.values(),
        ),
        UnitForm.of,
    ):
        messages.success(http, _("“%s” is saved.") % form.cleaned_data["name_zh"])
        return redirect("org:admin")
    return _form(http, form, str(unit), unit)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def close(http: Request, unit_id: int) -> HttpResponseBase:
    """Asks, then closes; says what keeps the unit open."""
    unit = found(Unit.objects.active(), pk=unit_id)
    if http.method == "POST":
        actions.close_unit(unit=unit, by=http.person, at=timezone.now())
        messages.success(http, _("“%s” is closed.") % unit)
        return redirect("org:admin")
    obstacle = why_not_close(unit)
    context = {
        "title": _("Close “%s”?") % unit,
        "text": _("Nobody can belong to it any more. What happened in it stays, and it can be opened again."),
        "submit": _("Close it"),
        "danger": True,
        "reason": obstacle and Refused(obstacle[0], count=obstacle[1]).sentence,
        "cancel_url": reverse("org:unit_edit", args=[unit.pk]),
    }
    return render(http, "org/manage/confirm.html", context)


@administrators_only
@require_http_methods(["POST"])
def reopen(http: Request, unit_id: int) -> HttpResponseBase:
    """Opens a closed unit again."""
    unit = actions.reopen_unit(unit=found(Unit.objects.all(), pk=unit_id), by=http.person, at=timezone.now())
    messages.success(http, _("“%s” is open again.") % unit)
    return redirect("org:unit_edit", unit.pk)


def _form(http: Request, form: UnitForm, title: str, unit: Unit | None = None) -> HttpResponseBase:
    context = {"form": form, "title": title, "unit": unit, "tab": "units", "cancel_url": reverse("org:admin")}
    context["story"] = story(unit) if unit else []
    return render(http, "org/manage/unit.html", {**context, "back_url": reverse("org:admin")})
