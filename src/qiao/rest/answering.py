"""Everything that may go wrong in an endpoint, and what is answered then."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import errors as ninja

from qiao.ledger.refusals import Conflict, Refused
from qiao.rest.invalid import found
from qiao.rest.problems import BY_STATUS, Code, Invalid, Problem, problem

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError, UnicodeError)


def refused(_http: HttpRequest, error: Refused) -> HttpResponse:
    """The reason's own code; 409 unless the reason says that it depends on who asks."""
    status = int(getattr(error.reason, "status", 409))
    return problem(status, error.reason, error.sentence)


def conflict(http: HttpRequest, error: Conflict) -> HttpResponse:
    """412 when the caller said what they had seen, else 409; with the revision that is there now."""
    revision = getattr(error.current, "revision", None)
    if http.headers.get("If-Match"):
        return problem(412, Code.STALE, error.message, revision=revision)
    return problem(409, Code.CHANGED, error.message, revision=revision)


def raised(_http: HttpRequest, error: Problem) -> HttpResponse:
    return problem(error.status, error.code, error.detail, headers=error.headers)


def invalid(_http: HttpRequest, error: Invalid) -> HttpResponse:
    return problem(422, Code.INVALID, errors=error.errors)


def not_valid(_http: HttpRequest, error: ninja.ValidationError) -> HttpResponse:
    return problem(422, Code.INVALID, errors=found(error.errors))


def by_status(_http: HttpRequest, error: ninja.HttpError) -> HttpResponse:
    return problem(error.status_code, BY_STATUS.get(error.status_code, Code.UNREADABLE))


def not_there(_http: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(404, Code.NOT_FOUND)


def forbidden(_http: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return problem(403, Code.FORBIDDEN)


def too_large(_http: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(413, Code.TOO_LARGE)


def unreadable(_http: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(400, Code.UNREADABLE)


def unknown(_http: HttpRequest, error: Exception) -> HttpResponse:
    """Ours to repair: goes on to Django, which writes it down; the middleware makes the answer."""
    raise error


HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (Exception, unknown),
    (Refused, refused),
    (Conflict, conflict),
    (Problem, raised),
    (Invalid, invalid),
    (Http404, not_there),
    (PermissionDenied, forbidden),
    (ninja.ValidationError, not_valid),
    (ninja.HttpError, by_status),
    *((kind, unreadable) for kind in UNREADABLE),
    *((kind, too_large) for kind in TOO_LARGE),
)
