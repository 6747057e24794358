"""Contents, and what somebody has chosen but not yet sent."""

from __future__ import annotations

import secrets
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from qiao.files.rules import Group, group_of


def new_key() -> str:
    """A name that nobody can guess."""
    return secrets.token_urlsafe(16)


class BlobQuerySet(models.QuerySet["Blob"]):
    def unreferenced(self) -> Self:
        """Those to which no row of any package points."""
        found = self
        for relation in Blob._meta.related_objects:
            name = relation.field.attname
            points = relation.related_model._default_manager.filter(**{name: OuterRef("pk")})
            found = found.exclude(Exists(points))
        return found


class Blob(models.Model):
    """A content, kept once however often it was sent. Who has it is said by the rows that point here."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    # The last time that somebody sent it: what was touched lately is not swept away.
    touched_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    quarantined_at = models.DateTimeField(null=True)

    objects = BlobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["touched_at"], name="files_touched")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.media_type}"

    @property
    def group(self) -> Group:
        """What a page does with it."""
        return group_of(self.media_type)


class UploadQuerySet(models.QuerySet["Upload"]):
    def of(self, uploader_id: int) -> Self:
        """Those that this person sent, with their contents."""
        return self.filter(uploader_id=uploader_id).select_related("blob")


class Upload(models.Model):
    """A file that somebody chose before sending the form it belongs to; theirs alone, for a day.

    ``uploader_id`` is a person's number, not a key: this package stands below the organisation.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key)
    uploader_id = models.BigIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["uploader_id", "at"], name="files_waiting"),
            models.Index(fields=["at"], name="files_sent_at"),
        ]

    def __str__(self) -> str:
        return self.name
