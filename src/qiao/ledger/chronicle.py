"""How people read events: every package tells its own kinds, and one page above them all shows them.

A package registers a ``Chapter`` in the ``ready()`` of its app. Kinds that nobody tells are shown by their
code alone, without data and without who it was: what nobody looked at may hold what is not for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from qiao.ledger.models import Event


@dataclass(frozen=True)
class Change:
    """One thing before and after, in words; either may be empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One event in the reader's language. ``what`` follows the name of whoever did it.

    ``withheld``: it happened, but what it says and who did it are not for this reader. ``open``: its data
    may be shown as they are. ``ref`` is the number or code of the subject, for programs. ``heading``:
    ``what`` is no predicate but a heading, and stands for itself.
    """

    what: str
    subject: str = ""
    url: str = ""
    note: str = ""
    changes: tuple[Change, ...] = ()
    withheld: bool = False
    open: bool = True
    ref: str = ""
    heading: bool = False


# Events of one chapter and the scope of the reader (None: the operator, who has the database anyway).
Teller = Callable[[Sequence[Event], Any], Sequence[Told]]


def _nothing(words: str) -> Iterable[tuple[str, int]]:
    return ()


@dataclass(frozen=True)
class Chapter:
    """What one package knows of its events: those whose kind begins with ``prefix`` and a dot.

    ``tell`` must cost the same queries for one event as for fifty. ``find`` gives the subjects (type, id)
    that somebody may mean by a number or a name. ``withheld`` is the condition of events of which a reader
    may know only that they happened.
    """

    prefix: str
    label: Any
    kinds: Mapping[str, Any]
    tell: Teller
    find: Callable[[str], Iterable[tuple[str, int]]] = _nothing
    withheld: Callable[[Any], Q] | None = None


_chapters: dict[str, Chapter] = {}


def register(chapter: Chapter) -> None:
    """Lets a package tell its events. Twice is the same as once."""
    _chapters[chapter.prefix] = chapter


def chapters() -> list[Chapter]:
    """All of them, in the order of their prefixes."""
    return [chapter for _prefix, chapter in sorted(_chapters.items())]


def chapter_of(kind: str) -> Chapter | None:
    """The chapter that tells events of this kind."""
    return _chapters.get(kind.partition(".")[0])


def told(events: Sequence[Event], viewer: Any) -> list[Told]:
    """Each event in words, in the same order; each chapter is asked once."""
    by_chapter: dict[str, list[int]] = {}
    for place, event in enumerate(events):
        chapter = chapter_of(event.kind)
        by_chapter.setdefault(chapter.prefix if chapter else "", []).append(place)
    found: dict[int, Told] = {}
    for prefix, places in by_chapter.items():
        mine = [events[place] for place in places]
        lines = _chapters[prefix].tell(mine, viewer) if prefix else [_unknown(event) for event in mine]
        found.update(zip(places, lines, strict=True))
    return [found[place] for place in range(len(events))]


def _unknown(event: Event) -> Told:
    subject = f"{event.subject_type} {event.subject_id}"
    return Told(event.kind, subject=subject, withheld=True, open=False, heading=True)


def find(words: str) -> set[tuple[str, int]]:
    """Every subject that any package knows by these words, exactly."""
    return {subject for chapter in chapters() for subject in chapter.find(words)}


def withheld(viewer: Any) -> Q | None:
    """The condition of events of which ``viewer`` may know only that they happened; None for no such.

    Kinds that nobody tells are among them, except for the operator.
    """
    conditions = [chapter.withheld(viewer) for chapter in chapters() if chapter.withheld]
    if viewer is not None:
        conditions.append(~reduce(or_, (Q(kind__startswith=f"{prefix}.") for prefix in _chapters)))
    return reduce(or_, conditions) if conditions else None
