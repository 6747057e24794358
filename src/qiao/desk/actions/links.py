"""Links between requests: blocks, was caused by, is a duplicate of."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from qiao.desk import rules
from qiao.desk.actions.change import tell
from qiao.desk.actions.waits import count
from qiao.desk.events import Kind
from qiao.desk.models import Link, Request
from qiao.desk.rules import UNDONE, LinkKind, Reason, State
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person


@transaction.atomic
def link(*, request: Request, to: Request, kind: LinkKind, by: Person, at: datetime) -> Link:
    """Says that ``request`` blocks, was caused by or is a duplicate of ``to``. Only of what one may see."""
    source, target = both(request, to, by=by)
    refuse(rules.why_not_link(source, target, kind, by.scope))
    refuse(rules.why_not_loop(source.pk, target.pk, lambda ids: _after(ids, kind)))
    known = Link.objects.filter(source=source, target=target, kind=kind).exists()
    refuse(Reason.LINKED_ALREADY if known else None)
    made = Link.objects.create(source=source, target=target, kind=kind, by=by, at=at)
    _wait(made, 1)
    _tell(Kind.LINKED, made, by=by, at=at)
    return made


@transaction.atomic
def unlink(*, link: Link, by: Person, at: datetime) -> None:
    """Takes back what was said about two requests; whoever may say it may take it back."""
    source, target = both(link.source, link.target, by=by)
    refuse(rules.why_not_link(source, target, LinkKind(link.kind), by.scope))
    if not Link.objects.filter(pk=link.pk).delete()[0]:
        return
    _wait(link, -1)
    _tell(Kind.UNLINKED, link, by=by, at=at)


def both(one: Request, other: Request, *, by: Person) -> tuple[Request, Request]:
    """The two as they are now, locked in the same order whoever asks; refused when one is not to be seen."""
    found = Request.objects.select_for_update(no_key=True).filter(pk__in={one.pk, other.pk}).order_by("pk")
    rows = {row.pk: row for row in found}
    if one.pk == other.pk:
        raise Refused(Reason.SAME_REQUEST)
    if Request.objects.visible_to(by.scope).filter(pk__in=rows).count() < len(rows):
        raise Refused(Reason.NO_SUCH_REQUEST)
    return rows[one.pk], rows[other.pk]


def _after(ids: set[int], kind: LinkKind) -> Iterable[int]:
    """Where links of a kind lead. A part has to end before the request above, so it blocks that, too."""
    ways = set(Link.objects.filter(source__in=ids, kind=kind).values_list("target_id", flat=True))
    if kind is LinkKind.BLOCKS:
        above = Request.objects.filter(pk__in=ids, parent__isnull=False)
        ways |= {pk for pk in above.values_list("parent_id", flat=True) if pk}
    return ways


def _wait(link: Link, by: int) -> None:
    if link.kind != LinkKind.BLOCKS:
        return
    count(Request.objects.filter(pk=link.source_id), "blocks", by)
    if State(link.source.state) in UNDONE:
        count(Request.objects.filter(pk=link.target_id), "open_blockers", by)


def _tell(kind: Kind, link: Link, *, by: Person, at: datetime) -> None:
    """Both stories say it, each about the other, to those who may see the other."""
    for request, other, inverse in (
        (link.source, link.target_id, False),
        (link.target, link.source_id, True),
    ):
        tell(kind, request, by=by, at=at, other=other, link=link.kind, inverse=inverse or None)
