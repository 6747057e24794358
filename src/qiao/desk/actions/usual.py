"""How long requests of a service usually take, refreshed in the background."""

from datetime import datetime, timedelta

import numpy as np
from django.db import transaction

from qiao.desk.models import Request, Usual
from qiao.measure import gates

LOOK_BACK = timedelta(days=180)
MOST = 500


@transaction.atomic
def refresh_usual(*, at: datetime) -> int:
    """Median and 85th percentile of the last deliveries of every service. Returns how many services have one.

    Nothing is said below the display gate for a score, and no P85 below its own (measure.gates).
    """
    services = Request.objects.filter(delivered_at__gte=at - LOOK_BACK, used_seconds__isnull=False)
    found = [_usual(pk, at) for pk in services.order_by().values_list("service_id", flat=True).distinct()]
    known = [usual for usual in found if usual is not None]
    Usual.objects.bulk_create(
        known,
        update_conflicts=True,
        unique_fields=["service"],
        update_fields=["n", "p50", "p85", "refreshed_at"],
    )
    return len(known)


def _usual(service_id: int, at: datetime) -> Usual | None:
    last = Request.objects.filter(
        service_id=service_id, delivered_at__gte=at - LOOK_BACK, used_seconds__isnull=False
    ).order_by("-delivered_at")
    used = np.array(last.values_list("used_seconds", flat=True)[:MOST], dtype=np.int64)
    if not gates.verdict("score", len(used)):
        return None
    p50, p85 = np.percentile(used, [50, 85]).astype(int).tolist()
    enough = gates.verdict("p85", len(used)).enough
    return Usual(service_id=service_id, n=len(used), p50=p50, p85=p85 if enough else None, refreshed_at=at)
