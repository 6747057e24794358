"""Shared tablets, the PINs of people, and who is standing at a tablet now."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from qiao.org.models import Person, Unit


class DeviceQuerySet(models.QuerySet["Device"]):
    def working(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at=None)


class Device(models.Model):
    """A tablet that belongs to a unit. Its secret is a cookie; what is kept of it is a hash."""

    name = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="kiosks")
    # None until a tablet has opened the address with the set-up secret; that one works once.
    digest = models.CharField(max_length=64, null=True, unique=True)
    set_up_digest = models.CharField(max_length=64, null=True, unique=True)
    set_up_until = models.DateTimeField(null=True)
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    set_up_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Pin(models.Model):
    """What somebody types at a kiosk beside the number of their badge. Hashed like a password."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="pin")
    hash = models.CharField(max_length=200)
    # Given by a leader: opens nothing but the page for one's own, and only until then.
    one_time = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    set_at = models.DateTimeField()
    # Wrong tries since the last right one, counted before the comparison: tries at once do not slip through.
    failed = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id}"

    def over(self, at: datetime) -> bool:
        """Whether it was for a few days only, and they have passed."""
        return self.until is not None and self.until <= at


class Sitting(models.Model):
    """Somebody at a kiosk, from the PIN to "Done" or until nobody touches it any more."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="sittings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    # Came in with a one-time PIN and has no other yet.
    new_pin = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device"], condition=Q(ended_at=None), name="kiosk_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.device_id}: {self.person_id}"
