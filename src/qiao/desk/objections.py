"""What the desk has against changes of the organisation."""

from django.db.models import Q

from qiao.desk.models import Request
from qiao.desk.rules import Reason
from qiao.org.models import Unit


def open_requests(unit: Unit) -> tuple[Reason, int] | None:
    """A unit is not closed while it holds requests or was offered some: nobody would see them any more."""
    many = Request.objects.open().filter(Q(holder_unit=unit) | Q(offered_unit=unit)).count()
    return (Reason.UNIT_HOLDS_REQUESTS, many) if many else None
