"""What is said on a request, and its files."""

from django.db import models

from qiao.desk.models.requests import Request
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
    """A file of a request, stored by the hash of its content outside the web root."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="attachments")
    field = models.CharField(max_length=40, blank=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    internal = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
