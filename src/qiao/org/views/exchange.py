"""Import and export of the organisation in the browser."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.ledger.refusals import Conflict
from qiao.org import actions
from qiao.org.exchange import tables
from qiao.org.exchange.planning import Plan
from qiao.org.exchange.problems import Problem, Trouble
from qiao.org.exchange.writing import as_template
from qiao.org.reads.exchange import exported, planned
from qiao.org.views.doors import Request, administrators_only

WAITING = "org_import"
SHOWN = 300
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
Files = list[tuple[str, bytes]]


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def page(http: Request) -> HttpResponseBase:
    """Upload and look: says what would change and everything that is wrong, and changes nothing."""
    if http.method != "POST":
        return _page(http, None)
    _forget(http)
    uploads = http.FILES.getlist("files")
    if not uploads:
        messages.error(http, _("Choose a file first."))
        return redirect("org:exchange")
    if sum(upload.size or 0 for upload in uploads) > tables.MOST_MB * 1024 * 1024:
        params = {"most": tables.MOST_MB}
        return _page(http, Plan(problems=[Problem(Trouble.TOO_BIG, str(uploads[0].name), params=params)]))
    files = [(str(upload.name), _content(upload)) for upload in uploads]
    plan = planned(files)
    if plan.is_possible and plan.changes and not _keep(http, files):
        messages.error(http, _("The file could not be kept on the server: is its disk full?"))
        return redirect("org:exchange")
    return _page(http, plan)


@administrators_only
@require_http_methods(["POST"])
def apply(http: Request) -> HttpResponseBase:
    """Carries out what was looked at; looks again first, because the organisation may have changed."""
    files = _waiting(http)
    if not files:
        messages.error(http, _("The file is no longer there: choose it again."))
        return redirect("org:exchange")
    plan = planned(files)
    if not plan.is_possible:
        _forget(http)
        return _page(http, plan)
    try:
        actions.apply_plan(plan=plan, by=http.person, at=timezone.now())
    except Conflict as conflict:
        messages.error(http, str(conflict))
        return redirect("org:exchange")
    _forget(http)
    messages.success(http, _("The import is done."))
    return redirect("org:admin")


@administrators_only
@require_safe
def export(http: Request, kind: str) -> HttpResponseBase:
    """The whole organisation as a file, or the empty template."""
    if kind not in TYPES:
        raise Http404
    name = f"qiao-organisation-{timezone.localdate():%Y-%m-%d}.{kind}"
    return _download(exported(kind), name, TYPES[kind])


@administrators_only
@require_safe
def template(http: Request) -> HttpResponseBase:
    """An empty workbook with every column explained."""
    return _download(as_template(), "qiao-template.xlsx", TYPES["xlsx"])


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _page(http: Request, plan: Plan | None) -> HttpResponseBase:
    context = {
        "plan": plan,
        "problems": plan.problems[:SHOWN] if plan else [],
        "more": max(0, len(plan.problems) - SHOWN) if plan else 0,
        "changes": plan.changes[:SHOWN] if plan else [],
        "more_changes": max(0, len(plan.changes) - SHOWN) if plan else 0,
        "tab": "exchange",
        "back_url": reverse("org:admin"),
    }
    status = 422 if plan and not plan.is_possible else 200
    return render(http, "org/manage/exchange.html", context, status=status)


def _content(upload: "UploadedFile[Any]") -> bytes:
    content: bytes = upload.read()
    return content


def _keep(http: Request, files: Files) -> bool:
    """Keeps the files on the server until they are applied, under names that nobody can guess."""
    try:
        _sweep()
        kept = [
            [name, default_storage.save(f"imports/{uuid4().hex}", ContentFile(content))]
            for name, content in files
        ]
    except OSError:
        return False
    http.session[WAITING] = kept
    return True


def _sweep() -> None:
    """Removes what somebody looked at more than a day ago and never carried out."""
    if not default_storage.exists("imports"):
        return
    oldest = timezone.now() - timedelta(days=1)
    for name in default_storage.listdir("imports")[1]:
        stored = f"imports/{name}"
        if default_storage.get_modified_time(stored) < oldest:
            default_storage.delete(stored)


def _waiting(http: Request) -> Files:
    files = []
    for name, stored in http.session.get(WAITING, []):
        if not default_storage.exists(stored):
            return []
        with default_storage.open(stored) as file:
            files.append((name, file.read()))
    return files


def _forget(http: Request) -> None:
    for _name, stored in http.session.pop(WAITING, []):
        default_storage.delete(stored)
