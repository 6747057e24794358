"""What a change of one request means for those that wait for it: counted on them, never asked by a page."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet

from qiao.desk.models import Link, Request
from qiao.desk.rules import OPEN, UNDONE, LinkKind, State


def settle(request: Request, before: Mapping[str, Any]) -> None:
    """After ``move``: the request above counts its open parts, those that it blocks their open blockers.

    A part counts until it is over, because whoever holds the request above confirms it themselves. What
    merely blocks counts until it is delivered: others confirm that, in their own time.
    """
    if "state" not in before:
        return
    was, now = State(before["state"]), State(request.state)
    if request.parent_id and (was in OPEN) != (now in OPEN):
        count(Request.objects.filter(pk=request.parent_id), "open_parts", 1 if now in OPEN else -1)
    if request.blocks and (was in UNDONE) != (now in UNDONE):
        blocked = Link.objects.filter(source=request, kind=LinkKind.BLOCKS).values("target")
        count(Request.objects.filter(pk__in=blocked), "open_blockers", 1 if now in UNDONE else -1)


def count(requests: QuerySet[Request], column: str, by: int) -> None:
    """Adds to a count without a new revision: what somebody is just typing about them stays right."""
    requests.update(**{column: F(column) + by})
