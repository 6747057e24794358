"""The chain of a request: hops, hand-offs, pauses, and how long such chains usually are."""

from django.db import models
from django.db.models import F, Q

from qiao.catalogue.models import Service
from qiao.desk.models.choices import choices
from qiao.desk.models.requests import Request
from qiao.desk.rules import PauseKind, RefusalKind
from qiao.org.models import Calendar, Person, Unit


class Hop(models.Model):
    """One stretch in which one unit or person holds a request, on the calendar of that holder."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, db_index=False, related_name="hops")
    ordinal = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    # Waiting for approval, on the calendar of who decides: not the provider's time.
    approval = models.BooleanField(default=False, db_default=False)
    ended_at = models.DateTimeField(null=True)
    # Working seconds on `calendar`, written when the hop ends; pauses are counted apart.
    used_seconds = models.PositiveBigIntegerField(null=True)
    paused_seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["request", "ordinal"], name="desk_hops_in_order"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at__isnull=True), name="desk_one_hop_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="desk_hop_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}.{self.ordinal}"


class Handoff(models.Model):
    """An offer to another party, and its answer. Until it is accepted the giver keeps the request."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        REFUSED = "refused"
        RECALLED = "recalled"

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="handoffs")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    from_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    # Offered by a rule, not by a person: what is left lying goes to who is there, once for each hop.
    automatic = models.BooleanField(default=False, db_default=False)
    note = models.TextField(blank=True)
    offered_at = models.DateTimeField()
    respond_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    refusal = models.CharField(max_length=24, choices=choices(RefusalKind), blank=True)
    answer = models.TextField(blank=True)
    suggested_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(outcome=""), name="desk_one_offer_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.from_unit_id} → {self.to_unit_id}"


class Pause(models.Model):
    """Waiting that is not the provider's: for whom, and until when it is expected."""

    hop = models.ForeignKey(Hop, on_delete=models.CASCADE, related_name="pauses")
    kind = models.CharField(max_length=12, choices=choices(PauseKind))
    counterpart = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    expected_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Working seconds on the hop's calendar, written when the pause ends.
    seconds = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hop"], condition=Q(ended_at__isnull=True), name="desk_one_pause_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.hop_id}: {self.kind} {self.counterpart}"


class Usual(models.Model):
    """How long requests of a service usually take, in working seconds; refreshed in the background."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="usual", primary_key=True)
    n = models.PositiveIntegerField()
    p50 = models.PositiveBigIntegerField()
    # None while there are too few to say (see measure.gates).
    p85 = models.PositiveBigIntegerField(null=True)
    refreshed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.service_id}: {self.p50} s (n {self.n})"


class WorkRule(models.Model):
    """How much a unit takes on at once, and when what lies there is passed on; units below follow it."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+", primary_key=True)
    # At most so many in progress per person, and in the unit; None: no limit.
    most_each = models.PositiveSmallIntegerField(null=True)
    most_together = models.PositiveSmallIntegerField(null=True)
    # Whether more is refused, or only said.
    strict = models.BooleanField(default=False)
    # After so many working seconds on the request's calendar it counts as unattended; None: never.
    unattended_seconds = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.most_each}/{self.most_together}"
