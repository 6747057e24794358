"""What was imported from which log, so that importing again adds nothing twice."""

from __future__ import annotations

from django.db import models

from qiao.desk.models import Request
from qiao.org.models import Unit


class ImportedLog(models.Model):
    """One log under one name, however often and from whatever file it was imported."""

    name = models.CharField(max_length=30, unique=True)
    file_name = models.CharField(max_length=200)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    # None while an import runs, and after one was interrupted.
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportedCase(models.Model):
    """One case of a log, the request it became, and a fingerprint of all that the log said about it."""

    log = models.ForeignKey(ImportedLog, on_delete=models.CASCADE, related_name="cases")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=32)
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="imported_from")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "key"], name="logimport_case_once")]

    def __str__(self) -> str:
        return f"{self.log_id}: {self.key}"
