"""Who is asking, and in which language: the session's query and one joined query, once per request."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from qiao.accounts.models import Account
from qiao.org.models import Person

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PersonMiddleware:
    """Sets ``request.person``: the person behind the login (with the unit), or None."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.person = _person(request)  # type: ignore[attr-defined]
        return self.get_response(request)


class LanguageMiddleware:
    """The person's own language; for strangers the one they chose here, else the browser's, else Chinese."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = _language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def _person(request: HttpRequest) -> Person | None:
    """A session whose login opens no more is ended on the spot, so that it never comes back to life."""
    if request.session.is_empty():
        return None
    user = request.user
    if user.is_authenticated:
        return user.person
    if SESSION_KEY in request.session:
        request.session.flush()
    return None


def _language(request: HttpRequest) -> str:
    person: Person | None = request.person  # type: ignore[attr-defined]
    if person is not None and person.language in dict(settings.LANGUAGES):
        return person.language
    return translation.get_language_from_request(request)


def signed_in_as(request: HttpRequest) -> Account | None:
    """The login of the request, or None. (``request.user`` with its type.)"""
    return request.user if isinstance(request.user, Account) else None
