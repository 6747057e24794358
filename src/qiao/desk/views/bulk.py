"""Something done to many: choosing what to say, saying it once, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.catalogue.picking import PEOPLE
from qiao.desk import forms
from qiao.desk.actions import bulk
from qiao.desk.filter_words import NO_FILTER
from qiao.desk.filters import Filter, parse
from qiao.desk.link_forms import MergeForm
from qiao.desk.list_forms import SayForm
from qiao.desk.models import BulkItem, BulkRun, Request
from qiao.desk.reads import work as read
from qiao.desk.rules import Reason, Verb
from qiao.ledger.refusals import Refused
from qiao.org.models import Person, Unit

FORMS: Mapping[Verb, type[forms.VerbForm]] = {
    Verb.ACCEPT: forms.VerbForm,
    Verb.ASSIGN: forms.AssignForm,
    Verb.OFFER: forms.OfferForm,
    Verb.PAUSE: forms.PauseForm,
    Verb.RESUME: forms.NoteForm,
    Verb.MERGE: MergeForm,
    Verb.COMMENT: SayForm,
}
SHOWN = 12


@dataclass(frozen=True)
class Many:
    """What was chosen on a list: these requests, each with the revision that was seen."""

    picks: list[tuple[Request, int]]
    asked: Filter
    cut: bool = False

    @property
    def values(self) -> list[str]:
        return [f"{request.pk}.{revision}" for request, revision in self.picks]

    @property
    def some(self) -> list[Request]:
        return [request for request, _revision in self.picks[:SHOWN]]

    @property
    def rest(self) -> int:
        return max(len(self.picks) - SHOWN, 0)


@require_POST
@signed_in
def many(http: PersonRequest, code: str, verb: str) -> HttpResponse:
    """The words for many, and once they are said (``token``) the run itself."""
    unit, known = read.unit_of(code, http.person.scope), _verb(verb)
    chosen = _chosen(unit, http.person, http.POST)
    back = _list(unit, chosen.asked)
    if not chosen.picks:
        messages.error(http, str(Reason.CHOOSE_SOME.sentence))
        return redirect(back)
    said = "token" in http.POST
    form = _form(known, unit, http.POST if said else None)
    if said and form.is_valid():
        return redirect("desk:run", code, _run(unit, known, chosen, form, http).pk)
    context = {
        "unit": unit,
        "verb": known,
        "many": chosen,
        "form": form,
        "token": _token(http.POST) or uuid4(),
        "most": read.MOST_AT_ONCE,
        "back_url": back,
    }
    return render(http, "desk/many.html", context, status=422 if said else 200)


def _form(verb: Verb, unit: Unit, data: QueryDict | None) -> forms.VerbForm:
    """The verb's words. Whom to assign to is chosen from the unit's own people: nobody else may be."""
    form = FORMS[verb](data)
    if verb is Verb.ASSIGN:
        people = PEOPLE.rows().filter(unit__in=read.below(unit))
        form.fields["to"].directory = replace(PEOPLE, rows=lambda: people)  # type: ignore[attr-defined]
    return form


def _verb(text: str) -> Verb:
    known = next((verb for verb in FORMS if verb.value == text), None)
    if known is None:
        raise Http404
    return known


def _chosen(unit: Unit, person: Person, data: QueryDict) -> Many:
    """The ticked ones, or with ``all`` the first so many of what the list shows."""
    at, asked = timezone.now(), parse(QueryDict(data.get("query", "")))
    units = read.below(unit)
    if data.get("all") and "token" not in data:
        requests = read.asked_for(units, asked, seen_by=person.scope, at=at)
        picks = read.all_asked_for(requests, asked.sort)
        return Many(picks, asked, cut=len(picks) == read.MOST_AT_ONCE)
    requests = Request.objects.visible_to(person.scope)
    return Many(read.picked(requests, data.getlist("pick")), asked)


def _run(unit: Unit, verb: Verb, chosen: Many, form: forms.VerbForm, http: PersonRequest) -> BulkRun:
    """Written down, and begun: a short run is over when its page opens."""
    words = {name: value for name, value in form.arguments().items() if name != "expected"}
    token = uuid5(_token(http.POST) or uuid4(), ",".join([verb.value, *chosen.values]))
    run = bulk.begin_run(
        by=http.person,
        at=timezone.now(),
        unit=unit,
        verb=verb,
        words=words,
        picks=chosen.picks,
        token=token,
        query=chosen.asked.query,
    )
    bulk.work_off(run=run, at=timezone.now())
    return run


def _token(data: QueryDict) -> UUID | None:
    try:
        return UUID(data.get("token", ""))
    except ValueError:
        return None


def _list(unit: Unit, asked: Filter) -> str:
    return f"{reverse('desk:work', args=[unit.code])}?{asked.query or NO_FILTER}"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def run(http: PersonRequest, code: str, pk: int) -> HttpResponse:
    """What came of each. Looking at it does nothing; POST does the next ones, and the page asks for that."""
    found = BulkRun.objects.select_related("person", "unit").filter(pk=pk, unit__code=code).first()
    if found is None or found.person_id != http.person.pk:
        raise Http404
    if http.method == "POST":
        bulk.work_off(run=found, at=timezone.now())
        if not http.htmx:  # type: ignore[attr-defined]
            return redirect("desk:run", code, pk)
    return render(
        http, "desk/run.html#progress" if _partial(http) else "desk/run.html", run_context(found, http)
    )


def _partial(http: PersonRequest) -> bool:
    return http.method == "POST"


def run_context(run: BulkRun, http: PersonRequest) -> dict[str, Any]:
    """The items by what came of them; refused and changed ones first, they need somebody."""
    items = list(run.items.select_related("request"))
    by_outcome: dict[str, list[BulkItem]] = {outcome: [] for outcome in BulkItem.Outcome.values}
    for item in items:
        by_outcome[item.outcome].append(item)
    done = len(items) - len(by_outcome[""])
    return {
        "run": run,
        "unit": run.unit,
        "verb": Verb(run.verb),
        "n": len(items),
        "settled": done,
        "done": by_outcome["done"],
        "refused": [(item, sentence(item)) for item in by_outcome["refused"]],
        "changed": by_outcome["changed"],
        "waiting": len(by_outcome[""]),
        "back_url": f"{reverse('desk:work', args=[run.unit.code])}?{run.query or NO_FILTER}",
        "person": http.person,
    }


def sentence(item: BulkItem) -> str:
    """Why one was refused, in the reader's language."""
    try:
        return Refused(Reason(item.reason), **item.params).sentence
    except ValueError:
        return item.reason or _("No reason was given.")
