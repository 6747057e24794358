"""The ledger: what happened, appended once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.expressions import Func
from django.db.models.functions import Now

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


class TransactionNumber(Func):
    """The writing transaction's number on PostgreSQL; 0 on SQLite, where writers already queue."""

    template = "0"
    arity = 0
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="(pg_current_xact_id()::text::bigint)")


class OldestRunning(Func):
    """The oldest transaction that may still write: everything before it is settled.

    On SQLite every committed row is settled, so the bound is 1 (numbers there are 0).
    """

    template = "1"
    arity = 0
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
        )


class NextTransaction(Func):
    """The first number that no transaction of this cluster has had; no row can carry it or more.

    Unless the row was made elsewhere and restored here. Beyond all numbers on SQLite, where they are 0.
    """

    template = "9223372036854775807"
    arity = 0
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"
        )


@dataclass(frozen=True, order=True)
class Position:
    """A place in the total order of the ledger. Readers store it and go on from there.

    Without arguments the place before everything: what was restored from another cluster lies below zero.
    """

    transaction: int = -(2**63)
    number: int = 0

    def __str__(self) -> str:
        return f"{self.transaction}.{self.number}"

    @classmethod
    def parse(cls, text: str) -> Position:
        """The position written by ``str``; raises ValueError for anything else."""
        transaction, _, number = text.partition(".")
        return cls(int(transaction), int(number))


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> Self:
        """The events of one subject, in the order in which they were appended."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by(
            "transaction", "id"
        )

    def settled(self) -> Self:
        """Those before which nothing can appear any more (see ``after``)."""
        return self.filter(transaction__lt=OldestRunning())

    def after(self, position: Position) -> Self:
        """Settled events behind ``position``, in total order: nothing can appear before them any more.

        An event of a transaction that is still running, or that is younger than one, is held back
        until that transaction has ended; so a reader that stores the last position never misses one.
        """
        behind = models.Q(transaction__gt=position.transaction) | models.Q(
            transaction=position.transaction, id__gt=position.number
        )
        return self.settled().filter(behind).order_by("transaction", "id")


def _where_there_is(unit: str, name: str) -> models.Index:
    """Most events move nothing from unit to unit: those without cost this index nothing."""
    named = models.Q(**{f"{unit}__isnull": False})
    return models.Index(fields=[unit, "transaction", "id"], condition=named, name=name)


class Event(models.Model):
    """One thing that happened. Plain numbers instead of foreign keys: it outlives what it speaks of."""

    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    from_unit_id = models.BigIntegerField(null=True)
    to_unit_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    transaction = models.BigIntegerField(db_default=TransactionNumber())

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="ledger_subject"),
            models.Index(fields=["transaction", "id"], name="ledger_order"),
            # For the event log, which filters and walks in the order of the ledger.
            models.Index(fields=["kind", "transaction", "id"], name="ledger_kind"),
            models.Index(fields=["actor_id", "transaction", "id"], name="ledger_actor"),
            _where_there_is("from_unit_id", name="ledger_from"),
            _where_there_is("to_unit_id", name="ledger_to"),
            models.Index(fields=["at", "transaction", "id"], name="ledger_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}#{self.subject_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def position(self) -> Position:
        return Position(self.transaction, self.pk)


class Bookmark(models.Model):
    """How far one reader of the ledger has come."""

    reader = models.CharField(max_length=60, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.reader} {self.transaction}.{self.number}"
