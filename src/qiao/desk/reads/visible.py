"""Everything a person may see, newest first: one search for each way of being concerned."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Max, Q, QuerySet

from qiao.desk.models import Request, customer_ways
from qiao.desk.models.requests import MOST_JOINED, approvers, fellows, named
from qiao.org.rules import Scope

# So many numbers back are "lately".
LATELY = 10_000


def newest(scope: Scope, wanted: Q, *, before: int | None, limit: int) -> list[int]:
    """The ids of the newest visible requests that are ``wanted``, below the id ``before``.

    ``visible_to`` asks of every row whether it may be seen: right for a few rows, and a walk through the
    whole table for somebody who sees few. Here each way begins at its own index (at most six queries).
    """
    found = Request.objects.filter(wanted)
    ids = {pk for pk in _in_person(found, scope) if before is None or pk < before}
    ids.update(_as_provider(found, scope, before=before, limit=limit))
    return sorted(ids, reverse=True)[:limit]


def _in_person(found: QuerySet[Request], scope: Scope) -> set[int]:
    """What is one's own, by name or by approving: never many. Sorted by the database, it walked the table."""
    ways = reduce(or_, [*customer_ways(scope), named(scope)])
    own = found.filter(ways).order_by().values_list("pk", flat=True)
    beside = fellows(scope).values_list("request_id"), approvers(scope).values_list("request_id")
    joined = [pk for (pk,) in beside[0].union(beside[1]).order_by("-request_id")[:MOST_JOINED]]
    merged = found.filter(pk__in=joined).order_by().values_list("pk", flat=True) if joined else []
    return {*own, *merged}


def _as_provider(found: QuerySet[Request], scope: Scope, *, before: int | None, limit: int) -> list[int]:
    """A department has tens of thousands, and SQLite sorts them all: the newest are looked through first.

    Whoever has too few among the newest has few at all, or asks for something rare.
    """
    discreet = Q(confidential=False) | Q(involvements__unit__in=scope.own_ids)
    among = Q(involvements__unit__in=scope.unit_ids)
    top = before or (Request.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for bottom in (max(0, top - LATELY), 0):
        near = Q(involvements__request__lt=top, involvements__request__gte=bottom)
        held = found.filter(discreet, among & near).order_by("-pk").values_list("pk", flat=True).distinct()
        ids = list(held[:limit])
        if len(ids) == limit or bottom == 0:
            break
    return ids
