"""Who may open a page at all. Finer questions are asked where the thing is read."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

if TYPE_CHECKING:
    from qiao.accounts.models import Account
    from qiao.org.models import Person

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request behind a gate: somebody is signed in. (For types only; nothing makes one.)"""

    person: "Person"
    user: "Account"


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
PersonView = Callable[Concatenate[PersonRequest, P], HttpResponseBase]


def signed_in(view: PersonView[P]) -> View[P]:
    """Lets only people in; others are sent to sign in and come back to the page they wanted."""

    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "person", None) is None:
            return to_sign_in(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return gate


def administrator(view: PersonView[P]) -> View[P]:
    """Lets only administrators in; to everybody else the page does not exist."""

    @wraps(view)
    def gate(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.person.scope.is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(gate)


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The way to the sign-in page and back. htmx is told to leave the page instead of swapping it in."""
    redirect: HttpResponseRedirect = redirect_to_login(_page_of(request), resolve_url("account_login"))
    return HttpResponseClientRedirect(redirect.url) if _by_htmx(request) else redirect


def _page_of(request: HttpRequest) -> str:
    """The page that the person is looking at: after signing in again one is back there."""
    if request.method in ("GET", "HEAD") and not _by_htmx(request):
        return request.get_full_path()
    shown = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    return "/" + shown.removeprefix(own) if shown.startswith(own) else "/"


def _by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
