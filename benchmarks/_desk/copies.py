"""More history without more actions: the everyday stories again, in other departments and earlier weeks.

Every copy of a story turns all of its people, units and services by the same number of departments, and
moves what is over back by whole weeks, so that calendars still give the times that are written in it. One
``INSERT … SELECT`` for each table; what the actions wrote stays the only pattern.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max, Min

from benchmarks._desk.organisation import DEPARTMENTS, PEOPLE, SERVICES, UNITS, World
from qiao.catalogue.models import Service, ServiceVersion
from qiao.desk.models import Comment, Handoff, Hop, Involvement, Pause, Request
from qiao.ledger.models import Event
from qiao.org.models import Person, Unit

WEEKS = 26
TABLES: list[type[models.Model]] = [Request, Involvement, Hop, Pause, Handoff, Comment, Event]
TURNED = {Person: PEOPLE, Unit: UNITS, Service: SERVICES, ServiceVersion: SERVICES}
EVENTS: Mapping[str, type[models.Model]] = {
    "actor_id": Person,
    "from_unit_id": Unit,
    "to_unit_id": Unit,
    "subject_id": Request,
}
LEFT_TO_THE_DATABASE = {"recorded_at", "transaction"}


@dataclass
class Copier:
    """Knows the rows of the everyday stories, and how many copies there are."""

    world: World
    first: dict[type[models.Model], int] = field(default_factory=dict)
    span: dict[type[models.Model], int] = field(default_factory=dict)
    copies: int = 0

    def remember(self) -> None:
        """Takes everything that is there now as the stories to copy."""
        for model in TABLES:
            ends = model._default_manager.aggregate(low=Min("pk"), high=Max("pk"))
            self.first[model], self.span[model] = ends["low"], ends["high"] - ends["low"] + 1

    @transaction.atomic
    def grow(self, size: int) -> None:
        """Copies until there are at least ``size`` requests."""
        times = -(-(size - Request.objects.count()) // self.span[Request])
        if times <= 0:
            return
        starts = {model: model._default_manager.aggregate(high=Max("pk"))["high"] + 1 for model in TABLES}
        with connection.cursor() as cursor:
            for model in TABLES:
                cursor.execute(self._statement(model, times, starts))
        self.copies += times
        self._after()

    def _after(self) -> None:
        """Sequences behind the copied rows."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), TABLES):
                cursor.execute(statement)

    def _statement(
        self, model: type[models.Model], times: int, starts: Mapping[type[models.Model], int]
    ) -> str:
        columns = {
            each.column: self._column(model, each, starts)
            for each in model._meta.concrete_fields
            if each.column not in LEFT_TO_THE_DATABASE
        }
        low, high = self.first[model], self.first[model] + self.span[model] - 1
        return (
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
            f"WITH RECURSIVE k(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM k WHERE n < {times - 1}) "
            f"SELECT {', '.join(columns.values())} FROM k CROSS JOIN {model._meta.db_table} c "
            f"{JOINS.get(model, REQUEST)} WHERE c.id BETWEEN {low} AND {high} ORDER BY k.n, c.id"
        )

    def _column(
        self,
        model: type[models.Model],
        each: models.Field[object, object],
        starts: Mapping[type[models.Model], int],
    ) -> str:
        column, related = f"c.{each.column}", each.related_model
        if model is Event and each.column in EVENTS:
            related = EVENTS[each.column]
        if each.primary_key:
            return self._moved(model, column, starts)
        if each.column == "number":
            return f"'R-2025-' || CAST(1000000 + {self._moved(model, 'c.id', starts)} AS TEXT)"
        if each.column == "data":
            return self._data(column, starts)
        if related in TURNED:
            return self._turned(related, column)
        if related in TABLES:
            return self._moved(related, column, starts)
        return self._earlier(column) if isinstance(each, models.DateTimeField) else column

    def _moved(self, model: type[models.Model], column: str, starts: Mapping[type[models.Model], int]) -> str:
        """The number of a copied row."""
        return f"({column} - {self.first[model]} + {starts[model]} + k.n * {self.span[model]})"

    def _turned(self, model: type[models.Model], column: str) -> str:
        """Somebody or something so many departments further."""
        rows = {Person: self.world.people, Unit: self.world.units}.get(model, self.world.services)
        low = rows[0].pk if model is not ServiceVersion else self.world.services[0].version_id
        step, number = TURNED[model], TURNED[model] * DEPARTMENTS
        return f"(({column} - {low} + {step} * (k.n + {self.copies + 1})) % {number} + {low})"

    def _earlier(self, column: str) -> str:
        """What is over, some weeks back; what is open, as it is."""
        weeks = f"(CASE WHEN r.closed_at IS NULL THEN 0 ELSE (k.n + {self.copies + 1}) % {WEEKS} END)"
        if connection.vendor == "sqlite":
            return f"datetime({column}, '-' || ({weeks} * 7) || ' days')"
        return f"({column} - {weeks} * interval '7 days')"

    def _data(self, column: str, starts: Mapping[type[models.Model], int]) -> str:
        """The event of a comment speaks of the copied comment."""
        if connection.vendor == "sqlite":
            told = f"json_extract({column}, '$.comment')"
            new = f"json_set({column}, '$.comment', {self._moved(Comment, told, starts)})"
        else:
            told = f"({column}->>'comment')::bigint"
            new = f"jsonb_set({column}, '{{comment}}', to_jsonb({self._moved(Comment, told, starts)}))"
        return f"CASE WHEN {told} IS NULL THEN {column} ELSE {new} END"


REQUEST = "JOIN desk_request r ON r.id = c.request_id"
JOINS: Mapping[type[models.Model], str] = {
    Request: "JOIN desk_request r ON r.id = c.id",
    Pause: "JOIN desk_hop h ON h.id = c.hop_id JOIN desk_request r ON r.id = h.request_id",
    Event: "JOIN desk_request r ON r.id = c.subject_id",
}
