"""Notices for programs: one's own inbox, and who watches a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.desk import actions as desk
from qiao.desk import reads as requests
from qiao.desk.models import Watch
from qiao.notify import actions, reads
from qiao.notify.models import Notice
from qiao.notify.rules import Group, Relation
from qiao.org.models import Person
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Row
from qiao.rest.invalid import not_there
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("notices:read", _("Read your inbox, and who watches a request"))
WRITE = register("notices:write", _("Mark notices as read, watch requests, choose what you are told"))

router = Router("Notices")


class HappeningShown(Shown):
    who: str
    what: str
    said: str


class NoticeShown(Shown):
    id: int
    request: str = Field(description="Its number.")
    title: str
    kind: Group
    reason: Relation
    because: str = Field(description="The reason in words.")
    internal: bool
    events: int = Field(description="How many events this line was gathered from.")
    happened: list[HappeningShown] = Field(description="The newest three of them, newest first.")
    last_at: datetime
    unread: bool


class CountShown(Shown):
    unread: int = Field(description="At most 100.")


class WatcherShown(Shown):
    person: str = Field(description="Personnel number.")
    name: str
    since: datetime


class WishShown(Shown):
    kind: Group
    label: str = Field(description="In your language.")
    meaning: str
    told: bool


class Wishes(Said):
    told: list[Group] = Field(max_length=len(Group), description="The kinds of which you want to be told.")


class AllRead(Said):
    upto: datetime | None = Field(None, description="Only what happened until then; else everything.")
    kind: Group | None = None


class Colleague(Said):
    person: str | None = Field(None, description="Personnel number of a colleague; yourself when left out.")


class Inbox(Paging):
    unread: bool | None = None
    kind: Group | None = None


@router.read("/notices", scope=READ, answer=Page[NoticeShown])
def notices(http: PersonCall, paging: Query[Inbox]) -> Page[NoticeShown]:
    """What you were told and may still see, newest first."""
    rows = Notice.objects.of(http.person.scope).select_related("request")
    if paging.unread is not None:
        rows = rows.filter(unread=paging.unread)
    if paging.kind is not None:
        rows = rows.filter(group=paging.kind)
    return page(http, rows, paging, order=("-last_at", "-id"), show=_shown)


@router.read("/notices/count", scope=READ, answer=CountShown)
def count(http: PersonCall) -> CountShown:
    """How many are unread."""
    return CountShown(unread=reads.unread(http.person))


@router.read("/notices/settings", scope=READ, answer=list[WishShown])
def settings(http: PersonCall) -> list[WishShown]:
    """Of which kinds you are told."""
    wanted = reads.wanted(http.person)
    return [
        WishShown(kind=each, label=str(each.label), meaning=str(each.meaning), told=wanted[each])
        for each in Group
    ]


@router.replace("/notices/settings", scope=WRITE, answer=list[WishShown], alone=True)
def choose(http: PersonCall, said: Wishes) -> list[WishShown]:
    """Chooses of which kinds you are told; of the others you are not."""
    actions.choose(person=http.person, wanted=said.told)
    return settings(http)


@router.act("/notices/{pk}/read", scope=WRITE, answer=NoticeShown)
def read(http: PersonCall, pk: Row) -> NoticeShown:
    """Marks one as read. Once more changes nothing."""
    _mine(http, pk)
    actions.read_one(person=http.person, pk=pk, at=timezone.now())
    return next(iter(_shown([_mine(http, pk)])))


@router.act("/notices/{pk}/unread", scope=WRITE, answer=NoticeShown)
def unread(http: PersonCall, pk: Row) -> NoticeShown:
    """Back to unread; when newer news of the same request are unread, those stand for both."""
    _mine(http, pk)
    actions.unread_one(person=http.person, pk=pk)
    return next(iter(_shown([_mine(http, pk)])))


@router.act("/notices/read", scope=WRITE, answer=CountShown)
def read_all(http: PersonCall, said: AllRead) -> CountShown:
    """Marks everything as read, or what happened until a moment, or of one kind."""
    at = timezone.now()
    actions.read_all(person=http.person, at=at, upto=said.upto or at, group=said.kind)
    return CountShown(unread=reads.unread(http.person))


@router.read("/requests/{number}/watchers", scope=READ, answer=Page[WatcherShown])
def watchers(http: PersonCall, number: str, paging: Query[Paging]) -> Page[WatcherShown]:
    """Who watches a request."""
    request = requests.seen(number, seen_by=http.person)
    rows = Watch.objects.filter(request=request).select_related("person")
    return page(http, rows, paging, order=("id",), show=lambda each: map(_watcher, each))


@router.act("/requests/{number}/watch", scope=WRITE, answer=WatcherShown)
def watch(http: PersonCall, number: str, said: Colleague) -> WatcherShown:
    """Watches a request, or as a provider lets a colleague watch it. Once more changes nothing."""
    request = requests.seen(number, seen_by=http.person)
    person = _person(said.person) if said.person else http.person
    desk.watch(request=request, by=http.person, at=timezone.now(), person=person)
    return _watcher(Watch.objects.select_related("person").get(request=request, person=person))


@router.remove("/requests/{number}/watch", scope=WRITE)
def unwatch(http: PersonCall, number: str) -> None:
    """Ends your watching."""
    request = requests.seen(number, seen_by=http.person)
    desk.unwatch(request=request, by=http.person, at=timezone.now())


def _mine(http: PersonCall, pk: int) -> Notice:
    found = Notice.objects.of(http.person.scope).select_related("request").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _person(number: str) -> Person:
    found = Person.objects.active().filter(number=number).first()
    if found is None:
        raise not_there("person")
    return found


def _watcher(row: Watch) -> WatcherShown:
    return WatcherShown(person=row.person.number, name=str(row.person), since=row.at)


def _shown(rows: Iterable[Notice]) -> list[NoticeShown]:
    return [
        NoticeShown(
            id=line.notice.pk,
            request=line.request.number,
            title=line.request.title,
            kind=line.group,
            reason=Relation(line.notice.reason),
            because=str(line.because),
            internal=line.notice.internal,
            events=line.notice.n,
            happened=[HappeningShown(who=e.who, what=e.what, said=e.said) for e in line.happenings],
            last_at=line.notice.last_at,
            unread=line.notice.unread,
        )
        for line in reads.lines(list(rows))
    ]
