"""A POST with an ``Idempotency-Key`` happens once, however often it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from qiao.rest import actions
from qiao.rest.models import Answer
from qiao.rest.problems import Code, Problem

HEADER = "Idempotency-Key"
LONGEST = 200
# What a repeat is told again, beside status and body.
KEPT = ("Content-Type", "Content-Language", "Location", "ETag")


def key_of(http: HttpRequest) -> str:
    """The key of this call, "" without one; 400 for one that could not be kept."""
    key = http.headers.get(HEADER)
    if key is None or http.method != "POST":
        return ""
    if not 0 < len(key) <= LONGEST or not all("!" <= sign <= "~" for sign in key):
        raise Problem(400, Code.BAD_KEY)
    return key


def once(http: HttpRequest, *, actor_id: int, key: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    """The action and its answer in one transaction; for a repeat only the answer.

    Nothing is kept of what was refused: nothing was done, so a repeat may try again.
    """
    mark = fingerprint(http)
    with transaction.atomic():
        answer, ours = actions.claim(actor_id=actor_id, key=key, fingerprint=mark, at=timezone.now())
        if not ours:
            return _again(answer, mark)
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            headers = {name: response[name] for name in KEPT if response.has_header(name)}
            body = response.content.decode()
            actions.keep(answer=answer, status=response.status_code, headers=headers, body=body)
    return response


def remembered(*, actor_id: int, key: str) -> str | None:
    """What a form that was sent under this key has come to; None when it was not taken in yet.

    For pages, whose twins wait at a lock of their own; ``actions.remember`` belongs behind it as well.
    """
    known = Answer.objects.filter(actor_id=actor_id, key=key).values_list("body", flat=True)
    return known.first()


def _again(answer: Answer, mark: str) -> HttpResponse:
    if answer.fingerprint != mark:
        raise Problem(422, Code.KEY_REUSED)
    response = HttpResponse(answer.body, status=answer.status or 200)
    for name, value in answer.headers.items():
        response.headers[name] = value
    response.headers["Idempotency-Replayed"] = "true"
    return response


def fingerprint(http: HttpRequest) -> str:
    """Of method, address and content. The parts of a form count, not the boundary between them.

    Nor the token that another site could not know: whoever sends a form again later has another one.
    """
    digest = hashlib.sha256()
    for part in _parts(http):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(http: HttpRequest) -> Iterator[bytes]:
    yield f"{http.method} {http.get_full_path()}".encode()
    if http.content_type != "multipart/form-data":
        yield http.body
        return
    for name, values in sorted(http.POST.lists()):
        if name == "csrfmiddlewaretoken":
            continue
        yield from (f"{name}={value}".encode() for value in values)
    for name, files in sorted(http.FILES.lists()):
        for upload in files:
            yield f"{name}:{upload.name}".encode()
            yield _digest(upload)


def _digest(upload: UploadedFile[Any]) -> bytes:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.digest()
