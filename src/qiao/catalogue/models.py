"""Services that units offer, and the versions of their forms and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from qiao.catalogue import approval, checklist
from qiao.catalogue.rules import Assignment, Form, Priority, Targets
from qiao.catalogue.targets import working_day
from qiao.org.models import Calendar, Person, Skill, Unit
from qiao.org.rules import skill_level
from qiao.ui.words import local

if TYPE_CHECKING:
    from qiao.org.rules import Scope


class Category(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    icon = models.CharField(max_length=20, default="serve")
    order = models.PositiveIntegerField(default=0)
    # A closed one is offered no more when a service is described; what stands in it stays there.
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "code"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return local(self, "name")


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self) -> Self:
        """Services that somebody may ask for now."""
        return self.filter(active=True, version__isnull=False, unit__active=True)

    def open_to(self, scope: Scope) -> Self:
        """What a person in this place of the organisation may ask for."""
        listed = ServiceVersion.audience.through.objects.filter(
            serviceversion=OuterRef("version"), unit__in=scope.member_ids
        )
        return self.filter(Q(version__for_everyone=True) | Q(Exists(listed)))


class Service(models.Model):
    """What a unit offers. Its form and targets live in versions."""

    code = models.CharField(max_length=40, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="services")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    description_zh = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    # The version that new requests are born with; none while it is only a draft.
    version = models.ForeignKey("ServiceVersion", null=True, on_delete=models.PROTECT, related_name="+")
    # Grows with every change of the service or of its draft: a form says which one it has seen.
    revision = models.PositiveIntegerField(default=1)
    # Who took the last one, for taking turns.
    last_turn = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["category__order", "code"]

    def __str__(self) -> str:
        return local(self, "name")


class ServiceVersion(models.Model):
    """The promise as it stood: form, targets, calendar, audience. Never changed once published."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    form_data = models.JSONField(default=list)
    targets_data = models.JSONField(default=dict)
    # What is ticked off on every request (catalogue.checklist).
    checklist_data = models.JSONField(default=list)
    # Who approves before anybody provides it (catalogue.approval).
    approvals_data = models.JSONField(default=dict)
    # None: the calendar of the providing unit.
    calendar = models.ForeignKey(Calendar, null=True, on_delete=models.PROTECT, related_name="+")
    assignment = models.CharField(
        max_length=20, choices=[(each.value, each.label) for each in Assignment], default=Assignment.QUEUE
    )
    # What one must be able to do, for assigning by skill, and how well (org.rules.SKILL_LEVELS).
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    skill_level = models.PositiveSmallIntegerField(default=1)
    for_everyone = models.BooleanField(default=True)
    audience = models.ManyToManyField(Unit, related_name="+")
    confirm_days = models.PositiveSmallIntegerField(default=3)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="catalogue_numbered_once"),
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(published_at__isnull=True),
                name="catalogue_one_draft_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.number}"

    @property
    def form(self) -> Form:
        return Form.parse(self.form_data)

    @property
    def checklist(self) -> tuple[checklist.Line, ...]:
        """What a new request has to tick off."""
        return checklist.parse(self.checklist_data)

    @property
    def approvals(self) -> approval.Plan:
        """Who has to approve a new request, in which order."""
        return approval.parse(self.approvals_data)

    @property
    def targets(self) -> Targets:
        return Targets.parse(self.targets_data)

    def target(self, priority: str) -> tuple[int, int]:
        """Seconds of working time to respond and to complete."""
        return self.targets.of(Priority(priority))

    @property
    def assigned_by(self) -> str:
        """Who gets a new request, in words, with the skill that is asked for."""
        rule = Assignment(self.assignment)
        if rule is not Assignment.SKILL or self.skill is None:
            return str(rule.label)
        return _("Who has the skill “%(skill)s” (%(level)s), is on shift and holds least") % {
            "skill": self.skill,
            "level": skill_level(self.skill_level),
        }

    def counts_on(self, service: Service) -> Calendar:
        """The calendar of the promise: its own, or that of the providing unit."""
        return self.calendar or service.unit.calendar

    def working_day(self, service: Service) -> int:
        """Seconds of a usual working day on that calendar: how "2 d" is read and written."""
        return working_day(self.counts_on(service).definition)
