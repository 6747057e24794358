"""A tablet that is a kiosk: who stands there, and nothing but what a requester may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from qiao.kiosk import actions, cookies, reads
from qiao.kiosk.fence import SLOTS, Answer, answer
from qiao.kiosk.models import Device, Sitting
from qiao.kiosk.rules import IDLE, WHOLE
from qiao.org.models import Person


@dataclass
class Kiosk:
    """This tablet, and who stands at it."""

    device: Device
    sitting: Sitting | None = None
    leads: bool = False

    @property
    def person(self) -> Person | None:
        return self.sitting.person if self.sitting else None

    def left(self, at: datetime) -> int:
        """Seconds until it is over, if nobody touches it."""
        if self.sitting is None:
            return 0
        whole = (self.sitting.began_at + WHOLE - at).total_seconds()
        return int(max(0.0, min(IDLE.total_seconds(), whole)))


class KioskMiddleware:
    """Sets ``http.kiosk`` (None everywhere else) and, on a kiosk, who asks: never whoever signed in.

    Without the cookie it costs nothing. A cookie that opens nothing any more is taken away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, http: HttpRequest) -> HttpResponseBase:
        http.kiosk = None  # type: ignore[attr-defined]
        token = cookies.device_in(http)
        if not token:
            return self.get_response(http)
        device = reads.device_of(token)
        if device is None:
            response = self.get_response(http)
            cookies.drop_device(response)
            return response
        _arrive(http, device)
        response = self.get_response(http)
        # nothing of it stays in a cache or is shown again by the arrow back
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, http: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answers in place of every page that is not for kiosks."""
        kiosk: Kiosk | None = http.kiosk  # type: ignore[attr-defined]
        if kiosk is None:
            return None
        name = http.resolver_match.view_name if http.resolver_match else ""
        sitting = kiosk.sitting
        said = answer(
            name,
            http.method or "",
            kwargs,
            somebody=sitting is not None,
            new_pin=bool(sitting and sitting.new_pin),
        )
        if said is Answer.OPEN:
            _only_own(http, kiosk, kwargs)
            return None
        return _instead(http, kiosk, said)


def _arrive(http: HttpRequest, device: Device) -> None:
    at = timezone.now()
    secret = cookies.sitting_in(http)
    kiosk = Kiosk(device, reads.sitting_of(device, secret, at) if secret else None)
    actions.note_seen(device=device, at=at)
    person = kiosk.person
    if kiosk.sitting is not None and person is not None:
        kiosk.leads = bool(person.scope.head_ids)
        person.scope = reads.narrowed(person.scope)
        actions.still(sitting=kiosk.sitting, at=at)
    http.user = AnonymousUser()
    http.kiosk, http.person, http.slots = kiosk, person, SLOTS  # type: ignore[attr-defined]


def _instead(http: HttpRequest, kiosk: Kiosk, said: Answer) -> HttpResponseBase:
    if said is Answer.CLOSED:
        return render(http, "kiosk/closed.html", {"kiosk": kiosk}, status=403)
    if said is Answer.NEW_PIN:
        return redirect("kiosk:pin")
    start = reverse("kiosk:start")
    if said is Answer.IDENTIFY:
        start = f"{start}?{urlencode({'next': _page(http)})}"
    if http.headers.get("HX-Request") == "true":
        client: HttpResponse = HttpResponseClientRedirect(start)
        return client
    return HttpResponseRedirect(start)


def _page(http: HttpRequest) -> str:
    return http.get_full_path() if http.method in ("GET", "HEAD") else http.path


def _only_own(http: HttpRequest, kiosk: Kiosk, kwargs: dict[str, Any]) -> None:
    """Only one's own requests exist here, and none is asked for as a part of another."""
    person = kiosk.person
    if person is None:
        return
    number = kwargs.get("number")
    if (number is not None and not reads.is_own(str(number), person.scope)) or "part_of" in http.GET:
        raise Http404
