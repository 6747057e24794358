"""What happens around every endpoint: who calls, may they, how often; once; and what goes with the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from ninja.operation import Operation

from qiao.rest import etags, limits, once
from qiao.rest.calls import Call, Caller
from qiao.rest.problems import Code, Problem

Authenticate = Callable[[HttpRequest], Caller]
Run = Callable[..., HttpResponse]


def guarded(authenticate: Authenticate) -> Callable[[Run], Run]:
    """Wraps an operation of ninja, which does the rest: reading, validating, calling, writing JSON."""

    def around(run: Run) -> Run:
        operation = _operation_of(run)

        @wraps(run)
        def serve(http: HttpRequest, **path: Any) -> HttpResponse:
            call = cast(Call, http)
            call.answer_headers, call.shown_revision = {}, None
            try:
                admit(call, operation, authenticate)
                response = _run(call, run, path)
            except Exception as error:
                response = operation.api.on_exception(http, error)
            return _finished(call, response)

        return serve

    return around


def admit(call: Call, operation: Operation, authenticate: Authenticate) -> None:
    """401, 403, 428 or 429; else the call knows its caller, and texts come in the caller's language."""
    call.caller = caller = authenticate(call)
    if caller.language:
        translation.activate(caller.language)  # until LanguageMiddleware ends the request
    scope: str = operation.view_func.scope  # type: ignore[attr-defined]
    if scope and not caller.may(scope):
        said = f'Bearer error="insufficient_scope", scope="{scope}"'
        raise Problem(403, Code.NO_SCOPE, headers={"WWW-Authenticate": said})
    standing = limits.spend(caller.actor_id, timezone.now())
    call.answer_headers |= standing.headers()
    if not standing.allowed:
        raise Problem(429, Code.TOO_MANY)
    if operation.view_func.must_match and not call.headers.get("If-Match", "").strip():  # type: ignore[attr-defined]
        raise Problem(428, Code.NO_IF_MATCH)
    _look_at_form(call, operation)


def _look_at_form(call: Call, operation: Operation) -> None:
    """What could not be read at all, or kept by no database."""
    texts = (call.path, *(value for _name, values in call.GET.lists() for value in values))
    if any("\0" in text for text in texts):
        raise Problem(400, Code.UNREADABLE)
    wants_json = any(model.__ninja_param_source__ == "body" for model in operation.models)
    sent = call.headers.get("Content-Length", "0") != "0"
    if wants_json and sent and call.content_type != "application/json":
        raise Problem(415, Code.MEDIA_TYPE)


def _run(call: Call, run: Run, path: dict[str, Any]) -> HttpResponse:
    key = once.key_of(call)

    def act() -> HttpResponse:
        return etags.tagged(call, _labelled(call, run(call, **path)))

    return once.once(call, actor_id=call.caller.actor_id, key=key, run=act) if key else act()


def _finished(call: Call, response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Language", translation.get_language() or "en")
    response.headers.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ["Authorization"])
    return _labelled(call, response)


def _labelled(call: Call, response: HttpResponse) -> HttpResponse:
    for name, value in call.answer_headers.items():
        response.headers.setdefault(name, value)
    return response


def _operation_of(run: Run) -> Operation:
    """``run`` is the operation's method, perhaps wrapped by a decorator of the package itself."""
    while not hasattr(run, "__self__"):
        run = run.__wrapped__  # type: ignore[attr-defined]
    return cast(Operation, run.__self__)
