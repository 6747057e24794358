"""A ticket that an earlier import brought comes again: what is new is added, never against work done here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F

from qiao.desk.importing.loading import EPOCH, moment
from qiao.desk.importing.tables import Pages
from qiao.desk.models import Hop, Pause, Request
from qiao.desk.rules import PauseKind, State
from qiao.eventlog.cases import collapsed
from qiao.eventlog.statistics import count_bounces
from qiao.eventlog.times import MICROSECOND
from qiao.ticketimport.life import Life
from qiao.ticketimport.models import ImportedTicket
from qiao.ticketimport.neutral import Attached, Said, Ticket
from qiao.ticketimport.rows import (
    Made,
    Plan,
    add_entries,
    add_handoffs,
    add_hop,
    between,
    due,
    file_mark,
    last_move,
    remark,
    seen,
    stands,
)
from qiao.ticketimport.timeline import Known, Stretch, Wait, World, last_moment


def is_new(row: ImportedTicket, ticket: Ticket) -> bool:
    """Whether the export tells anything that is not here yet."""
    moved = row.stands != stands(ticket) and not is_older(row, ticket)
    return moved or not set(seen(ticket)) <= set(row.seen)


def is_older(row: ImportedTicket, ticket: Ticket) -> bool:
    """Whether the export was made before the last one: it must not turn anything back."""
    return last_moment(ticket) < _sure(row.moved_at)


def grown(row: ImportedTicket, request: Request, ticket: Ticket, world: World) -> Life:
    """What is new, lived through from where the request stands.

    When it has been worked on here since the last import, only comments and files count.
    """
    known = _known(row, request)
    older = is_older(row, ticket)
    if request.revision == row.revision and not older:
        return Life(ticket, world, known)
    if not older and row.stands != stands(ticket):
        world.note("changed_here", ticket.place)
    return Life(ticket, world, known, remarks_only=True)


def _known(row: ImportedTicket, request: Request) -> Known:
    hop = Hop.objects.filter(request=request).order_by("-ordinal")[:1].get()
    kept = set(row.seen)

    def known(each: Said | Attached) -> bool:
        return (remark(each) if isinstance(each, Said) else file_mark(each)) in kept

    return Known(
        state=State(request.state),
        hop=_stretch(hop),
        responded=_micro(request.responded_at),
        delivered=_micro(request.delivered_at),
        closed=_micro(request.closed_at),
        hop_count=request.hop_count,
        reopened=request.reopened,
        revision=request.revision,
        moved_at=(row.moved_at - EPOCH) // MICROSECOND,
        seen=known,
    )


def _stretch(hop: Hop) -> Stretch:
    open_pauses = hop.pauses.filter(ended_at__isnull=True)
    waits = [Wait(PauseKind(each.kind), each.counterpart, _sure(each.started_at)) for each in open_pauses]
    started = _sure(hop.started_at)
    return Stretch(hop.unit_id, started, hop.person_id, _micro(hop.accepted_at), _micro(hop.ended_at), waits)


def _micro(at: datetime | None) -> int | None:
    return None if at is None else _sure(at)


def _sure(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def grow(
    plan: Plan, pages: Pages, row: ImportedTicket, request: Request, ticket: Ticket, life: Life, made: Made
) -> None:
    """Writes what is new of one request."""
    hop = Hop.objects.filter(request=request).order_by("-ordinal")[:1].get()
    moved = life.revision != request.revision
    if moved:
        _close(plan, pages, hop, life.hops[0])
        for ordinal, stretch in enumerate(life.hops[1:], request.hop_count + 1):
            add_hop(plan, pages, stretch, request.pk, ordinal, next(made.hops))
        _involve(pages, request, life)
        add_handoffs(pages, life, request.pk)
    add_entries(plan, pages, life.entries, request.pk, made, ticket=ticket)
    if moved:
        _move(plan, request, ticket, life)
    elif life.responded is not None and request.responded_at is None:
        Request.objects.filter(pk=request.pk).update(responded_at=moment(life.responded))
    _remember(plan, row, request, ticket, life, moved=moved)


def _close(plan: Plan, pages: Pages, hop: Hop, stretch: Stretch) -> None:
    """What happened in the hop that was running: accepted, paused, resumed, ended."""
    works = plan.works(hop.unit_id)
    known = {_sure(pause.started_at): pause for pause in hop.pauses.filter(ended_at__isnull=True)}
    paused = hop.paused_seconds
    for wait in stretch.waits:
        pause = known.get(wait.since)
        seconds = None if wait.until is None else between(works, wait.since, wait.until)
        paused += seconds or 0
        ended = None if wait.until is None else moment(wait.until)
        if pause is None:
            Pause.objects.create(
                hop=hop,
                kind=wait.kind,
                counterpart=wait.word,
                expected_until=None if wait.expected is None else moment(wait.expected),
                started_at=moment(wait.since),
                ended_at=ended,
                seconds=seconds,
            )
        else:
            Pause.objects.filter(pk=pause.pk).update(ended_at=ended, seconds=seconds)
    used = None
    if stretch.until is not None and hop.ended_at is None:
        used = max(between(works, stretch.since, stretch.until) - paused, 0)
    Hop.objects.filter(pk=hop.pk).update(
        person=stretch.person,
        accepted_at=None if stretch.accepted is None else moment(stretch.accepted),
        ended_at=None if stretch.until is None else moment(stretch.until),
        used_seconds=hop.used_seconds if used is None else used,
        paused_seconds=paused,
    )


def _involve(pages: Pages, request: Request, life: Life) -> None:
    there = set(request.involvements.values_list("unit_id", flat=True))
    fresh = dict.fromkeys(hop.unit for hop in life.hops if hop.unit not in there)
    pages.involved += [(request.pk, unit) for unit in fresh]


def _units(request: Request, life: Life) -> Iterator[str]:
    before = request.hops.filter(ordinal__lt=request.hop_count).order_by("ordinal")
    yield from map(str, before.values_list("unit_id", flat=True))
    yield from (str(hop.unit) for hop in life.hops)


def _move(plan: Plan, request: Request, ticket: Ticket, life: Life) -> None:
    """The request itself; nothing is lost when somebody worked on it in this very moment."""
    used = None
    if life.delivered is not None:
        earlier = request.hops.filter(ordinal__lte=request.hop_count).values_list("used_seconds", flat=True)
        later = (
            between(plan.works(hop.unit), hop.since, hop.until)
            - sum(between(plan.works(hop.unit), wait.since, wait.until or hop.until) for wait in hop.waits)
            for hop in life.hops[1:]
            if hop.until is not None
        )
        used = sum(seconds or 0 for seconds in earlier) + sum(later)
    promised = None if request.promised_at is None else _sure(request.promised_at)
    due_at = due(life.state, promised)
    Request.objects.filter(pk=request.pk, revision=request.revision).update(
        state=life.state,
        holder_unit=life.hop.unit,
        holder_person=life.held_by,
        accountable_unit=life.hop.unit,
        accountable=life.held_by,
        responded_at=None if life.responded is None else moment(life.responded),
        delivered_at=None if life.delivered is None else moment(life.delivered),
        closed_at=None if life.closed is None else moment(life.closed),
        waiting_for=life.waiting_for,
        due_at=None if due_at is None else moment(due_at),
        used_seconds=used,
        hop_count=life.hop_count,
        bounces=count_bounces(collapsed(list(_units(request, life)))),
        reopened=life.reopened,
        revision=life.revision,
    )


def _remember(
    plan: Plan, row: ImportedTicket, request: Request, ticket: Ticket, life: Life, *, moved: bool
) -> None:
    """What is here now; a request that was worked on here stays told of as it was."""
    if life.entries:
        last = moment(max(entry.at for entry in life.entries))
        newer = Request.objects.filter(pk=request.pk).exclude(changed_at__gt=last)
        newer.update(changed_at=last)
    ImportedTicket.objects.filter(pk=row.pk).update(
        seen=sorted({*row.seen, *seen(ticket)}),
        stands=row.stands if is_older(row, ticket) else stands(ticket),
        imported_at=moment(plan.imported_at),
        revision=life.revision if moved or request.revision == row.revision else F("revision"),
        moved_at=moment(last_move(life)) if moved else F("moved_at"),
    )
