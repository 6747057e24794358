"""For those who look after kiosks and PINs, and one's own PIN on Me."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts import links
from qiao.accounts.gates import PersonRequest, signed_in
from qiao.kiosk import actions, reads, rules
from qiao.kiosk.drawing import drawn
from qiao.kiosk.forms import DeviceForm, PinForm
from qiao.kiosk.models import Device
from qiao.ledger.refusals import Refused
from qiao.org.models import Person
from qiao.ui.paging import key_page


def _keeper(http: PersonRequest) -> None:
    if not rules.keeps_some(http.person.scope):
        raise Http404


@require_safe
@signed_in
def devices(http: PersonRequest) -> HttpResponse:
    """The kiosks of the units that one leads."""
    _keeper(http)
    page = key_page(reads.devices(http.person.scope), order=("name", "pk"), params=http.GET, size=50)
    context = {"page": page, "now": timezone.now(), "back_url": reverse("web:me")}
    return render(http, "kiosk/devices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def new_device(http: PersonRequest) -> HttpResponse:
    """Names a kiosk; then its address is shown once, to be opened on the tablet."""
    _keeper(http)
    form = DeviceForm(http.POST or None, by=http.person.scope)
    if http.method == "POST" and form.is_valid():
        try:
            device, secret = actions.add(by=http.person, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _address(http, device, secret)
    context = {"form": form, "back_url": reverse("kiosk:devices")}
    return render(http, "kiosk/new_device.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
@never_cache
def renew(http: PersonRequest, pk: int) -> HttpResponse:
    """Another address: another tablet, or the same one after its cookies were cleared."""
    device = get_object_or_404(reads.devices(http.person.scope), pk=pk)
    return _address(http, device, actions.renew(device=device, by=http.person, at=timezone.now()))


def _address(http: PersonRequest, device: Device, secret: str) -> HttpResponse:
    path = reverse("kiosk:set_up", args=[secret])
    url = links.public(path)
    context = {"device": device, "url": url, "path": path, "drawing": drawn(url)}
    context["back_url"] = reverse("kiosk:devices")
    return render(http, "kiosk/address.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def revoke(http: PersonRequest, pk: int) -> HttpResponse:
    """The tablet is a kiosk no more, after asking once."""
    device = get_object_or_404(reads.devices(http.person.scope), pk=pk)
    back = reverse("kiosk:devices")
    if http.method == "POST":
        actions.revoke(device=device, by=http.person, at=timezone.now())
        messages.success(http, _("“%s” is a kiosk no more.") % device.name)
        return redirect(back)
    context = {
        "title": _("Revoke “%s”?") % device.name,
        "text": _("Whoever stands there is out at once, and the tablet asks for a sign-in like any browser."),
        "submit": _("Revoke"),
        "danger": True,
        "cancel_url": back,
        "back_url": back,
    }
    return render(http, "ui/confirm.html", context)


@require_safe
@signed_in
def pins(http: PersonRequest) -> HttpResponse:
    """Who of one's people has a PIN, and whose is locked."""
    _keeper(http)
    words = http.GET.get("q", "").replace("\0", "").strip()[:80]
    found = reads.people(http.person.scope, words)
    page = key_page(found, order=("name", "pk"), params=http.GET, size=50)
    rows = [(person, getattr(person, "pin", None)) for person in page.items]
    context = {"page": page, "rows": rows, "q": words, "now": timezone.now(), "back_url": reverse("web:me")}
    return render(http, "kiosk/pins.html", context)


@require_POST
@signed_in
@never_cache
def give_pin(http: PersonRequest, pk: int) -> HttpResponse:
    """A one-time PIN, shown this once."""
    person = _one_of(http, pk)
    given = actions.give_pin(person=person, by=http.person, at=timezone.now())
    context = {"person": person, "pin": given, "back_url": reverse("kiosk:pins")}
    return render(http, "kiosk/given.html", context)


@require_POST
@signed_in
def unlock(http: PersonRequest, pk: int) -> HttpResponse:
    """The PIN opens again."""
    person = _one_of(http, pk)
    actions.unlock(person=person, by=http.person, at=timezone.now())
    messages.success(http, _("The PIN of %s opens again.") % person)
    return redirect("kiosk:pins")


def _one_of(http: PersonRequest, pk: int) -> Person:
    return get_object_or_404(reads.people(http.person.scope), pk=pk)


@signed_in
@never_cache
def my_pin(http: PersonRequest) -> HttpResponse:
    """One's own PIN. Asked who one is once more: a desk that was left open must give no key to the kiosks.

    allauth would keep what was posted in the session until the answer; a PIN is typed again instead.
    """
    if http.method == "POST" and is_reauthentication_required(http, app=""):
        return redirect("kiosk:my_pin")
    return cast(HttpResponse, _my_pin(http))


@reauthentication_required  # type: ignore[untyped-decorator]
def _my_pin(http: PersonRequest) -> HttpResponse:
    form = PinForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            actions.set_pin(person=http.person, pin=form.cleaned_data["pin"], at=timezone.now())
        except Refused as refused:
            form.add_error("pin", refused.sentence)
        else:
            messages.success(http, _("Your PIN is set."))
            return redirect("web:me")
    context = {"form": form, "person": http.person, "back_url": reverse("web:me")}
    return render(http, "kiosk/my_pin.html", context, status=422 if form.errors else 200)
