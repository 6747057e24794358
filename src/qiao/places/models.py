"""Where something is: halls, lines, machines, rooms, with the code that stands on the plate."""

from __future__ import annotations

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from qiao.org.models import Unit
from qiao.ui.words import local

CODE = r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}"


class PlaceQuerySet(models.QuerySet["Place"]):
    def active(self) -> Self:
        """Those that can still be named."""
        return self.filter(active=True)


class Place(models.Model):
    """One place or machine. ``inside``: the place that it lies in."""

    class Kind(models.TextChoices):
        AREA = "area", pgettext_lazy("kind of place", "Hall or area")
        LINE = "line", pgettext_lazy("kind of place", "Line")
        MACHINE = "machine", pgettext_lazy("kind of place", "Machine or station")
        ROOM = "room", pgettext_lazy("kind of place", "Room")

    code = models.CharField(max_length=40, unique=True, validators=[RegexValidator(rf"^{CODE}\Z")])
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MACHINE)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    inside = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="holds")
    active = models.BooleanField(default=True)
    # Grows with every change: a form says which one it has seen.
    revision = models.PositiveIntegerField(default=1)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return local(self, "name")
