"""What the inbox, the bell and the page of a request show. Nothing in here writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from time import monotonic
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qiao.desk import story
from qiao.desk.events import Kind
from qiao.desk.models import Comment, Request
from qiao.desk.names import Names
from qiao.desk.rows import address
from qiao.desk.rules import reads_internal
from qiao.ledger.models import Bookmark, Event, Position
from qiao.notify.models import Notice, Presence, Setting, Told
from qiao.notify.rules import HERE, Group, Relation
from qiao.org.models import Person
from qiao.org.rules import Scope
from qiao.statements import Question
from qiao.ui.paging import Page, first_page, is_first, key_page

MOST = 99
KEEP = 30.0
SHOWN = 3
EXCERPT = 160
SIZE = 30
ORDER = ("-unread", "-last_at", "-id")
# Asked on every page.
WAITING = Question(
    lambda person: (
        Notice.objects.filter(person=person, unread=True)
        .order_by("-last_at", "-id")
        .values_list("pk", "request_id")[: MOST + 1]
    )
)


@dataclass(frozen=True)
class Happening:
    """One of the events that a line was gathered from, as a sentence."""

    who: str
    what: str
    said: str = ""


@dataclass(frozen=True)
class Line:
    """A notice with its words."""

    notice: Notice
    happenings: list[Happening]

    @property
    def request(self) -> Request:
        return self.notice.request

    @property
    def url(self) -> str:
        return f"{address(self.request.number)}#story"

    @property
    def group(self) -> Group:
        return Group(self.notice.group)

    @property
    def because(self) -> Any:
        return Relation(self.notice.reason).because

    @property
    def more(self) -> int:
        return max(0, self.notice.n - len(self.happenings))


def waiting(person: Person) -> dict[int, int]:
    """The request of each line that waits, newest first, 99 and one at most: one search along one index."""
    return dict(WAITING.tuples(person.pk))


def unread(person: Person, lines: Mapping[int, int] | None = None) -> int:
    """How many lines wait, at most 99 and a little; on every page. ``lines``: what ``waiting`` found.

    Whether the person may still see each of them is asked anew when other lines wait than before, when their
    place in the organisation changes, and after half a minute; the inbox itself asks always.
    """
    keys = tuple(waiting(person) if lines is None else lines)
    return visible(person.scope, keys, int(monotonic() // KEEP)) if keys else 0


@lru_cache(maxsize=4096)
def visible(scope: Scope, keys: tuple[int, ...], _half_minute: int) -> int:
    """How many of these lines the person may see."""
    return Notice.objects.of(scope).filter(pk__in=keys).order_by().count()


def inbox(person: Person, *, params: Mapping[str, Any], group: Group | None = None) -> Page[Notice]:
    """A page of the lines that one may still see, unread first."""
    if group is None and is_first(params):
        return first_page(NEWEST.all(person.scope), order=ORDER, size=SIZE)
    lines = _lines(person.scope)
    if group is not None:
        lines = lines.filter(group=group)
    return key_page(lines, order=ORDER, params=params, size=SIZE)


def _lines(scope: Scope) -> QuerySet[Notice]:
    return Notice.objects.of(scope).select_related("request")


NEWEST = Question(lambda scope: _lines(scope).order_by(*ORDER)[: SIZE + 1])


def lines(notices: Sequence[Notice]) -> list[Line]:
    """The same with words: what happened, by whom, what they said. Five queries for any number."""
    by_notice: dict[int, list[int]] = defaultdict(list)
    for notice, event in TOLD.tuples([each.pk for each in notices]):
        if len(by_notice[notice]) < SHOWN:
            by_notice[notice].append(event)
    happened = EVENTS.all([pk for each in by_notice.values() for pk in each])
    events = {event.pk: event for event in happened}
    names, said = Names.of(events.values()), _said(events.values())
    return [
        Line(
            each,
            [_happening(events[pk], names, said) for pk in by_notice[each.pk] if pk in events],
        )
        for each in notices
    ]


TOLD = Question(
    lambda notices: (
        Told.objects.filter(notice__in=notices).order_by("-event_id").values_list("notice_id", "event_id")
    )
)
EVENTS = Question(lambda ids: Event.objects.filter(pk__in=ids))


def _said(events: Any) -> dict[int, str]:
    wanted = [event.data.get("comment") for event in events if event.kind == Kind.COMMENTED]
    return dict(SAID.tuples([pk for pk in wanted if pk]))


SAID = Question(lambda ids: Comment.objects.filter(pk__in=ids).values_list("pk", "body"))


def _happening(event: Event, names: Names, said: Mapping[int, str]) -> Happening:
    words = said.get(event.data.get("comment", 0), event.data.get("note", ""))
    return Happening(
        who=names.person(event.actor_id),
        what=story.sentence(event, names),
        said=words if len(words) <= EXCERPT else f"{words[:EXCERPT].rstrip()}…",
    )


def waiting_on(person: Person, request: Request) -> list[Notice]:
    """What is new to a person on a request that they have open before them; one query."""
    return NEW.all(person.pk, request.pk, reads_internal(request, person.scope))


def _new(person: int, request: int, internal: bool) -> QuerySet[Notice]:
    new = Notice.objects.unread().filter(person=person, request=request)
    return new if internal else new.filter(internal=False)


NEW = Question(_new)


def is_behind(reader: str) -> bool:
    """Whether the ledger knows more than a reader: two short queries."""
    mark = MARK.first(reader)
    position = Position(mark.transaction, mark.number) if mark else Position()
    return bool(AFTER.tuples(position))


MARK = Question(lambda reader: Bookmark.objects.filter(reader=reader))
AFTER = Question(lambda position: Event.objects.after(position).values_list("pk")[:1])


def wanted(person: Person) -> dict[Group, bool]:
    """Of which kinds somebody is told."""
    off = set(Setting.objects.filter(person=person, inbox=False).values_list("group", flat=True))
    return {group: group.value not in off for group in Group}


def present(number: str, at: datetime) -> list[Presence]:
    """Who is on the page of a request; one query."""
    rows = Presence.objects.filter(request__number=number, looked_at__gt=at - HERE)
    return list(rows.select_related("person").order_by("id"))


def last_event(request_id: int) -> int:
    """The number of the newest event on a request."""
    about = Event.objects.filter(subject_type=Request._meta.label_lower, subject_id=request_id)
    return about.order_by("-id").values_list("pk", flat=True).first() or 0


def happened_since(request_id: int, event_id: int, *, but: Person, inside: bool) -> tuple[int, list[str]]:
    """What others have done on a request since an event: its newest number, and sentences.

    One short query while nothing happened.
    """
    about = Event.objects.filter(
        subject_type=Request._meta.label_lower, subject_id=request_id, pk__gt=event_id
    )
    found = list(about.order_by("id")[:20])
    news = [
        event
        for event in found
        if event.actor_id != but.pk
        and event.kind not in story.UNTOLD
        and (inside or not event.data.get("internal"))
    ]
    names = Names.of(news) if news else Names({}, {})
    words = [
        _("%(who)s %(what)s") % {"who": names.person(each.actor_id), "what": story.sentence(each, names)}
        for each in news
    ]
    return (found[-1].pk if found else event_id), words
