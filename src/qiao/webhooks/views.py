"""Pages about webhooks, for administrators; to everybody else they do not exist."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts.gates import PersonRequest, administrator
from qiao.ledger.refusals import Conflict, Refused
from qiao.ui.paging import key_page
from qiao.webhooks import actions, delivering, reads
from qiao.webhooks.forms import ReplayForm, WebhookForm
from qiao.webhooks.models import Delivery, Webhook
from qiao.webhooks.rules import OLD_SECRET, TRIES, MessageState, SwitchedOff

SECRET = "webhooks_secret"  # noqa: S105  (where it waits in the session to be shown once)


@require_safe
@administrator
def index(http: PersonRequest) -> HttpResponse:
    """All webhooks and how they do."""
    return render(http, "webhooks/index.html", {"webhooks": reads.every(), "now": timezone.now()})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def create(http: PersonRequest) -> HttpResponseBase:
    """A new one; its secret is shown on the next page, once."""
    form = WebhookForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            made, secret_ = actions.create(by=http.person, at=timezone.now(), **form.arguments())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _show_secret(http, made, secret_)
    return _form(http, form, _("New webhook"), reverse("webhooks:index"))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def change(http: PersonRequest, pk: int) -> HttpResponseBase:
    """Name, address, kinds."""
    webhook = get_object_or_404(Webhook, pk=pk)
    form = WebhookForm(http.POST or None, initial=WebhookForm.of(webhook))
    if http.method == "POST" and form.is_valid():
        expected = form.cleaned_data["revision"]
        try:
            actions.change(
                webhook=webhook, by=http.person, at=timezone.now(), expected=expected, **form.arguments()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        except Conflict as conflict:
            form = _newer(http, conflict)
            return _form(http, form, _("Change “%s”") % webhook, webhook_url(webhook), status=409)
        else:
            messages.success(http, _("Saved."))
            return redirect("webhooks:one", pk)
    return _form(http, form, _("Change “%s”") % webhook, webhook_url(webhook))


def _newer(http: PersonRequest, conflict: Conflict) -> WebhookForm:
    """The same words with the revision that is current, so that saving again wins knowingly."""
    data = http.POST.copy()
    data["revision"] = str(conflict.current.revision)
    form = WebhookForm(data)
    form.add_error(None, str(conflict))
    return form


def _form(http: PersonRequest, form: WebhookForm, title: str, back: str, status: int = 0) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back, "cancel_url": back}
    return render(http, "webhooks/form.html", context, status=status or (422 if form.errors else 200))


def webhook_url(webhook: Webhook) -> str:
    """Its page."""
    return reverse("webhooks:one", args=[webhook.pk])


@require_safe
@administrator
@never_cache
def one(http: PersonRequest, pk: int) -> HttpResponse:
    """How it does, its messages, and what can be done."""
    webhook = get_object_or_404(Webhook.objects.select_related("owner"), pk=pk)
    return _page(http, webhook, ReplayForm(initial=ReplayForm.since_off(webhook)))


def _page(http: PersonRequest, webhook: Webhook, replay_form: ReplayForm, status: int = 200) -> HttpResponse:
    shown = http.session.get(SECRET) or {}
    secret_ = http.session.pop(SECRET)["secret"] if shown.get("webhook") == webhook.pk else ""
    state = http.GET.get("state", "")
    context: dict[str, Any] = {
        "webhook": webhook,
        "off": SwitchedOff(webhook.off) if webhook.off else None,
        "secret": secret_,
        "old_secret": webhook.old_until is not None and webhook.old_until > timezone.now(),
        "page": key_page(reads.messages(webhook, state), order=("-id",), params=http.GET, size=25),
        "state": state,
        "states": [("", _("All")), *((each.value, each.label) for each in MessageState)],
        "replay_form": replay_form,
        "hours": OLD_SECRET.total_seconds() / 3600,
        "back_url": reverse("webhooks:index"),
        "now": timezone.now(),
    }
    return render(http, "webhooks/one.html", context, status=status)


def _show_secret(http: PersonRequest, webhook: Webhook, secret_: str) -> HttpResponse:
    http.session[SECRET] = {"webhook": webhook.pk, "secret": secret_}
    return redirect("webhooks:one", webhook.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def secret(http: PersonRequest, pk: int) -> HttpResponseBase:
    """Another secret, after asking once."""
    webhook = get_object_or_404(Webhook, pk=pk)
    if http.method == "POST":
        webhook, made = actions.new_secret(webhook=webhook, by=http.person, at=timezone.now())
        return _show_secret(http, webhook, made)
    text = _(
        "For a day messages carry a signature of both secrets. Give the receiver the new one in that time."
    )
    return _ask(http, webhook, title=_("A new secret for “%s”?") % webhook, text=text, submit=_("New secret"))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def delete(http: PersonRequest, pk: int) -> HttpResponseBase:
    """Gone with its messages, after asking once."""
    webhook = get_object_or_404(Webhook, pk=pk)
    if http.method == "POST":
        actions.delete(webhook=webhook, by=http.person, at=timezone.now())
        messages.success(http, _("“%s” is deleted.") % webhook)
        return redirect("webhooks:index")
    text = _("Its messages and what came back are deleted too. To pause it, switch it off instead.")
    return _ask(http, webhook, title=_("Delete “%s”?") % webhook, text=text, submit=_("Delete"), danger=True)


def _ask(http: PersonRequest, webhook: Webhook, **words: Any) -> HttpResponse:
    back = webhook_url(webhook)
    return render(http, "ui/confirm.html", {"cancel_url": back, "back_url": back, **words})


@require_POST
@administrator
def switch_on(http: PersonRequest, pk: int) -> HttpResponse:
    """Sends again from now on."""
    webhook = get_object_or_404(Webhook, pk=pk)
    actions.switch_on(webhook=webhook, by=http.person, at=timezone.now())
    messages.success(http, _("Switched on. What happened meanwhile is sent when you replay it below."))
    return redirect("webhooks:one", pk)


@require_POST
@administrator
def switch_off(http: PersonRequest, pk: int) -> HttpResponse:
    """Sends nothing until it is switched on."""
    webhook = get_object_or_404(Webhook, pk=pk)
    actions.switch_off(webhook=webhook, by=http.person, at=timezone.now())
    messages.success(http, _("Switched off."))
    return redirect("webhooks:one", pk)


@require_POST
@administrator
def ping(http: PersonRequest, pk: int) -> HttpResponse:
    """Sends a hello at once and shows what came back."""
    webhook = get_object_or_404(Webhook, pk=pk)
    at = timezone.now()
    made = delivering.send_now(actions.ping(webhook=webhook, by=http.person, at=at), at=at)
    return redirect("webhooks:message", pk, made.pk)


@require_POST
@administrator
def replay(http: PersonRequest, pk: int, delivery: int) -> HttpResponse:
    """Sends one message again at once."""
    found = get_object_or_404(Delivery.objects.select_related("webhook"), pk=delivery, webhook=pk)
    at = timezone.now()
    delivering.send_now(actions.replay(delivery=found, by=http.person, at=at), at=at)
    return redirect("webhooks:message", pk, delivery)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def replay_between(http: PersonRequest, pk: int) -> HttpResponseBase:
    """Sends a stretch of time again, within the next minutes."""
    webhook = get_object_or_404(Webhook.objects.select_related("owner"), pk=pk)
    if http.method != "POST":
        return redirect("webhooks:one", pk)
    form = ReplayForm(http.POST)
    if form.is_valid():
        try:
            many = actions.replay_between(
                webhook=webhook, by=http.person, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            sentence = ngettext(
                "%(n)d message is sent again within a minute.",
                "%(n)d messages are sent again, beginning within a minute.",
                many,
            )
            messages.success(http, sentence % {"n": many})
            return redirect("webhooks:one", pk)
    return _page(http, webhook, form, status=422)


@require_safe
@administrator
def message(http: PersonRequest, pk: int, delivery: int) -> HttpResponse:
    """One message: what was sent, and what came back each time."""
    rows = reads.messages(get_object_or_404(Webhook, pk=pk)).select_related("webhook")
    found = get_object_or_404(rows, pk=delivery)
    context = {
        "message": found,
        "webhook": found.webhook,
        "state": MessageState(found.state),
        "body": json.dumps(json.loads(found.body), ensure_ascii=False, indent=2),
        "most": TRIES,
        "back_url": reverse("webhooks:one", args=[pk]),
        "now": timezone.now(),
    }
    return render(http, "webhooks/message.html", context)
