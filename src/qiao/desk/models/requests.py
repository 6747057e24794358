"""Requests, who is involved in them, and the questions one asks of them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from qiao.agreements.models import Line
from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Priority
from qiao.desk.models.choices import choices
from qiao.desk.rules import ALONE, OPEN, OVER, Company, State
from qiao.ledger.models import Event
from qiao.org.models import Calendar, Person, Unit
from qiao.statements import Question

if TYPE_CHECKING:
    from datetime import datetime

    from qiao.org.rules import Scope

# In a fixed order, for the conditions of indices.
OPEN_VALUES = sorted(state.value for state in OPEN)
# Of the requests that somebody was merged into; whoever has more in one list finds them by their own.
MOST_JOINED = 200
# When anything happened to it last, also of what came in from elsewhere. The index is built on exactly this.
CHANGED = Coalesce(F("changed_at"), F("closed_at"), F("delivered_at"), F("raised_at"))


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
        return LOCKED.one(pk)

    def visible_to(self, scope: Scope) -> Self:
        """What a person may know of.

        Who asked and whom it is for, also by a merge; the units that hold, held or were offered it or the
        request above it, and their leaders upward. Confidential ones: only those who ask, those units' own
        members and their direct leader. And who approves it, or did. Who only asks here sees what is theirs.
        """
        fellow = Q(Exists(fellows(scope).filter(request=OuterRef("pk"))), fellows__gt=0)
        if scope.asks_only:
            return self.filter(reduce(or_, [*customer_ways(scope), fellow]))
        involved = Involvement.objects.filter(request=OuterRef("pk"))
        own = involved.filter(unit__in=scope.own_ids)
        anyone = involved.filter(unit__in=scope.unit_ids)
        provider = Q(Exists(own), confidential=True) | Q(Exists(anyone), confidential=False)
        provider |= named(scope)
        provider |= Q(Exists(approvers(scope).filter(request=OuterRef("pk"))), approvers__gt=0)
        return self.filter(reduce(or_, [*customer_ways(scope), provider, fellow]))

    def for_customer(
        self, scope: Scope, *, over: bool = False, joined: Collection[int] | None = None
    ) -> Self:
        """Those that the person asked for or that are for them or their unit; open ones, or those over.

        Each way of being the customer names ``closed_at`` itself, so that it is one search in its own index.
        Those that they were merged into (``joined``, if they were looked up already) are looked up first:
        PostgreSQL has no index for a subquery in an OR.
        """
        ways = [Q(way, closed_at__isnull=not over) for way in customer_ways(scope)]
        if found := joined_by(scope, over=over) if joined is None else joined:
            ways.append(Q(pk__in=found))
        return self.filter(reduce(or_, ways))


def customer_ways(scope: Scope) -> tuple[Q, Q, Q]:
    """Whoever asked, whom it is for, the unit that it is for."""
    people = {scope.person_id, *scope.stands_in_for}
    return Q(requester__in=people), Q(beneficiary__in=people), Q(beneficiary_unit__in=scope.member_ids)


def named(scope: Scope) -> Q:
    """Held by or offered to them by name, or to who is away: wherever the one who stands in belongs."""
    people = set() if scope.asks_only else {scope.person_id, *scope.stands_in_for}
    return Q(holder_person__in=people) | Q(offered_person__in=people)


def internal_q(scope: Scope) -> Q:
    """Among the visible ones, those whose internal notes this person may read: ``rules.reads_internal``."""
    people = set() if scope.asks_only else {scope.person_id, *scope.stands_in_for}
    offered = Q(offered_person=None, offered_unit__in=scope.unit_ids) | Q(offered_person__in=people)
    provider = Q(holder_unit__in=scope.unit_ids) | offered | Q(offered_unit__in=scope.led_ids)
    fellow = Q(Exists(fellows(scope).filter(request=OuterRef("pk"))), fellows__gt=0)
    approver = Q(Exists(approvers(scope).filter(request=OuterRef("pk"))), approvers__gt=0)
    return provider | ~reduce(or_, [*customer_ways(scope), fellow, approver])


def fellows(scope: Scope) -> models.QuerySet[Fellow]:
    """Where a person is a customer besides: by a merge, or in the unit that holds the request above."""
    person = Q(person__in={scope.person_id, *scope.stands_in_for})
    above = Q(unit__in=scope.led_ids, confirms=True, request__confidential=False)
    return Fellow.objects.filter(person | Q(unit__in=scope.own_ids) | above)


def approvers(scope: Scope) -> models.QuerySet[Approver]:
    """Where a person, or somebody they stand in for, is or was asked to approve."""
    return Approver.objects.filter(person__in={scope.person_id, *scope.stands_in_for})


def joined_by(scope: Scope, *, over: bool = False) -> list[int]:
    """The requests of which a person is a customer besides; open ones, or those over. One query."""
    return [pk for (pk,) in JOINED.tuples(scope, over)]


JOINED = Question(
    lambda scope, over: (
        fellows(scope).filter(request__closed_at__isnull=not over).values_list("request_id")[:MOST_JOINED]
    )
)


def merged(scope: Scope) -> models.QuerySet[Fellow]:
    """Only those by a merge: what a person asked for under another number."""
    person = Q(person__in={scope.person_id, *scope.stands_in_for})
    return Fellow.objects.filter(person | Q(unit__in=scope.member_ids), confirms=False)


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
    # What was agreed for the requester's unit when it was raised; none: as the catalogue promises.
    agreed = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
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
    # When the last approval was given, for what needs some: the provider's clocks count from here.
    approved_at = models.DateTimeField(null=True)
    respond_by = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    # The response clock that runs: since when the customer has waited for a word of a provider, and until
    # when it was promised. None while nothing is unanswered. `respond_by` is the first of them.
    unanswered_since = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    # Since when nobody who is there looks after it, as the tick found; until somebody does.
    unattended_at = models.DateTimeField(null=True)
    # Whom a paused request waits for, repeated here from its pause.
    waiting_for = models.CharField(max_length=120, blank=True)
    # Until when it was promised, on `calendar`; moves by exactly the paused working time.
    promised_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    confirm_by = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # What breaks next: to answer, to complete or to confirm (clocks.next_due).
    due_at = models.DateTimeField(null=True)
    # When anything happened to it last, a comment too; unknown for what came in from elsewhere.
    changed_at = models.DateTimeField(null=True)

    # Working seconds of all hops up to the delivery, without pauses; written when it is delivered.
    used_seconds = models.PositiveBigIntegerField(null=True)
    hop_count = models.PositiveSmallIntegerField(default=1)
    bounces = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    # The request that this one is a part of, raised by its holder.
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    # The leading request, for one that was merged as a duplicate.
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    # Counted by the actions, so that neither rules nor lists have to ask: open sub-requests, what blocks it
    # and is not done, required items that are not checked; what it blocks; whom it is for besides.
    open_parts = models.PositiveSmallIntegerField(default=0, db_default=0)
    open_blockers = models.PositiveSmallIntegerField(default=0, db_default=0)
    open_items = models.PositiveSmallIntegerField(default=0, db_default=0)
    blocks = models.PositiveSmallIntegerField(default=0, db_default=0)
    fellows = models.PositiveSmallIntegerField(default=0, db_default=0)
    # How many are or were asked to approve it.
    approvers = models.PositiveSmallIntegerField(default=0, db_default=0)
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
            models.Index(
                fields=["holder_unit", "unattended_at"],
                condition=Q(unattended_at__isnull=False),
                name="desk_unattended",
            ),
            models.Index(fields=["holder_unit", "delivered_at", "promised_at"], name="desk_delivered"),
            models.Index(fields=["parent", "id"], condition=Q(parent__isnull=False), name="desk_parts"),
            models.Index(
                fields=["merged_into", "id"], condition=Q(merged_into__isnull=False), name="desk_merged"
            ),
            models.Index(
                fields=["agreed", "raised_at"], condition=Q(agreed__isnull=False), name="desk_agreed"
            ),
            models.Index(CHANGED, F("id"), name="desk_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @cached_property
    def happened(self) -> frozenset[str]:
        """The kinds of its events, so that a page asks only for what there can be.

        A page that reads the events says it here; one query otherwise.
        """
        return frozenset(Event.objects.about(self).order_by().values_list("kind", flat=True).distinct())

    @cached_property
    def approving(self) -> frozenset[int]:
        """Who is or was asked to approve it; asked only of a request that needs it."""
        if not self.approvers:
            return frozenset()
        return frozenset(Approver.objects.filter(request=self).values_list("person_id", flat=True))

    @property
    def counted_from(self) -> datetime:
        """Since when the provider's clocks count."""
        return self.approved_at or self.raised_at

    @cached_property
    def company(self) -> Company:
        """Whom it is for besides its own customer; asked only of a request that has some."""
        if not self.fellows:
            return ALONE
        rows = list(Fellow.objects.filter(request=self).values_list("person_id", "unit_id", "confirms"))
        return Company(
            people=frozenset(person for person, _unit, _confirms in rows if person),
            units=frozenset(unit for _person, unit, _confirms in rows if unit),
            confirming=frozenset(unit for _person, unit, confirms in rows if unit and confirms),
        )


