"""Lists of requests: a person's own, and the work list of a unit with its saved views."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import reads
from qiao.desk.actions import views as saving
from qiao.desk.actions.bulk import DOINGS
from qiao.desk.filter_words import NO_FILTER, Names, chips
from qiao.desk.filters import ALL, ME, NOBODY, Filter, Sort, narrow, parse
from qiao.desk.list_forms import FilterForm, ViewForm, problem_words
from qiao.desk.models import SavedView
from qiao.desk.reads import work as read
from qiao.desk.reads.lists import TABS
from qiao.desk.rules import Reason
from qiao.org.models import Person, Unit

# Conditions that only an address spells out.
WITHOUT_FIELD = {"unit", "open", "changed_since", "agreement", "missed"}


@require_safe
@signed_in
def mine(http: PersonRequest) -> HttpResponse:
    """What I asked for, and what is for me or my team."""
    at, scope = timezone.now(), http.person.scope
    tab = http.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    asked = replace(parse(http.GET), state=(ALL,) if tab == "done" else ())
    sort = asked.sort if http.GET.get("sort") else Sort.RAISED
    requests = narrow(reads.mine(scope, tab), asked, scope=scope, at=at)
    context = {
        "list": read.listing(
            requests, sort, params=http.GET, at=at, scope=scope, for_customer=True, count=False
        ),
        "tab": tab,
        "tabs": tab_labels(),
        "asked": asked,
        "sort": sort,
        "sorts": list(Sort),
        "now": at,
    }
    return render(http, "desk/mine.html", context)


def tab_labels() -> list[tuple[str, str]]:
    return [("open", _("In progress")), ("confirm", _("To confirm")), ("done", _("Over"))]


@require_safe
@signed_in
def my_work(http: PersonRequest) -> HttpResponse:
    """The work list of what one leads, else of one's own unit."""
    led = Unit.objects.active().filter(leader=http.person).order_by("order", "code").first()
    return redirect("desk:work", (led or http.person.unit).code)


@require_safe
@signed_in
def work(http: PersonRequest, code: str) -> HttpResponse:
    """Everything that a unit has in hand, narrowed and sorted by the address."""
    unit = read.unit_of(code, http.person.scope)
    views = read.views_of(unit, http.person)
    opening = None if http.GET else read.opening(views, http.person)
    if opening is not None:
        return redirect(f"{reverse('desk:work', args=[code])}?{opening.query or NO_FILTER}")
    context = work_context(unit, http.person, http.GET, at=timezone.now(), views=views)
    return render(http, "desk/work.html", context)


def work_context(
    unit: Unit, person: Person, params: QueryDict, *, at: datetime, views: list[SavedView]
) -> dict[str, Any]:
    """All that the page shows of a list: rows, chips, the filter's form, views, what may be done to many."""
    scope, asked, units = person.scope, parse(params), read.below(unit)
    requests = read.asked_for(units, asked, seen_by=scope, at=at)
    listing = read.listing(requests, asked.sort, params=params, at=at, units=units, scope=scope)
    services = read.services_of(units, asked.service)
    named = {*asked.holder, *asked.requester} - {ME, NOBODY}
    people = read.people_of(units, named)
    return {
        "unit": unit,
        "list": listing,
        "asked": asked,
        "chips": chips(asked, names_of(asked, services, people)),
        "problems": problem_words(asked.problems),
        "form": FilterForm(asked, services, people),
        "kept": _kept(asked),
        "sorts": list(Sort),
        "views": views,
        "current_view": next((view for view in views if view.query == asked.query), None),
        "view_form": ViewForm(),
        "may_share": unit.pk in scope.led_ids,
        "verbs": list(DOINGS),
        "no_filter": NO_FILTER,
        "most": read.MOST_AT_ONCE,
        "person": person,
        "now": at,
    }


def names_of(asked: Filter, services: list[Any], people: list[Person]) -> Names:
    """The words for its chips: one more query only when it names units."""
    return Names(
        {each.code: str(each) for each in services},
        {each.number: str(each) for each in people},
        {code: str(unit) for code, unit in read.units_named([*asked.unit, *asked.customer]).items()},
    )


def _kept(asked: Filter) -> list[tuple[str, str]]:
    """What the form has no field for, or no room: carried along so that sending it loses nothing."""
    single = {"requester", "customer"}
    seen: set[str] = set()
    kept = []
    for name, value in asked.pairs():
        if name in WITHOUT_FIELD or (name == "state" and value == ALL) or (name in single and name in seen):
            kept.append((name, value))
        seen.add(name)
    return kept


@require_POST
@signed_in
def save_view(http: PersonRequest, code: str) -> HttpResponse:
    """Keeps what is on the screen under a name. A refusal says its sentence on the list."""
    unit = read.unit_of(code, http.person.scope)
    query = parse(QueryDict(http.POST.get("query", ""))).query
    form = ViewForm(http.POST)
    if form.is_valid():
        saving.save_view(by=http.person, at=timezone.now(), unit=unit, query=query, **form.cleaned_data)
        messages.success(http, _("Kept as “%(name)s”.") % {"name": form.cleaned_data["name"]})
    else:
        messages.error(http, str(Reason.NAME_THE_VIEW.sentence))
    return redirect(f"{reverse('desk:work', args=[code])}?{query or NO_FILTER}")


@require_POST
@signed_in
def drop_view(http: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Forgets one of one's own views."""
    unit = read.unit_of(code, http.person.scope)
    view = SavedView.objects.filter(pk=pk, unit=unit, person=http.person).first()
    if view is None:
        raise Http404
    saving.drop_view(by=http.person, at=timezone.now(), view=view)
    messages.success(http, _("The view “%(name)s” is gone.") % {"name": view.name})
    return redirect(f"{reverse('desk:work', args=[code])}?{NO_FILTER}")
