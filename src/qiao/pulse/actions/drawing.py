"""Who is asked: drawn by the system, capped per person, and written down so that it can be checked."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from qiao.desk.events import Kind as Desk
from qiao.desk.models import Request
from qiao.desk.rules import State as Stage
from qiao.ledger.actions import follow, record
from qiao.ledger.models import Event
from qiao.org.models import Person
from qiao.pulse import rules
from qiao.pulse.events import Kind
from qiao.pulse.models import Draw, Lot
from qiao.pulse.reads.providing import departments_of, providers_of
from qiao.pulse.rules import Outcome, State
from qiao.statements import Question, insert

READER = "pulse"
SEALED = Question(lambda month: Draw.objects.filter(month=month))
ACTIVE = Question(lambda person: Person.objects.active().filter(pk=person))
DRAWN = Question(lambda request: Lot.objects.filter(request=request).values_list("pk"))
# How many of a service since a moment: one row, or none.
DRAWN_OF = Question(
    lambda service, since: (
        Lot.objects.filter(service=service, at__gt=since)
        .values("service")
        .annotate(n=Count("pk"))
        .values_list("n")
    )
)
ASKED = Question(lambda person, since: Lot.objects.filter(person=person, at__gt=since).values_list("pk"))
CONFIRMED = frozenset({Desk.CONFIRMED, Desk.CONFIRMED_BY_ITSELF})


def draw_new(*, at: datetime, rounds: int = 1) -> int:
    """Draws for what was confirmed since the last time. Returns how many events were read, 1000 a round."""
    read = 0
    for _round in range(rounds):
        new = follow(READER, lambda events: _draw_all(events, at))
        read += new
        if not new:
            break
    return read


def _draw_all(events: Sequence[Event], at: datetime) -> None:
    confirmed = {
        event.subject_id: event for event in events if event.kind in CONFIRMED and event.at > at - rules.FRESH
    }
    if not confirmed:
        return
    requests = Request.objects.select_related("service").in_bulk(confirmed)
    for pk, event in confirmed.items():
        if pk in requests:
            draw(request=requests[pk], at=at, confirmed_by=event.actor_id)


@transaction.atomic
def draw(*, request: Request, at: datetime, confirmed_by: int | None = None) -> Lot | None:
    """The lot of one confirmed request, once in its life; None when it has one or is open again.

    Confirmed by silence counts like confirmed by hand: asking only those who speak would leave out the
    discontented. Nobody chooses: whom, from who confirmed and whom it was for; whether, from the salt.
    """
    if request.state != Stage.CONFIRMED or DRAWN.tuples(request.pk):
        return None
    month = seal(month=f"{timezone.localtime(at):%Y-%m}", at=at)
    volume = sum(n for (n,) in DRAWN_OF.tuples(request.service_id, at - rules.WINDOW)) + 1
    rate, drawn = rules.rate(volume), rules.lot(month.salt, request.number)
    person = next(_askable(request, confirmed_by), None)
    outcome = _outcome(person, rate, drawn, at)
    invited = outcome is Outcome.INVITED
    made = insert(
        Lot(
            request=request,
            draw=month,
            service_id=request.service_id,
            unit_id=request.service.unit_id,
            person=person if invited else None,
            at=at,
            rate=rate,
            drawn=drawn,
            outcome=outcome,
            state=State.OPEN if invited else "",
            expires_at=at + rules.ANSWER_WITHIN if invited else None,
        )
    )
    _tell(made, request, at)
    return made


def _tell(made: Lot, request: Request, at: datetime) -> None:
    """Enough to check the draw by, once the salt is known."""
    record(
        Kind.DRAWN,
        subject=made,
        at=at,
        to_unit_id=made.unit_id,
        number=request.number,
        rate=made.rate,
        drawn=made.drawn,
        outcome=made.outcome,
        person=made.person_id,
    )


def _outcome(person: Person | None, rate: float, drawn: float, at: datetime) -> Outcome:
    if person is None:
        return Outcome.NOBODY
    if drawn >= rate:
        return Outcome.NOT_DRAWN
    asked = ASKED.tuples(person.pk, at - rules.WEEK)
    return Outcome.CAPPED if len(asked) >= rules.MOST_IN_A_WEEK else Outcome.INVITED


def _askable(request: Request, confirmed_by: int | None) -> Iterator[Person]:
    """Customers of the request who had no part in providing it; who confirmed it comes first.

    A substitute confirms for somebody, but is not asked in their place.
    """
    wanted = [pk for pk in (request.beneficiary_id, request.requester_id) if pk]
    if confirmed_by and (confirmed_by in wanted or request.beneficiary_unit_id):
        wanted.insert(0, confirmed_by)
    providers = providers_of(request)
    for pk in dict.fromkeys(wanted):
        person = ACTIVE.first(pk)
        if person is None or not _is_customer(person, request):
            continue
        if rules.why_not_rate(person.scope, departments_of(person), providers) is None:
            yield person


def _is_customer(person: Person, request: Request) -> bool:
    """In person: neither as somebody's substitute nor as somebody's leader."""
    named = person.pk in {request.requester_id, request.beneficiary_id}
    return named or request.beneficiary_unit_id in person.scope.member_ids


@transaction.atomic
def seal(*, month: str, at: datetime, salt: str = "") -> Draw:
    """The month's salt, made before the first draw; its hash goes into the ledger at once."""
    known = SEALED.first(month)
    if known is not None:
        return known
    salt = salt or secrets.token_hex(32)
    made = Draw.objects.create(month=month, salt=salt, commitment=rules.commitment(salt), sealed_at=at)
    record(Kind.SEALED, subject=made, at=at, month=month, commitment=made.commitment)
    return made


def reveal(*, at: datetime) -> int:
    """Tells the salts of months that are over and whose invitations can no longer be answered."""
    last = f"{timezone.localtime(at - rules.ANSWER_WITHIN - timedelta(days=1)):%Y-%m}"
    over = Draw.objects.filter(revealed_at=None, month__lt=last)
    return sum(_reveal_one(each, at) for each in over)


@transaction.atomic
def _reveal_one(sealed: Draw, at: datetime) -> bool:
    if not Draw.objects.filter(pk=sealed.pk, revealed_at=None).update(revealed_at=at):
        return False
    record(Kind.REVEALED, subject=sealed, at=at, month=sealed.month, salt=sealed.salt)
    return True
