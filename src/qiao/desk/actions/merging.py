"""Merging a duplicate into the request that leads on, and separating it again when that was a mistake."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from qiao.desk import clocks, mentions, rules
from qiao.desk.actions import response
from qiao.desk.actions.change import begin, move, need, open_hop, over, tell
from qiao.desk.actions.links import both
from qiao.desk.events import Kind
from qiao.desk.models import Comment, Fellow, Pause, Request, Watch
from qiao.desk.rules import State, Verb
from qiao.ledger.models import Event
from qiao.ledger.refusals import refuse
from qiao.org.models import Person


@transaction.atomic
def merge(
    *,
    request: Request,
    into: Request,
    by: Person,
    at: datetime,
    note: str = "",
    expected: int | None = None,
) -> Request:
    """Ends a duplicate; its customers become customers of the request that leads on (ADR 21).

    Of both promises the earlier one holds from now on, and who waits for an answer goes on waiting for it.
    For many at once: call it for each.
    """
    duplicate, leading = both(request, into, by=by)
    if leading.merged_into_id and leading.merged_into_id != duplicate.pk:
        leading = Request.objects.locked(leading.merged_into_id)
    duplicate = begin(duplicate, Verb.MERGE, by=by, at=at, expected=expected)
    refuse(rules.why_not_merge_into(duplicate, leading, by.scope))
    promised, unanswered = _promised(duplicate, at), _unanswered(duplicate, leading)
    over(duplicate, State.MERGED, at=at)
    _bring_along(duplicate, leading)
    move(
        duplicate,
        merged_into=leading,
        promised_at=promised,
        waiting_for="",
        fellows=_fellows(duplicate),
        **response.NONE,
    )
    tell(Kind.MERGED, duplicate, by=by, at=at, other=leading.pk, note=note.strip())
    move(leading, promised_at=_earlier(leading, promised, at), fellows=_fellows(leading), **unanswered)
    watching = _go_on_watching(duplicate, leading, at)
    tell(
        Kind.TOOK_IN,
        leading,
        by=by,
        at=at,
        merged=duplicate.pk,
        number=duplicate.number,
        watchers=watching or None,
    )
    return duplicate


@transaction.atomic
def separate(
    *, request: Request, by: Person, at: datetime, note: str, expected: int | None = None
) -> Request:
    """It was no duplicate: it waits to be accepted anew, with the promise that it had.

    The mistake was not the customer's, so the time in between counts.
    """
    request = begin(request, Verb.SEPARATE, by=by, at=at, expected=expected)
    note = need(note)
    leading = Request.objects.locked(request.merged_into_id or 0)
    Fellow.objects.filter(request=leading, because=request).delete()
    _watch_no_more(leading, request)
    hops, clock = request.hop_count + 1, response.begun(request, at=at)
    move(
        request,
        state=State.OFFERED,
        merged_into=None,
        closed_at=None,
        hop_count=hops,
        responded_at=None,
        **clock,
        respond_by=clock.get("answer_by"),
    )
    open_hop(request, unit=request.holder_unit, person=request.holder_person, at=at, accepted=False)
    tell(
        Kind.SEPARATED,
        request,
        by=by,
        at=at,
        to_unit_id=request.holder_unit_id,
        other=leading.pk,
        note=note,
    )
    move(leading, promised_at=_without(leading, request), fellows=_fellows(leading))
    tell(Kind.LET_GO, leading, by=by, at=at, merged=request.pk, number=request.number)
    return request


def _bring_along(duplicate: Request, leading: Request) -> None:
    """Everybody for whom the duplicate was, and what had been merged into it, goes to the leading one."""
    Fellow.objects.filter(request=duplicate).update(request=leading)
    Request.objects.filter(merged_into=duplicate).update(merged_into=leading)
    rows = [Fellow(request=leading, person=duplicate.requester, because=duplicate)]
    if duplicate.beneficiary_id and duplicate.beneficiary_id != duplicate.requester_id:
        rows.append(Fellow(request=leading, person_id=duplicate.beneficiary_id, because=duplicate))
    if duplicate.beneficiary_unit_id:
        rows.append(Fellow(request=leading, unit_id=duplicate.beneficiary_unit_id, because=duplicate))
    Fellow.objects.bulk_create(rows)


def _go_on_watching(duplicate: Request, leading: Request, at: datetime) -> list[int]:
    """Who was told of the duplicate is told of the leading one, too: who watched or wrote, and may see it.

    Customers and holder are told as such. Returns who is new there.
    """
    told = set(Watch.objects.filter(request=duplicate).values_list("person_id", flat=True))
    told |= set(Comment.objects.filter(request=duplicate).values_list("author_id", flat=True))
    told -= {leading.requester_id, leading.beneficiary_id, leading.holder_person_id}
    told -= set(Fellow.objects.filter(request=leading).values_list("person_id", flat=True))
    told -= set(Watch.objects.filter(request=leading).values_list("person_id", flat=True))
    people = Person.objects.active().filter(pk__in=told).order_by("pk")
    coming = [each for each in people if mentions.why_untold(each, leading, internal=False) is None]
    Watch.objects.bulk_create(Watch(request=leading, person=each, at=at) for each in coming)
    return [each.pk for each in coming]


def _watch_no_more(leading: Request, request: Request) -> None:
    """Who came along with a duplicate that leaves, and has not begun to watch on their own since."""
    told = _took_in(leading, request)
    came = told.data.get("watchers", []) if told else []
    if told and came:
        Watch.objects.filter(request=leading, person__in=came, at=told.at).delete()


def _took_in(leading: Request, request: Request) -> Event | None:
    return Event.objects.about(leading).filter(kind=Kind.TOOK_IN, data__merged=request.pk).last()


def _fellows(request: Request) -> int:
    return Fellow.objects.filter(request=request).count()


def _promised(request: Request, at: datetime) -> datetime | None:
    """Until when it is promised now: later by the pause that is running."""
    since = _paused_since(request)
    return (
        clocks.shifted(request.calendar.known_at(at), request.promised_at, since, at)
        if since
        else request.promised_at
    )


def _unanswered(duplicate: Request, leading: Request) -> dict[str, Any]:
    """A merge is no answer: who waits for one in the duplicate waits for it in the leading one."""
    until = duplicate.answer_by
    if until is None or (leading.answer_by is not None and leading.answer_by <= until):
        return {}
    return {"unanswered_since": duplicate.unanswered_since, "answer_by": until}


def _paused_since(request: Request) -> datetime | None:
    if request.state != State.PAUSED:
        return None
    return Pause.objects.get(hop__request=request, ended_at=None).started_at


def _earlier(leading: Request, promised: datetime | None, at: datetime) -> datetime | None:
    """The earlier of both promises. What is paused gets its pause added when it resumes: taken off here."""
    since = _paused_since(leading)
    if promised is not None and since is not None:
        calendar = leading.calendar.known_at(at)
        promised = clocks.due(calendar, promised, -calendar.working_seconds(since, at))
    return min((each for each in (leading.promised_at, promised) if each is not None), default=None)


def _without(leading: Request, request: Request) -> datetime | None:
    """The promise without that of a duplicate that leaves: what it was, if nothing moved it since."""
    told = _took_in(leading, request)
    before, after = (told.data.get("changes", {}) if told else {}).get("promised_at", (None, None))
    unmoved = after is not None and parse_datetime(after) == leading.promised_at
    return parse_datetime(before) if unmoved and before else leading.promised_at
