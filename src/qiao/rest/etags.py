"""Lost updates: which version of a thing somebody has seen.

An ETag is ``"<revision>-<hash of the answer>"``. The whole of it tells whether an answer that one has is
still good (304); of what comes back in ``If-Match`` only the revision counts, so that a colleague's new name
does not look like a change of the request.
"""

from __future__ import annotations

import hashlib
import re

from django.http import HttpRequest, HttpResponse

from qiao.rest.calls import Call
from qiao.rest.problems import Code, Problem

_TAG = re.compile(r'"(\d{1,18})-[0-9a-f]{12}"')


def show(http: Call, revision: int) -> None:
    """The answer is about one thing in this revision: it gets an ETag."""
    http.shown_revision = revision


def seen(http: HttpRequest, revision: int) -> int | None:
    """What goes to an action as ``expected``: the revision that the caller has seen.

    None when the caller did not say, or does not mind: then only the rules decide. (Where they must say, the
    gate has asked already.) 412 when it is not the one that is there now; the action itself looks once more,
    under its lock.
    """
    said = http.headers.get("If-Match", "").strip()
    if said in ("", "*"):
        return None
    if str(revision) not in _TAG.findall(said):
        raise Problem(412, Code.STALE)
    return revision


def tagged(http: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its ETag; nothing but 304 when the caller has it already."""
    revision = getattr(http, "shown_revision", None)
    if revision is None or response.status_code not in (200, 201):
        return response
    tag = f'"{revision}-{hashlib.sha256(response.content).hexdigest()[:12]}"'
    response.headers["ETag"] = tag
    if http.method in ("GET", "HEAD") and _has(http.headers.get("If-None-Match", ""), tag):
        unchanged = HttpResponse(status=304)
        unchanged.headers["ETag"] = tag
        return unchanged
    return response


def _has(said: str, tag: str) -> bool:
    return said.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in said.split(","))
