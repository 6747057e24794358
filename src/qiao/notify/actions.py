"""The only writers of notices, settings and presence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from qiao.desk.models import Request
from qiao.ledger.actions import follow
from qiao.ledger.models import Event
from qiao.ledger.refusals import refuse
from qiao.notify import circle, rules
from qiao.notify.circle import Circle
from qiao.notify.models import Notice, Presence, Setting, Told
from qiao.notify.rules import Group, Reason, Relation, Telling
from qiao.org.models import Person

READER = "notify"
SUBJECT = Request._meta.label_lower
STRONGEST = list(Group)


@dataclass(frozen=True)
class News:
    """One event for one person."""

    person_id: int
    event: Event
    telling: Telling

    @property
    def internal(self) -> bool:
        return bool(self.event.data.get("internal"))

    @property
    def line(self) -> tuple[int, int, bool]:
        """What it is gathered under while it is unread."""
        return self.person_id, self.event.subject_id, self.internal


def catch_up(*, at: datetime, limit: int = 1000) -> int:
    """Turns what the ledger has gained into notices; returns how many events were read.

    Exactly once: notices and bookmark are written in one transaction.
    """

    def handle(events: Sequence[Event]) -> None:
        tell(events=events, at=at)

    return follow(READER, handle, limit=limit)


@transaction.atomic
def tell(*, events: Sequence[Event], at: datetime) -> int:
    """Tells everybody concerned of these events. Events that were told already change nothing.

    Returns how many (event, person) are new.
    """
    events = [
        event
        for event in events
        if event.subject_type == SUBJECT
        and event.at >= at - rules.FRESH
        and rules.is_news(event.kind, event.data)
    ]
    if not events:
        return 0
    around = Circle.around(events)
    news = _new(_allowed(list(_meant(events, around))))
    _settle(events)
    for line, gathered in _gathered(news).items():
        _write(line, gathered)
    return len(news)


def _meant(events: Iterable[Event], around: Circle) -> Iterator[News]:
    """By the table alone: whom each event concerns."""
    for event in events:
        if event.subject_id not in around.requests:
            continue
        told = rules.TOLD[rules.occasion(event.kind, event.data)]
        concerned = around.concerned(event)
        meant = rules.recipients(told, concerned, actor_id=event.actor_id, substitutes=around.away(event.at))
        yield from (News(person, event, telling) for person, telling in meant.items())


def _allowed(news: Sequence[News]) -> list[News]:
    """Only those who can read it, want to, and may see it at this moment."""
    people = circle.readers({each.person_id for each in news})
    off = circle.refusals(people)
    asked: dict[int, set[int]] = defaultdict(set)
    for each in news:
        asked[each.person_id].add(each.event.subject_id)
    sight = {pk: circle.sight(person, asked[pk]) for pk, person in people.items()}
    return [
        each
        for each in news
        if each.person_id in sight
        and (each.person_id, each.telling.group.value) not in off
        and each.event.subject_id in sight[each.person_id][each.internal]
    ]


def _new(news: Sequence[News]) -> list[News]:
    known = set(
        Told.objects.filter(event_id__in={each.event.pk for each in news}).values_list(
            "event_id", "person_id"
        )
    )
    return [each for each in news if (each.event.pk, each.person_id) not in known]


def _settle(events: Iterable[Event]) -> None:
    """What waited in a queue and waits no more needs nobody's attention: it counts as read."""
    for event in events:
        if event.kind in rules.SETTLES:
            waiting = Notice.objects.filter(request=event.subject_id, unread=True, group=Group.ANSWER)
            queue = waiting.filter(reason__in=[Relation.LEADER, Relation.ON_SHIFT])
            queue.filter(last_at__lte=event.at).update(unread=False, read_at=event.at)


def _gathered(news: Iterable[News]) -> dict[tuple[int, int, bool], list[News]]:
    found: dict[tuple[int, int, bool], list[News]] = defaultdict(list)
    for each in news:
        found[each.line].append(each)
    return found


def _write(line: tuple[int, int, bool], news: Sequence[News]) -> None:
    """Adds to the unread line about this request, or begins one."""
    person, request, internal = line
    last = max(each.event.at for each in news)
    strongest = min((each.telling for each in news), key=lambda each: STRONGEST.index(each.group))
    notice, new = Notice.objects.select_for_update(no_key=True).get_or_create(
        person_id=person,
        request_id=request,
        internal=internal,
        unread=True,
        defaults={
            "group": strongest.group,
            "reason": strongest.reason,
            "n": len(news),
            "last_at": last,
        },
    )
    Told.objects.bulk_create(
        Told(
            person_id=person,
            event_id=each.event.pk,
            notice=notice,
            group=each.telling.group,
            reason=each.telling.reason,
        )
        for each in news
    )
    if not new:
        weaker = STRONGEST.index(Group(notice.group)) > STRONGEST.index(strongest.group)
        stronger = {"group": strongest.group, "reason": strongest.reason} if weaker else {}
        Notice.objects.filter(pk=notice.pk).update(
            n=F("n") + len(news), last_at=max(last, notice.last_at), **stronger
        )


def opened(*, person: Person, request: Request, at: datetime) -> int:
    """Whoever has opened a request knows what happened on it. Returns how many lines that were."""
    return Notice.objects.filter(person=person, request=request, unread=True).update(unread=False, read_at=at)


def read_one(*, person: Person, pk: int, at: datetime) -> bool:
    """One line is read; nobody touches another's."""
    return bool(Notice.objects.filter(person=person, pk=pk, unread=True).update(unread=False, read_at=at))


@transaction.atomic
def unread_one(*, person: Person, pk: int) -> bool:
    """Back to unread; when something new came up on the same request meanwhile, that line stands for both."""
    notice = Notice.objects.select_for_update(no_key=True).filter(person=person, pk=pk, unread=False).first()
    if notice is None:
        return False
    same = Notice.objects.filter(person=person, request=notice.request_id, internal=notice.internal)
    if not same.filter(unread=True).exists():
        Notice.objects.filter(pk=pk).update(unread=True, read_at=None)
    return True


def read_all(*, person: Person, at: datetime, upto: datetime, group: Group | None = None) -> int:
    """Everything up to what the person had in front of them; what came later stays unread."""
    lines = Notice.objects.filter(person=person, unread=True, last_at__lte=upto)
    return (lines.filter(group=group) if group else lines).update(unread=False, read_at=at)


@transaction.atomic
def choose(*, person: Person, wanted: Iterable[str]) -> None:
    """Of which kinds somebody wants to be told."""
    chosen = set(wanted)
    refuse(Reason.NOT_A_KIND if chosen - {each.value for each in Group} else None)
    for group in Group:
        Setting.objects.update_or_create(
            person=person, group=group.value, defaults={"inbox": group.value in chosen}
        )


def look(*, person: Person, request: Request, writing: bool, at: datetime) -> None:
    """A provider is on the page: one statement, and only called when the last one is half a minute old."""
    Presence.objects.bulk_create(
        [Presence(request=request, person=person, looked_at=at, writing=writing)],
        update_conflicts=True,
        unique_fields=["request", "person"],
        update_fields=["looked_at", "writing"],
    )


def sweep(*, at: datetime) -> None:
    """Forgets who was where, and what was read long ago, a piece at a time."""
    Presence.objects.filter(looked_at__lt=at - 10 * rules.HERE).delete()
    old = Notice.objects.filter(unread=False, last_at__lt=at - rules.KEPT).values_list("pk", flat=True)
    Notice.objects.filter(pk__in=list(old[:5000])).delete()
