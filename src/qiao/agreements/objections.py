"""What this package has against closing a unit: agreements that bind it."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from qiao.agreements.models import Agreement, Version
from qiao.agreements.rules import OPEN, Reason, VersionState
from qiao.org.models import Unit


def bound(unit: Unit) -> tuple[StrEnum, int] | None:
    """Agreements in force, to come or negotiated in which the unit is a party."""
    now = timezone.now()
    holds = Q(state=VersionState.SIGNED) & (Q(until__isnull=True) | Q(until__gt=now))
    versions = Version.objects.filter(holds | Q(state__in=OPEN))
    party = versions.filter(Q(agreement__provider=unit) | Q(customers=unit))
    count = Agreement.objects.filter(pk__in=party.values("agreement")).count()
    return (Reason.AGREEMENTS, count) if count else None