# With the calendar, on which most of what is done to it is counted.
LOCKED = Question(
    lambda request: (
        Request.objects.select_for_update(of=("self",), no_key=True)
        .select_related("calendar")
        .filter(pk=request)
    )
)


class Involvement(models.Model):
    """The units that hold, held or were offered a request: those who may see it."""

    request = models.ForeignKey(
        Request, on_delete=models.CASCADE, db_index=False, related_name="involvements"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "unit"], name="desk_involved_once")]
        indexes = [models.Index(fields=["unit", "request"], name="desk_involved")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.unit_id}"


class Approver(models.Model):
    """Somebody who is or was asked to approve a request: they may see it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, db_index=False, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="desk_approver_once")]
        indexes = [models.Index(fields=["person", "request"], name="desk_approving")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.person_id}"


class Fellow(models.Model):
    """Another customer of a request: of a duplicate merged into it, or the unit that holds the one above."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, db_index=False, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    # The duplicate, or the request above: because of which they are customers.
    because = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    # The leaders of the unit above may confirm, when its holder is not there; who was merged may not.
    confirms = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True)
                | Q(person__isnull=True, unit__isnull=False),
                name="desk_fellow_is_one",
            ),
            models.UniqueConstraint(fields=["request", "because", "person"], name="desk_fellow_person_once"),
            models.UniqueConstraint(fields=["request", "because", "unit"], name="desk_fellow_unit_once"),
        ]
        indexes = [
            models.Index(fields=["person", "request"], name="desk_fellow_person"),
            models.Index(fields=["unit", "request"], name="desk_fellow_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.person_id or self.unit_id}"
