"""The only writers of the plumbing's two tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from qiao.rest.models import Answer, Budget

KEEP = timedelta(hours=24)


@transaction.atomic
def claim(*, actor_id: int, key: str, fingerprint: str, at: datetime) -> tuple[Answer, bool]:
    """The row of this key, and whether it is ours to fill.

    Belongs into the transaction of the action. A twin with the same key waits here until that transaction
    has ended (PostgreSQL: at the unique index; SQLite: at the one writer), then finds the answer.
    """
    attempt = uuid4()
    mine = Answer(actor_id=actor_id, key=key, fingerprint=fingerprint, attempt=attempt, at=at)
    Answer.objects.bulk_create([mine], ignore_conflicts=True)
    kept = Answer.objects.get(actor_id=actor_id, key=key)
    return kept, kept.attempt == attempt


@transaction.atomic
def keep(*, answer: Answer, status: int, headers: Mapping[str, str], body: str) -> None:
    """Writes down what was answered, so that it can be said again."""
    Answer.objects.filter(pk=answer.pk).update(status=status, headers=dict(headers), body=body)


@transaction.atomic
def remember(*, actor_id: int, key: str, body: str, at: datetime) -> None:
    """What a form came to, for when it is sent again; in the transaction of the action, behind its lock."""
    Answer.objects.create(
        actor_id=actor_id, key=key, fingerprint="", attempt=uuid4(), at=at, status=303, body=body
    )


@transaction.atomic
def forget_old(*, at: datetime, limit: int = 5000) -> int:
    """Drops answers that are older than a day. Returns how many."""
    old = Answer.objects.filter(at__lt=at - KEEP).order_by("at").values("pk")[:limit]
    return Answer.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]


@transaction.atomic
def give(*, actor_id: int, minute: int, limit: int) -> tuple[int, int]:
    """Gives a process some calls of the minute to spend on its own: (given, left for all).

    The less is left, the smaller the share, so that the limit is exact and yet seldom written.
    """
    Budget.objects.get_or_create(actor_id=actor_id, defaults={"minute": minute, "given": 0})
    row = Budget.objects.select_for_update(no_key=True).get(actor_id=actor_id)
    used = row.given if row.minute == minute else 0
    left = max(limit - used, 0)
    share = min(max(left // 16, 1), left)
    if share:
        row.minute, row.given = minute, used + share
        row.save(update_fields=["minute", "given"])
    return share, left - share
