"""The whole API: the routers of all packages behind one gate, and its description as OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import override
from ninja import NinjaAPI

from qiao.rest import scopes
from qiao.rest.answering import HANDLERS
from qiao.rest.bodies import PlainRenderer, StrictParser
from qiao.rest.gate import Authenticate, guarded

PROBLEM = {
    "title": "Problem",
    "description": "What was not done, and why (RFC 9457). `code` is stable, the rest is for people.",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "description": "urn:qiao:problem:<code>"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "revision": {"type": "integer", "description": "The revision that is there now."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "field", "code", "message"],
                "properties": {
                    "where": {"enum": ["body", "query", "path", "header", "form", "file", "cookie"]},
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
OTHERWISE = {
    "description": "Not done: a problem document.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A personal token, made at /account/tokens/. It never does more than its person may.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "A browser that is signed in; changes need the CSRF token in X-CSRFToken.",
    },
}


class Api(NinjaAPI):
    """``authenticate`` finds the caller of a request or raises a Problem."""

    def __init__(self, *, title: str, version: str, description: str, authenticate: Authenticate) -> None:
        super().__init__(
            title=title,
            version=version,
            description=description,
            openapi_url=None,
            docs_url=None,
            urls_namespace="api",
            parser=StrictParser(),
            renderer=PlainRenderer(),
        )
        self.default_router.add_decorator(guarded(authenticate), mode="view")

    def set_default_exception_handlers(self) -> None:
        for kind, handler in HANDLERS:
            self.add_exception_handler(kind, handler)

    def described(self) -> dict[str, Any]:
        """The description as plain data, in English; the same for everybody, always in the same order."""
        with override("en"):
            return self._described()

    def _described(self) -> dict[str, Any]:
        schema = dict(self.get_openapi_schema(path_prefix="/api/v1/"))
        for methods in schema["paths"].values():
            methods.pop("head", None)
        for operation in _operations(schema):
            operation["responses"] = {str(status): each for status, each in operation["responses"].items()}
            operation["responses"]["default"] = OTHERWISE
            scope = operation["x-scope"]
            operation["security"] = [{"token": [scope] if scope else []}, {"session": []}]
        schemas = {**schema["components"]["schemas"], "Problem": PROBLEM}
        schema["components"] = {"schemas": dict(sorted(schemas.items())), "securitySchemes": SECURITY}
        schema["x-scopes"] = {name: str(label) for name, label in scopes.known().items()}
        return schema


def _operations(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in schema["paths"].values():
        yield from methods.values()
