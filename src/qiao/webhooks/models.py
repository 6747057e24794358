"""Webhooks, the messages they are sent, and every try."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from qiao.org.models import Person
from qiao.webhooks.rules import MessageState, SwitchedOff, Trouble


def _choices(kind: type[MessageState] | type[SwitchedOff] | type[Trouble]) -> list[tuple[str, Any]]:
    return [(each.value, each.label) for each in kind]


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def on(self) -> Self:
        return self.filter(off="")


class Webhook(models.Model):
    """An address that is told of events. Its owner is the administrator who answers for it."""

    name = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    # Whole kinds (request.accepted) or all of a package (request).
    kinds = models.JSONField(default=list)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Sealed with the installation's secret key: they sign, so they cannot be kept as hashes.
    secret = models.TextField()
    old_secret = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    # The last event of the ledger when it was made: what happened before is none of its business.
    since = models.BigIntegerField(default=0)
    off = models.CharField(max_length=12, choices=_choices(SwitchedOff), blank=True)
    off_at = models.DateTimeField(null=True)
    # Since when nothing has arrived; None while all is well.
    failing_since = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: Any) -> Self:
        """What should be sent now, oldest first."""
        return self.filter(state=MessageState.WAITING, next_at__lte=at, webhook__off="").order_by(
            "next_at", "id"
        )


class Delivery(models.Model):
    """One message to one webhook. Its number and its bytes stay the same however often it is sent."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.CharField(max_length=40, unique=True)
    # The event of the ledger; None for a ping.
    event = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    body = models.TextField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=_choices(MessageState), default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # When it is sent next; pushed ahead while somebody sends it, so that a kill only delays it.
    next_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "event"], condition=Q(event__isnull=False), name="webhooks_once"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="webhooks_due"),
            models.Index(fields=["webhook", "state", "id"], name="webhooks_by_state"),
            models.Index(fields=["created_at"], name="webhooks_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.kind}"


class Try(models.Model):
    """One try to send a message, and what came back."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    # Written before the call, so that one that never came back shows as interrupted.
    trouble = models.CharField(max_length=20, choices=_choices(Trouble), blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    milliseconds = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.status or self.trouble}"
