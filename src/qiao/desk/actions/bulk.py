"""The same verb on many requests: said once, done one by one, each in a transaction of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.dateparse import parse_datetime

from qiao.desk import rules
from qiao.desk.actions.handoffs import offer, take
from qiao.desk.actions.holder import accept, assign, pause, resume
from qiao.desk.actions.merging import merge
from qiao.desk.actions.talk import comment
from qiao.desk.models import BulkItem, BulkRun, Request
from qiao.desk.rules import PauseKind, Reason, Verb
from qiao.ledger.refusals import Conflict, Refused, refuse
from qiao.org.models import Person, Unit

log = logging.getLogger(__name__)
# What the page that asked for it does at once; the rest it does in further steps, or the ticker does.
AT_ONCE = 25
IN_A_TICK = 500


def _accept(*, request: Request, by: Person, at: datetime, expected: int) -> Request:
    """Accepts a request, or the hand-off by which it is offered."""
    offered = (
        rules.is_offered_to(request, by.scope) and rules.why_not(Verb.TAKE, request, by.scope, at) is None
    )
    return (take if offered else accept)(request=request, by=by, at=at, expected=expected)


def _comment(*, request: Request, by: Person, at: datetime, expected: int, **words: Any) -> Request:
    """A comment changes nothing that somebody else could have changed: no revision is compared."""
    comment(request=request, by=by, at=at, **words)
    return request


DOINGS: Mapping[Verb, Callable[..., Request]] = {
    Verb.ACCEPT: _accept,
    Verb.ASSIGN: assign,
    Verb.OFFER: offer,
    Verb.PAUSE: pause,
    Verb.RESUME: resume,
    Verb.MERGE: merge,
    Verb.COMMENT: _comment,
}
# How words that are no plain text are read back.
_READ: Mapping[str, Callable[[Any], Any]] = {
    "to": lambda pk: Person.objects.get(pk=pk),
    "person": lambda pk: Person.objects.get(pk=pk),
    "unit": lambda pk: Unit.objects.get(pk=pk),
    "into": lambda pk: Request.objects.get(pk=pk),
    "kind": PauseKind,
    "expected_until": parse_datetime,
}


@transaction.atomic
def begin_run(
    *,
    by: Person,
    at: datetime,
    unit: Unit,
    verb: Verb,
    words: Mapping[str, Any],
    picks: Iterable[tuple[Request, int]],
    token: UUID,
    query: str = "",
) -> BulkRun:
    """Writes down what is to be done, and does nothing yet. The same token again gives the same run.

    ``picks`` are requests, each with the revision that was seen; ``words`` what the verb's action is called
    with. Refused when nothing was chosen.
    """
    again = BulkRun.objects.filter(person=by, token=token).first()
    if again is not None:
        return again
    picks = list(picks)
    refuse(None if picks else Reason.CHOOSE_SOME)
    plain = {name: _plain(value) for name, value in words.items()}
    run = BulkRun.objects.create(
        person=by, unit=unit, verb=verb.value, words=plain, query=query[:2000], token=token, at=at
    )
    BulkItem.objects.bulk_create(
        BulkItem(run=run, request=request, revision=revision) for request, revision in picks
    )
    return run


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value


def work_off(*, run: BulkRun, at: datetime, most: int = AT_ONCE) -> int:
    """Does the next items of a run; returns how many it did. Two that work at once never do one twice."""
    items = list(run.items.filter(outcome="").select_related("request")[:most])
    words = {name: _word(name, value) for name, value in run.words.items()} if items else {}
    by = run.person
    for item in items:
        _settle(item, Verb(run.verb), by=by, at=at, words=words)
    _finish(run, at=at)
    return len(items)


def _word(name: str, value: Any) -> Any:
    return value if value in (None, "") or name not in _READ else _READ[name](value)


def _settle(item: BulkItem, verb: Verb, *, by: Person, at: datetime, words: Mapping[str, Any]) -> None:
    """One item: done, or nothing of it and the reason why not."""
    try:
        _do(item, verb, by=by, at=at, words=words)
    except Refused as refused:
        params = {name: str(value) for name, value in refused.params.items()}
        _not_done(item, BulkItem.Outcome.REFUSED, refused.reason, params)
    except Conflict:
        _not_done(item, BulkItem.Outcome.CHANGED)
    except Exception:
        log.exception("bulk item %s failed", item.pk)
        _not_done(item, BulkItem.Outcome.REFUSED, Reason.WENT_WRONG)


@transaction.atomic
def _do(item: BulkItem, verb: Verb, *, by: Person, at: datetime, words: Mapping[str, Any]) -> None:
    """Taking the item and doing it are one transaction: whoever comes second finds it taken."""
    if not _taken(item, BulkItem.Outcome.DONE):
        return
    refuse(None if by.active else Reason.PERSON_GONE)
    refuse(
        None if Request.objects.visible_to(by.scope).filter(pk=item.request_id).exists() else Reason.NOT_YOURS
    )
    DOINGS[verb](request=item.request, by=by, at=at, expected=item.revision, **words)


@transaction.atomic
def _not_done(
    item: BulkItem, outcome: BulkItem.Outcome, reason: str = "", params: Mapping[str, str] | None = None
) -> None:
    _taken(item, outcome, reason=str(reason), params=dict(params or {}))


def _taken(item: BulkItem, outcome: BulkItem.Outcome, **told: Any) -> bool:
    return bool(BulkItem.objects.filter(pk=item.pk, outcome="").update(outcome=outcome, **told))


@transaction.atomic
def _finish(run: BulkRun, *, at: datetime) -> None:
    """Over, when nothing of it waits any more."""
    if not run.items.filter(outcome="").exists():
        BulkRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=at)
        run.finished_at = run.finished_at or at


def go_on(*, at: datetime, most: int = IN_A_TICK) -> int:
    """Works off runs whose page was closed before they were done, oldest first. Returns how many items."""
    done = 0
    for run in BulkRun.objects.filter(finished_at=None).select_related("person").order_by("id"):
        done += work_off(run=run, at=at, most=most - done)
        if done >= most:
            break
    return done
