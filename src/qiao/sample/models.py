"""The mark that says: this database holds the sample organisation, and nothing real."""

from django.db import models


class SampleRun(models.Model):
    """How the sample was made; the same numbers make the same organisation again."""

    seed = models.BigIntegerField()
    people = models.PositiveIntegerField()
    months = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.people} people, {self.months} months, seed {self.seed}"
