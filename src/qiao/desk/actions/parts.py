"""Sub-requests: what the holder of a request asks of others for it."""

from datetime import datetime

from qiao.desk import rules
from qiao.desk.actions.change import move, over, tell
from qiao.desk.actions.waits import count
from qiao.desk.events import Kind
from qiao.desk.models import Fellow, Handoff, Request
from qiao.desk.rules import State
from qiao.ledger.refusals import refuse
from qiao.org.models import Person


def above(parent: Request | None, *, by: Person) -> Request | None:
    """The request for which a part is to be raised, locked, if ``by`` may ask others for it."""
    if parent is None:
        return None
    parent = Request.objects.locked(parent.pk)
    siblings = Request.objects.filter(parent=parent).count()
    refuse(rules.why_not_raise_below(parent, depth(parent), siblings, by.scope))
    return parent


def depth(request: Request) -> int:
    """How many requests stand above it."""
    steps, parent = 0, request.parent_id
    while parent is not None and steps <= rules.DEEPEST:
        steps += 1
        parent = Request.objects.values_list("parent_id", flat=True).get(pk=parent)
    return steps


def put_below(part: Request, parent: Request, *, by: Person, at: datetime) -> None:
    """The request above waits for it, and the unit that holds that one is its customer, too."""
    Fellow.objects.create(request=part, unit_id=parent.holder_unit_id, because=parent, confirms=True)
    Request.objects.filter(pk=part.pk).update(fellows=1)
    part.fellows = 1
    count(Request.objects.filter(pk=parent.pk), "open_parts", 1)
    tell(
        Kind.PART_RAISED,
        parent,
        by=by,
        at=at,
        from_unit_id=parent.holder_unit_id,
        to_unit_id=part.holder_unit_id,
        other=part.pk,
    )


def lock_open(request: Request) -> None:
    """Before a request is locked whose parts will change: they first, as when they change by themselves."""
    if request.open_parts:
        list(
            Request.objects.select_for_update(no_key=True)
            .filter(parent=request.pk, closed_at=None)
            .order_by("-pk")
        )


def let_go(request: Request, *, by: Person, at: datetime) -> None:
    """The request above ended unfinished: what nobody has accepted is withdrawn, the others are told.

    Work that has begun may be wanted all the same; whoever asked for it decides.
    """
    if not request.open_parts:
        return
    for part in _open(request):
        if part.state == State.OFFERED:
            part.handoffs.filter(outcome="").update(
                outcome=Handoff.Outcome.RECALLED, answered_at=at, answered_by=by
            )
            over(part, State.WITHDRAWN, at=at)
            tell(Kind.WITHDRAWN, part, by=by, at=at, with_above=True)
            let_go(part, by=by, at=at)
        else:
            tell(Kind.ABOVE_OVER, part, by=by, at=at, other=request.pk)


def follow(request: Request, *, by: Person, at: datetime) -> None:
    """The request above moved on: its new holder is the one for whom the parts are done."""
    if not request.open_parts:
        return
    Fellow.objects.filter(because=request, confirms=True).update(unit=request.holder_unit)
    for part in _open(request):
        whom = None if part.requester_id == by.pk else by
        if part.beneficiary_id != (whom.pk if whom else None):
            move(part, at=at, beneficiary=whom)
        tell(Kind.ABOVE_MOVED, part, by=by, at=at, other=request.pk, person=by.pk)


def _open(request: Request) -> list[Request]:
    return list(
        Request.objects.select_for_update(no_key=True).filter(parent=request, closed_at=None).order_by("-pk")
    )
