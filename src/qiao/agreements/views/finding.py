"""What every page begins with: the agreement, or its draft, as far as the reader may know of it."""

from __future__ import annotations

from django.http import Http404

from qiao.accounts.gates import PersonRequest
from qiao.agreements import reads
from qiao.agreements.models import Agreement, Version

GET_POST = ["GET", "HEAD", "POST"]


def found_by(http: PersonRequest, number: str) -> Agreement:
    found = reads.one(number, seen_by=http.person)
    if found is None:
        raise Http404
    return found


def draft_for(http: PersonRequest, number: str) -> tuple[Agreement, Version]:
    """The version in negotiation; for everybody else it does not exist."""
    found = found_by(http, number)
    version = reads.draft_of(found, http.person.scope)
    if version is None:
        raise Http404
    return found, version
