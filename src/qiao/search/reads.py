"""Finding: only what the person may see, in results as in counts and suggestions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Length
from django.utils import timezone

from qiao.agreements.models import Agreement
from qiao.agreements.reads import Row as Agreed
from qiao.catalogue.models import Service
from qiao.desk.models import Request
from qiao.desk.rows import Row, listed, rows_of
from qiao.org.models import Person, Unit
from qiao.org.rules import Scope
from qiao.roles.models import RoleCard
from qiao.search import agreements, cards, index, spelling, words
from qiao.search.models import Name, Spelling
from qiao.search.sources import marks_of
from qiao.search.words import Phrase

LONGEST = 80  # characters of a question
PAGE = 20
# With more marks than this a person sees nearly everything: asking for them costs more than it saves.
MOST_MARKS = 64
# Texts that are looked at for one page before we say that there may be more.
CANDIDATES = 200
ROUNDS = 10

T = TypeVar("T")
_NUMBER = re.compile(r"^(?:r-?)?(?:(\d{4})-)?(\d{1,9})$")


@dataclass(frozen=True)
class Found:
    """What a question finds. ``asked``: the question in other words, when it was mistyped."""

    requests: list[Row]
    people: list[Person]
    units: list[Unit]
    services: list[Service]
    cards: list[RoleCard] = field(default_factory=list)
    agreements: list[Agreed] = field(default_factory=list)
    older: int | None = None
    asked: str = ""

    @property
    def nothing(self) -> bool:
        named = (self.people, self.units, self.services, self.cards, self.agreements)
        return not self.requests and not any(named)


NOTHING = Found([], [], [], [])


def find(
    question: str, *, seen_by: Person, at: datetime, below: int | None = None, size: int = PAGE
) -> Found:
    """People, units, services by any part of their names; requests by what stands in them, newest first.

    When nothing is found, words that stand one typing mistake away are tried; that they exist is told only
    together with something that this person may see.
    """
    question = question[:LONGEST]
    found = _find(question, seen_by.scope, at, below, size)
    if not found.nothing or below is not None:
        return found
    if corrected := _corrected(question):
        better = _find(corrected, seen_by.scope, at, None, size)
        return found if better.nothing else replace(better, asked=corrected)
    return found


def _find(question: str, scope: Scope, at: datetime, below: int | None, size: int) -> Found:
    asked = words.phrases(question)
    if not asked:
        return NOTHING
    keys, more = _texts(asked, scope, below, size)
    first = [] if below is not None else _by_number(question, scope)
    rows = _rows([*first, *(key for key in keys if key not in first)][:size], at)
    older = keys[-1] if more and keys else None
    if below is not None:
        return Found(rows, [], [], [], older=older)
    named = (_people(question), _units(question), _services(question, scope), _cards(question, scope))
    return Found(rows, *named, _agreements(question, scope, at), older)


def _texts(asked: Sequence[Phrase], scope: Scope, below: int | None, size: int) -> tuple[list[int], bool]:
    """The newest requests with these words that the person may see, and whether there may be more."""
    marks = marks_of(scope)
    access = marks if len(marks) <= MOST_MARKS else None
    seen: list[int] = []
    for _round in range(ROUNDS):
        candidates = index.current().find(asked, access, below=below, limit=CANDIDATES)
        visible = set(
            Request.objects.visible_to(scope)
            .filter(pk__in=candidates)
            .order_by()
            .values_list("pk", flat=True)
        )
        seen += [key for key in candidates if key in visible]
        if len(seen) > size or len(candidates) < CANDIDATES:
            return seen[:size], len(seen) > size
        below = candidates[-1]
    return seen, True


def _by_number(question: str, scope: Scope) -> list[int]:
    """ "R-2026-000123", "2026-123", or "123" of this year or the last one."""
    told = _NUMBER.match(question.strip().casefold())
    if told is None:
        return []
    year = timezone.localdate().year
    years = [told[1]] if told[1] else [str(year), str(year - 1)]
    numbers = [f"R-{each}-{int(told[2]):06d}" for each in years]
    known = Request.objects.visible_to(scope).filter(number__in=numbers)
    return list(known.order_by("-id").values_list("pk", flat=True))


def _rows(keys: Sequence[int], at: datetime) -> list[Row]:
    place = {key: number for number, key in enumerate(keys)}
    found = listed(Request.objects.filter(pk__in=keys)).order_by()
    return sorted(rows_of(found, at=at), key=lambda row: place[row.request.id])


def _named(kind: str, question: str) -> QuerySet[Name, int]:
    """Keys of things whose names hold every word; those that begin with the first one in front."""
    asked = [words.squeezed(word) for word in question.split()]
    names = Name.objects.filter(kind=kind)
    for word in asked:
        names = names.filter(keys__contains=word)
    begins = Case(When(keys__contains=f"\n{asked[0]}", then=Value(0)), default=Value(1))
    return names.order_by(begins, Length("keys"), "pk").values_list("object_id", flat=True)


def _people(question: str, most: int = 8) -> list[Person]:
    keys = list(_named(Name.Kind.PERSON, question)[:most])
    return _in_order(Person.objects.active().select_related("unit").in_bulk(keys), keys)


def _units(question: str, most: int = 8) -> list[Unit]:
    keys = list(_named(Name.Kind.UNIT, question)[:most])
    return _in_order(Unit.objects.active().select_related("parent").in_bulk(keys), keys)


def _services(question: str, scope: Scope, most: int = 8) -> list[Service]:
    """Only those that the person may ask for; a service for others does not exist here."""
    open_to = Service.objects.offered().open_to(scope).values("pk")
    keys = list(_named(Name.Kind.SERVICE, question).filter(object_id__in=open_to)[:most])
    return _in_order(Service.objects.select_related("unit").in_bulk(keys), keys)


def _cards(question: str, scope: Scope, most: int = 8) -> list[RoleCard]:
    """Only those that the person may see."""
    visible = RoleCard.objects.visible_to(scope).values("pk")
    return cards.found(list(_named(Name.Kind.CARD, question).filter(object_id__in=visible)[:most]), scope)


def _agreements(question: str, scope: Scope, at: datetime, most: int = 8) -> list[Agreed]:
    """Only those that the person may see."""
    visible = Agreement.objects.visible_to(scope).values("pk")
    keys = list(_named(Name.Kind.AGREEMENT, question).filter(object_id__in=visible)[:most])
    return agreements.found(keys, scope, at) if keys else []


def _in_order(found: dict[int, T], keys: Sequence[int]) -> list[T]:
    return [found[key] for key in keys if key in found]


def _corrected(question: str) -> str:
    """The question with each mistyped word put right; "" when there is nothing to put right."""
    said = list(words.runs(question))
    better = [_right(word) for word in said]
    return " ".join(better) if better != said else ""


def _right(word: str) -> str:
    if not spelling.corrigible(word) or Spelling.objects.filter(stump=word, word=word).exists():
        return word
    near = Spelling.objects.filter(stump__in=spelling.stumps(word)).values_list("word", flat=True)
    return spelling.nearest(word, near[:200]) or word
