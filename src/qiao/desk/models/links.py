"""What requests have to do with each other, and what has to be ticked off on one."""

from django.db import models
from django.db.models import F, Q

from qiao.desk.models.choices import choices
from qiao.desk.models.requests import Request
from qiao.desk.rules import LinkKind
from qiao.org.models import Person
from qiao.ui.words import local


class Link(models.Model):
    """One request says something about another: "blocks", "was caused by", "is a duplicate of"."""

    source = models.ForeignKey(Request, on_delete=models.CASCADE, db_index=False, related_name="links")
    target = models.ForeignKey(Request, on_delete=models.CASCADE, db_index=False, related_name="linked_by")
    kind = models.CharField(max_length=12, choices=choices(LinkKind))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="desk_linked_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="desk_not_linked_to_itself"),
        ]
        indexes = [models.Index(fields=["target", "kind"], name="desk_linked_by")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Item(models.Model):
    """One line of a request's checklist: from its service's version, or added by a provider."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, db_index=False, related_name="items")
    ordinal = models.PositiveSmallIntegerField()
    text_zh = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, blank=True)
    required = models.BooleanField(default=False)
    # None: it came with the service.
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["request", "ordinal"], name="desk_items_in_order"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="desk_checked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return local(self, "text")
