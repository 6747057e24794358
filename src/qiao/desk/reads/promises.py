"""Promises kept, with the interval that says how sure that is."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, F, Q

from qiao import measure
from qiao.desk.models import Request, discreet_q
from qiao.desk.rules import HELD
from qiao.measure.result import Result
from qiao.org.rules import Scope


def kept(unit_ids: Collection[int], *, seen_by: Scope, since: datetime, at: datetime) -> Result:
    """Share of promises kept by units: met / (delivered since + open and already broken), Wilson.

    Source of the definition: MEASUREMENT, "Hand-offs and time". Paused time does not count against it.
    Counted is what the reader may know of, so that every number can be opened (ADR 23).
    """
    promised = Request.objects.filter(
        discreet_q(seen_by), holder_unit__in=unit_ids, promised_at__isnull=False
    )
    delivered = promised.filter(delivered_at__gte=since, delivered_at__lte=at).aggregate(
        met=Count("pk", filter=Q(delivered_at__lte=F("promised_at"))), n=Count("pk")
    )
    broken = promised.open().filter(promised_at__lt=at, state__in=HELD).count()
    result: Result = measure.wilson(delivered["met"], delivered["n"] + broken)
    return result
