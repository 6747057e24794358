"""Lives to rows of the desk: the same rows as the desk's actions would have written at the time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from qiao.desk import clocks
from qiao.desk.clocks import Hours
from qiao.desk.events import Kind
from qiao.desk.importing.loading import Row, document, moment, stamp
from qiao.desk.importing.tables import Pages, Tables
from qiao.desk.models import Attachment, Handoff, Request
from qiao.desk.rules import State
from qiao.eventlog.cases import collapsed
from qiao.eventlog.statistics import count_bounces
from qiao.files import actions as files
from qiao.files.intake import Arrived
from qiao.org.models import Calendar
from qiao.ticketimport.files import Contents
from qiao.ticketimport.life import Entry, Life
from qiao.ticketimport.models import ImportedTicket, TicketSource
from qiao.ticketimport.neutral import Attached, Said, Ticket
from qiao.ticketimport.preset import Preset
from qiao.ticketimport.structure import KEY, Structure, extra_key
from qiao.ticketimport.timeline import Stretch

ACCEPTED = str(Handoff.Outcome.ACCEPTED)
SUBJECT = Request._meta.label_lower
TICKET = "source_id key request_id stands seen revision imported_at moved_at"
MORE = "details confidential changed_at"
ANSWER = 500  # characters of one value that a request shows
MOST = 2**31 - 1


@dataclass(slots=True)
class Plan:
    """How the tickets of one source become requests."""

    source: TicketSource
    structure: Structure
    preset: Preset
    contents: Contents
    priority: Any
    imported_at: int
    tables: Tables = field(default_factory=lambda: Tables(ImportedTicket, TICKET, more=MORE))

    def works(self, unit: int) -> Hours:
        """The calendar of the hops of a unit: what was changed on the way counts as it stood then."""
        return self.structure.calendar(unit).known_at(moment(self.imported_at))


FileKey = tuple[Any, ...]


@dataclass(slots=True)
class Made:
    """What a request was given besides its row: keys of its hops and comments, contents of its files."""

    hops: Iterator[int]
    comments: Iterator[int]
    arrived: dict[FileKey, Arrived]


def add(plan: Plan, pages: Pages, ticket: Ticket, life: Life, key: int, number: str, made: Made) -> None:
    """All rows of one new request, its row last, since it repeats what they add up to."""
    used = sum(add_hop(plan, pages, hop, key, n, next(made.hops)) for n, hop in enumerate(life.hops, 1))
    pages.involved += [(key, unit) for unit in dict.fromkeys(hop.unit for hop in life.hops)]
    add_handoffs(pages, life, key)
    add_entries(plan, pages, life.entries, key, made, ticket=ticket)
    pages.requests.append(_request(plan, ticket, life, key, number, used))
    pages.own.append(
        (
            plan.source.pk,
            ticket.key,
            key,
            stands(ticket),
            document(seen(ticket)),
            life.revision,
            stamp(plan.imported_at),
            stamp(last_move(life)),
        )
    )


def last_move(life: Life) -> int:
    """When the request last moved, as far as the export tells."""
    return max(entry.at for entry in life.entries if entry.said is None and entry.file is None)


def _request(plan: Plan, ticket: Ticket, life: Life, key: int, number: str, used: int) -> Row:
    structure = plan.structure
    service, version = structure.services[ticket.service]
    promise = structure.promises[service]
    return (
        key,
        number,
        service,
        version,
        promise.pk,
        ticket.title,
        document(answers(plan, ticket, service)),
        plan.priority(ticket),
        life.requester,
        structure.homes[life.requester],
        life.state.value,
        life.hop.unit,
        life.held_by,
        life.hop.unit,
        life.held_by,
        stamp(ticket.created),
        promised_seconds(plan, promise, ticket),
        stamp(life.responded),
        stamp(ticket.due),
        stamp(life.delivered),
        stamp(life.closed),
        life.waiting_for,
        stamp(due(life.state, ticket.due)),
        None if life.delivered is None else used,
        len(life.hops),
        count_bounces(collapsed([str(hop.unit) for hop in life.hops])),
        life.reopened,
        life.revision,
        details(plan, ticket, life, service),
        ticket.confidential,
        stamp(max(entry.at for entry in life.entries)),
    )


def details(plan: Plan, ticket: Ticket, life: Life, service: int) -> str:
    """The description; a service of the catalogue has no questions for the rest, so it stands below."""
    if service not in plan.structure.mapped or not ticket.extras:
        return life.details
    return "\n".join(
        [life.details, "", *(f"{name}: {value}" for name, value in ticket.extras.items())]
    ).strip()


def answers(plan: Plan, ticket: Ticket, service: int) -> dict[str, str]:
    """The original key and what else the source's own form asks for."""
    if service in plan.structure.mapped:
        return {KEY: ticket.key}
    places = {name: extra_key(number) for number, name in enumerate(plan.preset.extras[:39])}
    given = {places[name]: value[:ANSWER] for name, value in ticket.extras.items() if name in places}
    return {KEY: ticket.key, **given}


