"""The description of the API in the reader's language.

English stands in the code, beside what it speaks of, and is what ``docs/openapi.json`` keeps. Each other
language is one file of its texts (``api.<language>.json``); ``python -m tools.openapi`` says what is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation

from qiao.rest import scopes
from qiao.web import api

TEXTS = ("summary", "description")


def file_of(language: str) -> Path:
    """Where the texts of a language are kept."""
    return Path(__file__).with_name(f"api.{language}.json")


@cache
def words(language: str) -> Mapping[str, str]:
    """English text → the same in a language; nothing for English itself."""
    path = file_of(language)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def told(text: str, language: str) -> str:
    """A text in a language, English where it is missing. What only ends in a full stop is the same text."""
    known = words(language)
    if text in known:
        return known[text]
    return f"{known[text[:-1]]}。" if text.endswith(".") and text[:-1] in known else text


@cache
def description(language: str = "en") -> dict[str, Any]:
    """The OpenAPI document with its texts in a language; names, codes and shapes are the same in all."""
    found = api.description()
    if not words(language):
        return found
    with translation.override(language):
        labels = {name: str(label) for name, label in scopes.known().items()}
    return {**_told(found, language), "x-scopes": labels}


def texts(found: Any) -> Iterator[str]:
    """Everything in a description that is for people to read, headings too."""
    if isinstance(found, dict):
        yield from found.get("tags", ()) if "operationId" in found else ()
        for name, each in found.items():
            if name in TEXTS and isinstance(each, str):
                yield each
            else:
                yield from texts(each)
    elif isinstance(found, list):
        for each in found:
            yield from texts(each)


def missing(language: str) -> list[str]:
    """The texts that somebody who reads this language would meet in English."""
    said = {text for text in texts(api.description()) if text} - SAME
    return sorted(text for text in said if told(text, language) == text)


def unused(language: str) -> list[str]:
    """What is translated although nothing says it any more."""
    said = set(texts(api.description()))
    return sorted(text for text in words(language) if text not in said and f"{text}." not in said)


# Reads the same in every language.
SAME = {"urn:qiao:problem:<code>"}


def _told(value: Any, language: str) -> Any:
    if isinstance(value, list):
        return [_told(each, language) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: told(each, language) if name in TEXTS and isinstance(each, str) else _told(each, language)
        for name, each in value.items()
    }
