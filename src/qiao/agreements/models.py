"""Agreements, their versions with every wording that was proposed, signatures, comments; and what a signed
version promises for which service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from qiao.agreements.rules import BINDING, OPEN, Side, Span, VersionState
from qiao.agreements.terms import Terms
from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Priority
from qiao.org.models import Person, Unit

if TYPE_CHECKING:
    from datetime import datetime

    from qiao.org.rules import Scope

OPEN_VALUES = sorted(state.value for state in OPEN)
BINDING_VALUES = sorted(state.value for state in BINDING)


class NumberSeries(models.Model):
    """The last number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, scope: Scope) -> Self:
        """Signed ones to everybody of both sides; what is negotiated to those who lead there, or above."""
        return self.filter(Exists(Version.objects.visible_to(scope).filter(agreement=OuterRef("pk"))))


class Agreement(models.Model):
    """What a unit promises to others, under one number for life; what it says is in its versions."""

    number = models.CharField(max_length=20, unique=True)
    provider = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="promises_to")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # When the heads look at it again; of the version that was signed last, or as the last review said.
    review_on = models.DateField(null=True)
    # Grows with everything that is done to it: a form says which state of things it has seen.
    revision = models.PositiveIntegerField(default=1)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["review_on"], condition=Q(review_on__isnull=False), name="agreements_review")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def zone(self) -> str:
        """By whose clocks a day begins: the provider's."""
        return self.provider.calendar.zone


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, scope: Scope) -> Self:
        """What binds: both units with all below and above. Drafts: whoever leads one of them."""
        signed = Q(state__in=BINDING_VALUES) & _party(scope.unit_ids)
        return self.filter(signed | _party(scope.led_ids))

    def open(self) -> Self:
        """In negotiation."""
        return self.filter(state__in=OPEN_VALUES)

    def holding(self, at: datetime) -> Self:
        """In force at a moment."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


def _party(unit_ids: frozenset[int]) -> Q:
    through = Version.customers.through.objects
    customer = Exists(through.filter(version=OuterRef("pk"), unit__in=unit_ids))
    return Q(agreement__provider__in=unit_ids) | Q(customer)


class Version(models.Model):
    """One version: negotiated in wordings, then signed and never changed again."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=14,
        choices=[(each.value, each.label) for each in VersionState],
        default=VersionState.NEGOTIATING,
    )
    # A unit stands for everything below it. Repeated from the terms, so that lists may ask for it.
    customers = models.ManyToManyField(Unit, related_name="promised_by")
    # The last wording, and the last one that each side has seen.
    wording = models.PositiveSmallIntegerField(default=1)
    seen_by_provider = models.PositiveSmallIntegerField(default=0)
    seen_by_customer = models.PositiveSmallIntegerField(default=0)
    # When it is in force; written when both sides have signed, cut short by the next version or the end.
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreements_numbered_once"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state__in=OPEN_VALUES),
                name="agreements_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=False, state__in=BINDING_VALUES)
                | (Q(since__isnull=True) & ~Q(state__in=BINDING_VALUES)),
                name="agreements_in_force_when_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"

    @property
    def span(self) -> Span | None:
        """When it is in force; None before both sides have signed."""
        return Span(self.since, self.until) if self.since else None

    def seen(self, side: Side) -> int:
        """The last wording that a side has seen."""
        return self.seen_by_provider if side is Side.PROVIDER else self.seen_by_customer


class Wording(models.Model):
    """The whole text as somebody proposed it. The last one counts; the others show how it came about."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    terms_data = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="agreements_worded_once")]

    def __str__(self) -> str:
        return f"{self.version_id}.{self.number}"

    @property
    def terms(self) -> Terms:
        return Terms.parse(self.terms_data)


class Signature(models.Model):
    """Whose signature it is, for which unit, and whose hand it was. For these words only."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signatures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    head = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    wording = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "unit"], name="agreements_signed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.unit_id}"

    @property
    def stood_in(self) -> bool:
        return self.head_id != self.signed_by_id


class Comment(models.Model):
    """What somebody says about one clause."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="comments")
    clause = models.CharField(max_length=40)
    body = models.TextField()
    wording = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.clause}"


class Line(models.Model):
    """What a signed version says of one service; requests keep the line that they were raised under.

    ``excluded``: it says that the service is not part of it, so that the catalogue's promise holds for its
    customers, whatever an agreement of a unit above them says.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="lines")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="agreed")
    excluded = models.BooleanField(default=False)
    targets_data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "service"], name="agreements_promised_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.service_id}"

    def target(self, catalogue: ServiceVersion, priority: str) -> tuple[int, int]:
        """Seconds of working time to respond and to complete, on top of what the catalogue promises."""
        return catalogue.targets.with_these(self.targets_data).of(Priority(priority))
