"""Who watches a request, answers that are written in advance, and how somebody usually writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from qiao.desk.models.requests import Request
from qiao.org.models import Person, Unit
from qiao.ui.words import local

if TYPE_CHECKING:
    from qiao.org.rules import Scope


class Watch(models.Model):
    """Somebody who wants to be told of a request without being part of it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, db_index=False, related_name="watches")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Who added them; none when they did it themselves.
    added_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="desk_watched_once")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.person_id}"


class AnswerTemplateQuerySet(models.QuerySet["AnswerTemplate"]):
    def offered_to(self, scope: Scope) -> Self:
        """Those that a person may use: the organisation's, and those of the units they act for."""
        return self.filter(Q(unit=None) | Q(unit__in=scope.unit_ids), active=True)

    def kept_by(self, scope: Scope) -> Self:
        """Those that a person looks after: of the units they lead; administrators, the organisation's too."""
        mine = Q(unit__in=scope.led_ids)
        return self.filter(mine | Q(unit=None) if scope.is_administrator else mine)


class AnswerTemplate(models.Model):
    """An answer that a unit gives often, with places for what differs, in both languages."""

    # None: the whole organisation's.
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    # How often it was sent, and when last: what is used most stands first.
    used = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["-used", "id"]

    def __str__(self) -> str:
        return local(self, "name")


class Habit(models.Model):
    """How somebody wrote the last time, so that the box stands ready like that."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    internal = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.person_id}: {'internal' if self.internal else 'to everybody'}"
