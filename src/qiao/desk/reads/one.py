"""One request, with all that its page shows."""

from django.http import Http404
from django.utils.translation import ngettext

from qiao.desk.models import Handoff, Hop, Request, Usual
from qiao.desk.relay import Chain
from qiao.desk.rows import DAY
from qiao.org.models import Person
from qiao.ui.words import duration_text

PAGE = (
    "service__category",
    "calendar",
    "requester",
    "requester_unit",
    "beneficiary",
    "beneficiary_unit",
    "holder_unit",
    "holder_person",
    "accountable_unit__leader",
    "accountable",
    "offered_unit",
    "offered_person",
    "version",
)


def one(number: str, *, seen_by: Person) -> Request:
    """The request with this number, if the person may know of it; Http404 otherwise, whatever the cause."""
    try:
        return Request.objects.visible_to(seen_by.scope).select_related(*PAGE).get(number=number)
    except Request.DoesNotExist as error:
        raise Http404 from error


def seen(number: str, *, seen_by: Person) -> Request:
    """The same without what only the page needs: for a verb."""
    try:
        return Request.objects.visible_to(seen_by.scope).get(number=number)
    except Request.DoesNotExist as error:
        raise Http404 from error


def chain(request: Request) -> Chain:
    """Its hops with pauses, the pending offer, the offers that came back, the usual time."""
    hops = (
        Hop.objects.filter(request=request)
        .select_related("unit", "person", "calendar")
        .prefetch_related("pauses")
    )
    handoffs = list(request.handoffs.select_related("to_unit", "to_person"))
    return Chain(
        request=request,
        hops=list(hops),
        pending=next((each for each in handoffs if not each.outcome), None),
        refusals=[each for each in handoffs if each.outcome == Handoff.Outcome.REFUSED],
        usual=_usual(request),
    )


def _usual(request: Request) -> str:
    """ "Usually takes 2 h (63 like it)"; empty while nothing is known."""
    usual = Usual.objects.filter(service=request.service_id).first()
    if usual is None:
        return ""
    return ngettext(
        "Usually takes %(time)s (%(n)d like it)", "Usually takes %(time)s (%(n)d like it)", usual.n
    ) % {"time": duration_text(usual.p50, DAY), "n": usual.n}
