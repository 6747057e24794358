"""Who is concerned by a batch of events: a fixed number of queries, however many events there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qiao.accounts.models import Account
from qiao.desk.events import Kind
from qiao.desk.models import Approver, Comment, Fellow, Handoff, Request, Watch, internal_q
from qiao.desk.rules import State
from qiao.ledger.models import Event
from qiao.notify.models import Setting
from qiao.notify.rules import CREW, Relation
from qiao.org.models import Person, Substitution, Unit
from qiao.org.reads.shifts import WITH_CALENDARS, those_on

# Whose unit a new request or an offer waits at is named by the event.
QUEUED = frozenset({Kind.RAISED, Kind.APPROVED, Kind.OFFERED, Kind.REQUEUED, Kind.SEPARATED})
ASKED_TO_APPROVE = frozenset(
    {
        Kind.APPROVAL_ASKED,
        Kind.APPROVAL_DELEGATED,
        Kind.APPROVAL_REMINDED,
        Kind.APPROVAL_ESCALATED,
    }
)
# While it is theirs, or ended with them; later they have nothing to do with it.
APPROVERS_HEAR = frozenset({State.APPROVAL, State.DECLINED, State.WITHDRAWN})
# Since when somebody has been concerned: of what was before, they are not told.
Since = list[tuple[int, datetime]]


@dataclass
class Circle:
    """What the relations of a batch are read from."""

    requests: Mapping[int, Request]
    units: Mapping[int, Unit]
    watchers: Mapping[int, Since]
    commenters: Mapping[int, Since]
    fellows: Mapping[int, list[int]]
    approvers: Mapping[int, list[int]]
    handoffs: Mapping[int, list[Handoff]]
    members: Mapping[int, list[Person]]
    absences: list[Substitution]

    @classmethod
    def around(cls, events: Sequence[Event]) -> Circle:
        """Everything that the events' requests are surrounded by."""
        requests = Request.objects.in_bulk({event.subject_id for event in events})
        queued = {event.to_unit_id for event in events if event.to_unit_id and event.kind in QUEUED}
        holding = {request.holder_unit_id for request in requests.values()}
        moments = [event.at for event in events]
        return cls(
            requests=requests,
            units=Unit.objects.in_bulk(queued | holding),
            watchers=_by(
                Watch.objects.filter(request__in=requests).values_list("request_id", "person_id", "at")
            ),
            commenters=_by(
                Comment.objects.filter(request__in=requests).values_list("request_id", "author_id", "at")
            ),
            fellows=_fellows([each.pk for each in requests.values() if each.fellows]),
            approvers=_approvers(
                [each.pk for each in requests.values() if each.approvers and each.state in APPROVERS_HEAR]
            ),
            handoffs=_handoffs(requests),
            members=_members(queued),
            absences=list(Substitution.objects.filter(since__lte=max(moments), until__gt=min(moments))),
        )

    def concerned(self, event: Event) -> dict[Relation, set[int]]:
        """Each relation with those who stand in it, for one event."""
        request = self.requests[event.subject_id]
        found = {
            Relation.MENTIONED: event.data.get("mentions", {}).values(),
            Relation.REQUESTER: [request.requester_id],
            Relation.BENEFICIARY: [request.beneficiary_id],
            Relation.HOLDER: [request.holder_person_id],
            Relation.ACCOUNTABLE: [request.accountable_id],
            Relation.GIVER: self._givers(event),
            Relation.APPROVER: self._approvers(event),
            Relation.ESCALATED_TO: [event.data.get("person")] if event.kind == Kind.ESCALATED else (),
            Relation.FELLOW: self.fellows.get(request.pk, ()),
            Relation.WATCHER: self._watching(event),
            Relation.COMMENTER: [pk for pk, at in self.commenters.get(request.pk, ()) if at <= event.at],
            **self._named(event),
            **self._queue(event, request),
        }
        return {relation: {pk for pk in people if pk} for relation, people in found.items()}

    def _watching(self, event: Event) -> set[int]:
        """Whoever watched already; who came along by a merge is told of that on the duplicate."""
        before = {pk for pk, at in self.watchers.get(event.subject_id, ()) if at <= event.at}
        return before - set(event.data.get("watchers", ()))

    def _approvers(self, event: Event) -> Iterable[int]:
        """Whom the event asks to approve, else everybody who was."""
        if event.kind in ASKED_TO_APPROVE:
            return event.data.get("people") or [event.data["person"]]
        return self.approvers.get(event.subject_id, ())

    def _named(self, event: Event) -> dict[Relation, Iterable[int | None]]:
        """Whom the event itself names, as what its kind makes of them."""
        match event.kind:
            case Kind.WATCHED:
                return {Relation.ADDED: [event.data.get("person")]}
            case Kind.OFFERED:
                return {Relation.OFFERED_TO: [event.data.get("person")]}
            case Kind.ASSIGNED:
                return {Relation.ASSIGNED: [event.data.get("person")]}
            case Kind.RAISED | Kind.APPROVED:
                return {Relation.ASSIGNED: [event.data.get("assigned_to")]}
            case Kind.RECALLED:
                last = self._handoff(event, Handoff.Outcome.RECALLED)
                return {Relation.OFFERED_TO: [last.to_person_id if last else None]}
        return {}

    def _queue(self, event: Event, request: Request) -> dict[Relation, Iterable[int | None]]:
        """While nobody in person has it: the leader, and the shift when it is a handful."""
        if event.kind == Kind.UNATTENDED:
            return {Relation.LEADER: [event.data.get("leader")]}
        named = event.data.get("assigned_to") or event.data.get("person")
        if event.kind in QUEUED:
            unit = None if named else self.units.get(event.to_unit_id or 0)
        else:
            unit = None if request.holder_person_id else self.units.get(request.holder_unit_id)
        if unit is None:
            return {}
        crew = self._crew(unit, event.at) if event.kind in QUEUED else ()
        return {Relation.LEADER: [unit.leader_id], Relation.ON_SHIFT: crew}

    def _crew(self, unit: Unit, at: datetime) -> set[int]:
        """Those of the unit itself, not of the teams below it, who are at work; nobody when they are many."""
        away = self.away(at)
        there = {each.pk for each in those_on(self.members.get(unit.pk, ()), at)} - away.keys()
        return there if len(there) <= CREW else set()

    def away(self, at: datetime) -> dict[int, int]:
        """Absent person → who stands in for them."""
        return {each.person_id: each.substitute_id for each in self.absences if each.since <= at < each.until}

    def _givers(self, event: Event) -> list[int | None]:
        """Who had offered what was just accepted or returned."""
        outcome = {Kind.TAKEN: Handoff.Outcome.ACCEPTED, Kind.REFUSED: Handoff.Outcome.REFUSED}
        last = self._handoff(event, outcome.get(Kind(event.kind))) if event.kind in outcome else None
        return [last.from_person_id] if last else []

    def _handoff(self, event: Event, outcome: Handoff.Outcome | None) -> Handoff | None:
        """The offer that an event answered: the same request, the same moment."""
        rows = self.handoffs.get(event.subject_id, [])
        return next((each for each in rows if each.outcome == outcome and each.answered_at == event.at), None)


