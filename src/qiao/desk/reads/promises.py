"""Promises kept, with the interval that says how sure that is."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, F, Q

from qiao import measure
from qiao.desk.models import Request
from qiao.desk.rules import HELD
from qiao.measure.result import Result


def kept(unit_ids: Collection[int], *, since: datetime, at: datetime) -> Result:
    """Share of promises kept by units: met / (delivered since + open and already broken), Wilson.

    Source of the definition: MEASUREMENT, "Hand-offs and time". Paused time does not count against it.
    """
    delivered = Q(delivered_at__gte=since, delivered_at__lte=at)
    broken = Q(state__in=HELD, promised_at__lt=at)
    counted = Request.objects.filter(
        delivered | broken, holder_unit__in=unit_ids, promised_at__isnull=False
    ).aggregate(met=Count("pk", filter=delivered & Q(delivered_at__lte=F("promised_at"))), n=Count("pk"))
    result: Result = measure.wilson(counted["met"], counted["n"])
    return result
