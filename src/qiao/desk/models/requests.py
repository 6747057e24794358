"""Requests, who is involved in them, and the questions one asks of them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Priority
from qiao.desk.models.choices import choices
from qiao.desk.rules import OPEN, OVER, State
from qiao.org.models import Calendar, Person, Unit

if TYPE_CHECKING:
    from qiao.org.rules import Scope

# In a fixed order, for the conditions of indices.
OPEN_VALUES = sorted(state.value for state in OPEN)


class NumberSeries(models.Model):
    """The last number given in a year. Taking one locks the row until the request is there."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> Self:
        """Not over. Asked by ``closed_at``, which the indices of holders and customers carry."""
        return self.filter(closed_at=None)

    def locked(self, pk: int) -> Request:
        """The row as it is now, locked until the transaction ends (SQLite: the writer already is alone)."""
        return self.select_for_update().get(pk=pk)

    def visible_to(self, scope: Scope) -> Self:
        """What a person may know of.

        Who asked and whom it is for; the units that hold, held or were offered it, and their leaders
        upward. Confidential ones: only those who ask, those units' own members and their direct leader.
        """
        involved = Involvement.objects.filter(request=OuterRef("pk"))
        own = involved.filter(unit__in=scope.own_ids)
        anyone = involved.filter(unit__in=scope.unit_ids)
        requester, beneficiary, team = customer_ways(scope)
        provider = Q(Exists(own), confidential=True) | Q(Exists(anyone), confidential=False)
        return self.filter(requester | beneficiary | team | provider)

    def for_customer(self, scope: Scope, *, over: bool = False) -> Self:
        """Those that the person asked for or that are for them or their unit; open ones, or those over.

        Each way of being the customer names ``closed_at`` itself, so that it is one search in its own index.
        """
        ways = (Q(way, closed_at__isnull=not over) for way in customer_ways(scope))
        return self.filter(reduce(or_, ways))


def customer_ways(scope: Scope) -> tuple[Q, Q, Q]:
    """Whoever asked, whom it is for, the unit that it is for."""
    people = {scope.person_id, *scope.stands_in_for}
    return Q(requester__in=people), Q(beneficiary__in=people), Q(beneficiary_unit__in=scope.member_ids)


def discreet_q(scope: Scope) -> Q:
    """For lists by holder: a confidential request shows only to the holding unit's members and its leader."""
    return Q(confidential=False) | Q(holder_unit__in=scope.own_ids)


class Request(models.Model):
    """One need of an internal customer, with one number for life."""

    number = models.CharField(max_length=20, unique=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, db_index=False, related_name="requests")
    # What it was born with: form and targets stay as they were.
    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    priority = models.CharField(max_length=10, choices=choices(Priority), default=Priority.NORMAL)
    confidential = models.BooleanField(default=False)

    requester = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="requests")
    requester_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # For whom, when not for the requester: another person, or the whole unit.
    beneficiary = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    beneficiary_unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )

    state = models.CharField(max_length=12, choices=choices(State), default=State.OFFERED)
    holder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="holds")
    holder_person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="holds"
    )
    # The first contact (首问负责人): accountable until the next party accepts.
    accountable_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    accountable = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    # The hand-off that waits for an answer, repeated here so that lists need no join.
    offered_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="offers")
    offered_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="offers")
    offered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    # The targets it was born with, in working seconds on `calendar`.
    respond_seconds = models.PositiveIntegerField(null=True)
    complete_seconds = models.PositiveIntegerField(null=True)
    raised_at = models.DateTimeField()
    respond_by = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    # Whom a paused request waits for, repeated here from its pause.
    waiting_for = models.CharField(max_length=120, blank=True)
    # Until when it was promised, on `calendar`; moves by exactly the paused working time.
    promised_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    confirm_by = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # What breaks next: to respond, to complete or to confirm; none while paused or over.
    due_at = models.DateTimeField(null=True)
    # When anything happened to it last, a comment too; unknown for what came in from elsewhere.
    changed_at = models.DateTimeField(null=True)

    # Working seconds of all hops up to the delivery, without pauses; written when it is delivered.
    used_seconds = models.PositiveBigIntegerField(null=True)
    hop_count = models.PositiveSmallIntegerField(default=1)
    bounces = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    # Grows with every change: a form says which one it has seen.
    revision = models.PositiveIntegerField(default=1)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            # So that "open" may be asked by either, and the indices need only one of them.
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, state__in=OPEN_VALUES)
                | Q(closed_at__isnull=False, state__in=sorted(OVER)),
                name="desk_closed_when_over",
            ),
        ]
        # Whole indices with closed_at inside, not conditional ones on the state: SQLite uses those only for
        # literals, and never inside an OR.
        indexes = [
            models.Index(fields=["requester", "closed_at"], name="desk_by_requester"),
            models.Index(fields=["beneficiary", "closed_at"], name="desk_by_beneficiary"),
            models.Index(fields=["beneficiary_unit", "closed_at"], name="desk_by_team"),
            models.Index(fields=["holder_unit", "closed_at", "due_at"], name="desk_by_unit"),
            models.Index(fields=["holder_person", "closed_at", "due_at"], name="desk_by_person"),
            models.Index(
                fields=["offered_unit"], condition=Q(offered_unit__isnull=False), name="desk_offers"
            ),
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="desk_due"),
            models.Index(fields=["service", "delivered_at"], name="desk_by_service"),
            models.Index(fields=["holder_unit", "delivered_at", "promised_at"], name="desk_delivered"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Involvement(models.Model):
    """The units that hold, held or were offered a request: those who may see it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="involvements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "unit"], name="desk_involved_once")]
        indexes = [models.Index(fields=["unit", "request"], name="desk_involved")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.unit_id}"
