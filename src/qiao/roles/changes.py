"""What differs between two editions, field by field, in the reader's words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from qiao.roles.rules import Side
from qiao.roles.sheet import TEXTS, WORDS, LineSaid, Words

WHOM = _("For whom or from whom")
SERVICE = _("Service")


@dataclass(frozen=True)
class Sheet:
    """All that stands on one edition."""

    texts: dict[str, Words]
    lines: tuple[LineSaid, ...]


@dataclass(frozen=True)
class Difference:
    """One field before and after; either may be empty. ``field`` is its stable name."""

    field: str
    where: str
    label: str
    before: str
    after: str


Names = Callable[[str, int], str]


def _unnamed(kind: str, pk: int) -> str:
    return f"{kind} {pk}"


def told(before: Sheet, after: Sheet, names: Names = _unnamed) -> list[Difference]:
    """Every field that differs, texts first, then lines by their keys. ``names`` knows units and so on.

    A text that changed in the other language only is shown in that language.
    """
    return [*_texts(before, after), *_lines(before, after, names)]


def _texts(before: Sheet, after: Sheet) -> Iterator[Difference]:
    for name, label in TEXTS.items():
        old, new = before.texts.get(name, Words()), after.texts.get(name, Words())
        if old != new:
            yield Difference(f"text.{name}", "", str(label), *_both(old, new))


def _both(old: Words, new: Words) -> tuple[str, str]:
    """As the reader reads them; where those are equal, what the other language says."""
    if str(old) != str(new):
        return str(old), str(new)
    return (old.zh, new.zh) if old.zh != new.zh else (old.en, new.en)


def _lines(before: Sheet, after: Sheet, names: Names) -> Iterator[Difference]:
    was, now = ({line.key: line for line in each.lines} for each in (before, after))
    for side in Side:
        for key in dict.fromkeys([*was, *now]):
            old, new = was.get(key), now.get(key)
            if (new or old).side is side:  # type: ignore[union-attr]
                yield from _line(key, old, new, names)


def _line(key: int, old: LineSaid | None, new: LineSaid | None, names: Names) -> Iterator[Difference]:
    if old is None or new is None:
        for line, gone in ((old, True), (new, False)):
            if line is not None:
                whole = sentence(line, names)
                pair = (whole, "") if gone else ("", whole)
                yield Difference(f"line.{key}", str(line.side.label), "", *pair)
        return
    where = f"{new.side.label} – {_title(new, names)}"
    for name, label in WORDS.items():
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield Difference(f"line.{key}.{name}", where, str(label), *_both(one, other))
    if old.service_id != new.service_id:
        pair = (_service(old, names), _service(new, names))
        yield Difference(f"line.{key}.service", where, str(SERVICE), *pair)
    if _whom_key(old) != _whom_key(new):
        yield Difference(f"line.{key}.whom", where, str(WHOM), _whom(old, names), _whom(new, names))


def _title(line: LineSaid, names: Names) -> str:
    return str(line.what) or _service(line, names)


def sentence(line: LineSaid, names: Names) -> str:
    """A whole line: for whom, what, how well."""
    parts = [_whom(line, names), _title(line, names), str(line.standard)]
    return " – ".join(part for part in parts if part)


def _whom_key(line: LineSaid) -> tuple[int | None, int | None]:
    return line.unit_id, line.person_id


def _whom(line: LineSaid, names: Names) -> str:
    if line.person_id:
        return names("person", line.person_id)
    return names("unit", line.unit_id) if line.unit_id else ""


def _service(line: LineSaid, names: Names) -> str:
    return names("service", line.service_id) if line.service_id else ""
