"""JSON as programs should send it, and as they get it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from pydantic import BaseModel, ConfigDict


class Said(BaseModel):
    """Base of what programs send: a field that nobody knows is a typing mistake, not something to ignore."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """Base of what programs get."""


class StrictParser(Parser):
    """Well-formed JSON only: no NaN, no text that no database could keep. What it raises becomes 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        data = json.loads(request.body, parse_constant=_no_number)
        _check(data)
        return data


class PlainRenderer(JSONRenderer):
    """Chinese stays readable."""

    json_dumps_params = {"ensure_ascii": False}


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _check(value: Any) -> None:
    """Refuses NUL and halves of characters, at any depth."""
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL")
        value.encode()
    elif isinstance(value, dict):
        for name, each in value.items():
            _check(name)
            _check(each)
    elif isinstance(value, list):
        for each in value:
            _check(each)
