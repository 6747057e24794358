"""The verbs. Each takes If-Match, and answers with the request as it is then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.catalogue.rules import Priority
from qiao.desk import actions, reads
from qiao.desk.forms import LONGEST
from qiao.desk.models import Request
from qiao.desk.rest.door import WRITE, person_named, router, unit_named
from qiao.desk.rest.one import answer
from qiao.desk.rest.shown import RequestOne
from qiao.desk.rules import PauseKind, RefusalKind
from qiao.rest import etags
from qiao.rest.bodies import Said
from qiao.rest.fields import Key, Row, When
from qiao.rest.invalid import not_there

Words = Annotated[str, Field(max_length=LONGEST)]


class Note(Said):
    note: Words = ""


class Reasoned(Said):
    note: Words = Field(description="Required: the others read it.")


class Delivery(Said):
    note: Words = Field(description="What was done: the requester reads it and confirms or reopens.")
    template: Row | None = Field(None, description="The answer template that it began with: counted there.")


class Assignment(Said):
    to: Key = Field(description="Personnel number of a member of the unit.")


class Pausing(Said):
    kind: PauseKind
    counterpart: str = Field("", max_length=120, description="Whom exactly; not needed for the requester.")
    reason: Words = Field("", description="What is needed from them.")
    expected_until: When | None = None


class Offer(Said):
    unit: Key = Field(description="Code.")
    person: str = Field("", max_length=40, description="Personnel number: somebody in particular.")
    note: Words = Field(description="Why, and what they need to know.")


class Refusal(Said):
    kind: RefusalKind
    note: Words = Field(description="What is missing, or why it is somebody else's.")
    suggested: str = Field("", max_length=40, description="Code of the unit whose it is, for not_ours.")


class NewPriority(Said):
    priority: Priority
    note: Words = Field(description="The requester reads it.")


class Duplicate(Said):
    into: str = Field(min_length=1, max_length=20, description="Number of the request that leads on.")
    note: Words = ""


@router.act("/requests/{number}/accept", scope=WRITE, answer=RequestOne)
def accept(http: PersonCall, number: str) -> RequestOne:
    """Takes it on: from now on you are accountable to the requester."""
    return _act(http, number, actions.accept)


@router.act("/requests/{number}/assign", scope=WRITE, answer=RequestOne)
def assign(http: PersonCall, number: str, said: Assignment) -> RequestOne:
    """Points it at a colleague, who still has to accept it."""
    return _act(http, number, actions.assign, to=person_named(said.to, "to"))


@router.act("/requests/{number}/offer", scope=WRITE, answer=RequestOne)
def offer(http: PersonCall, number: str, said: Offer) -> RequestOne:
    """Offers it to another unit or person. It stays with you until they accept."""
    unit = unit_named(said.unit, "unit")
    person = person_named(said.person, "person") if said.person else None
    return _act(http, number, actions.offer, unit=unit, person=person, note=said.note)


@router.act("/requests/{number}/take", scope=WRITE, answer=RequestOne)
def take(http: PersonCall, number: str) -> RequestOne:
    """Accepts a hand-off: holding, clock and accountability move to you."""
    return _act(http, number, actions.take)


@router.act("/requests/{number}/refuse", scope=WRITE, answer=RequestOne)
def refuse(http: PersonCall, number: str, said: Refusal) -> RequestOne:
    """Returns a hand-off with a reason, and whose it is."""
    return _act(http, number, actions.refuse_offer, **_refusal(said))


@router.act("/requests/{number}/recall", scope=WRITE, answer=RequestOne)
def recall(http: PersonCall, number: str, said: Note | None = None) -> RequestOne:
    """Takes an offer back before it was answered."""
    return _act(http, number, actions.recall, note=said.note if said else "")


@router.act("/requests/{number}/pause", scope=WRITE, answer=RequestOne)
def pause(http: PersonCall, number: str, said: Pausing) -> RequestOne:
    """Stops the clock while somebody else is awaited."""
    return _act(http, number, actions.pause, **said.model_dump())


@router.act("/requests/{number}/resume", scope=WRITE, answer=RequestOne)
def resume(http: PersonCall, number: str, said: Note | None = None) -> RequestOne:
    """Lets the clock run again."""
    return _act(http, number, actions.resume, note=said.note if said else "")


@router.act("/requests/{number}/deliver", scope=WRITE, answer=RequestOne)
def deliver(http: PersonCall, number: str, said: Delivery) -> RequestOne:
    """Says that it is done, and what was done."""
    done = _act(http, number, actions.deliver, note=said.note)
    if said.template:
        actions.use_template(pk=said.template, by=http.person, at=timezone.now())
    return done


@router.act("/requests/{number}/confirm", scope=WRITE, answer=RequestOne)
def confirm(http: PersonCall, number: str, said: Note | None = None) -> RequestOne:
    """The requester says that it is done."""
    return _act(http, number, actions.confirm, note=said.note if said else "")


@router.act("/requests/{number}/reopen", scope=WRITE, answer=RequestOne)
def reopen(http: PersonCall, number: str, said: Reasoned) -> RequestOne:
    """The requester says that it is not done, and why."""
    return _act(http, number, actions.reopen, note=said.note)


@router.act("/requests/{number}/decline", scope=WRITE, answer=RequestOne)
def decline(http: PersonCall, number: str, said: Refusal) -> RequestOne:
    """Says no to the requester, always with a reason."""
    return _act(http, number, actions.decline, **_refusal(said))


@router.act("/requests/{number}/withdraw", scope=WRITE, answer=RequestOne)
def withdraw(http: PersonCall, number: str, said: Note | None = None) -> RequestOne:
    """The requester takes it back."""
    return _act(http, number, actions.withdraw, note=said.note if said else "")


@router.act("/requests/{number}/reprioritise", scope=WRITE, answer=RequestOne)
def reprioritise(http: PersonCall, number: str, said: NewPriority) -> RequestOne:
    """Another priority: what is due moves by exactly the difference of the targets."""
    return _act(http, number, actions.reprioritise, priority=said.priority, note=said.note)


@router.act("/requests/{number}/merge", scope=WRITE, answer=RequestOne)
def merge(http: PersonCall, number: str, said: Duplicate) -> RequestOne:
    """Ends it as a duplicate; its requester stays informed by the one that leads on."""
    reads.seen(number, seen_by=http.person)
    try:
        into = reads.seen(said.into, seen_by=http.person)
    except Http404 as error:
        raise not_there("into") from error
    return _act(http, number, actions.merge, into=into, note=said.note)


@router.act("/requests/{number}/separate", scope=WRITE, answer=RequestOne)
def separate(http: PersonCall, number: str, said: Reasoned) -> RequestOne:
    """It was no duplicate: it waits to be accepted anew."""
    return _act(http, number, actions.separate, note=said.note)


def _act(http: PersonCall, number: str, action: Callable[..., Request], **said: Any) -> RequestOne:
    """The verb, and the request as it is afterwards."""
    found = reads.seen(number, seen_by=http.person)
    expected = etags.seen(http, found.revision)
    action(request=found, by=http.person, at=timezone.now(), expected=expected, **said)
    return answer(http, reads.one(number, seen_by=http.person))


def _refusal(said: Refusal) -> dict[str, Any]:
    suggested = unit_named(said.suggested, "suggested") if said.suggested else None
    return {"kind": said.kind, "note": said.note, "suggested": suggested}
