"""What was imported from which system, so that importing again adds nothing twice and old keys lead on."""

from __future__ import annotations

from django.db import models

from qiao.desk.models import Request
from qiao.org.models import Unit


class TicketSource(models.Model):
    """One system under one name, however often and from whatever files it was imported."""

    name = models.CharField(max_length=30, unique=True)
    system = models.CharField(max_length=20)
    title = models.CharField(max_length=80)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    report = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    # None while an import runs, and after one was interrupted.
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title


class ImportedTicket(models.Model):
    """One ticket, the request it became, and what of it is here already."""

    source = models.ForeignKey(TicketSource, on_delete=models.CASCADE, related_name="tickets")
    key = models.CharField(max_length=200)
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="imported_ticket")
    # Of where the ticket stood: state, unit, holder. Different: it has moved on over there.
    stands = models.CharField(max_length=32)
    # Fingerprints of the comments and files that are here.
    seen = models.JSONField(default=list)
    # The request's revision after the import; a higher one: it has been worked on here since.
    revision = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    # The last thing that the export told of its moves.
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="ticketimport_key_once")]
        indexes = [models.Index(fields=["key"], name="ticketimport_by_key")]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.key}"
