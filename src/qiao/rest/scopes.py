"""What a token may be made for. Each package names its own beside its endpoints."""

from collections.abc import Mapping
from typing import Any

_known: dict[str, Any] = {}


def register(name: str, label: Any) -> str:
    """Makes ``requests:read`` known, with its words for people; returns the name."""
    _known[name] = label
    return name


def known() -> Mapping[str, Any]:
    """Every scope with its words, in the order of their names."""
    return dict(sorted(_known.items()))
