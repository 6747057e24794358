"""What everybody may look at: the directory, a unit, a person; and the suggestions for person fields."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from qiao.org import rules
from qiao.org.forms.base import in_tree_order, spoken
from qiao.org.models import Person
from qiao.org.reads import pages
from qiao.org.shift_words import shift_bar
from qiao.org.views.doors import Request, signed_in, unit_chosen, words
from qiao.ui.paging import key_page

BY_NAME = ("name", "pk")


@signed_in
@require_safe
def index(http: Request) -> HttpResponse:
    """The tree of units; with a search, the people and units that match."""
    text = words(http)
    context: dict[str, object] = {"q": text}
    context["may_name_skills"] = rules.why_not_name_skills(http.person.scope) is None
    if text:
        context["people"] = key_page(pages.people_found(text), order=BY_NAME, params=http.GET, size=30)
        context["units"] = list(pages.units_found(text)[:20])
    else:
        context["tree"] = in_tree_order(pages.whole_tree())
        context["mine"] = http.person.unit
    return render(http, "org/index.html", context)


@signed_in
@require_safe
def people(http: Request) -> HttpResponse:
    """Everybody by name, or those of one unit and below."""
    text, unit = words(http), unit_chosen(http)
    page = key_page(pages.people_found(text, unit), order=BY_NAME, params=http.GET, size=50)
    return render(http, "org/people.html", {"page": page, "q": text, "unit": unit})


@signed_in
@require_safe
def unit(http: Request, unit_id: int) -> HttpResponse:
    """A unit: who leads it, who belongs to it, which shift is on."""
    at = timezone.now()
    page = pages.unit_page(unit_id, at)
    if page is None:
        raise Http404
    context = {"page": page, "unit": page.unit, "bar": _bar(page, at), "now": at}
    return render(http, "org/unit.html", context)


@signed_in
@require_safe
def person(http: Request, person_id: int) -> HttpResponse:
    """A person: where they belong, what they hold, who stands in for them."""
    at = timezone.now()
    page = pages.person_page(person_id, at)
    if page is None:
        raise Http404
    reason = rules.why_not_cover(http.person.scope, page.person.pk, page.person.unit_id)
    context = {"page": page, "person_": page.person, "may_cover": reason is None, "now": at}
    context["may_judge"] = rules.why_not_judge(http.person.scope, page.person.unit_id) is None
    context["today"] = timezone.localdate(at)
    return render(http, "org/person.html", context)


@signed_in
@require_safe
def pick(http: Request) -> HttpResponse:
    """Options for a field that asks for a person: the value of the one field that sent it."""
    text = next((str(value) for value in http.GET.values()), "").replace("\0", "").strip()[:60]
    people = pages.people_found(text).order_by("name", "number")[:12] if text else Person.objects.none()
    options = ((spoken(each), each.unit) for each in people)
    return HttpResponse(format_html_join("", '<option value="{}">{}</option>', options))


def _bar(page: pages.UnitPage, at: datetime) -> object:
    return shift_bar(page.shift, at) if page.shift else None
