"""What somebody is told, what it was gathered from, how they want it; and who is on a page right now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from qiao.desk.models import Request, internal_q
from qiao.org.models import Person

if TYPE_CHECKING:
    from qiao.org.rules import Scope


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, scope: Scope) -> Self:
        """What a person was told and may see at this moment: sight that was lost takes its notices along."""
        requests = Request.objects.filter(pk=OuterRef("request"))
        open_ = Q(internal=False) | Exists(requests.filter(internal_q(scope)))
        return self.filter(Exists(requests.visible_to(scope)), open_, person=scope.person_id)

    def unread(self) -> Self:
        return self.filter(unread=True)


class Notice(models.Model):
    """One line in somebody's inbox: everything that happened on one request until they looked."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    # What is said among providers is gathered apart, since it has other readers.
    internal = models.BooleanField(default=False)
    # The strongest of what it was gathered from: values of rules.Group and rules.Relation.
    group = models.CharField(max_length=10)
    reason = models.CharField(max_length=12)
    n = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()
    unread = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-unread", "-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "request", "internal"],
                condition=Q(unread=True),
                name="notify_one_unread_line",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "unread", "last_at", "id"], name="notify_inbox"),
            models.Index(fields=["person", "request"], name="notify_on_request"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.request_id} ({self.n})"


class Told(models.Model):
    """One event that one person was told, once for all."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    event_id = models.BigIntegerField()
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="told")
    group = models.CharField(max_length=10)
    reason = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "person"], name="notify_told_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: event {self.event_id}"


class Setting(models.Model):
    """Where somebody differs from the default, which is to be told everything here. (Later: by mail, too.)"""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    group = models.CharField(max_length=10)
    inbox = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "group"], name="notify_one_setting")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.group}: {self.inbox}"


class Presence(models.Model):
    """A provider who has the page of a request open. Worth nothing a minute later (ADR 19)."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, db_index=False, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="+")
    looked_at = models.DateTimeField(db_index=True)
    writing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="notify_here_once")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.person_id} {self.looked_at:%H:%M:%S}"
