"""Pages about imports, for administrators; to everybody else they do not exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiao.accounts.gates import PersonRequest, administrator
from qiao.imports import actions, intake, reads, store, telling
from qiao.imports.forms import FOR_TICKETS, LogMapForm, TicketMapForm, UploadForm
from qiao.imports.models import Import
from qiao.imports.rules import MEGABYTE, SHOWN, Job, State, System
from qiao.ledger.refusals import Conflict, Refused
from qiao.ui.bars import Meter
from qiao.ui.paging import key_page

MapForm = LogMapForm | TicketMapForm


@require_safe
@administrator
def index(http: PersonRequest) -> HttpResponse:
    """Every import, the newest first."""
    page = key_page(reads.every(), order=("-id",), params=http.GET, size=25)
    return render(http, "imports/index.html", {"page": page, "back_url": reverse("org:admin")})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def create(http: PersonRequest) -> HttpResponseBase:
    """Files and where they come from."""
    form = UploadForm(http.POST or None, initial={"system": System.LOG})
    if http.method == "POST" and form.is_valid():
        try:
            made = _taken_in(http, form)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("imports:one", made.pk)
    context = {
        "form": form,
        "back_url": reverse("imports:index"),
        "most": settings.IMPORT_LIMIT // MEGABYTE,
        "ticket_systems": FOR_TICKETS["data-when-value"],
    }
    return render(http, "imports/new.html", context, status=422 if form.errors else 200)


def _taken_in(http: PersonRequest, form: UploadForm) -> Import:
    return intake.take_in(
        system=System(form.cleaned_data["system"]),
        title=form.cleaned_data["title"],
        uploads=http.FILES.getlist("files"),
        archive=http.FILES.get("archive"),
        options=form.options(),
        by=http.person,
        at=timezone.now(),
    )


@require_safe
@administrator
@never_cache
def one(http: PersonRequest, pk: int) -> HttpResponse:
    """How far it is, what was found, what can be done."""
    upload = reads.one(pk, seen_by=http.person)
    return _page(http, upload, _form(upload))


def _form(upload: Import, data: Any = None) -> MapForm:
    return LogMapForm(upload, data) if upload.kind.is_log else TicketMapForm(upload, data)


def _page(http: PersonRequest, upload: Import, form: MapForm, status: int = 200) -> HttpResponse:
    places = reads.places(upload)
    context = {
        "upload": upload,
        "form": form,
        "is_open": not upload.is_busy and upload.stands is not State.DONE and bool(upload.folder),
        "columns": telling.columns(upload.guess.get("choices", [])),
        "wrong": telling.sentence(upload.guess.get("wrong", {})),
        "figures": telling.figures(upload) if upload.report else [],
        "steps": telling.steps(upload),
        "findings": telling.findings(upload),
        "problems": list(telling.problems(upload)),
        "more_problems": telling.more_problems(upload),
        "shown": SHOWN,
        "trouble": telling.trouble(upload),
        "places": places[: reads.PLACES],
        "more_places": len(places) > reads.PLACES,
        "back_url": reverse("imports:index"),
        **_progress(upload),
    }
    return render(http, "imports/one.html", context, status=status)


def _progress(upload: Import) -> dict[str, Any]:
    label = str(upload.doing.label) if upload.doing else ""
    meter = Meter(upload.done, upload.total, label) if upload.total else None
    return {"meter": meter, "percent": int(100 * upload.done / upload.total) if upload.total else 0}


@require_safe
@administrator
@never_cache
def progress(http: PersonRequest, pk: int) -> HttpResponse:
    """The part of the page that keeps itself fresh; at the end the whole page comes anew."""
    upload = reads.one(pk, seen_by=http.person)
    if not upload.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(http, "imports/_progress.html", {"upload": upload, **_progress(upload)})


@require_POST
@administrator
def choose(http: PersonRequest, pk: int) -> HttpResponseBase:
    """Saves the mapping; with «try» or «import» pressed goes on at once."""
    upload = reads.one(pk, seen_by=http.person)
    form = _form(upload, http.POST)
    if not form.is_valid():
        return _page(http, upload, form, status=422)
    try:
        upload = _chosen(http, upload, form)
        job = http.POST.get("job", "")
        if job in set(Job):
            actions.begin(upload=upload, job=Job(job), by=http.person, at=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(http, upload, form, status=422)
    except Conflict as conflict:
        data = http.POST.copy()
        data["seen"] = str(conflict.current.revision)
        form = _form(conflict.current, data)
        form.add_error(None, str(conflict))
        return _page(http, conflict.current, form, status=409)
    if not job:
        messages.success(http, _("Saved."))
    return redirect("imports:one", pk)


def _chosen(http: PersonRequest, upload: Import, form: MapForm) -> Import:
    """The import with what was chosen; unchanged when nothing was."""
    said = {"mapping": form.mapping()} if isinstance(form, LogMapForm) else form.chosen(form.cleaned_data)
    options = {**upload.options, **said}
    if options == upload.options or (not form.has_changed() and not upload.guess.get("wrong")):
        return upload
    guess = None
    if upload.kind.is_log and upload.folder:
        guess = intake.guess(upload.kind, upload.folder, upload.files, options)
    seen = form.cleaned_data["seen"]
    at = timezone.now()
    return actions.choose(upload=upload, options=options, guess=guess, by=http.person, at=at, expected=seen)


def _act(http: PersonRequest, pk: int, act: Callable[..., Any], **more: Any) -> HttpResponse:
    upload = reads.one(pk, seen_by=http.person)
    try:
        act(upload=upload, by=http.person, at=timezone.now(), **more)
    except (Refused, Conflict) as why:
        messages.error(http, str(why))
    return redirect("imports:one", pk)


@require_POST
@administrator
def begin(http: PersonRequest, pk: int, job: str) -> HttpResponse:
    """Asks for a dry run or the import with what was chosen before."""
    if job not in set(Job):
        raise Http404
    return _act(http, pk, actions.begin, job=Job(job))


@require_POST
@administrator
def stop(http: PersonRequest, pk: int) -> HttpResponse:
    """Stops at the next safe point."""
    return _act(http, pk, actions.stop)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def discard(http: PersonRequest, pk: int) -> HttpResponseBase:
    """The files go, after asking once."""
    upload = reads.one(pk, seen_by=http.person)
    if http.method == "POST":
        try:
            actions.discard(upload=upload, by=http.person, at=timezone.now())
        except (Refused, Conflict) as why:
            messages.error(http, str(why))
            return redirect("imports:one", pk)
        messages.success(http, _("The files of “%s” are removed.") % upload)
        return redirect("imports:index")
    back = reverse("imports:one", args=[pk])
    context = {
        "title": _("Remove the files of “%s”?") % upload,
        "text": _("Requests that have been imported stay."),
        "submit": _("Remove"),
        "danger": True,
        "cancel_url": back,
        "back_url": back,
    }
    return render(http, "ui/confirm.html", context)


@require_safe
@administrator
def mapping(http: PersonRequest, pk: int) -> HttpResponse:
    """What was chosen as a file for the command line: ``--mapping`` for a log, ``--map`` for tickets."""
    upload = reads.one(pk, seen_by=http.person)
    if upload.kind.is_log:
        kept = {name: value for name, value in _mapping_of(upload).items() if value}
        return _file(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", f"{upload.name}.json")
    return _file(upload.options.get("map", ""), f"{upload.name}.toml")


def _mapping_of(upload: Import) -> dict[str, Any]:
    guessed = {each["role"]: each["columns"] for each in upload.guess.get("choices", [])}
    flat = {role: names if role == "activity" else names[0] for role, names in guessed.items()}
    return {**flat, **upload.options.get("mapping", {})}


def _file(text: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@require_safe
@administrator
def report(http: PersonRequest, pk: int) -> HttpResponseBase:
    """Every problem of the dry run, as the command line writes it with ``--json``."""
    upload = reads.one(pk, seen_by=http.person)
    path = store.place(upload.folder) / store.REPORT
    if not upload.folder or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{upload.name}.json")
