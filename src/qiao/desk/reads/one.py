"""One request, with all that its page shows."""

from django.http import Http404
from django.utils.translation import ngettext

from qiao.desk.events import Kind
from qiao.desk.models import Handoff, Hop, Pause, Request, Usual
from qiao.desk.names import Names
from qiao.desk.others import BROUGHT_ALONG
from qiao.desk.relay import Chain
from qiao.ledger.models import Event
from qiao.org.models import Calendar, Person
from qiao.org.rules import Scope
from qiao.statements import Question
from qiao.ui.words import duration_text

# People and units are not joined: the chain brings each of them once (see names.py).
PAGE = ("service__usual", "version", "calendar", "agreed__version__agreement")

# What the page of every request asks, compiled once.
SEEN = Question(lambda number, scope: Request.objects.visible_to(scope).filter(number=number))
ON_PAGE = Question(
    lambda number, scope: Request.objects.visible_to(scope).filter(number=number).select_related(*PAGE)
)
HAPPENED = Question(
    lambda request: Event.objects.filter(subject_type=Request._meta.label_lower, subject_id=request).order_by(
        "transaction", "id"
    )
)
HOPS = Question(lambda request: Hop.objects.filter(request=request))
PAUSES = Question(lambda request: Pause.objects.filter(hop__request=request))
HANDOFFS = Question(lambda request: Handoff.objects.filter(request=request))


def one(number: str, *, seen_by: Person) -> Request:
    """The request with this number, if the person may know of it; Http404 otherwise, whatever the cause."""
    return _found(ON_PAGE, number, seen_by.scope)


def seen(number: str, *, seen_by: Person) -> Request:
    """The same without what only the page needs: for a verb."""
    return _found(SEEN, number, seen_by.scope)


def _found(asked: Question[Request], number: str, scope: Scope) -> Request:
    request = asked.first(number, scope)
    if request is None:
        raise Http404
    return request


def chain(request: Request) -> Chain:
    """Its hops with pauses, the pending offer, the offers that came back, its events, the usual time.

    Everybody whom these and the request mention is read together and given to each of them.
    """
    merged = _merged(request)
    events = _with_merged(HAPPENED.all(request.pk), merged)
    request.happened = frozenset(event.kind for event in events)
    hops = HOPS.all(request.pk)
    calendars = Calendar.objects.in_bulk({hop.calendar_id for hop in hops} - {request.calendar_id})
    calendars[request.calendar_id] = request.calendar
    for hop in hops:
        hop.calendar = calendars[hop.calendar_id]
    offers = request.offered_unit_id is not None or Kind.REFUSED in request.happened
    handoffs = HANDOFFS.all(request.pk) if offers else []
    mentioning = [request, request.service, *hops, *handoffs]
    names = Names.of(events, mentioning)
    names.fill(mentioning)
    return Chain(
        request=request,
        hops=hops,
        pending=next((each for each in handoffs if not each.outcome), None),
        refusals=[each for each in handoffs if each.outcome == Handoff.Outcome.REFUSED],
        events=events,
        names=names,
        pauses=_pauses(request),
        usual=_usual(request),
        merged=merged,
    )


def _pauses(request: Request) -> dict[int, list[Pause]]:
    """By hop; whether there was any is known from the events."""
    found: dict[int, list[Pause]] = {}
    for pause in PAUSES.all(request.pk) if Kind.PAUSED in request.happened else ():
        found.setdefault(pause.hop_id, []).append(pause)
    return found


def _merged(request: Request) -> dict[int, Request]:
    """The duplicates that were merged into it; asked only of a request with other customers."""
    return Request.objects.filter(merged_into=request).in_bulk() if request.fellows else {}


def _with_merged(events: list[Event], merged: dict[int, Request]) -> list[Event]:
    """What was asked and said on the duplicates, each in its place in time; nothing is copied."""
    if not merged:
        return events
    theirs = Event.objects.filter(
        subject_type=Request._meta.label_lower, subject_id__in=merged, kind__in=BROUGHT_ALONG
    )
    return sorted([*events, *theirs], key=lambda event: (event.at, event.pk))


def _usual(request: Request) -> str:
    """ "Usually takes 2 h (63 like it)"; empty while nothing is known."""
    usual: Usual | None = getattr(request.service, "usual", None)
    if usual is None:
        return ""
    return ngettext(
        "Usually takes %(time)s (%(n)d like it)", "Usually takes %(time)s (%(n)d like it)", usual.n
    ) % {"time": duration_text(usual.p50, request.calendar.compiled.usual_day), "n": usual.n}
