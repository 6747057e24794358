"""What is said on a request, and its files."""

from django.db import models

from qiao.desk.models.requests import Request
from qiao.files.models import Blob
from qiao.org.models import Person


class Comment(models.Model):
    """Something said on a request: to everybody who sees it, or among providers only."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    body = models.TextField()
    internal = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.body[:40]}"


class Attachment(models.Model):
    """A file of a request: its own name, and a content that others may have, too (``qiao.files``)."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="attachments")
    field = models.CharField(max_length=40, blank=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="attachments")
    internal = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
