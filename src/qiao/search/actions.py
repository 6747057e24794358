"""Keeping the index: what the ledger says has changed is read anew. Searching writes nothing."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.db import transaction

from qiao.desk.models import Request
from qiao.ledger.actions import follow
from qiao.ledger.models import Event
from qiao.search import index, sources, spelling
from qiao.search.models import Name, Spelling
from qiao.search.sources import NAMED, SUBJECTS

READER = "search"
BATCH = 500
REQUEST = Request._meta.label_lower


def catch_up(*, at: datetime, most: int = 20_000) -> int:
    """Reads the ledger on and refreshes what it speaks of; about ``most`` events. Returns how many."""
    done = 0
    while done < most and (many := follow(READER, _refresh, limit=2 * BATCH)):
        done += many
    return done


def _refresh(events: Sequence[Event]) -> None:
    texts({event.subject_id for event in events if event.subject_type == REQUEST})
    for subject, kind in SUBJECTS.items():
        names(kind, {event.subject_id for event in events if event.subject_type == subject})


@transaction.atomic
def texts(keys: Collection[int]) -> None:
    """Indexes these requests anew."""
    ordered = sorted(keys)
    for place in range(0, len(ordered), BATCH):
        found = sources.texts(ordered[place : place + BATCH])
        index.current().write([document for document, _words in found])
        learn({word for _document, known in found for word in known})


def learn(known: Collection[str]) -> None:
    """Remembers how words are spelt, so that a mistyped one finds them."""
    rows = [
        Spelling(stump=stump, word=word)
        for word in sorted(filter(spelling.corrigible, known))
        for stump in sorted(spelling.stumps(word))
    ]
    Spelling.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


@transaction.atomic
def names(kind: str, keys: Collection[int] | None) -> None:
    """Indexes these things by their names anew, or all of a kind (None). What is gone is found no more."""
    if keys is not None and not keys:
        return
    known = Name.objects.filter(kind=kind)
    (known if keys is None else known.filter(object_id__in=keys)).delete()
    fresh = (Name(kind=kind, object_id=pk, keys=line) for pk, line in NAMED[kind](keys))
    Name.objects.bulk_create(fresh, batch_size=1000)


def rebuild(*, tell: Callable[[int], None] = lambda done: None) -> int:
    """Everything anew, in batches: what is there stays findable meanwhile. Returns how many requests."""
    for kind in NAMED:
        names(kind, None)
    last = done = 0
    while keys := list(
        Request.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        texts(keys)
        last, done = keys[-1], done + len(keys)
        tell(len(keys))
    return done
