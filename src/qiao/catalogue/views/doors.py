"""What the pages share: finding a thing or saying 404, and turning an action's no into a form's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from qiao.accounts.gates import PersonRequest
from qiao.catalogue import reads, rules
from qiao.catalogue.events import LABELS, Kind
from qiao.catalogue.models import Category, Service
from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Person


def kept(http: PersonRequest, code: str) -> Service:
    """The service of that code, if the reader keeps it; to everybody else the page does not exist."""
    try:
        service = reads.find(code)
    except Service.DoesNotExist:
        raise Http404 from None
    if rules.why_not_change(service.unit_id, http.person.scope):
        raise Http404
    return service


def saved(form: forms.Form, action: Callable[..., Any]) -> bool:
    """Runs ``action(expected=…)``; what it refuses is said in the form, and what was typed stays.

    After a conflict the form holds the new revision: who saves again has seen that it changed.
    """
    try:
        action(expected=form.cleaned_data.get("revision"))
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    except Conflict as conflict:
        form.add_error(None, f"{conflict} {meanwhile(conflict.current)}".strip())
        _take_revision(form, conflict.current)
    else:
        return True
    return False


def meanwhile(row: Category | Service | None) -> str:
    """Who did what last, as one sentence: what the second of two people wants to know."""
    event = Event.objects.about(row).last() if row is not None else None
    if event is None or event.kind not in list(Kind):
        return ""
    who = Person.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    return f"{who or _('The system')}: {LABELS[Kind(event.kind)]}."


def status_of(form: forms.Form) -> int:
    """422 for a form that comes back with errors, else 200."""
    return 422 if form.is_bound and form.errors else 200


def done(http: HttpRequest, text: Any, *to: Any) -> HttpResponse:
    """Says what happened and goes on to the next page."""
    messages.success(http, str(text))
    return redirect(*to)


def _take_revision(form: forms.Form, current: Any) -> None:
    given: Any = form.data
    data = given.copy()
    data[form.add_prefix("revision")] = current.revision
    form.data = data
