"""Names that are found by any part of them, and words that were written. The index of texts has no model."""

from django.db import models


class Name(models.Model):
    """One thing that is found by its name: a person, a unit, a service, a role card, an agreement."""

    class Kind(models.TextChoices):
        PERSON = "person"
        UNIT = "unit"
        SERVICE = "service"
        CARD = "card"
        AGREEMENT = "agreement"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    object_id = models.BigIntegerField()
    # Everything it may be called, squeezed, a line each.
    keys = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_named_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Spelling(models.Model):
    """A word that stands in some text, under each stump by which a mistyped one finds it."""

    stump = models.CharField(max_length=24)
    word = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stump", "word"], name="search_spelt_once")]

    def __str__(self) -> str:
        return f"{self.stump}: {self.word}"
