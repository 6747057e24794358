"""At the tablet: say who you are, ask, follow, leave."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.desk import reads as desk
from qiao.desk.rows import listed, rows_of
from qiao.kiosk import actions, cookies, reads, throttle
from qiao.kiosk.fence import RETURN
from qiao.kiosk.forms import IdentifyForm, PinForm
from qiao.kiosk.middleware import Kiosk
from qiao.kiosk.rules import Reason
from qiao.ledger.refusals import Refused

MINE = 6
# What a scanner types: the address on the label, or only what stands below it.
CODE = re.compile(r"(?:.*/q/)?(?:(?P<kind>[pus])/)?(?P<code>[^/?#\s]{1,40})/?")


def _kiosk(http: HttpRequest) -> Kiosk:
    """This kiosk; elsewhere its pages do not exist."""
    kiosk: Kiosk | None = getattr(http, "kiosk", None)
    if kiosk is None:
        raise Http404
    return kiosk


@require_safe
def start(http: HttpRequest) -> HttpResponse:
    """Who are you? And what the team waits for. For somebody: what they may do here."""
    kiosk = _kiosk(http)
    if kiosk.sitting is not None:
        response = _home(http, kiosk)
    else:
        form = IdentifyForm(initial={"next": _next(http, http.GET.get("next", ""))})
        response = _first_page(http, kiosk, form)
    cookies.keep_device(response, cookies.device_in(http))
    return response


def _first_page(http: HttpRequest, kiosk: Kiosk, form: IdentifyForm, status: int = 200) -> HttpResponse:
    at = timezone.now()
    queue = reads.queue(kiosk.device.unit, at)
    context = {"kiosk": kiosk, "form": form, "queue": queue, "now": at}
    return render(http, "kiosk/start.html", context, status=status)


def _home(http: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    person, at = kiosk.person, timezone.now()
    assert person is not None  # noqa: S101  (there is a sitting)
    mine = list(listed(desk.mine(person.scope)).order_by("-id")[: MINE + 1])
    context = {
        "kiosk": kiosk,
        "person": person,
        "rows": rows_of(mine[:MINE], at=at, for_customer=True),
        "more": len(mine) > MINE,
        "now": at,
    }
    return render(http, "kiosk/home.html", context)


@require_safe
def queue(http: HttpRequest) -> HttpResponse:
    """The shared queue alone, as it is now."""
    kiosk, at = _kiosk(http), timezone.now()
    context = {"kiosk": kiosk, "queue": reads.queue(kiosk.device.unit, at), "now": at}
    return render(http, "kiosk/_queue.html", context)


@require_POST
def identify(http: HttpRequest) -> HttpResponse:
    """Badge and PIN. What is wrong is not said more precisely than "one of the two"."""
    kiosk = _kiosk(http)
    form = IdentifyForm(http.POST)
    if not form.is_valid():
        return _first_page(http, kiosk, _again(form, Reason.WRONG.sentence), status=422)
    badge, pin = form.cleaned_data["badge"], form.cleaned_data["pin"]
    reason = throttle.why_not(http, kiosk.device, badge)
    if reason is not None:
        return _first_page(http, kiosk, _again(form, reason.sentence), status=429)
    try:
        sitting, secret = actions.identify(device=kiosk.device, badge=badge, pin=pin, at=timezone.now())
    except Refused as refused:
        if refused.reason is Reason.WRONG:
            throttle.note_wrong(http, kiosk.device, badge, known=reads.has_pin(reads.person_of(badge)))
        return _first_page(http, kiosk, _again(form, refused.sentence), status=422)
    _wipe(http)
    wanted = _next(http, form.cleaned_data["next"])
    response = redirect("kiosk:pin" if sitting.new_pin else wanted or "kiosk:start")
    cookies.keep_sitting(response, secret)
    return response


def _again(form: IdentifyForm, sentence: Any) -> IdentifyForm:
    """The badge stays, the PIN does not."""
    shown = IdentifyForm(
        initial={"badge": form.data.get("badge", "")[:40], "next": form.data.get("next", "")}
    )
    shown.refused = sentence  # type: ignore[attr-defined]
    return shown


@require_POST
def done(http: HttpRequest) -> HttpResponse:
    """Whoever stood there has gone: nothing of theirs stays on the tablet."""
    kiosk = _kiosk(http)
    if kiosk.sitting is not None:
        actions.done(sitting=kiosk.sitting, at=timezone.now())
    _wipe(http)
    response = redirect("kiosk:start")
    cookies.drop_sitting(response)
    response.delete_cookie("messages")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _wipe(http: HttpRequest) -> None:
    """No message, no form's token of whoever was there before."""
    list(messages.get_messages(http))
    http.session.flush()
    rotate_token(http)


@require_POST
def still(http: HttpRequest) -> HttpResponse:
    """Somebody touches the screen without asking for a page: how many seconds they have."""
    return HttpResponse(str(_kiosk(http).left(timezone.now())), content_type="text/plain")


@require_http_methods(["GET", "HEAD", "POST"])
def pin(http: HttpRequest) -> HttpResponse:
    """One's own PIN, instead of the one from the leader or of the old one."""
    kiosk = _kiosk(http)
    sitting, person = kiosk.sitting, kiosk.person
    if sitting is None or person is None:
        raise Http404
    form = PinForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            actions.set_pin(person=person, pin=form.cleaned_data["pin"], at=timezone.now(), sitting=sitting)
        except Refused as refused:
            form.add_error("pin", refused.sentence)
        else:
            messages.success(http, _("Your PIN is set."))
            return redirect("kiosk:start")
    context = {"kiosk": kiosk, "form": form, "must": sitting.new_pin, "person": person}
    return render(http, "kiosk/pin.html", context, status=422 if form.errors else 200)


@require_safe
def code(http: HttpRequest) -> HttpResponse:
    """What was scanned or typed from a label leads to its page; who is not known says first who they are."""
    _kiosk(http)
    found = CODE.fullmatch(http.GET.get("code", "").replace("\0", "").strip())
    if found is None:
        return redirect("kiosk:start")
    return redirect("shopfloor:scanned", found["kind"] or "p", found["code"])


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(http: HttpRequest, secret: str) -> HttpResponse:
    """The tablet that opens this address becomes the kiosk, after asking once; who was signed in is out."""
    at = timezone.now()
    if http.method == "POST":
        _device, token = actions.claim(secret=secret, at=at)
        logout(http)
        response: HttpResponse = redirect("kiosk:start")
        cookies.keep_device(response, token)
        cookies.drop_sitting(response)
        # whatever this browser kept of whoever used it before
        response.headers["Clear-Site-Data"] = '"storage"'
        return response
    device = reads.waiting_for_tablet(secret, at)
    return render(http, "kiosk/set_up.html", {"device": device}, status=200 if device else 404)


def _next(http: HttpRequest, wanted: str) -> str:
    """A page of ours that is nobody's in particular, else ""."""
    if not url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={http.get_host()}, require_https=http.is_secure()
    ):
        return ""
    try:
        name = resolve(urlsplit(wanted).path).view_name
    except Resolver404:
        return ""
    return wanted if name in RETURN else ""
