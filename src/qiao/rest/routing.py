"""How a package offers its reads and actions to programs: a Router, one decorator per kind of endpoint."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from ninja import Router as NinjaRouter

F = TypeVar("F", bound=Callable[..., Any])

KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "Any name of your own for this call: sent again with it, nothing happens twice.",
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag that you have seen: 412 instead of writing over somebody else's change.",
}
MUST_MATCH = {
    **IF_MATCH,
    "required": True,
    "description": (
        "The ETag that you have seen: 412 instead of writing over somebody else's change, 428 without one. "
        "`*` says that you want to write over whatever is there."
    ),
}


class Router(NinjaRouter):
    """The endpoints of one package. ``tag`` is the heading under which they are documented."""

    def __init__(self, tag: str) -> None:
        super().__init__(tags=[tag])

    def read(self, path: str, *, scope: str, answer: Any, **more: Any) -> Callable[[F], F]:
        """GET: changes nothing. Answers 200."""
        return self._endpoint("GET", path, scope, {200: answer}, (), more)

    def create(self, path: str, *, scope: str, answer: Any, **more: Any) -> Callable[[F], F]:
        """POST that makes something: 201. Takes an Idempotency-Key."""
        return self._endpoint("POST", path, scope, {201: answer}, (KEY,), more)

    def act(self, path: str, *, scope: str, answer: Any, **more: Any) -> Callable[[F], F]:
        """POST that does something to what is there: 200. Takes an Idempotency-Key and If-Match."""
        return self._endpoint("POST", path, scope, {200: answer}, (KEY, IF_MATCH), more)

    def change(
        self, path: str, *, scope: str, answer: Any, alone: bool = False, **more: Any
    ) -> Callable[[F], F]:
        """PATCH: says only what is different. Without If-Match 428 (ADR 36).

        ``alone``: nobody else could have changed it, it carries no ETag.
        """
        return self._endpoint("PATCH", path, scope, {200: answer}, () if alone else (MUST_MATCH,), more)

    def replace(
        self, path: str, *, scope: str, answer: Any, alone: bool = False, **more: Any
    ) -> Callable[[F], F]:
        """PUT: as it is to be. Without If-Match 428 (ADR 36), unless ``alone``, as for ``change``."""
        return self._endpoint("PUT", path, scope, {200: answer}, () if alone else (MUST_MATCH,), more)

    def remove(self, path: str, *, scope: str, **more: Any) -> Callable[[F], F]:
        """DELETE: 204 and nothing."""
        return self._endpoint("DELETE", path, scope, {204: None}, (IF_MATCH,), more)

    def _endpoint(
        self,
        method: str,
        path: str,
        scope: str,
        response: Mapping[int, Any],
        headers: tuple[Mapping[str, Any], ...],
        more: dict[str, Any],
    ) -> Callable[[F], F]:
        def add(view: F) -> F:
            summary, _, description = inspect.cleandoc(view.__doc__ or "").partition("\n")
            self.add_api_operation(
                path,
                ["GET", "HEAD"] if method == "GET" else [method],
                _for_ninja(view, scope, must_match=MUST_MATCH in headers),
                response=dict(response),
                operation_id=f"{view.__module__.split('.')[1]}_{view.__name__}",
                summary=summary.rstrip("."),
                description=description.strip() or None,
                url_name=f"{view.__module__.split('.')[1]}_{view.__name__}",
                openapi_extra={
                    "parameters": [dict(each) for each in headers],
                    "x-scope": scope,
                    **more.pop("openapi_more", {}),
                },
                **more,
            )
            return view

        return add


def _for_ninja(view: Callable[..., Any], scope: str, *, must_match: bool) -> Callable[..., Any]:
    """Ninja knows the first argument by the name ``request``, which in this house is somebody's need."""

    @wraps(view)
    def endpoint(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    signature = inspect.signature(view, eval_str=True)
    first, *others = signature.parameters.values()
    renamed = [first.replace(name="request", annotation=inspect.Parameter.empty), *others]
    endpoint.__signature__ = signature.replace(parameters=renamed)  # type: ignore[attr-defined]
    endpoint.scope = scope  # type: ignore[attr-defined]
    endpoint.must_match = must_match  # type: ignore[attr-defined]
    return endpoint
