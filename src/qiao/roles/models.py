"""Role cards, their editions with lines and signatures, and what somebody has to do about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from qiao.catalogue.models import Service
from qiao.org.models import Person, Position, Unit
from qiao.roles.rules import Answer, Asked, CardState, Part, Seat, Side
from qiao.roles.sheet import LineSaid, Words, texts_of
from qiao.roles.words import because
from qiao.ui.words import local

if TYPE_CHECKING:
    from qiao.org.rules import Scope


class RoleCardQuerySet(models.QuerySet["RoleCard"]):
    def visible_to(self, scope: Scope) -> Self:
        """Everybody reads what is in force; before that only the holder and who leads them."""
        return self.filter(
            Q(current__isnull=False) | Q(person=scope.person_id) | Q(leader_unit__in=scope.led_ids)
        )


class RoleCard(models.Model):
    """One position's promises and duties, as one holder has them."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="cards")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_cards")
    # The nearest unit upward that somebody else than the holder leads; kept by the actions and the tick.
    leader_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    # The edition in force, and the one that is being written; either may be missing.
    current = models.OneToOneField("Edition", null=True, on_delete=models.PROTECT, related_name="+")
    draft = models.OneToOneField("Edition", null=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Grows with every change: a form says which one it has seen.
    revision = models.PositiveIntegerField(default=1)

    objects = RoleCardQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["position", "person"], name="roles_one_card_each")]

    def __str__(self) -> str:
        return f"{self.position}: {self.person}"

    @property
    def seat(self) -> Seat:
        return Seat(self.person_id, self.leader_unit_id)


class Edition(models.Model):
    """One edition of a card; once in force it never changes."""

    card = models.ForeignKey(RoleCard, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=[(each.value, each.label) for each in CardState], default=CardState.DRAFT
    )
    texts_data = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    # What the leader wrote when it was returned.
    remark = models.TextField(blank=True)
    force_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["card", "number"], name="roles_numbered_once")]

    def __str__(self) -> str:
        return f"{self.card_id} v{self.number}"

    @property
    def texts(self) -> dict[str, Words]:
        return texts_of(self.texts_data)


class Line(models.Model):
    """One line of an edition, and what the other side says to it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(max_length=6, choices=[(each.value, each.label) for each in Side])
    # Which line it is, through all editions.
    key = models.PositiveSmallIntegerField()
    ordinal = models.PositiveSmallIntegerField()
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    what_zh = models.CharField(max_length=160, blank=True)
    what_en = models.CharField(max_length=160, blank=True)
    standard_zh = models.CharField(max_length=160, blank=True)
    standard_en = models.CharField(max_length=160, blank=True)
    measure_zh = models.CharField(max_length=160, blank=True)
    measure_en = models.CharField(max_length=160, blank=True)
    because = models.JSONField(default=dict)
    # Who is asked to accept it: the unit (its leader) or the person that it names.
    asks_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    asks_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=[(each.value, each.name) for each in Answer], blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="roles_line_once")]

    def __str__(self) -> str:
        return self.words or str(self.service or "")

    @property
    def words(self) -> str:
        return local(self, "what")

    @property
    def standard(self) -> str:
        return local(self, "standard")

    @property
    def measure(self) -> str:
        return local(self, "measure")

    @property
    def whom(self) -> str:
        """The other side: a person, a unit, or nobody in particular."""
        return str(self.person or self.unit or "")

    @property
    def why(self) -> str:
        """Why it was drafted, in words."""
        return because(self.because)

    @property
    def said(self) -> LineSaid:
        """Without the database."""
        return LineSaid(
            side=Side(self.side),
            what=Words(self.what_zh, self.what_en),
            standard=Words(self.standard_zh, self.standard_en),
            measure=Words(self.measure_zh, self.measure_en),
            service_id=self.service_id,
            unit_id=self.unit_id,
            person_id=self.person_id,
            key=self.key,
            because=self.because,
        )


class Signature(models.Model):
    """Somebody signed an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="signatures")
    part = models.CharField(max_length=6, choices=[(each.value, each.label) for each in Part])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["edition", "part"], name="roles_signed_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.part}"


class Ask(models.Model):
    """Something that somebody has to do about a card; gone when it is done. Today reads it, nothing else."""

    card = models.ForeignKey(RoleCard, on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=8, choices=[(each.value, each.label) for each in Asked])
    line = models.OneToOneField(Line, null=True, on_delete=models.CASCADE, related_name="ask")
    # Who: a person, or whoever leads a unit.
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True)
                | Q(person__isnull=True, unit__isnull=False),
                name="roles_ask_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.card_id}: {self.kind}"
