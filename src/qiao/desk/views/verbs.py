"""The verbs: each a form, an action and a word of thanks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import actions, forms, reads, story
from qiao.desk.link_forms import MergeForm
from qiao.desk.models import Request
from qiao.desk.rules import Verb
from qiao.desk.rules import why_not as rules_why_not
from qiao.desk.views.templates import chosen
from qiao.drafts.actions import forget
from qiao.ledger.refusals import Conflict, Refused


@dataclass(frozen=True)
class Door:
    """How a verb is done from a page."""

    form: type[forms.VerbForm]
    action: Callable[..., Request]
    done: Any
    lead: Any = ""


DOORS: Mapping[Verb, Door] = {
    Verb.ASSIGN: Door(forms.AssignForm, actions.assign, _("Assigned.")),
    Verb.ACCEPT: Door(forms.VerbForm, actions.accept, _("Accepted. You answer for it now.")),
    Verb.PAUSE: Door(
        forms.PauseForm,
        actions.pause,
        _("Paused."),
        _("The clock stops; the promise moves by the time you wait."),
    ),
    Verb.RESUME: Door(forms.NoteForm, actions.resume, _("Resumed. The clock runs again.")),
    Verb.OFFER: Door(
        forms.OfferForm,
        actions.offer,
        _("Offered. It stays with you until they accept."),
        _("Until they accept, you stay accountable and your clock runs on."),
    ),
    Verb.TAKE: Door(forms.VerbForm, actions.take, _("Accepted. You answer for it now.")),
    Verb.REFUSE: Door(forms.RefuseForm, actions.refuse_offer, _("Returned with your reason.")),
    Verb.RECALL: Door(forms.NoteForm, actions.recall, _("The offer is taken back.")),
    Verb.DELIVER: Door(
        forms.DeliverForm, actions.deliver, _("Delivered. The requester is asked to confirm.")
    ),
    Verb.CONFIRM: Door(forms.NoteForm, actions.confirm, _("Confirmed. Thank you.")),
    Verb.REOPEN: Door(
        forms.ReasonForm, actions.reopen, _("Reopened."), _("It goes back to who delivered it.")
    ),
    Verb.DECLINE: Door(forms.DeclineForm, actions.decline, _("Declined with your reason.")),
    Verb.REPRIORITISE: Door(
        forms.PriorityForm,
        actions.reprioritise,
        _("Changed. What is due has moved."),
        _("The promise moves by exactly the difference of the targets. The requester reads your reason."),
    ),
    Verb.WITHDRAW: Door(forms.NoteForm, actions.withdraw, _("Withdrawn.")),
    Verb.MERGE: Door(
        MergeForm,
        actions.merge,
        _("Merged. Everybody who asked is told where it goes on."),
        _("This one ends; whoever asked for it becomes a customer of the other. The earlier promise holds."),
    ),
    Verb.SEPARATE: Door(
        forms.ReasonForm,
        actions.separate,
        _("Separated. It waits to be accepted."),
        _("It gets its own life back, with the promise that it had: the mistake was not the customer's."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def act(http: PersonRequest, number: str, verb: str) -> HttpResponse:
    """The form of a verb, and the verb itself. A refusal or a conflict keeps what was typed."""
    request = reads.seen(number, seen_by=http.person)
    known = _verb(verb)
    door = DOORS[known]
    form = door.form(http.POST or None, initial={"seen": request.revision, **chosen(http, request)})
    status, news = 200, []
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                door.action(request=request, by=http.person, at=timezone.now(), **form.arguments())
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = 409
            except Conflict as conflict:
                status, news = 409, story.changes_since(request, form.cleaned_data["seen"])
                form = _again(door, http, conflict)
            else:
                _done(http, request, known, form)
                messages.success(http, door.done)
                return redirect("desk:request", number)
    context = {
        "req": request,
        "draft": f"request:{number}:{known}",
        "verb": known,
        "in_the_way": reads.in_the_way(request, http.person.scope) if known is Verb.DELIVER else [],
        "door": door,
        "form": form,
        "news": news,
        "why": rules_why_not(known, request, http.person.scope, timezone.now()),
        "back_url": f"/requests/{number}/",
    }
    return render(http, "desk/act.html", context, status=status)


def _done(http: PersonRequest, request: Request, verb: Verb, form: forms.VerbForm) -> None:
    """What follows a verb: no draft is left, and the answer that it began with is counted."""
    forget(person=http.person, key=f"request:{request.number}:{verb}")
    if template := form.cleaned_data.get("template"):
        actions.use_template(pk=template, by=http.person, at=timezone.now())


def _verb(text: str) -> Verb:
    try:
        verb = Verb(text)
    except ValueError as error:
        raise Http404 from error
    if verb not in DOORS:
        raise Http404
    return verb


def _again(door: Door, http: PersonRequest, conflict: Conflict) -> forms.VerbForm:
    """The same form with the same words, now with the revision that is current."""
    data = http.POST.copy()
    data["seen"] = str(conflict.current.revision)
    form = door.form(data)
    form.add_error(None, str(conflict))
    return form
