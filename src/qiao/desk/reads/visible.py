"""Everything a person may see, newest first: one search for each way of being concerned."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from qiao.desk.models import Request, customer_ways
from qiao.desk.models.requests import fellows
from qiao.org.rules import Scope


def newest(scope: Scope, wanted: Q, *, before: int | None, limit: int) -> list[int]:
    """The ids of the newest visible requests that are ``wanted``, below the id ``before``.

    ``visible_to`` asks of every row whether it may be seen: right for a few rows, and a walk through the
    whole table for somebody who sees few. Here each way begins at its own index (three queries).
    """
    found = Request.objects.filter(wanted, *([Q(pk__lt=before)] if before else []))
    ids: set[int] = set()
    for way in _ways(found, scope):
        ids.update(way.order_by("-pk").values_list("pk", flat=True).distinct()[:limit])
    return sorted(ids, reverse=True)[:limit]


def _ways(found: QuerySet[Request], scope: Scope) -> list[QuerySet[Request]]:
    discreet = Q(confidential=False) | Q(involvements__unit__in=scope.own_ids)
    return [
        found.filter(reduce(or_, customer_ways(scope))),
        found.filter(discreet, involvements__unit__in=scope.unit_ids),
        found.filter(pk__in=fellows(scope).values("request_id")),
    ]
