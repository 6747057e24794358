"""Everything a person may see, newest first: one search for each way of being concerned."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from qiao.desk.models import Request, customer_ways
from qiao.desk.models.requests import MOST_JOINED, approvers, fellows, named
from qiao.org.rules import Scope


def newest(scope: Scope, wanted: Q, *, before: int | None, limit: int) -> list[int]:
    """The ids of the newest visible requests that are ``wanted``, below the id ``before``.

    ``visible_to`` asks of every row whether it may be seen: right for a few rows, and a walk through the
    whole table for somebody who sees few. Here each way begins at its own index (four queries).
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
    discreet = Q(confidential=False) | Q(involvements__unit__in=scope.own_ids)
    among = Q(involvements__unit__in=scope.unit_ids)
    if before is not None:
        among &= Q(involvements__request__lt=before)
    held = found.filter(discreet, among)
    return list(held.order_by("-pk").values_list("pk", flat=True).distinct()[:limit])
