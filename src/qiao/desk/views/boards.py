"""The board of a providing team."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import reads
from qiao.desk.reads.boards import boards_of, month_start
from qiao.desk.rules import Verb
from qiao.measure.result import Result
from qiao.org.models import Unit


@require_safe
@signed_in
def my_board(http: PersonRequest) -> HttpResponse:
    """The board of what one leads, else of one's own unit."""
    led = Unit.objects.active().filter(leader=http.person).order_by("order", "code").first()
    return redirect("desk:board", (led or http.person.unit).code)


@require_safe
@signed_in
def board(http: PersonRequest, code: str) -> HttpResponse:
    """What a unit holds, for those who belong to it or lead above it."""
    at = timezone.now()
    unit = _unit(http, code)
    holder = http.person if http.GET.get("holder") == "me" else None
    found = reads.board(unit, seen_by=http.person.scope, at=at, holder=holder)
    kept = reads.kept(list(unit.descent.values_list("unit_id", flat=True)), since=month_start(at), at=at)
    context = {
        "board": found,
        "unit": unit,
        "kept": kept_text(kept),
        "holder": "me" if holder else "",
        "boards": boards_of(http.person.scope),
        "accept": Verb.ACCEPT,
        "take": Verb.TAKE,
        "now": at,
    }
    return render(http, "desk/board.html", context)


def _unit(http: PersonRequest, code: str) -> Unit:
    """Boards show people's work: only to the unit itself and to those above it."""
    try:
        unit = Unit.objects.select_related("calendar", "leader").get(code=code)
    except Unit.DoesNotExist as error:
        raise Http404 from error
    if unit.pk not in http.person.scope.unit_ids:
        raise Http404
    return unit


def kept_text(kept: Result) -> str:
    """Promises kept, with the interval that says how sure that is; no share while there are too few."""
    shown = kept.shown
    if shown is None or shown.low is None or shown.high is None:
        return _("Promises due in the last 30 days: %(n)d, too few for a share.") % {"n": kept.n}
    return _("Promises kept in the last 30 days: %(share)d%% of %(n)d, plausibly %(low)d–%(high)d%%.") % {
        "share": round(100 * shown.estimate),
        "n": shown.n,
        "low": round(100 * shown.low),
        "high": round(100 * shown.high),
    }