def _by(rows: Iterable[tuple[int, int, datetime]]) -> Mapping[int, Since]:
    found: dict[int, Since] = defaultdict(list)
    for request, person, at in rows:
        found[request].append((person, at))
    return found


def _fellows(requests: list[int]) -> Mapping[int, list[int]]:
    """Whose requests were merged into these; none asked for when none has any."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Fellow.objects.filter(request__in=requests, person__isnull=False) if requests else []
    for each in rows:
        found[each.request_id].append(each.person_id or 0)
    return found


def _approvers(requests: list[int]) -> Mapping[int, list[int]]:
    """Who is or was asked to approve these; none asked for when none needs it."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Approver.objects.filter(request__in=requests) if requests else []
    for each in rows:
        found[each.request_id].append(each.person_id)
    return found


def _handoffs(requests: Iterable[int]) -> Mapping[int, list[Handoff]]:
    found: dict[int, list[Handoff]] = defaultdict(list)
    for each in Handoff.objects.filter(request__in=list(requests)).exclude(outcome=""):
        found[each.request_id].append(each)
    return found


def _members(units: Iterable[int]) -> Mapping[int, list[Person]]:
    """Whose home each of the units is."""
    found: dict[int, list[Person]] = defaultdict(list)
    for each in Person.objects.active().filter(unit__in=list(units)).select_related(*WITH_CALENDARS):
        found[each.unit_id].append(each)
    return found


def readers(people: Iterable[int]) -> dict[int, Person]:
    """Of these, those who can read an inbox at all: they have a login that opens."""
    able = Account.objects.able().filter(person__in=list(people)).select_related("person__unit")
    return {account.person_id: account.person for account in able}


def refusals(people: Iterable[int]) -> set[tuple[int, str]]:
    """Who does not want to be told what: (person, group)."""
    off = Setting.objects.filter(person__in=list(people), inbox=False)
    return set(off.values_list("person_id", "group"))


def sight(person: Person, requests: Iterable[int]) -> tuple[set[int], set[int]]:
    """Which of these a person may see, and of which the internal notes: two queries besides the scope."""
    visible = Request.objects.visible_to(person.scope).filter(pk__in=list(requests))
    inside = visible.filter(internal_q(person.scope))
    return set(visible.values_list("pk", flat=True)), set(inside.values_list("pk", flat=True))
