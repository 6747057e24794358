"""Role cards by position, holder and what stands on them. A draft is found by its names only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from qiao.org.rules import Scope
from qiao.roles.models import Line, RoleCard
from qiao.search import words
from qiao.search.pinyin import readings

NAMES = ("position__name_zh", "position__name_en", "position__code", "person__name", "person__name_en")


def indexed(keys: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    """Cards that somebody holds: names always, words only of the edition in force, which everybody reads."""
    cards = RoleCard.objects.filter(ended_at=None)
    cards = cards if keys is None else cards.filter(pk__in=keys)
    rows = list(cards.values_list("pk", "current_id", "current__texts_data", *NAMES))
    said: dict[int, list[str]] = defaultdict(list)
    lines = Line.objects.filter(edition__in=[edition for _pk, edition, *_rest in rows if edition])
    for edition, chinese, english in lines.values_list("edition_id", "what_zh", "what_en"):
        said[edition] += [chinese, english]
    for pk, edition, texts, *names in rows:
        read = [*names, *readings(names[0]), *readings(names[3])]
        yield pk, words.keys([*read, *(texts or {}).values(), *said[edition]])


def found(keys: list[int], scope: Scope) -> list[RoleCard]:
    """Those that the person may see, in the order of the keys."""
    seen = RoleCard.objects.visible_to(scope).filter(ended_at=None)
    cards = seen.select_related("position__unit", "person").in_bulk(keys)
    return [cards[key] for key in keys if key in cards]
