"""The index of texts: one interface, two databases. The only raw SQL outside migrations (ARCHITECTURE)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.db import connection

from qiao.search.words import Phrase

TABLE = "search_text"


@dataclass(frozen=True)
class Document:
    """One text with its key, and the marks of those who may find it."""

    key: int
    terms: list[str]
    signs: set[str] = field(default_factory=set)
    access: set[str] = field(default_factory=set)


class Index(Protocol):
    """Texts by key. ``find`` answers newest key first."""

    def write(self, documents: Sequence[Document]) -> None: ...

    def clear(self) -> None: ...

    def find(
        self, asked: Sequence[Phrase], access: Collection[str] | None, *, below: int | None, limit: int
    ) -> list[int]: ...


def current() -> Index:
    """The index of the database that is in use."""
    from qiao.search.index import postgresql, sqlite

    return sqlite.index if connection.vendor == "sqlite" else postgresql.index
