"""Units, people, positions, substitutes, working calendars."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from qiao import worktime
from qiao.org import compiled
from qiao.org.rules import Role, Scope, skill_level
from qiao.ui.words import is_chinese, local

if TYPE_CHECKING:
    from datetime import date, datetime

    Hours = worktime.Calendar | worktime.History


class Calendar(models.Model):
    """When a unit works: a weekly pattern or a rotation of shifts, in a time zone.

    ``definition`` is what :func:`qiao.worktime.parse` reads; ``revision`` grows with every change of the
    calendar, of its own days or of the holidays it follows, so that compiled forms can be kept.
    """

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    definition = models.JSONField()
    follows_holidays = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    # When it last became another; what it was before is kept as editions.
    changed_at = models.DateTimeField(null=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return local(self, "name")

    @property
    def zone(self) -> str:
        """The time zone's name."""
        return str(self.definition["zone"])

    @property
    def compiled(self) -> worktime.Calendar:
        """The calendar ready for arithmetic; kept per process until the revision changes."""
        return compiled.calendar(self)

    def known_at(self, at: datetime) -> Hours:
        """Working time as it was known at a moment: before each change as it stood then, then that edition.

        What a clock has counted stays counted, whatever becomes of the calendar. No query while nobody
        ever changed it.
        """
        return self.compiled if self.changed_at is None else compiled.known_at(self, at)


class CalendarEdition(models.Model):
    """What a calendar was until somebody changed it: its whole definition, with holidays and own days."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="editions")
    definition = models.JSONField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["until", "id"]

    def __str__(self) -> str:
        return f"{self.calendar_id} < {self.until:%Y-%m-%d %H:%M}"


class Holiday(models.Model):
    """A public holiday, or a make-up working day, that calendars may follow. An administrator edits them."""

    date = models.DateField(unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    working = models.BooleanField(default=False)
    # A make-up day works as this weekday does (0 is Monday): the one that it makes up for.
    works_as = models.PositiveSmallIntegerField(default=0)
    seeded = models.BooleanField(default=False)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {local(self, 'name')}"


class CalendarDay(models.Model):
    """A date on which one calendar differs: other shifts than usual, or none. It overrides holidays."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    shifts = models.JSONField(default=list)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="org_one_rule_per_day")]

    def __str__(self) -> str:
        return f"{self.date} {self.note}"


class UnitQuerySet(models.QuerySet["Unit"]):
    def active(self) -> Self:
        return self.filter(active=True)

    def within(self, *unit_ids: int) -> Self:
        """The units themselves and everything below them."""
        return self.filter(ancestry__ancestor_id__in=unit_ids).distinct()


class Unit(models.Model):
    """A node of the organisation: company, plant, department, workshop, team."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Company")
        PLANT = "plant", _("Plant")
        DEPARTMENT = "department", _("Department")
        WORKSHOP = "workshop", _("Workshop")
        TEAM = "team", _("Team")

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.TEAM)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    leader = models.ForeignKey(
        "Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="leads"
    )
    # Its own calendar, or none to work as its parent does; `calendar` is the answer for everybody.
    own_calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="units")
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="org_unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return local(self, "name")


class Ancestry(models.Model):
    """Every unit with each of its ancestors, itself included at depth 0: a tree of any depth in one query."""

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="descent")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="ancestry")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "unit"], name="org_one_way_up")]
        indexes = [models.Index(fields=["unit", "depth"], name="org_ancestors")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} ⊃ {self.unit_id}"


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        return self.filter(active=True)

    def members_of(self, *unit_ids: int) -> Self:
        """Everybody whose home is one of the units or lies below it."""
        return self.filter(unit__ancestry__ancestor_id__in=unit_ids).distinct()

    def present(self, at: datetime) -> Self:
        """Those who have no substitute standing in for them at the moment."""
        return self.exclude(absences__since__lte=at, absences__until__gt=at)

    def skilled(self, skill_id: int, level: int, on: date) -> Self:
        """Those who have a skill at that level or above, and whose proof of it has not run out by then."""
        held = Skilled.objects.filter(
            Q(until__isnull=True) | Q(until__gte=on), skill=skill_id, level__gte=level, person=OuterRef("pk")
        )
        return self.filter(Exists(held))


class Person(models.Model):
    """An employee."""

    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    # When this person works, if not as the home unit does: the crew of a unit that works round the clock.
    own_calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="zh-hans")
    revision = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="org_one_person_per_email"
            ),
            models.CheckConstraint(condition=~Q(manager=F("id")), name="org_person_is_not_own_manager"),
        ]

    def __str__(self) -> str:
        return self.name if is_chinese() or not self.name_en else self.name_en

    @property
    def calendar(self) -> Calendar:
        """When this person works."""
        return self.own_calendar or self.unit.calendar

    @property
    def calendar_id(self) -> int:
        """The same by its number, without reading it."""
        return self.own_calendar_id or self.unit.calendar_id

    @cached_property
    def scope(self) -> Scope:
        """The units this person belongs to and leads; read once per object."""
        from qiao.org.reads import scope_of

        return scope_of(self)


class Position(models.Model):
    """A job in a unit that people hold."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return local(self, "name")


class Holding(models.Model):
    """One person holding one position."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["position", "person"], name="org_held_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.position}"


class Skill(models.Model):
    """Something one must have learned to do certain work: a licence, a trade, a system."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return local(self, "name")


class Skilled(models.Model):
    """One person having one skill, how well, and until when the proof of it holds (None: for good)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="people")
    level = models.PositiveSmallIntegerField(default=1)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["skill__code"]
        constraints = [models.UniqueConstraint(fields=["person", "skill"], name="org_skilled_once")]

    def __str__(self) -> str:
        return f"{self.skill} {self.in_words}"

    @property
    def in_words(self) -> str:
        """How well."""
        return skill_level(self.level)


class Substitution(models.Model):
    """For a period somebody stands in: leads what the absent person leads, acts on what they hold."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stands_in")
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="org_absence_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(person=F("substitute")), name="org_substitute_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.substitute}"


class Grant(models.Model):
    """A role that does not follow from the tree (leader and head do)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="org_granted_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"
