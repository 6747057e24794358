"""Administration of positions and roles."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.org import actions
from qiao.org.forms.people import GrantForm
from qiao.org.forms.units import HolderForm, PositionForm
from qiao.org.models import Grant, Holding, Position
from qiao.org.rules import Role
from qiao.org.story import story
from qiao.org.views.doors import Request, administrators_only, done, found, unit_chosen
from qiao.ui.paging import key_page

_HELD = Prefetch("holdings", Holding.objects.select_related("person"))


@administrators_only
@require_safe
def table(http: Request) -> HttpResponseBase:
    """Every position with who holds it."""
    closed = http.GET.get("closed") == "1"
    rows = Position.objects.filter(active=not closed).select_related("unit").prefetch_related(_HELD)
    page = key_page(rows, order=("code", "pk"), params=http.GET, size=50)
    return render(http, "org/manage/positions.html", {"page": page, "closed": closed, "tab": "positions"})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def create(http: Request) -> HttpResponseBase:
    """A new position."""
    form = PositionForm(http.POST or None, initial={"unit": unit_chosen(http)})
    if form.is_valid() and done(
        form, lambda: actions.create_position(by=http.person, at=timezone.now(), **form.cleaned_data)
    ):
        messages.success(http, _("“%s” is created.") % form.cleaned_data["name_zh"])
        return redirect("org:positions")
    return _form(http, form, _("New position"))


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(http: Request, position_id: int) -> HttpResponseBase:
    """A position's name and unit, and who holds it."""
    position = found(Position.objects.select_related("unit"), pk=position_id)
    initial = {name: getattr(position, name) for name in ("name_zh", "name_en", "unit")}
    form = PositionForm(http.POST or None, initial=initial, position=position)
    if form.is_valid() and done(
        form,
        lambda: actions.change_position(
            position=position, by=http.person, at=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(http, _("“%s” is saved.") % form.cleaned_data["name_zh"])
        return redirect("org:positions")
    return _form(http, form, str(position), position)


@administrators_only
@require_http_methods(["POST"])
def give(http: Request, position_id: int) -> HttpResponseBase:
    """Somebody takes the position."""
    position = found(Position.objects.select_related("unit"), pk=position_id)
    holder = HolderForm(http.POST)
    if holder.is_valid() and done(
        holder,
        lambda: actions.give_position(
            position=position, by=http.person, at=timezone.now(), **holder.cleaned_data
        ),
    ):
        return redirect("org:position_edit", position.pk)
    initial = {name: getattr(position, name) for name in ("name_zh", "name_en", "unit")}
    return _form(http, PositionForm(initial=initial, position=position), str(position), position, holder)


@administrators_only
@require_http_methods(["POST"])
def take(http: Request, holding_id: int) -> HttpResponseBase:
    """Somebody gives the position up."""
    holding = found(Holding.objects.select_related("position", "person"), pk=holding_id)
    actions.leave_position(holding=holding, by=http.person, at=timezone.now())
    return redirect("org:position_edit", holding.position_id)


@administrators_only
@require_http_methods(["POST"])
def close(http: Request, position_id: int) -> HttpResponseBase:
    """Closes the position, or opens a closed one."""
    position = found(Position.objects.all(), pk=position_id)
    change = actions.close_position if position.active else actions.reopen_position
    change(position=position, by=http.person, at=timezone.now())
    messages.success(http, _("“%s” is saved.") % position)
    return redirect("org:positions")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def roles(http: Request) -> HttpResponseBase:
    """Who administers and who runs surveys."""
    form = GrantForm(http.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.grant_role(by=http.person, at=timezone.now(), **form.cleaned_data)
    ):
        messages.success(http, _("The role is given."))
        return redirect("org:roles")
    grants = Grant.objects.select_related("person__unit").order_by("role", "person__name", "pk")
    return render(http, "org/manage/roles.html", {"form": form, "grants": grants, "tab": "roles"})


@administrators_only
@require_http_methods(["POST"])
def revoke(http: Request, grant_id: int) -> HttpResponseBase:
    """Takes a role away."""
    grant = found(Grant.objects.select_related("person"), pk=grant_id)
    actions.revoke_role(person=grant.person, role=Role(grant.role), by=http.person, at=timezone.now())
    messages.success(http, _("The role is taken away."))
    return redirect("org:roles")


def _form(
    http: Request,
    form: PositionForm,
    title: str,
    position: Position | None = None,
    holder: HolderForm | None = None,
) -> HttpResponseBase:
    context = {
        "form": form,
        "title": title,
        "position": position,
        "holdings": list(position.holdings.select_related("person")) if position else [],
        "holder": holder or HolderForm(),
        "story": story(position) if position else [],
        "tab": "positions",
        "back_url": reverse("org:positions"),
        "cancel_url": reverse("org:positions"),
    }
    return render(http, "org/manage/position.html", context)
