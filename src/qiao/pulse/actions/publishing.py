"""Results appear in batches that are closed for good: what is not published says nothing, and what is
published never changes, so that no two looks can be subtracted from each other (ADR 25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from qiao import measure
from qiao.ledger.actions import record
from qiao.org.models import Unit
from qiao.pulse import rules
from qiao.pulse.events import Kind
from qiao.pulse.models import Answer, Batch, Cut, Lot
from qiao.pulse.rules import EFFORT, Kept, Outcome, Solved, State

WHOLE = "unit"


@dataclass(frozen=True)
class Voice:
    """What one respondent contributes to a batch: their last answer in it, and nothing more."""

    person_id: int
    service_id: int
    answer: Answer
    confidential: bool


def publish(*, at: datetime) -> int:
    """Publishes what has settled up to last Monday, for every unit where enough people answered."""
    cutoff = last_monday(at)
    waiting = Lot.objects.filter(_settled(cutoff)).values_list("unit_id", flat=True).distinct().order_by()
    return sum(_publish_one(unit_id, cutoff, at) for unit_id in list(waiting))


def last_monday(at: datetime) -> datetime:
    """Monday, 00:00 in the organisation's zone: results move once a week at most."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=midnight.weekday())


def _settled(cutoff: datetime) -> Q:
    """Invitations that cannot change any more: skipped, expired, or answered and past correction."""
    over = Q(state=State.ANSWERED, answered_at__lte=cutoff - rules.CORRECT_WITHIN) | Q(
        state__in=[State.SKIPPED, State.EXPIRED], expires_at__lte=cutoff
    )
    return Q(over, outcome=Outcome.INVITED, batch=None)


@transaction.atomic
def _publish_one(unit_id: int, cutoff: datetime, at: datetime) -> bool:
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    lots = list(
        Lot.objects.filter(_settled(cutoff), unit=unit_id).select_related("request").order_by("at", "pk")
    )
    voices = _voices(lots)
    waited = cutoff - lots[0].at if lots else timedelta()
    if not rules.ready(len(voices), waited, measure.gates.minimum("score")):
        return False
    batch = _batch(unit_id, lots, voices, cutoff, at)
    Lot.objects.filter(pk__in=[lot.pk for lot in lots]).update(batch=batch)
    record(Kind.PUBLISHED, subject=batch, at=at, to_unit_id=unit_id, number=batch.number)
    return True


def _voices(lots: Sequence[Lot]) -> list[Voice]:
    """One per person: n counts people, and whoever uses a unit often speaks no louder than others."""
    answered = {lot.pk: lot for lot in lots if lot.state == State.ANSWERED}
    last: dict[int, Answer] = {}
    for answer in Answer.objects.filter(lot__in=answered).order_by("lot__at", "lot_id", "version"):
        last[answer.lot_id] = answer
    voices: dict[int, Voice] = {}
    for lot in answered.values():
        person_id = lot.person_id or 0
        voices[person_id] = Voice(person_id, lot.service_id, last[lot.pk], lot.request.confidential)
    return [voices[person_id] for person_id in sorted(voices)]


def _batch(
    unit_id: int, lots: Sequence[Lot], voices: Sequence[Voice], cutoff: datetime, at: datetime
) -> Batch:
    before = Batch.objects.filter(unit=unit_id).aggregate(number=Max("number"), until=Max("until"))
    number = (before["number"] or 0) + 1
    batch = Batch.objects.create(
        unit_id=unit_id,
        number=number,
        since=before["until"] or timezone.localdate(last_monday(lots[0].at)),
        until=timezone.localdate(cutoff),
        published_at=at,
        comments=_comments(voices, f"{unit_id}.{number}"),
    )
    Cut.objects.bulk_create(_cut(batch, service_id, lots, voices) for service_id in _shown(voices))
    return batch


def _shown(voices: Sequence[Voice]) -> list[int | None]:
    """The whole unit, and those services that can be told without telling of anybody else."""
    cuts: dict[str, list[int]] = {WHOLE: list(range(len(voices)))}
    for place, voice in enumerate(voices):
        cuts.setdefault(str(voice.service_id), []).append(place)
    released = measure.releasable(cuts).released
    return [None if label == WHOLE else int(label) for label in released]


def _cut(batch: Batch, service_id: int | None, lots: Sequence[Lot], voices: Sequence[Voice]) -> Cut:
    own = [voice for voice in voices if service_id in (None, voice.service_id)]
    people = {voice.person_id for voice in own}
    elsewhere = {voice.person_id for voice in voices} - people  # their last answer is about another service
    asked = {lot.person_id for lot in lots if service_id in (None, lot.service_id)} - elsewhere
    skipped = {
        lot.person_id for lot in lots if lot.state == State.SKIPPED and service_id in (None, lot.service_id)
    }
    return Cut(
        batch=batch,
        service_id=service_id,
        asked=len(asked | people),
        answered=len(people),
        skipped=len(skipped - people - elsewhere),
        solved=_counted((voice.answer.solved for voice in own), Solved),
        effort=_counted((str(voice.answer.effort) for voice in own), map(str, EFFORT)),
        kept=_counted((voice.answer.kept for voice in own), Kept),
    )


def _counted(said: Iterable[str], known: Iterable[str]) -> dict[str, int]:
    counts = Counter(said)
    return {str(each): counts[str(each)] for each in known}


def _comments(voices: Sequence[Voice], batch: str) -> list[str]:
    """Only when enough people answered; in an order that has nothing to do with who said it or when. What
    is said about a confidential request is counted and never quoted: the words themselves may tell.
    """
    if len(voices) < measure.gates.minimum("comment"):
        return []
    said = [voice.answer.comment for voice in voices if voice.answer.comment and not voice.confidential]
    return sorted(said, key=lambda text: sha256(f"{batch}:{text}".encode()).digest())
