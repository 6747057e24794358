"""Working with many: views that people keep, and what was done to many requests at once."""

from django.db import models
from django.db.models import Q

from qiao.desk.models.requests import Request
from qiao.org.models import Person, Unit


class SavedView(models.Model):
    """A filter with its order, kept under a name by a person for one work list.

    ``shared``: its unit's leader shows it to everybody who may open that list. ``is_default``: the list
    opens with it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "name"], name="desk_view_named_once"),
            models.UniqueConstraint(
                fields=["person", "unit"], condition=Q(is_default=True), name="desk_one_default_view"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BulkRun(models.Model):
    """One verb, said once for many requests. ``token`` is the form's own: sent twice it is one run."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=24)
    # The words of the form, as plain JSON.
    words = models.JSONField(default=dict)
    # The filter of the list that it was said on: the way back.
    query = models.CharField(max_length=2000, blank=True)
    token = models.UUIDField()
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "token"], name="desk_bulk_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(finished_at__isnull=True), name="desk_bulk_unfinished")
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.verb}"


class BulkItem(models.Model):
    """One request of a run, with the revision that was seen and what came of it."""

    class Outcome(models.TextChoices):
        WAITING = ""
        DONE = "done"
        REFUSED = "refused"
        CHANGED = "changed"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    # The code of the refusal; its words are found when they are read.
    reason = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "request"], name="desk_bulk_item_once")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.request_id} {self.outcome}"
