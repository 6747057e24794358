"""Requests that are raised by themselves: what, for whom, when, and what became of each occurrence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from qiao.catalogue.models import Service
from qiao.catalogue.rules import Priority
from qiao.desk.models import Request
from qiao.org.models import Person, Unit
from qiao.schedules.rules import Outcome, Pattern, ScheduleState

if TYPE_CHECKING:
    from qiao.org.rules import Scope


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def visible_to(self, scope: Scope) -> Self:
        """Whoever owns it, belongs to the unit that it is for, or leads it."""
        people = {scope.person_id, *scope.stands_in_for}
        return self.filter(Q(owner__in=people) | Q(unit__in=scope.unit_ids))


class Schedule(models.Model):
    """A request that is raised on certain days, on behalf of a unit."""

    title = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    priority = models.CharField(
        max_length=10, choices=[(each.value, each.label) for each in Priority], default=Priority.NORMAL
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    # On whose behalf; the days and shifts are those of its calendar.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="schedules")
    # In whose name it is raised.
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="schedules")
    pattern_data = models.JSONField()
    state = models.CharField(
        max_length=8,
        choices=[(each.value, each.label) for each in ScheduleState],
        default=ScheduleState.RUNNING,
    )
    # Why it was paused, when it paused itself (a code of rules.Reason).
    because = models.CharField(max_length=24, blank=True)
    # Up to here everything is decided; what is due next, none when nothing is.
    decided_until = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ScheduleState.RUNNING) | Q(next_at__isnull=True),
                name="schedules_only_running_due",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="schedules_due"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def pattern(self) -> Pattern:
        return Pattern.parse(self.pattern_data)


class Occurrence(models.Model):
    """One moment at which a schedule was due, and what became of it. There is never a second one."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="occurrences")
    due = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=[(each.value, each.label) for each in Outcome])
    because = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    request = models.OneToOneField(Request, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-due"]
        constraints = [models.UniqueConstraint(fields=["schedule", "due"], name="schedules_once")]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.due:%Y-%m-%d %H:%M}: {self.outcome}"
