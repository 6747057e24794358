"""The register of places: everybody may look, who leads a unit enters its places."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.ledger.refusals import Conflict, Refused
from qiao.places import actions, reads, rules
from qiao.places.forms import NewPlaceForm, PlaceForm
from qiao.places.models import Place
from qiao.ui.paging import key_page


@require_safe
@signed_in
def index(http: PersonRequest) -> HttpResponse:
    """All places by code, or those that a few words find."""
    text = http.GET.get("q", "").replace("\0", "").strip()[:80]
    page = key_page(reads.places(text), order=("code", "pk"), params=http.GET, size=50)
    scope = http.person.scope
    context = {
        "page": page,
        "q": text,
        "may_add": rules.keeps_some(scope),
        "kept": {place.pk for place in page.items if rules.why_not_keep(scope, place.unit_id) is None},
        "back_url": reverse("org:index"),
    }
    return render(http, "places/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(http: PersonRequest) -> HttpResponse:
    """Enters a place."""
    scope = http.person.scope
    if not rules.keeps_some(scope):
        raise Http404
    form = NewPlaceForm(http.POST or None, by=scope)
    if form.is_valid():
        try:
            place = actions.create_place(by=http.person, at=timezone.now(), **form.told())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(http, _("“%s” is entered.") % place)
            return redirect("places:index")
    context = {"form": form, "back_url": reverse("places:index")}
    return render(http, "places/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(http: PersonRequest, code: str) -> HttpResponse:
    """Changes a place, or takes it out of use."""
    place = reads.kept_by(http.person.scope).filter(code=code).first()
    if place is None:
        raise Http404
    form = PlaceForm(http.POST or None, by=http.person.scope, initial=_initial(place))
    status = 200
    if http.method == "POST":
        status = 422
        if form.is_valid():
            told, seen = form.told(), form.cleaned_data["seen"]
            try:
                actions.change_place(place=place, by=http.person, at=timezone.now(), expected=seen, **told)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            except Conflict as conflict:
                status, form = 409, _again(http, conflict)
            else:
                messages.success(http, _("Saved."))
                return redirect("places:index")
    context = {"form": form, "place": place, "back_url": reverse("places:index")}
    return render(http, "places/edit.html", context, status=status)


def _initial(place: Place) -> dict[str, object]:
    names = ("name_zh", "name_en", "kind", "unit", "inside", "active")
    return {**{name: getattr(place, name) for name in names}, "seen": place.revision}


def _again(http: PersonRequest, conflict: Conflict) -> PlaceForm:
    """The same words, now with the revision that is current."""
    data = http.POST.copy()
    data["seen"] = str(conflict.current.revision)
    form = PlaceForm(data, by=http.person.scope)
    form.add_error(None, str(conflict))
    return form
