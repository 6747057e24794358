"""A ``tsvector`` of our own terms with their places, under GIN; signs and marks are terms without a place."""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from qiao.search.index import TABLE, Document
from qiao.search.words import Phrase

CREATE = (
    f"CREATE TABLE {TABLE} (key bigint PRIMARY KEY, content tsvector NOT NULL)",
    f"CREATE INDEX search_content ON {TABLE} USING gin (content) WITH (fastupdate = off)",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)
MOST_PLACES = 200  # of one term in one text; the database keeps 256
LAST_PLACE = 16_000  # the highest that a tsvector can say is 16,383


class PostgresqlIndex:
    def write(self, documents: Sequence[Document]) -> None:
        """Puts documents in, in place of those with the same key."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (key, content) VALUES (%s, %s::tsvector) "  # noqa: S608
                "ON CONFLICT (key) DO UPDATE SET content = excluded.content",
                [(each.key, _content(each)) for each in documents],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLE}")

    def find(
        self, asked: Sequence[Phrase], access: Collection[str] | None, *, below: int | None, limit: int
    ) -> list[int]:
        """Keys of texts in which all phrases stand and that one of the marks may find, newest first."""
        parts = [_part(phrase) for phrase in asked]
        if access is not None:
            parts.append("(" + " | ".join(f"'@{mark}'" for mark in sorted(access)) + ")")
        where = "content @@ %s::tsquery"
        params: list[str | int] = [" & ".join(parts), limit]
        if below is not None:
            where, params = f"{where} AND key < %s", [params[0], below, limit]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT key FROM {TABLE} WHERE {where} ORDER BY key DESC LIMIT %s", params)  # noqa: S608
            return [key for (key,) in cursor.fetchall()]


def _content(document: Document) -> str:
    """The vector as the database reads it. Terms hold letters and digits only, so that quotes are enough."""
    places: dict[str, list[int]] = {}
    for place, term in enumerate(document.terms[:LAST_PLACE], 1):
        kept = places.setdefault(term, [])
        if len(kept) < MOST_PLACES:
            kept.append(place)
    placed = (f"'{term}':{','.join(map(str, at))}" for term, at in places.items() if term)
    return " ".join([*placed, *_bare("#", document.signs), *_bare("@", document.access)])


def _bare(kind: str, marks: Iterable[str]) -> list[str]:
    return [f"'{kind}{mark}'" for mark in marks]


def _part(phrase: Phrase) -> str:
    if phrase.sign:
        return f"'#{phrase.terms[0]}'"
    words = [f"'{term}'" for term in phrase.terms]
    words[-1] += ":*" if phrase.prefix else ""
    return "(" + " <-> ".join(words) + ")"


index = PostgresqlIndex()
