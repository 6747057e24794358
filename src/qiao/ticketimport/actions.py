"""Importing tickets: an export that has been read becomes requests; what is there already only grows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from qiao.desk.importing.loading import EPOCH, moment
from qiao.desk.importing.numbers import take_numbers
from qiao.desk.importing.organisation import root_unit, round_the_clock
from qiao.desk.importing.steps import Step
from qiao.desk.importing.tables import Pages
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind
from qiao.eventlog.times import MICROSECOND
from qiao.files.intake import Arrived
from qiao.ledger.actions import record
from qiao.org.models import Calendar, Person, Unit
from qiao.ticketimport import again, rows, rules, structure
from qiao.ticketimport.export import Export
from qiao.ticketimport.files import Contents
from qiao.ticketimport.life import Life
from qiao.ticketimport.models import ImportedTicket, TicketSource
from qiao.ticketimport.neutral import Actor, Place, Ticket
from qiao.ticketimport.preset import Preset
from qiao.ticketimport.problems import Problems
from qiao.ticketimport.timeline import World, described

TICKETS, PARTS = 500, 5000  # what one transaction takes, whichever comes first

Seen = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How the caller wants tickets imported. ``name`` is what the source is known by when it comes again."""

    name: str
    title: str
    zone: str
    calendar: Calendar | None = None
    parent: Unit | None = None
    leader: Person | None = None
    folder: Path | None = None
    refuse_unknown: bool = False


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do."""

    added: int = 0
    grown: int = 0
    same: int = 0
    comments: int = 0
    files: int = 0
    people: int = 0
    units: int = 0

    def document(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


class Unknown(Exception):
    """People or units that are not known here, when that was to be refused."""


def actors_taken(ticket: Ticket) -> Ticket:
    """Who asked, who has it and where, when records of their own tell it."""
    for part in ticket.parts:
        if not isinstance(part, Actor):
            continue
        if part.role == "requester" and part.who:
            ticket.requester = part.who
        elif part.role == "assignee":
            ticket.assignee = ticket.assignee or part.who
            ticket.unit = ticket.unit or part.unit
    return ticket


def world_of(preset: Preset, built: structure.Structure, problems: Problems) -> World:
    """What names and words mean here; what had to be guessed is noted."""

    def meaning(word: str, place: Place) -> tuple[Step, PauseKind | None]:
        step, kind, guessed = rules.step(preset, word)
        if guessed:
            problems.note("guessed_state", place, value=word, step=step.value)
        return step, kind

    return World(built.person, built.unit, meaning, problems.note, built.nobody)


def rehearse(export: Export, wish: Wish, seen: Seen | None = None) -> Outcome:
    """What an import would do, and everything that it would stumble over. Changes nothing."""
    source = TicketSource.objects.filter(name=wish.name).first()
    found = structure.look_up(export.reader.names, export.preset, source, export.problems)
    built = _imagined(found, export)
    world = world_of(export.preset, built, export.problems)
    contents = Contents(wish.folder, export.problems)
    outcome = Outcome(people=len(found.unknown_people), units=len(found.unknown_units))
    for batch in _batches(export.tickets()):
        there = _there(source, batch)
        for ticket in map(actors_taken, batch):
            row = there.get(ticket.key)
            _count(outcome, ticket, row)
            if row is None:
                Life(ticket, world)
                _priority(export, ticket)
            for file in rows.files_of(ticket):
                content = contents.look(file, ticket)
                if content is not None and (why := contents.check(file, content)):
                    export.problems.note("bad_file", file.place, value=file.name, why=why)
        if seen is not None:
            seen(len(batch))
    return outcome


def _imagined(found: structure.Found, export: Export) -> structure.Structure:
    """As if the placeholders were there already: numbers that nothing has."""
    built = structure.Structure(
        export.reader.names, dict(found.people), dict(found.units), nobody=-1, root=-1
    )
    built.people |= {id(named): -2 - n for n, named in enumerate(found.unknown_people)}
    built.units |= {name: -2 - n for n, name in enumerate(found.unknown_units)}
    return built


def _count(outcome: Outcome, ticket: Ticket, row: ImportedTicket | None) -> None:
    known = set(row.seen) if row is not None else set()
    outcome.comments += sum(rows.remark(each) not in known for each in described(ticket)[1])
    outcome.files += sum(rows.file_mark(each) not in known for each in rows.files_of(ticket))
    if row is None:
        outcome.added += 1
    elif again.is_new(row, ticket):
        outcome.grown += 1
    else:
        outcome.same += 1


def import_tickets(*, export: Export, wish: Wish, at: datetime, seen: Seen | None = None) -> Outcome:
    """Brings an export that has been read into the desk; a second call goes on where one stopped.

    Raises Unknown, before anything is written, when somebody is unknown and that was to be refused.
    ``seen`` is told how many tickets have been dealt with.
    """
    source, plan, outcome = _prepare(export, wish, at)
    world = world_of(export.preset, plan.structure, export.problems)
    for batch in _batches(export.tickets()):
        _write(plan, world, [actors_taken(ticket) for ticket in batch], outcome)
        if seen is not None:
            seen(len(batch))
    _finish(source, export, outcome, at)
    return outcome


@transaction.atomic
def _prepare(export: Export, wish: Wish, at: datetime) -> tuple[TicketSource, rows.Plan, Outcome]:
    """Everything that requests refer to; all of it or nothing."""
    known = TicketSource.objects.select_for_update(no_key=True).filter(name=wish.name).first()
    found = structure.look_up(export.reader.names, export.preset, known, export.problems)
    if wish.refuse_unknown and (found.unknown_people or found.unknown_units):
        raise Unknown
    if known is not None and known.finished_at is None:
        export.findings.note("resumed")
    calendar = wish.calendar or round_the_clock(wish.zone)
    source = _source(export.preset, wish, calendar, at)
    if source.root.leader_id is None and wish.parent is None:
        export.findings.note("nobody_sees", unit=str(source.root))
    built = structure.build(found, export.reader.names, source, calendar, export.preset, at)
    plan = rows.Plan(
        source=source,
        structure=built,
        preset=export.preset,
        contents=Contents(wish.folder, export.problems),
        priority=lambda ticket: _priority(export, ticket),
        imported_at=(at - EPOCH) // MICROSECOND,
    )
    return source, plan, Outcome(people=len(found.unknown_people), units=len(found.unknown_units))


def _priority(export: Export, ticket: Ticket) -> str:
    level, guessed = rules.priority(export.preset, ticket.priority)
    if guessed:
        export.problems.note(
            "guessed_priority", ticket.place, value=ticket.priority, priority=str(level.value)
        )
    return level.value


def _source(preset: Preset, wish: Wish, calendar: Calendar, at: datetime) -> TicketSource:
    root = root_unit(
        f"tickets-{wish.name}", wish.title, calendar=calendar, parent=wish.parent, leader=wish.leader
    )
    source, _created = TicketSource.objects.update_or_create(
        name=wish.name,
        defaults={"system": preset.system, "title": wish.title[:80], "root": root}
        | {"started_at": at, "finished_at": None},
    )
    source.root = root
    return source


def _batches(tickets: Iterable[Ticket]) -> Iterator[list[Ticket]]:
    batch: list[Ticket] = []
    parts = 0
    for ticket in tickets:
        batch.append(ticket)
        parts += len(ticket.parts)
        if len(batch) >= TICKETS or parts >= PARTS:
            yield batch
            batch, parts = [], 0
    if batch:
        yield batch


def _there(source: TicketSource | None, batch: Sequence[Ticket]) -> dict[str, ImportedTicket]:
    if source is None:
        return {}
    found = ImportedTicket.objects.filter(source=source, key__in=[ticket.key for ticket in batch])
    return {row.key: row for row in found}


def _write(plan: rows.Plan, world: World, batch: Sequence[Ticket], outcome: Outcome) -> None:
    """One transaction: whole requests or nothing. Files are checked before it begins."""
    there = _there(plan.source, batch)
    news = [ticket for ticket in batch if ticket.key not in there or again.is_new(there[ticket.key], ticket)]
    arrived = _arrived(plan, news, there)
    with transaction.atomic():
        _add_new(plan, world, [ticket for ticket in news if ticket.key not in there], arrived)
        for ticket in news:
            if ticket.key in there:
                _grow(plan, world, there[ticket.key], ticket, arrived)
    for ticket in batch:
        _count(outcome, ticket, there.get(ticket.key))


def _arrived(
    plan: rows.Plan, tickets: Sequence[Ticket], there: dict[str, ImportedTicket]
) -> dict[rows.FileKey, Arrived]:
    """The files of these tickets that are not here yet, checked and written down."""
    found: dict[rows.FileKey, Arrived] = {}
    for ticket in tickets:
        known = set(there[ticket.key].seen) if ticket.key in there else set()
        for file in rows.files_of(ticket):
            if rows.file_mark(file) not in known and (kept := plan.contents.take_in(file, ticket)):
                found[rows.identity(file)] = kept
    return found


def _add_new(
    plan: rows.Plan, world: World, tickets: Sequence[Ticket], arrived: dict[rows.FileKey, Arrived]
) -> None:
    if not tickets:
        return
    lives = [Life(ticket, world) for ticket in tickets]
    keys = plan.tables.requests.reserve(len(tickets))
    made = _made(plan, lives, arrived)
    numbers = take_numbers([moment(ticket.created).year for ticket in tickets])
    pages = Pages()
    for ticket, life, key, number in zip(tickets, lives, keys, numbers, strict=True):
        rows.add(plan, pages, ticket, life, key, number, made)
    plan.tables.insert(pages)


def _made(
    plan: rows.Plan, lives: Sequence[Life], arrived: dict[rows.FileKey, Arrived], *, spare: int = 0
) -> rows.Made:
    """Keys for the hops and comments of these lives, of which ``spare`` hops are there already."""
    hops = sum(len(life.hops) for life in lives) - spare
    comments = sum(entry.said is not None for life in lives for entry in life.entries)
    return rows.Made(
        iter(plan.tables.hops.reserve(hops) if hops else ()),
        iter(plan.tables.comments.reserve(comments) if comments else ()),
        arrived,
    )


def _grow(
    plan: rows.Plan,
    world: World,
    row: ImportedTicket,
    ticket: Ticket,
    arrived: dict[rows.FileKey, Arrived],
) -> None:
    """One by one, each with rows of its own: few tickets change between two imports."""
    request = Request.objects.locked(row.request_id)
    life = again.grown(row, request, ticket, world)
    pages = Pages()
    again.grow(plan, pages, row, request, ticket, life, _made(plan, [life], arrived, spare=1))
    plan.tables.insert(pages)


@transaction.atomic
def _finish(source: TicketSource, export: Export, outcome: Outcome, at: datetime) -> None:
    figures: dict[str, Any] = {**outcome.document(), "problems": export.problems.counts}
    TicketSource.objects.filter(pk=source.pk).update(report=figures, finished_at=at)
    record(rules.IMPORTED, subject=source.root, at=at, name=source.name, system=source.system, **figures)
