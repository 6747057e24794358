"""What a scanned code opens, and the sheets of labels."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.catalogue.models import Service
from qiao.org.models import Unit
from qiao.places.models import Place
from qiao.shopfloor import reads
from qiao.shopfloor.codes import CodeKind, drawing


@require_safe
@signed_in
def scanned(http: PersonRequest, kind: str, code: str) -> HttpResponse:
    """A code leads to what one may ask for: at this place, of this unit, or this very service."""
    code = code.replace("\0", "")  # which no database could look for
    if kind == CodeKind.PLACE:
        return _place(http, code)
    if kind == CodeKind.UNIT:
        return _unit(http, code)
    if kind == CodeKind.SERVICE:
        return _service(http, code)
    raise Http404


def _place(http: PersonRequest, code: str) -> HttpResponse:
    place = Place.objects.active().select_related("unit", "inside").filter(code__iexact=code).first()
    if place is None:
        return render(http, "shopfloor/unknown.html", {"code": code}, status=404)
    return render(http, "shopfloor/place.html", {"here": reads.here(place, http.person)})


def _unit(http: PersonRequest, code: str) -> HttpResponse:
    unit = Unit.objects.active().filter(code=code).first()
    if unit is None:
        return render(http, "shopfloor/unknown.html", {"code": code}, status=404)
    return render(http, "shopfloor/unit.html", {"unit": unit, "services": reads.of_unit(unit, http.person)})


def _service(http: PersonRequest, code: str) -> HttpResponse:
    """Straight to the form; a service that one may not ask for is not there."""
    if not Service.objects.offered().open_to(http.person.scope).filter(code=code).exists():
        return render(http, "shopfloor/unknown.html", {"code": code}, status=404)
    place = http.GET.get("place", "")
    known = f"?{urlencode({'place': place})}" if place else ""
    return redirect(reverse("desk:raise", args=[code]) + known)


@require_safe
@signed_in
def labels(http: PersonRequest) -> HttpResponse:
    """Labels to print, cut out and put up."""
    kind = CodeKind(http.GET["kind"]) if http.GET.get("kind") in list(CodeKind) else CodeKind.PLACE
    wanted = http.GET.get("unit", "")
    unit = Unit.objects.active().filter(code=wanted).first() if wanted else None
    found = reads.labels(kind, unit)
    context = {
        "kind": kind,
        "unit": unit,
        "units": Unit.objects.active().filter(kind__in=["plant", "department", "workshop"]),
        "labels": [(label, drawing(label.url)) for label in found],
        "cut": len(found) == reads.ON_A_SHEET,
        "back_url": reverse("places:index"),
    }
    return render(http, "shopfloor/labels.html", context)
