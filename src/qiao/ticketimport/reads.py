"""Finding a request by the key that it had before."""

from qiao.desk.models import Request
from qiao.org.models import Person


def number_of(key: str, *, source: str = "", seen_by: Person) -> str | None:
    """The number of the request; None when there is none, or none that this person may know of.

    Without a source the oldest import goes first: keys of two systems rarely meet.
    """
    found = Request.objects.visible_to(seen_by.scope).filter(imported_ticket__key=key)
    if source:
        found = found.filter(imported_ticket__source__name=source)
    return found.order_by("imported_ticket__source_id").values_list("number", flat=True).first()