def promised_seconds(plan: Plan, promise: Calendar, ticket: Ticket) -> int | None:
    """Working time from the beginning to the deadline; None without one: nothing is promised."""
    if ticket.due is None:
        return None
    works = promise.known_at(moment(plan.imported_at))
    seconds = works.working_seconds(moment(ticket.created), moment(ticket.due))
    return min(max(seconds, 0), MOST)


def due(state: State, promised: int | None) -> int | None:
    """What breaks next: the deadline of the export, while it runs; nobody was promised an answer."""
    if promised is None:
        return None
    hit = clocks.next_due(state, answer_by=None, promised_at=moment(promised), confirm_by=None)
    return promised if hit else None


def add_hop(plan: Plan, pages: Pages, hop: Stretch, request: int, ordinal: int, key: int) -> int:
    """Adds a hop with its pauses; returns the working seconds that it used, 0 while it runs."""
    used, paused = add_pauses(plan, pages, hop, key)
    pages.hops.append(
        (
            key,
            request,
            ordinal,
            hop.unit,
            hop.person,
            plan.structure.calendar(hop.unit).pk,
            stamp(hop.since),
            stamp(hop.accepted),
            stamp(hop.until),
            used,
            paused,
        )
    )
    return used or 0


def add_pauses(plan: Plan, pages: Pages, hop: Stretch, key: int) -> tuple[int | None, int]:
    """The pauses of a hop; returns working seconds used (None while it runs) and paused."""
    works, paused = plan.works(hop.unit), 0
    for wait in hop.waits:
        seconds = None if wait.until is None else between(works, wait.since, wait.until)
        paused += seconds or 0
        row = (key, wait.kind.value, wait.word, stamp(wait.since), stamp(wait.until), seconds)
        pages.pauses.append((*row, stamp(wait.expected)))
    if hop.until is None:
        return None, paused
    return max(between(works, hop.since, hop.until) - paused, 0), paused


def between(works: Hours, since: int, until: int) -> int:
    """Working seconds between two moments in microseconds."""
    return works.working_seconds(moment(since), moment(until))


def add_handoffs(pages: Pages, life: Life, request: int) -> None:
    """The hand-offs, each accepted at once."""
    for each in life.passed:
        at = stamp(each.at)
        pages.handoffs.append(
            (
                request,
                each.giver,
                each.giver_person,
                each.taker,
                each.taker_person,
                "",
                at,
                at,
                each.taker_person,
                ACCEPTED,
            )
        )


