"""What is watched and until when, who is to be told, and what holds."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from qiao.catalogue.models import Service
from qiao.desk.models import Request
from qiao.escalation.rules import MARKS, Because, Terms
from qiao.org.models import Person


class Policy(models.Model):
    """When requests are escalated: of one service, or (without one) of all others."""

    service = models.OneToOneField(Service, null=True, on_delete=models.CASCADE, related_name="+")
    marks = models.JSONField(default=list)
    returns = models.PositiveSmallIntegerField(default=2)
    reopenings = models.PositiveSmallIntegerField(default=2)
    every = models.PositiveSmallIntegerField(default=60)
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["service__code"]
        constraints = [models.UniqueConstraint(Coalesce("service", 0), name="escalation_one_for_each")]

    def __str__(self) -> str:
        return f"{self.service_id or '*'}: {self.marks}"

    @property
    def terms(self) -> Terms:
        marks = tuple(self.marks) or MARKS
        return Terms(marks, self.returns, self.reopenings, self.every, self.active)


class Watch(models.Model):
    """When a request that runs is looked at next; written when the ledger says that its clocks moved."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, primary_key=True, related_name="+")
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="escalation_next")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.next_at}"


class Mark(models.Model):
    """A reason for which a request was escalated: once for each, whatever is done twice."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, db_index=False, related_name="+")
    because = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Because])
    n = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "because", "n"], name="escalation_once")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.because} {self.n}"

    @property
    def why(self) -> str:
        """In words."""
        return str(Because(self.because).label) % {"n": self.n}


class Line(models.Model):
    """That somebody has to be told of a request, or was: in one digest with everything else for them."""

    mark = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["mark", "person"], name="escalation_told_once")]
        indexes = [
            models.Index(fields=["person"], condition=Q(told_at__isnull=True), name="escalation_to_tell"),
            models.Index(fields=["person", "told_at"], name="escalation_told"),
        ]

    def __str__(self) -> str:
        return f"{self.mark_id} → {self.person_id}"
