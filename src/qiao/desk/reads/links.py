"""What a request has to do with others: links, merged duplicates, its parts, the one above; its checklist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from qiao.desk.models import Item, Link, Request
from qiao.desk.rows import Row, address, listed, rows_of
from qiao.desk.rules import HELD, UNDONE, LinkKind, State
from qiao.org.models import Person
from qiao.org.reads import Calendars
from qiao.org.rules import Scope
from qiao.ui.words import duration_text
from qiao.worktime import Calendar

Stretch = tuple[datetime, datetime]


class Other(NamedTuple):
    """Another request, as a line about it shows it."""

    pk: int
    number: str
    title: str
    state: str

    @property
    def url(self) -> str:
        return address(self.number)

    @property
    def label(self) -> Any:
        return State(self.state).label


@dataclass(frozen=True)
class Linked:
    """One link seen from one of its ends."""

    pk: int
    kind: LinkKind
    inverse: bool
    other: Other

    @property
    def words(self) -> Any:
        return self.kind.inverse if self.inverse else self.kind.label


@dataclass(frozen=True)
class Parts:
    """The parts of a request, and how much of its working time passed while one of them was open."""

    rows: list[Row]
    took: dict[int, str]
    sentence: str

    @property
    def lines(self) -> list[tuple[Row, Any, str]]:
        """Each part with its state in words, and the working time that it took or takes."""
        return [(row, State(row.request.state).label, self.took[row.request.id]) for row in self.rows]


def others(requests: Any) -> list[Other]:
    """As lines; one query."""
    return [Other(*row) for row in requests.values_list("pk", "number", "title", "state")]


def links(request: Request, scope: Scope) -> list[Linked]:
    """What is said of it and of others that the reader may see; nothing about the rest. Two queries."""
    rows = list(Link.objects.filter(Q(source=request) | Q(target=request)))
    ends = {row.target_id if row.source_id == request.pk else row.source_id for row in rows}
    if not ends:
        return []
    seen = {each.pk: each for each in others(Request.objects.visible_to(scope).filter(pk__in=ends))}
    found = []
    for row in rows:
        mine = row.source_id == request.pk
        kind, other = LinkKind(row.kind), seen.get(row.target_id if mine else row.source_id)
        if other:
            found.append(Linked(row.pk, kind, not mine, other))
    return found


def link(request: Request, pk: int, scope: Scope) -> Link | None:
    """One link of a request, when the reader may see both ends."""
    found = Link.objects.select_related("source", "target").filter(
        Q(source=request) | Q(target=request), pk=pk
    )
    row = found.first()
    ends = {row.source_id, row.target_id} if row else set()
    return row if row and Request.objects.visible_to(scope).filter(pk__in=ends).count() == 2 else None


def merged_here(request: Request, scope: Scope) -> list[Other]:
    """The duplicates that it leads, of those that the reader may see; asked only when there are some."""
    if not request.fellows:
        return []
    return others(Request.objects.visible_to(scope).filter(merged_into=request).order_by("pk"))


def leading(request: Request, person: Person) -> str:
    """The number of the request that a duplicate goes on as, if the person may see it; else empty."""
    found = Request.objects.visible_to(person.scope).filter(pk=request.merged_into_id or 0)
    return found.values_list("number", flat=True).first() or ""


def above(request: Request, scope: Scope) -> Other | None:
    """The request that it is a part of, if the reader may see it."""
    if request.parent_id is None:
        return None
    return next(iter(others(Request.objects.visible_to(scope).filter(pk=request.parent_id))), None)


def parts(request: Request, scope: Scope, *, at: datetime) -> Parts:
    """Its parts with their own clocks, of those that the reader may see. One query, or two."""
    found = listed(Request.objects.visible_to(scope).filter(parent=request).order_by("pk"))
    calendars = Calendars()
    rows = rows_of(found, at=at, for_customer=True, calendars=calendars)
    works = calendars.of(row.request.calendar_id for row in rows)
    took = {
        row.request.id: _took(works[row.request.calendar_id], _stretch(row.request, at), row.day)
        for row in rows
    }
    return Parts(rows, took, _attributed(request, [_stretch(row.request, at) for row in rows], at))


def _took(calendar: Calendar, stretch: Stretch, day: int) -> str:
    return duration_text(calendar.working_seconds(*stretch), day)


def _stretch(part: Any, at: datetime) -> Stretch:
    """From being raised until it was delivered, or ended otherwise."""
    return part.raised_at, part.delivered_at or part.closed_at or at


def _attributed(request: Request, stretches: Iterable[Stretch], at: datetime) -> str:
    """How much of its own working time passed while others were asked; each hour once, however many were."""
    until = request.delivered_at or request.closed_at or at
    calendar = request.calendar.compiled
    seconds = sum(calendar.working_seconds(*each) for each in joined(stretches, until))
    if not seconds:
        return ""
    return _("%(time)s of its working time passed while sub-requests were open. The promise runs on.") % {
        "time": duration_text(seconds, calendar.usual_day)
    }


def joined(stretches: Iterable[Stretch], until: datetime) -> Sequence[Stretch]:
    """Stretches cut at ``until``, those that overlap as one."""
    found: list[Stretch] = []
    for start, end in sorted((start, min(end, until)) for start, end in stretches if start < until):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def in_the_way(request: Request, scope: Scope) -> list[Other]:
    """What has to end before it can be delivered, of what the reader may see; asked only if there is any."""
    if request.state not in HELD or not (request.open_parts or request.open_blockers):
        return []
    blockers = Link.objects.filter(target=request, kind=LinkKind.BLOCKS).values("source")
    waits = Q(parent=request, closed_at=None) | Q(pk__in=blockers, state__in=UNDONE)
    return others(Request.objects.visible_to(scope).filter(waits).order_by("pk"))


def checklist(request: Request) -> list[Item]:
    """Its items in order, with who ticked them off; one query."""
    return list(Item.objects.filter(request=request).select_related("checked_by", "added_by"))
