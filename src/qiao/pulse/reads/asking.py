"""One's own invitations and one's own answer; nobody else's can be read from here."""

from datetime import datetime

from django.http import Http404

from qiao.desk.models import Request
from qiao.org.models import Person
from qiao.pulse.models import Answer, Lot
from qiao.pulse.rules import Outcome
from qiao.statements import Question

SHOWN = ("request", "service", "unit")
MOST = 50


def invitations(person: Person, *, at: datetime, limit: int = MOST) -> list[Lot]:
    """What waits for this person's answer, what ends first in front: one query."""
    return INVITED.all(person.scope, at)[:limit]


INVITED = Question(
    lambda scope, at: (
        Lot.objects.open_for(scope, at).select_related(*SHOWN).order_by("expires_at", "pk")[:MOST]
    )
)


def own(pk: int, *, seen_by: Person) -> Lot:
    """One's own invitation; anybody else's does not exist."""
    try:
        mine = Lot.objects.filter(person=seen_by, outcome=Outcome.INVITED)
        return mine.select_related(*SHOWN).get(pk=pk)
    except Lot.DoesNotExist as error:
        raise Http404 from error


def own_of(request: Request, person: Person) -> Lot | None:
    """One's own invitation for a request, if there is one."""
    mine = Lot.objects.filter(request=request, person=person, outcome=Outcome.INVITED)
    return mine.select_related(*SHOWN).first()


def own_answer(lot: Lot) -> Answer | None:
    """The version that counts."""
    return lot.answers.last()
