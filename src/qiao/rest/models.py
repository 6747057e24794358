"""What the plumbing remembers: answers that may be asked for again, and how much of a minute is used up."""

from django.db import models


class Answer(models.Model):
    """The first answer to a POST with an ``Idempotency-Key``, written in the transaction of its action.

    Plain numbers instead of foreign keys: this package knows no people.
    """

    actor_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    # Of method, address and body: the same key for something else is a mistake of the caller.
    fingerprint = models.CharField(max_length=64)
    # Tells one's own row from that of a twin who was quicker.
    attempt = models.UUIDField()
    at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="rest_answered_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.key}"


class Budget(models.Model):
    """How many calls of the current minute have been given out to the processes that serve one caller."""

    actor_id = models.BigIntegerField(primary_key=True)
    # Minutes since 1970.
    minute = models.BigIntegerField()
    given = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.given}"
