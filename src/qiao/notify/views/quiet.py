"""What a page asks by itself must never take the page away from whoever is typing on it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from qiao.accounts.gates import PersonRequest

P = ParamSpec("P")


def while_signed_in(
    view: Callable[Concatenate[PersonRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Says nothing (204) to whoever is signed in no more, instead of leading to the sign-in page."""

    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if getattr(request, "person", None) is None:
            return HttpResponse(status=204)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return gate
