"""Two cookies: this tablet is a kiosk (for ever), somebody stands there (until they leave)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

DEVICE, SITTING = "qiao_kiosk", "qiao_kiosk_sitting"
# As long as browsers keep any cookie.
YEAR = 400 * 24 * 3600


def device_in(http: HttpRequest) -> str:
    """The secret of the tablet, "" when it is none of ours."""
    return http.COOKIES.get(DEVICE, "")


def sitting_in(http: HttpRequest) -> str:
    """The secret of whoever stands there, "" for nobody."""
    return http.COOKIES.get(SITTING, "")


def keep_device(response: HttpResponseBase, token: str) -> None:
    """This tablet is a kiosk."""
    _keep(response, DEVICE, token, YEAR)


def drop_device(response: HttpResponseBase) -> None:
    """It is one no more."""
    response.delete_cookie(DEVICE, samesite="Lax")
    drop_sitting(response)


def keep_sitting(response: HttpResponseBase, secret: str) -> None:
    """Somebody stands there; closing the browser ends it, too."""
    _keep(response, SITTING, secret, None)


def drop_sitting(response: HttpResponseBase) -> None:
    """Nobody stands there."""
    response.delete_cookie(SITTING, samesite="Lax")


def _keep(response: HttpResponseBase, name: str, value: str, age: int | None) -> None:
    response.set_cookie(
        name, value, max_age=age, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
