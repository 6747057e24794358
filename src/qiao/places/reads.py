"""Reading the register."""

from django.db.models import Q, QuerySet

from qiao.org.rules import Scope
from qiao.places.models import Place


def places(text: str = "") -> QuerySet[Place]:
    """All of them, or those whose code or name holds every word."""
    found = Place.objects.select_related("unit", "inside")
    for word in text.split()[:5]:
        found = found.filter(
            Q(code__icontains=word) | Q(name_zh__icontains=word) | Q(name_en__icontains=word)
        )
    return found


def kept_by(scope: Scope) -> QuerySet[Place]:
    """Those that this person may change."""
    known = Place.objects.select_related("unit", "inside")
    return known if scope.is_administrator else known.filter(unit__in=scope.led_ids)
