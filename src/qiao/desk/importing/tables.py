"""The desk's tables that imports fill: one order of columns for all of them.

A row brings its values in the order of ``COLUMNS``, whichever import it comes from; what an import alone
knows stands behind them (``more``), and what no row brings has its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from qiao.desk.importing.loading import Row, Table
from qiao.desk.models import Comment, Handoff, Hop, Involvement, Pause, Request
from qiao.ledger.models import Event

# In this order: those that others point to first.
MODELS: Mapping[str, type[models.Model]] = {
    "requests": Request,
    "hops": Hop,
    "pauses": Pause,
    "involved": Involvement,
    "handoffs": Handoff,
    "comments": Comment,
    "ledger": Event,
}
# What every import knows of a request, whatever it comes from.
REQUEST = """
    id number service_id version_id calendar_id title answers priority requester_id requester_unit_id state
    holder_unit_id holder_person_id accountable_unit_id accountable_id raised_at complete_seconds
    responded_at promised_at delivered_at closed_at waiting_for due_at used_seconds hop_count bounces
    reopened revision
"""
COLUMNS: Mapping[str, str] = {
    "requests": REQUEST,
    "hops": """
        id request_id ordinal unit_id person_id calendar_id started_at accepted_at ended_at used_seconds
        paused_seconds
    """,
    "pauses": "hop_id kind counterpart started_at ended_at seconds expected_until",
    "involved": "request_id unit_id",
    "handoffs": """
        request_id from_unit_id from_person_id to_unit_id to_person_id note offered_at answered_at
        answered_by_id outcome
    """,
    "comments": "id request_id author_id at body internal",
    "ledger": "kind at actor_id subject_type subject_id from_unit_id to_unit_id data",
}


class Pages:
    """The rows of one batch, by table. ``own``: of the table in which an import remembers what it did."""

    __slots__ = ("comments", "handoffs", "hops", "involved", "ledger", "own", "pauses", "requests")

    def __init__(self) -> None:
        self.requests: list[Row] = []
        self.hops: list[Row] = []
        self.pauses: list[Row] = []
        self.involved: list[Row] = []
        self.handoffs: list[Row] = []
        self.comments: list[Row] = []
        self.ledger: list[Row] = []
        self.own: list[Row] = []


class Tables:
    """All of them, with their statements ready.

    ``own`` is an import's own table with its columns; ``more`` are columns of a request behind them.
    """

    def __init__(self, own: type[models.Model], columns: str, *, more: str = "") -> None:
        extra = {"requests": more}
        self._tables = {
            name: Table(model, *COLUMNS[name].split(), *extra.get(name, "").split())
            for name, model in MODELS.items()
        }
        self._tables["own"] = Table(own, *columns.split())

    @property
    def requests(self) -> Table:
        return self._tables["requests"]

    @property
    def hops(self) -> Table:
        return self._tables["hops"]

    @property
    def comments(self) -> Table:
        return self._tables["comments"]

    def insert(self, pages: Pages) -> None:
        """Writes all rows of a batch, those that others point to first."""
        for name, table in self._tables.items():
            rows: list[Any] = getattr(pages, name)
            if rows:
                table.insert(rows)
