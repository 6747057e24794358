"""One upload on its way into the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from qiao.imports.rules import AT_REST, BUSY, KEPT, LAPSE, Job, Phase, State, System
from qiao.org.models import Person, Unit


def _choices(kind: type[State] | type[System]) -> list[tuple[str, Any]]:
    return [(each.value, each.label) for each in kind]


class ImportQuerySet(models.QuerySet["Import"]):
    def alive(self, at: datetime) -> Self:
        """Those that somebody is working on."""
        return self.filter(state=State.RUNNING, beat_at__gt=at - LAPSE)

    def waiting(self, at: datetime) -> Self:
        """Those that were asked for, or left behind by somebody who is gone."""
        left = Q(state=State.RUNNING, beat_at__lte=at - LAPSE)
        return self.filter(Q(state=State.ASKED) | left).order_by("changed_at", "id")

    def forgotten(self, at: datetime) -> Self:
        """Those whose files lie there for nothing."""
        return self.filter(state__in=AT_REST, changed_at__lt=at - KEPT).exclude(folder="")


class Import(models.Model):
    """Files with what they are, how far they are, and what came of them."""

    system = models.CharField(max_length=12, choices=_choices(System))
    # What it is known by when it comes again, and what the unit of it is called.
    name = models.CharField(max_length=30)
    title = models.CharField(max_length=80)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Where its files lie; empty when they are gone.
    folder = models.CharField(max_length=32, blank=True)
    # Name and bytes of each file, in order.
    files = models.JSONField(default=list)
    archive = models.CharField(max_length=200, blank=True)
    # What somebody chose: columns and steps of a log, the map of tickets, and what goes for all.
    options = models.JSONField(default=dict)
    # What was guessed when it came: columns with reasons.
    guess = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=_choices(State), default=State.READY.value)
    job = models.CharField(max_length=10, blank=True)
    phase = models.CharField(max_length=10, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    # Whose work it is, and their last sign of life.
    token = models.CharField(max_length=32, blank=True)
    beat_at = models.DateTimeField(null=True)
    stop = models.BooleanField(default=False)
    # What the last job found, and of which job that is.
    report = models.JSONField(default=dict)
    report_of = models.CharField(max_length=10, blank=True)
    trouble = models.JSONField(default=dict)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["changed_at"],
                condition=Q(state__in=sorted(each.value for each in BUSY)),
                name="imports_busy",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> System:
        return System(self.system)

    @property
    def stands(self) -> State:
        return State(self.state)

    @property
    def is_busy(self) -> bool:
        return self.stands in BUSY

    @property
    def doing(self) -> Phase | None:
        return Phase(self.phase) if self.phase else None

    @property
    def is_rehearsal(self) -> bool:
        return self.job == Job.REHEARSE

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(each["size"] for each in self.files)
