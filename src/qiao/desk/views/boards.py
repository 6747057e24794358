"""The board of a providing team: what lies on it, more of a column, and moving a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import forms, reads
from qiao.desk.models import Request
from qiao.desk.moves import BY_MOVING
from qiao.desk.reads import boards as read
from qiao.desk.reads.work import below, unit_of
from qiao.desk.rules import Reason, State, why_not
from qiao.desk.views.verbs import DOORS, Door
from qiao.ledger.refusals import Conflict, Refused
from qiao.measure.result import Result
from qiao.org.models import Person, Unit


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
    at, scope = timezone.now(), http.person.scope
    unit, holder = unit_of(code, scope), _holder(http)
    found = read.board(unit, seen_by=scope, at=at, holder=holder)
    kept = reads.kept(found.units, seen_by=scope, since=read.month_start(at), at=at)
    context = {
        "board": found,
        "unit": unit,
        "kept": kept_text(kept),
        "holder": "me" if holder else "",
        "boards": read.boards_of(scope),
        "led": scope.led_ids,
        "reasons": list(Reason),
        "verbs": sorted(BY_MOVING),
        "now": at,
    }
    return render(http, "desk/board.html", context)


def _holder(http: PersonRequest) -> Person | None:
    return http.person if http.GET.get("holder") == "me" else None


@require_safe
@signed_in
def board_more(http: PersonRequest, code: str) -> HttpResponse:
    """The next cards of one column. Who comes by the address alone gets the list of that state."""
    unit = unit_of(code, http.person.scope)
    state = next((each for each in read.COLUMNS if each.value == http.GET.get("state")), None)
    if state is None:
        raise Http404
    if not http.headers.get("HX-Request"):
        mine = "&holder=me" if _holder(http) else ""
        return redirect(f"{reverse('desk:work', args=[unit.code])}?state={state}{mine}")
    column = read.more(
        below(unit),
        State(state),
        http.GET.get("after", ""),
        seen_by=http.person.scope,
        at=timezone.now(),
        holder=_holder(http),
    )
    context = {"column": column, "unit": unit, "holder": http.GET.get("holder", ""), "now": timezone.now()}
    return render(http, "desk/_more.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def board_move(http: PersonRequest, code: str) -> HttpResponse:
    """What a drop means: 204 when it is done; else the verb's form with the sentence that says why not."""
    unit_of(code, http.person.scope)
    data = http.POST if http.method == "POST" else http.GET
    request = reads.seen(data.get("number", ""), seen_by=http.person)
    verb = next((each for each in BY_MOVING if each.value == data.get("verb")), None)
    if verb is None:
        raise Http404
    door, status = DOORS[verb], 200
    form = door.form(http.POST if http.method == "POST" else None, initial=_initial(request, data))
    if http.method == "POST":
        status, form = _do(door, form, request, http)
        if status == 204:
            return HttpResponse(status=204)
    context = {
        "req": request,
        "verb": verb,
        "door": door,
        "form": form,
        "code": code,
        "why": why_not(verb, request, http.person.scope, timezone.now()),
    }
    return render(http, "desk/_move.html", context, status=status)


def _initial(request: Request, data: Mapping[str, Any]) -> dict[str, Any]:
    """The revision that the board showed, and to whom it was dropped."""
    person = Person.objects.filter(number=data.get("person", "")).select_related("unit").first()
    revision = data.get("seen", "")
    known = {"seen": revision if revision.isdecimal() else request.revision}
    return known if person is None else {**known, "person": person, "to": person, "unit": person.unit}


def _do(
    door: Door, form: forms.VerbForm, request: Request, http: PersonRequest
) -> tuple[int, forms.VerbForm]:
    """The status of the answer, and the form with the sentence of a refusal and with what was typed."""
    if not form.is_valid():
        return 422, form
    try:
        door.action(request=request, by=http.person, at=timezone.now(), **form.arguments())
    except Refused as refused:
        form.add_error(None, refused.sentence)
    except Conflict as conflict:
        data = http.POST.copy()
        data["seen"] = str(conflict.current.revision)  # sending it again is a knowing decision
        form = door.form(data)
        form.add_error(None, str(conflict))
    else:
        return 204, form
    return 409, form


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
