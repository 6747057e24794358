"""The chain of hops for the relay bar: each on its holder's calendar, reconciled with the promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from qiao.desk import clocks
from qiao.desk.models import Handoff, Hop, Pause, Request
from qiao.desk.names import Names
from qiao.desk.rules import PauseKind, RefusalKind, State
from qiao.ledger.models import Event
from qiao.ui.relay import Promise, Relay, Segment, Span
from qiao.ui.words import by_text, clock_text, duration_text
from qiao.worktime import Calendar


@dataclass(frozen=True)
class Chain:
    """What the relay bar is drawn from, and the story told from; everybody they mention is fetched."""

    request: Request
    hops: list[Hop]
    pending: Handoff | None
    refusals: list[Handoff]
    events: list[Event]
    names: Names
    # Of each hop that had any.
    pauses: Mapping[int, list[Pause]] = field(default_factory=dict)
    usual: str = ""
    # Duplicates that were merged into it, whose words stand in its story.
    merged: Mapping[int, Request] = field(default_factory=dict)

    def relay(self, *, at: datetime, viewer_id: int) -> Relay:
        """The bar at a moment, as one person sees it."""
        request = self.request
        end = request.delivered_at or request.closed_at
        spans = [self._span(hop, at=at, viewer_id=viewer_id) for hop in self.hops]
        if self.pending:
            spans.append(self._offered())
        promise = self._promise(at)
        in_time = promise is None or promise.left_seconds >= 0
        return Relay(
            spans=tuple(spans),
            raised_label=moment(request.raised_at, at),
            now_label="" if end else moment(at, at),
            promise=promise,
            done=("on_time" if in_time else "late") if request.delivered_at else None,
            done_label=_("%(time)s delivered") % {"time": by_text(end, at)}
            if end and request.delivered_at
            else "",
            requester=str(request.requester),
            usual="" if end else self.usual,
            day=request.calendar.compiled.usual_day,
        )

    def _span(self, hop: Hop, *, at: datetime, viewer_id: int) -> Span:
        calendar = hop.calendar.compiled
        pauses = self.pauses.get(hop.pk, [])
        running = hop.ended_at is None
        if hop.approval:
            return self._approval(hop, calendar, at=at, viewer_id=viewer_id)
        used, _paused = clocks.used(calendar, hop.started_at, hop.ended_at or at, pauses)
        return Span(
            ordinal=hop.ordinal,
            unit=str(hop.unit),
            person=str(hop.person) if hop.person else "",
            used_seconds=used if hop.used_seconds is None else hop.used_seconds,
            segments=tuple(segments(calendar, hop, pauses, until=hop.ended_at or at)),
            state="now" if running else "past",
            accountable=running,
            is_me=hop.person_id == viewer_id,
            note=self._note(hop),
            when_until="" if hop.ended_at is None else moment(hop.ended_at, at),
        )

    @staticmethod
    def _approval(hop: Hop, calendar: Calendar, *, at: datetime, viewer_id: int) -> Span:
        """Waiting for who decides: drawn as waiting, and in nobody's time used."""
        end = hop.ended_at or at
        waited = calendar.working_seconds(hop.started_at, end)
        return Span(
            ordinal=hop.ordinal,
            unit=str(hop.unit),
            person=str(hop.person) if hop.person else "",
            segments=(Segment("pause", waited, _("approval")),),
            state="past" if hop.ended_at else "now",
            is_me=hop.person_id == viewer_id,
            approval=True,
            when_until="" if hop.ended_at is None else moment(hop.ended_at, at),
        )

    def _note(self, hop: Hop) -> str:
        """Offers that came back to this hop unanswered in their favour."""
        came_back = [
            each for each in self.refusals if each.from_unit_id == hop.unit_id and _within(each, hop)
        ]
        return "; ".join(
            _("%(unit)s returned it: %(reason)s")
            % {"unit": each.to_unit, "reason": RefusalKind(each.refusal).label if each.refusal else "?"}
            for each in came_back
        )

    def _offered(self) -> Span:
        pending = self.pending
        if pending is None:
            raise AssertionError("asked only while an offer is pending")
        return Span(
            ordinal=len(self.hops) + 1,
            unit=str(pending.to_unit),
            person=str(pending.to_person) if pending.to_person else "",
            state="offered",
        )

    def _promise(self, at: datetime) -> Promise | None:
        request = self.request
        if request.promised_at is None or (request.closed_at and not request.delivered_at):
            return None
        calendar = request.calendar.compiled
        until = request.delivered_at or request.closed_at or self._stopped_at() or at
        left = calendar.working_seconds(until, request.promised_at)
        return Promise(
            total_seconds=request.complete_seconds or 0,
            left_seconds=left,
            at_label=moment(request.promised_at, at),
        )

    def _stopped_at(self) -> datetime | None:
        """While it is paused nothing of the promise is consumed."""
        if self.request.state != State.PAUSED:
            return None
        return next((p.started_at for p in self.pauses.get(self.hops[-1].pk, []) if p.ended_at is None), None)

    def reconciled(self, at: datetime) -> Reconciled | None:
        """The sum of the hops beside what was promised, and the hop that consumed most."""
        if not self.hops or not self.request.complete_seconds:
            return None
        held = [hop for hop in self.hops if not hop.approval]
        if not held:
            return None
        used = {hop.ordinal: self._used(hop, at) for hop in held}
        most = max(held, key=lambda hop: used[hop.ordinal])
        return Reconciled(
            promised=self.request.complete_seconds,
            used=sum(used.values()),
            most=str(most.unit),
            most_used=used[most.ordinal],
            day=self.request.calendar.compiled.usual_day,
        )

    def _used(self, hop: Hop, at: datetime) -> int:
        if hop.used_seconds is not None:
            return hop.used_seconds
        return clocks.used(hop.calendar.compiled, hop.started_at, at, self.pauses.get(hop.pk, []))[0]


@dataclass(frozen=True)
class Reconciled:
    """Working seconds: what was promised on one calendar, and what the holders used, each on their own."""

    promised: int
    used: int
    most: str
    most_used: int
    day: int

    @property
    def sentence(self) -> str:
        return _("Used %(used)s of %(promised)s promised; most of it, %(most_used)s, at %(most)s.") % {
            "used": duration_text(self.used, self.day),
            "promised": duration_text(self.promised, self.day),
            "most_used": duration_text(self.most_used, self.day),
            "most": self.most,
        }


def _within(handoff: Handoff, hop: Hop) -> bool:
    return handoff.offered_at >= hop.started_at and (
        hop.ended_at is None or handoff.offered_at <= hop.ended_at
    )


def segments(calendar: Calendar, hop: Hop, pauses: Iterable[Pause], *, until: datetime) -> Iterator[Segment]:
    """Work and waiting in turn, in working seconds."""
    since = hop.started_at
    for pause in pauses:
        yield Segment("work", calendar.working_seconds(since, pause.started_at))
        end = pause.ended_at or until
        yield Segment("pause", calendar.working_seconds(pause.started_at, end), pause_label(pause))
        since = end
    yield Segment("work", calendar.working_seconds(since, until))


def moment(at: datetime, now: datetime) -> str:
    """14:30, with the day only when it is another one: the bar has little room."""
    here = timezone.localtime(at)
    return clock_text(here) if here.date() == timezone.localtime(now).date() else by_text(at, now)


def pause_label(pause: Pause) -> str:
    """For whom: "parts: sealing rings"."""
    return f"{PauseKind(pause.kind).label}: {pause.counterpart}"
