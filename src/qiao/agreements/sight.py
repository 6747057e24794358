"""Which services somebody may know of: what the catalogue shows them. Clauses about others stay hidden."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from qiao.catalogue.models import Service
from qiao.org.rules import Scope


def shown(services: QuerySet[Service], scope: Scope) -> QuerySet[Service]:
    """Those of ``services`` that the catalogue shows: one may ask for them, or the unit is one's own."""
    if scope.is_administrator:
        return services
    may_ask = Service.objects.open_to(scope).values("pk")
    return services.filter(Q(unit__in=scope.unit_ids) | Q(pk__in=may_ask))


def seen_services(keys: Iterable[int], scope: Scope) -> frozenset[int]:
    """Of these services, the ones that somebody may know of; one query."""
    found = shown(Service.objects.filter(pk__in=set(keys)), scope)
    return frozenset(found.values_list("pk", flat=True))
