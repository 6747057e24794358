"""Enums of the rules as the choices of columns."""

from enum import StrEnum


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Value and words of each member; the enum has labels."""
    return [(each.value, each.label) for each in kind]  # type: ignore[attr-defined]
