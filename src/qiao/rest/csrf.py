"""A browser's session may be used by another site behind its owner's back: changes need the CSRF token."""

from django.http import HttpRequest
from ninja.utils import check_csrf

from qiao.rest.problems import Code, Problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def refuse_forged(http: HttpRequest) -> None:
    """403 for a change without the token that only our own pages know."""
    if http.method not in SAFE and check_csrf(http) is not None:
        raise Problem(403, Code.NO_CSRF)
