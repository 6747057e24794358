"""Agreements by number and by the names of both sides; nothing of what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

from qiao.agreements import reads
from qiao.agreements.models import Agreement, Version
from qiao.agreements.reads import Row, Shelf
from qiao.agreements.rules import BINDING
from qiao.org.rules import Scope
from qiao.search import words
from qiao.search.pinyin import readings

NAMES = ("provider__name_zh", "provider__name_en", "provider__code")
UNITS = ("customers__name_zh", "customers__name_en", "customers__code")


def indexed(keys: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    """All of them; by the units of what was signed, and of a draft only while nothing else is there."""
    agreements = Agreement.objects.all() if keys is None else Agreement.objects.filter(pk__in=keys)
    rows = list(agreements.values_list("pk", "number", *NAMES))
    called: dict[tuple[int, bool], list[str]] = defaultdict(list)
    versions = Version.objects.filter(agreement__in=[row[0] for row in rows], customers__isnull=False)
    for pk, state, chinese, english, code in versions.values_list("agreement", "state", *UNITS):
        called[pk, state in BINDING] += [chinese, *readings(chinese), english, code]
    for pk, number, chinese, *rest in rows:
        units = called[pk, True] or called[pk, False]
        yield pk, words.keys([number, chinese, *readings(chinese), *rest, *units])


def found(keys: list[int], scope: Scope, at: datetime) -> list[Row]:
    """Those that the person may see, in the order of the keys, with what they are called."""
    agreements = reads.on_shelf(scope, Shelf.ALL, at=at).in_bulk(keys)
    return [reads.row(agreements[key], at) for key in keys if key in agreements]
