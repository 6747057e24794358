"""Draws, invitations, answers with every version, and what was published of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from qiao.catalogue.models import Service
from qiao.desk.models import Request
from qiao.desk.rules import State as Stage
from qiao.org.models import Person, Unit
from qiao.pulse.rules import Kept, Outcome, Solved, State
from qiao.statements import Question

if TYPE_CHECKING:
    from qiao.org.rules import Scope


class Draw(models.Model):
    """One month's chance: the salt is secret until the month is over, its hash is known from the start."""

    month = models.CharField(max_length=7, unique=True)
    salt = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.month


class Batch(models.Model):
    """What was published of one unit at one moment. Never changed afterwards, never added to."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pulse_batches")
    number = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField()
    published_at = models.DateTimeField()
    # In an order that tells nothing; empty below the gate for comments.
    comments = models.JSONField(default=list)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="pulse_batches_in_order")]

    def __str__(self) -> str:
        return f"{self.unit_id}.{self.number}"


class Cut(models.Model):
    """The counts of one batch for the whole unit (no service) or for one service. Only what passed the gate
    is written down. People are counted, not answers."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="cuts")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    skipped = models.PositiveIntegerField()
    # {"yes": 7, "partly": 2, "no": 1}, {"1": 0, …, "5": 4}, {"yes": …, "no": …, "not_agreed": …}
    solved = models.JSONField()
    effort = models.JSONField()
    kept = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "service"], name="pulse_cut_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.service_id or '*'}"


class LotQuerySet(models.QuerySet["Lot"]):
    def open_for(self, scope: Scope, at: datetime) -> Self:
        """Invitations that wait for this very person. Nobody answers for somebody else."""
        waiting = self.filter(person=scope.person_id, state=State.OPEN, expires_at__gt=at)
        return waiting.filter(request__state=Stage.CONFIRMED)

    def locked(self, pk: int) -> Lot:
        """The row as it is now, locked until the transaction ends."""
        return LOCKED.one(pk)


class Lot(models.Model):
    """One confirmed request in the draw; an invitation when it was drawn."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="lot")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="lots")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, db_index=False, related_name="+")
    # The unit that promised: it is the one whose service is rated.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    rate = models.FloatField()
    drawn = models.FloatField()
    outcome = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Outcome])
    state = models.CharField(max_length=10, blank=True, choices=[(each.value, each.value) for each in State])
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="lots")

    objects = LotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.INVITED.value, person__isnull=False, expires_at__isnull=False)
                & ~Q(state="")
                | ~Q(outcome=Outcome.INVITED.value) & Q(state=""),
                name="pulse_invited_has_state",
            )
        ]
        indexes = [
            models.Index(fields=["person", "at"], name="pulse_by_person"),
            models.Index(fields=["service", "at"], name="pulse_by_service"),
            models.Index(fields=["unit", "batch", "state"], name="pulse_by_unit"),
            models.Index(fields=["expires_at"], condition=Q(state=State.OPEN.value), name="pulse_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.outcome}"


# With the request, whose chain says who may not rate it.
LOCKED = Question(
    lambda lot: (
        Lot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("request__service")
        .filter(pk=lot)
    )
)


class Answer(models.Model):
    """One version of what somebody said; the highest counts, none is ever changed."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="answers")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    solved = models.CharField(max_length=6, choices=[(each.value, each.label) for each in Solved])
    effort = models.PositiveSmallIntegerField()
    kept = models.CharField(max_length=10, choices=[(each.value, each.label) for each in Kept])
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "version"], name="pulse_versions_in_order"),
            models.CheckConstraint(condition=Q(effort__gte=1, effort__lte=5), name="pulse_effort_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}.{self.version}"
