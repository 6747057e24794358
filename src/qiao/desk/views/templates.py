"""Answers written in advance: choosing one, and looking after them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import actions, reads
from qiao.desk.answer_templates import VARIABLES, Case, filled
from qiao.desk.forms import TemplateForm
from qiao.desk.models import AnswerTemplate, Request
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Person, Unit

ORGANISATION = "organisation"


@require_safe
@signed_in
def pick_template(http: PersonRequest, number: str) -> HttpResponse:
    """The answers at hand, filled for this request in the requester's language, or in the other one."""
    request = reads.one(number, seen_by=http.person)
    language = _language(http, request)
    case = Case(request, http.person, timezone.now())
    verb = "deliver" if http.GET.get("for") == "deliver" else ""
    context = {
        "req": request,
        "rows": [(each, filled(each, case, language)) for each in reads.templates(http.person.scope)],
        "language": language,
        "languages": settings.LANGUAGES,
        "verb": verb,
        "keeps": _keeps(http.person),
        "back_url": f"/requests/{number}/{verb}{'/' if verb else ''}",
    }
    name = "desk/pick_template.html"
    return render(http, f"{name}#list" if http.headers.get("HX-Request") else name, context)


def chosen(http: PersonRequest, request: Request) -> dict[str, Any]:
    """Words and number of the template that the address names, for a form's beginning; else nothing."""
    wanted = http.GET.get("template", "")
    template = (
        AnswerTemplate.objects.offered_to(http.person.scope).filter(pk=wanted).first()
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 10
        else None
    )
    if template is None:
        return {}
    words = filled(template, Case(request, http.person, timezone.now()), _language(http, request))
    return {"body": words, "note": words, "template": template.pk}


def _language(http: PersonRequest, request: Request) -> str:
    wanted = http.GET.get("in", "") or request.requester.language
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _keeps(person: Person) -> bool:
    return bool(person.scope.led_ids) or person.scope.is_administrator


@require_safe
@signed_in
def templates(http: PersonRequest) -> HttpResponse:
    """Those that one looks after; to whoever leads nothing the page does not exist."""
    if not _keeps(http.person):
        raise Http404
    rows = AnswerTemplate.objects.kept_by(http.person.scope).select_related("unit")
    context = {"rows": rows.order_by("-active", "-used", "id"), "back_url": "/me/"}
    return render(http, "desk/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_template(http: PersonRequest) -> HttpResponse:
    """A new one."""
    if not _keeps(http.person):
        raise Http404
    form = TemplateForm(http.POST or None, units=_units(http.person))
    if http.method == "POST" and form.is_valid():
        try:
            unit = _unit(form, http.person)
            actions.create_template(unit=unit, by=http.person, at=timezone.now(), **form.wording())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(http, _("Saved."))
            return redirect("desk:templates")
    return _page(http, form, _("New answer template"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_template(http: PersonRequest, pk: int) -> HttpResponse:
    """Other words for one. A conflict keeps what was typed."""
    template = get_object_or_404(AnswerTemplate.objects.kept_by(http.person.scope), pk=pk)
    words = {name: getattr(template, name) for name in ("name_zh", "name_en", "body_zh", "body_en")}
    form = TemplateForm(http.POST or None, units=[], initial={**words, "seen": template.revision})
    status = 200
    if http.method == "POST" and form.is_valid():
        try:
            actions.change_template(
                template=template,
                by=http.person,
                at=timezone.now(),
                expected=form.cleaned_data["seen"] or 0,
                **form.wording(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        except Conflict as conflict:
            status = 409
            form = TemplateForm({**http.POST.dict(), "seen": conflict.current.revision}, units=[])
            form.add_error(None, str(conflict))
        else:
            messages.success(http, _("Saved."))
            return redirect("desk:templates")
    return _page(http, form, str(template), template, status)


@require_POST
@signed_in
def switch_template(http: PersonRequest, pk: int, how: str) -> HttpResponse:
    """Out of use, and back."""
    template = get_object_or_404(AnswerTemplate.objects.kept_by(http.person.scope), pk=pk)
    act = {"retire": actions.retire_template, "restore": actions.restore_template}.get(how)
    if act is None:
        raise Http404
    act(template=template, by=http.person, at=timezone.now())
    messages.success(http, _("Saved."))
    return redirect("desk:templates")


def _units(person: Person) -> list[tuple[str, str]]:
    """Whose a new template may be: of each unit that one leads; an administrator's also everybody's."""
    led = Unit.objects.active().filter(pk__in=person.scope.led_ids).order_by("order", "code")
    everybody = [(ORGANISATION, _("The whole organisation"))] if person.scope.is_administrator else []
    return [*((unit.code, str(unit)) for unit in led), *everybody]


def _unit(form: TemplateForm, person: Person) -> Unit | None:
    code = form.cleaned_data["unit"]
    return None if code == ORGANISATION else Unit.objects.get(code=code)


def _page(
    http: PersonRequest,
    form: TemplateForm,
    title: str,
    template: AnswerTemplate | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "template": template,
        "variables": [(f"{{{name}}}", each.means) for name, each in VARIABLES.items()],
        "back_url": "/answer-templates/",
    }
    return render(
        http, "desk/template.html", context, status=422 if form.errors and status == 200 else status
    )
