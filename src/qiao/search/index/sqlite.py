"""FTS5: our terms are its tokens; the row is the key, and it reads its lists backwards by itself."""

from collections.abc import Collection, Sequence

from django.db import connection

from qiao.search.index import TABLE, Document
from qiao.search.words import Phrase

CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(terms, signs, access, "
    "tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\")"
)
DROP = f"DROP TABLE IF EXISTS {TABLE}"


class SqliteIndex:
    def write(self, documents: Sequence[Document]) -> None:
        """Puts documents in, in place of those with the same key."""
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(each.key,) for each in documents])  # noqa: S608
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, terms, signs, access) VALUES (%s, %s, %s, %s)",  # noqa: S608
                [
                    (each.key, " ".join(each.terms), " ".join(each.signs), " ".join(each.access))
                    for each in documents
                ],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608

    def find(
        self, asked: Sequence[Phrase], access: Collection[str] | None, *, below: int | None, limit: int
    ) -> list[int]:
        """Keys of texts in which all phrases stand and that one of the marks may find, newest first."""
        parts = [_part(phrase) for phrase in asked]
        if access is not None:
            parts.append("access : (" + " OR ".join(f'"{mark}"' for mark in sorted(access)) + ")")
        where = f"{TABLE} MATCH %s"
        params: list[str | int] = [" AND ".join(parts), limit]
        if below is not None:
            where, params = f"{where} AND rowid < %s", [params[0], below, limit]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid FROM {TABLE} WHERE {where} ORDER BY rowid DESC LIMIT %s", params)  # noqa: S608
            return [key for (key,) in cursor.fetchall()]


def _part(phrase: Phrase) -> str:
    column = "signs" if phrase.sign else "terms"
    return f'{column} : "{" ".join(phrase.terms)}"{" *" if phrase.prefix else ""}'


index = SqliteIndex()
