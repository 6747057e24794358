"""Unsent text, one row per person and form."""

from __future__ import annotations

from django.db import models

from qiao.org.models import Person


class Draft(models.Model):
    """What somebody typed and has not sent. Only its author ever reads it; the ledger knows nothing of it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    key = models.CharField(max_length=120)
    # [[field, value, ticked], …] as the page gave them.
    fields = models.JSONField()
    # Where it was typed, for the way back.
    page = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=120, blank=True)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-kept_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="drafts_one_per_form")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"
