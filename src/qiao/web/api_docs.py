"""The documentation of the API, read out of its own description: nothing to keep in step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from qiao.web.api_words import told

Schema = Mapping[str, Any]
DEEPEST = 3
METHODS = {"get": "", "post": "accent", "put": "soon", "patch": "soon", "delete": "over"}


@dataclass(frozen=True)
class Field:
    """One thing that is sent or answered; ``name`` is its path (``unit.code``, ``items[].number``)."""

    name: str
    type: str
    required: bool
    description: str = ""
    choices: tuple[str, ...] = ()

    @property
    def words(self) -> list[tuple[str, bool]]:
        return spelled(self.description)


@dataclass(frozen=True)
class Endpoint:
    """One method of one address."""

    id: str
    method: str
    path: str
    kind: str
    summary: str
    description: str
    scope: str
    status: str
    parameters: list[Field] = field(default_factory=list)
    headers: list[Field] = field(default_factory=list)
    body: list[Field] = field(default_factory=list)
    body_type: str = ""
    answer: list[Field] = field(default_factory=list)
    answer_type: str = ""

    @property
    def words(self) -> list[tuple[str, bool]]:
        return spelled(self.description)


@dataclass(frozen=True)
class Section:
    """The endpoints under one heading."""

    tag: str
    endpoints: list[Endpoint]

    @property
    def id(self) -> str:
        return self.tag.lower().replace(" ", "-")

    @property
    def label(self) -> str:
        """Its heading, for the reader."""
        return told(self.tag, get_language() or "en")


def spelled(text: str) -> list[tuple[str, bool]]:
    """A text in pieces, and whether each stood between backticks."""
    return [(piece, n % 2 == 1) for n, piece in enumerate(text.split("`")) if piece]


def sections(description: Schema) -> list[Section]:
    """Everything that can be asked, under the headings of the packages."""
    found: dict[str, list[Endpoint]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_endpoint(description, path, method, operation))
    return [Section(tag, endpoints) for tag, endpoints in found.items()]


def _endpoint(description: Schema, path: str, method: str, operation: Schema) -> Endpoint:
    status, answered = next(
        (code, each) for code, each in operation["responses"].items() if code != "default"
    )
    body_type, body = _content(operation.get("requestBody", {}))
    answer_type, answer = _content(answered)
    parameters = operation.get("parameters", [])
    return Endpoint(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        kind=METHODS.get(method, ""),
        summary=operation["summary"],
        description=operation.get("description", ""),
        scope=operation["x-scope"],
        status=status,
        parameters=[_parameter(description, each) for each in parameters if each["in"] != "header"],
        headers=[_parameter(description, each) for each in parameters if each["in"] == "header"],
        body=list(_fields(description, body)),
        body_type=body_type,
        answer=list(_fields(description, answer)),
        answer_type=answer_type,
    )


def _content(holder: Schema) -> tuple[str, Schema]:
    for media_type, content in holder.get("content", {}).items():
        return media_type, content.get("schema", {})
    return "", {}


def _parameter(description: Schema, each: Schema) -> Field:
    shape = _resolved(description, each["schema"])
    return Field(
        each["name"],
        _type(description, shape),
        bool(each.get("required")),
        each.get("description", shape.get("description", "")),
        _choices(description, shape),
    )


def _fields(description: Schema, schema: Schema, prefix: str = "", depth: int = 0) -> Iterator[Field]:
    """The fields of an object, and those of the objects in it."""
    shape = _resolved(description, schema)
    if shape.get("type") == "array":
        yield from _fields(description, shape.get("items", {}), f"{prefix}[]", depth)
        return
    for name, each in shape.get("properties", {}).items():
        inner, path = _resolved(description, each), f"{prefix}.{name}" if prefix else name
        yield Field(
            path,
            _type(description, inner),
            name in shape.get("required", ()),
            each.get("description", ""),
            _choices(description, inner),
        )
        if depth < DEEPEST and (inner.get("properties") or inner.get("type") == "array"):
            yield from _fields(description, inner, path, depth + 1)


def _resolved(description: Schema, schema: Schema) -> Schema:
    """What a reference leads to; of "this or null" the this."""
    if "$ref" in schema:
        return _resolved(description, description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    if len(schema.get("allOf", ())) == 1:
        return {**_resolved(description, schema["allOf"][0]), **schema}
    if "anyOf" in schema:
        kinds = [each for each in schema["anyOf"] if each.get("type") != "null"]
        if len(kinds) == 1:
            nullable = len(kinds) < len(schema["anyOf"])
            return {**_resolved(description, kinds[0]), "nullable": nullable}
    return schema


def _type(description: Schema, shape: Schema) -> str:
    if shape.get("type") == "array":
        return f"[{_type(description, _resolved(description, shape.get('items', {})))}]"
    kind = shape.get("format") or shape.get("type") or "any"
    return f"{kind} | null" if shape.get("nullable") else str(kind)


def _choices(description: Schema, shape: Schema) -> tuple[str, ...]:
    if shape.get("type") == "array":
        return _choices(description, _resolved(description, shape.get("items", {})))
    return tuple(str(each) for each in shape.get("enum", ()))
