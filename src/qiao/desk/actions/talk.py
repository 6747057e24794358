"""Comments, and who watches."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qiao.desk import mentions
from qiao.desk.actions import response
from qiao.desk.actions.change import need, tell
from qiao.desk.events import Kind
from qiao.desk.models import Comment, Habit, Request, Watch
from qiao.desk.rules import Reason, is_provider
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person
from qiao.statements import insert


@transaction.atomic
def comment(*, request: Request, by: Person, at: datetime, body: str, internal: bool = False) -> Comment:
    """Says something to everybody who sees the request, or among providers only.

    A provider's public words answer the customer, the customer's restart the response clock.

    Whom ``@name`` means is kept with the event; those who may not read it are left out (``mentions.read``).
    """
    body = need(body, Reason.SAY_WHAT)
    refuse(Reason.NOT_PROVIDER if internal and not is_provider(request, by.scope) else None)
    request, voice = (request, None) if internal else response.hear(request, by=by, at=at)
    made = insert(Comment(request=request, author=by, at=at, body=body, internal=internal))
    told = mentions.read(body, request, internal=internal).told
    tell(
        Kind.COMMENTED,
        request,
        by=by,
        at=at,
        comment=made.pk,
        internal=internal or None,
        mentions=told or None,
        voice=voice,
    )
    return made


def write_like(*, person: Person, internal: bool) -> None:
    """Remembers how a provider chose to write, so that the box stands ready like that the next time."""
    Habit.objects.update_or_create(person=person, defaults={"internal": internal})


@transaction.atomic
def watch(*, request: Request, by: Person, at: datetime, person: Person | None = None) -> bool:
    """Whoever may see a request watches it; a provider may add a colleague who may see it, too.

    Returns whether that is new.
    """
    whom = person or by
    if whom != by:
        refuse(None if is_provider(request, by.scope) else Reason.NOT_PROVIDER)
        refuse(None if whom.active else Reason.PERSON_GONE)
    if why := mentions.why_untold(whom, request, internal=False):
        raise Refused(why, person=str(whom))
    others = {"added_by": by if whom != by else None, "at": at}
    _, new = Watch.objects.get_or_create(request=request, person=whom, defaults=others)
    if new:
        tell(Kind.WATCHED, request, by=by, at=at, person=whom.pk)
    return new


@transaction.atomic
def unwatch(*, request: Request, by: Person, at: datetime) -> bool:
    """Everybody ends their own watching, and nobody another's. Returns whether there was any."""
    gone, _ = Watch.objects.filter(request=request, person=by).delete()
    if gone:
        tell(Kind.UNWATCHED, request, by=by, at=at, person=by.pk)
    return bool(gone)
