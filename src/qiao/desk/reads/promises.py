"""Promises kept, with the interval that says how sure that is."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value

from qiao import measure
from qiao.desk.models import Request, RequestQuerySet, discreet_q
from qiao.desk.rules import HELD
from qiao.measure.result import Result
from qiao.org.rules import Scope
from qiao.statements import Question

NOTHING = (1, 0, 0)


def kept(unit_ids: Collection[int], *, seen_by: Scope, since: datetime, at: datetime) -> Result:
    """Share of promises kept by units: met / (delivered since + open and already broken), Wilson.

    Source of the definition: MEASUREMENT, "Hand-offs and time". Paused time does not count against it.
    Counted is what the reader may know of, so that every number can be opened (ADR 23).
    """
    ((_one, met, delivered),) = DELIVERED.tuples(unit_ids, seen_by, since, at) or [NOTHING]
    ((_one, _met, broken),) = BROKEN.tuples(unit_ids, seen_by, at) or [NOTHING]
    result: Result = measure.wilson(met, delivered + broken)
    return result


def _promised(unit_ids: Collection[int], seen_by: Scope) -> RequestQuerySet:
    return Request.objects.filter(
        discreet_q(seen_by), holder_unit__in=unit_ids, promised_at__isnull=False
    ).order_by()


def _counted(requests: RequestQuerySet) -> QuerySet[Request, Any]:
    """One row: of all together, how many were delivered in time, and how many there are."""
    in_time = Count("pk", filter=Q(delivered_at__lte=F("promised_at")))
    return requests.values_list(Value(1)).annotate(met=in_time, n=Count("pk"))


DELIVERED = Question(
    lambda unit_ids, seen_by, since, at: _counted(
        _promised(unit_ids, seen_by).filter(delivered_at__gte=since, delivered_at__lte=at)
    )
)
BROKEN = Question(
    lambda unit_ids, seen_by, at: _counted(
        _promised(unit_ids, seen_by).open().filter(promised_at__lt=at, state__in=HELD)
    )
)
