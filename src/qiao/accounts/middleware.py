"""Who is asking, and in which language: read at most once per request, with one joined query."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from qiao.accounts.models import Account
from qiao.org.models import Person

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PersonMiddleware:
    """Sets ``request.person``: the person behind the login, or None."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        type(request).person = _person  # type: ignore[attr-defined]
        return self.get_response(request)


def person_of(request: HttpRequest) -> Person | None:
    """The person behind the session. A session whose login opens no more is ended on the spot."""
    if request.session.is_empty():
        return None
    user = request.user
    if isinstance(user, SimpleLazyObject):
        bool(user)  # loads it
    if user.is_authenticated:
        return user.person
    if SESSION_KEY in request.session:
        request.session.flush()
    return None
