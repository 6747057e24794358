"""The plain sentences of the results, in English and Chinese, for a team leader and not for a statistician.

One table keyed by the `kind` of a result, kept in three files by subject; where the facts name a
`variant`, `kind.variant` is used. A test renders every kind in both languages.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from . import words_judging, words_knowing, words_service
from .reasons import chinese

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**words_service.TEXTS, **words_judging.TEXTS, **words_knowing.TEXTS}
)


class _Unknown:
    """A bound that the data do not give."""

    def __format__(self, spec: str) -> str:
        return "?"


def render(kind: str, language: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a kind of result, filled with its numbers; unknown bounds read as "?"."""
    variant = facts.get("variant")
    key = kind if variant is None else f"{kind}.{variant}"
    known = {name: _Unknown() if value is None else value for name, value in facts.items()}
    return TEXTS[key][chinese(language)].format(**known)
