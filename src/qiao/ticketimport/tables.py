"""The tables that an import of tickets fills, each with the columns that a row brings, in that order."""

from __future__ import annotations

from dataclasses import dataclass, field

from qiao.desk.importing.loading import Row, Table
from qiao.desk.models import Comment, Handoff, Hop, Involvement, Pause, Request
from qiao.ledger.models import Event
from qiao.ticketimport.models import ImportedTicket

REQUEST = """
    id number service_id version_id calendar_id title details answers priority confidential requester_id
    requester_unit_id state holder_unit_id holder_person_id accountable_unit_id accountable_id raised_at
    complete_seconds responded_at promised_at delivered_at closed_at waiting_for due_at changed_at
    used_seconds hop_count bounces reopened revision
"""
HOP = """
    id request_id ordinal unit_id person_id calendar_id started_at accepted_at ended_at used_seconds
    paused_seconds
"""
PAUSE = "hop_id kind counterpart expected_until started_at ended_at seconds"
INVOLVED = "request_id unit_id"
HANDOFF = """
    request_id from_unit_id from_person_id to_unit_id to_person_id offered_at answered_at answered_by_id
    outcome
"""
COMMENT = "id request_id author_id at body internal"
LEDGER = "kind at actor_id subject_type subject_id from_unit_id to_unit_id data"
TICKET = "source_id key request_id stands seen revision imported_at moved_at"


@dataclass(slots=True)
class Pages:
    """The rows of one batch, by table."""

    requests: list[Row] = field(default_factory=list)
    hops: list[Row] = field(default_factory=list)
    pauses: list[Row] = field(default_factory=list)
    involved: list[Row] = field(default_factory=list)
    handoffs: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    ledger: list[Row] = field(default_factory=list)
    tickets: list[Row] = field(default_factory=list)


class Tables:
    """All of them, with their statements ready."""

    def __init__(self) -> None:
        self.requests = Table(Request, *REQUEST.split())
        self.hops = Table(Hop, *HOP.split())
        self.comments = Table(Comment, *COMMENT.split())
        self._pauses = Table(Pause, *PAUSE.split())
        self._involved = Table(Involvement, *INVOLVED.split())
        self._handoffs = Table(Handoff, *HANDOFF.split())
        self._ledger = Table(Event, *LEDGER.split())
        self._tickets = Table(ImportedTicket, *TICKET.split())

    def insert(self, pages: Pages) -> None:
        """Writes all rows of a batch, those that others point to first."""
        for table, rows in (
            (self.requests, pages.requests),
            (self.hops, pages.hops),
            (self._pauses, pages.pauses),
            (self._involved, pages.involved),
            (self._handoffs, pages.handoffs),
            (self.comments, pages.comments),
            (self._ledger, pages.ledger),
            (self._tickets, pages.tickets),
        ):
            table.insert(rows)