def add_entries(
    plan: Plan, pages: Pages, entries: list[Entry], request: int, made: Made, *, ticket: Ticket
) -> None:
    """The ledger of a request, with comments and files; marked, so that nobody is told of what is past."""
    for entry in entries:
        data: dict[str, Any] = {**entry.data, "revision": entry.revision}
        if entry.changes:
            data["changes"] = {name: _as_kept(name, both) for name, both in entry.changes.items()}
        if entry.kind in {Kind.TAKEN, Kind.REOPENED} and entry.to is not None:
            data["hop_calendar"] = plan.structure.calendar(entry.to).pk
        if entry.said is not None:
            data |= _comment(pages, entry, entry.said, request, made)
        elif entry.file is not None:
            data |= _file(plan, entry, entry.file, request, made)
        elif entry.kind == Kind.RAISED:
            data |= _birth(plan, entry, ticket)
        data["log"] = plan.source.name
        pages.ledger.append(
            (
                str(entry.kind),
                stamp(entry.at),
                entry.actor,
                SUBJECT,
                request,
                _giver(plan, entry),
                entry.to,
                document(data),
            )
        )


def _giver(plan: Plan, entry: Entry) -> int | None:
    """From which unit: whoever raises it does so for their own."""
    if entry.kind == Kind.RAISED and entry.actor is not None:
        return plan.structure.homes[entry.actor]
    return entry.giver


def _birth(plan: Plan, entry: Entry, ticket: Ticket) -> dict[str, Any]:
    """Where it came from, and what its clocks count on; the promise is the export's own."""
    service, _version = plan.structure.services[ticket.service]
    promise = plan.structure.promises[service]
    told = {"system": plan.source.system, "key": ticket.key, "calendar": promise.pk}
    if entry.to is not None:
        told["hop_calendar"] = plan.structure.calendar(entry.to).pk
    if ticket.due is not None:
        told["promised_at"] = moment(ticket.due).isoformat()
        told["complete"] = promised_seconds(plan, promise, ticket)
    return told


def _as_kept(column: str, both: list[Any]) -> list[Any]:
    """Before and after as the ledger keeps them."""
    if column.endswith("_at"):
        return [None if at is None else moment(at).isoformat() for at in both]
    return both


def _comment(pages: Pages, entry: Entry, said: Said, request: int, made: Made) -> dict[str, Any]:
    key = next(made.comments)
    pages.comments.append((key, request, entry.actor, stamp(entry.at), said.body, said.internal))
    return {"comment": key, **({"internal": True} if said.internal else {})}


def _file(plan: Plan, entry: Entry, file: Attached, request: int, made: Made) -> dict[str, Any]:
    """A file that could not be kept is still told of."""
    internal = {"internal": True} if file.internal else {}
    arrived = made.arrived.get(identity(file))
    if arrived is None:
        return {"name": file.name[:200], "note": file.name[:200], **internal}
    attachment = Attachment.objects.create(
        request_id=request,
        uploaded_by_id=entry.actor,
        at=moment(entry.at),
        name=arrived.name,
        blob=files.keep(arrived, at=moment(plan.imported_at)),
        internal=file.internal,
    )
    return {"attachment": attachment.pk, "name": arrived.name, **internal}


def stands(ticket: Ticket) -> str:
    """A fingerprint of where the ticket stands over there."""
    told = [ticket.state, ticket.unit, ticket.assignee.identity, ticket.closed, ticket.resolved]
    return _digest(told)


def seen(ticket: Ticket) -> list[str]:
    """Fingerprints of its comments and files."""
    marks = [remark(each) for each in ticket.said]
    files_of = [file_mark(each) for each in (*ticket.attached, *(f for s in ticket.said for f in s.files))]
    return [*marks, *files_of]


def remark(said: Said) -> str:
    """The same comment again has the same mark, whoever told of it in which file."""
    return _digest(["said", said.at, said.who.identity, said.body, said.internal])


def file_mark(file: Attached) -> str:
    """The same for a file."""
    return _digest(["file", file.at, file.name])


def _digest(told: list[Any]) -> str:
    return blake2b(json.dumps(told, ensure_ascii=False).encode(), digest_size=8).hexdigest()


def files_of(ticket: Ticket) -> list[Attached]:
    """All its files, those of comments too."""
    return [*ticket.attached, *(file for said in ticket.said for file in said.files)]


def identity(file: Attached) -> FileKey:
    """What one file of one export is found by again, whoever it is said to be from."""
    return (file.place, file.name, file.at, file.refs)
