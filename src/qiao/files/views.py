"""Choosing files before a form is sent: each waits under a name of its own, for whoever sent it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiao.files import actions, intake, landing, reads, serving
from qiao.files.models import Upload


def _asking(http: HttpRequest) -> int:
    """The number of the person who asks; 0 for strangers. (The middleware that knows stands above.)"""
    person: Any = getattr(http, "person", None)
    return person.pk if person else 0


@require_POST
def send(http: HttpRequest) -> HttpResponse:
    """Takes in one file: its name and how it looks, or the sentence why not."""
    uploader = _asking(http)
    if not uploader:
        return JsonResponse({"problem": _("Please sign in first.")}, status=403)
    sent = http.FILES.get("file")
    if sent is None:
        return JsonResponse({"problem": _("Please choose a file.")}, status=422)
    within = intake.limits(endings=filter(None, http.POST.get("endings", "").split(",")))
    landed = landing.land_one(sent, uploader_id=uploader, at=timezone.now(), within=within)
    if isinstance(landed, landing.NotTaken):
        return JsonResponse({"problem": landed.sentence}, status=422)
    context = {"upload": landed, "name": http.POST.get("field", "file")[:80]}
    shown = render_to_string("files/_chosen.html", context)
    return JsonResponse({"key": landed.key, "name": landed.name, "html": shown}, status=201)


@require_safe
def show(http: HttpRequest, key: str) -> HttpResponseBase:
    """What one has chosen, for a look at it."""
    upload = _own(http, key)
    return serving.answer(http, upload.blob, name=upload.name, size=http.GET.get("size", ""))


@require_POST
def drop(http: HttpRequest, key: str) -> HttpResponse:
    """Takes it back."""
    actions.drop(upload=_own(http, key), uploader_id=_asking(http))
    return HttpResponse(status=204)


def _own(http: HttpRequest, key: str) -> Upload:
    """Somebody else's does not exist."""
    found = reads.chosen([key], uploader_id=_asking(http))
    if not found:
        raise Http404
    return found[0]
