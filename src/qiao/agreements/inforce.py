"""The agreement that holds for a request."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from qiao.agreements.models import Line
from qiao.statements import Question

# What holds at a moment, the nearest unit first.
NEAREST = Question(
    lambda service, unit, at: (
        Line.objects.filter(
            Q(version__until__isnull=True) | Q(version__until__gt=at),
            service=service,
            version__since__lte=at,
            version__customers__descent__unit=unit,
        )
        .annotate(height=F("version__customers__descent__depth"))
        .select_related("version__agreement")
        .order_by("height", "id")[:1]
    )
)


def in_force(*, service_id: int, unit_id: int, at: datetime) -> Line | None:
    """What was agreed for a service and a unit, by the nearest unit upward that an agreement names.

    None when nothing was agreed, or when the nearest one excludes the service: then the catalogue's promise
    holds. One query, by the service.
    """
    line = NEAREST.first(service_id, unit_id, at)
    return None if line is None or line.excluded else line
