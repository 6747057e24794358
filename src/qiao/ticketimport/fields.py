"""Values of a record by the names that a preset gives: the first that is there counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], {})


def find(record: Record, paths: Iterable[str]) -> Any:
    """The value under the first path that has one; None when there is none.

    ``fields.reporter.displayName`` goes down into objects. CSV headers are found in any case of letters.
    """
    for path in paths:
        value = _at(record, path)
        if value not in EMPTY:
            return value
    return None


def has(record: Record, path: str) -> bool:
    """Whether the record has such a field, be it empty."""
    if "|" in path:
        return any(has(record, each) for each in path.split("|"))
    return path in record or path.casefold() in record or _at(record, path) is not None


def _at(record: Record, path: str) -> Any:
    if path in record:
        return record[path]
    if (low := path.casefold()) in record:
        return record[low]
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value


def text(value: Any) -> str:
    """A value as text: what people read of an object that also holds a key for machines."""
    if isinstance(value, Mapping):
        shown = find(value, ("display_value", "displayName", "name", "value"))
        return text(shown) if not isinstance(shown, Mapping) else ""
    if isinstance(value, list):
        return ", ".join(filter(None, (text(each) for each in value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).replace("\0", "").strip()


def text_at(record: Record, paths: Sequence[str]) -> str:
    """The text under the first path that has one."""
    return text(find(record, paths)) if paths else ""


TRUE = frozenset({"true", "1", "yes", "y", "t", "on", "ja", "oui", "是"})


def flag(value: Any) -> bool:
    """Whether a value says yes."""
    return value is True or text(value).casefold() in TRUE
