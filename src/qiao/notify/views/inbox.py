"""The inbox, and the bell."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.notify import actions, reads
from qiao.notify.rules import Group
from qiao.notify.views.quiet import while_signed_in

# What somebody reads follows the ledger at once, but never works off a backlog for everybody.
AT_ONCE = 200


def follow(at: datetime) -> None:
    """Brings in what happened in the last seconds; two short queries when that is nothing."""
    if reads.is_behind(actions.READER):
        actions.catch_up(at=at, limit=AT_ONCE)


@never_cache
@require_safe
@signed_in
def inbox(http: PersonRequest) -> HttpResponse:
    """What happened that concerns one: unread first, by kind, each with the reason."""
    at = timezone.now()
    follow(at)
    group = _group(http.GET.get("kind", ""))
    page = reads.inbox(http.person, params=http.GET, group=group)
    context = {
        "page": page,
        "lines": reads.lines(page.items),
        "group": group,
        "groups": list(Group),
        "upto": at.isoformat(),
        "now": at,
        "back_url": "/me/",
    }
    return render(http, "notify/inbox.html", context)


@never_cache
@require_safe
@while_signed_in
def bell(http: PersonRequest) -> HttpResponse:
    """The number beside the account, asked for once a minute by a page that is looked at."""
    follow(timezone.now())
    return render(http, "notify/_bell.html", {"unread": reads.unread(http.person)})


@require_POST
@signed_in
def read_one(http: PersonRequest, pk: int) -> HttpResponse:
    """One line is read. Another's does not exist."""
    if not actions.read_one(person=http.person, pk=pk, at=timezone.now()):
        raise Http404
    return _back(http)


@require_POST
@signed_in
def unread_one(http: PersonRequest, pk: int) -> HttpResponse:
    """It is unread again."""
    if not actions.unread_one(person=http.person, pk=pk):
        raise Http404
    return _back(http)


@require_POST
@signed_in
def read_all(http: PersonRequest) -> HttpResponse:
    """All that was in front of the person, of the kind that they looked at."""
    at = timezone.now()
    upto = parse_datetime(http.POST.get("upto", "")) or at
    group = _group(http.POST.get("kind", ""))
    n = actions.read_all(person=http.person, at=at, upto=upto, group=group)
    messages.success(http, _("All read.") if n else _("Nothing was unread."))
    return _back(http)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settings(http: PersonRequest) -> HttpResponse:
    """Of what one is told."""
    if http.method == "POST":
        actions.choose(person=http.person, wanted=http.POST.getlist("kind"))
        messages.success(http, _("Saved."))
        return redirect("notify:settings")
    context = {"wanted": reads.wanted(http.person).items(), "back_url": "/inbox/"}
    return render(http, "notify/settings.html", context)


def _group(text: str) -> Group | None:
    return Group(text) if text in set(Group) else None


def _back(http: PersonRequest) -> HttpResponse:
    group = _group(http.POST.get("kind", ""))
    answer = redirect("notify:inbox")
    if group:
        answer["Location"] += f"?kind={group.value}"
    return answer
