"""The relay bar: who held something, how long, and what is left of the promise.

`Relay` is what a page hands over, numbers and words without a domain; `cards` are the words under the bar,
`sentence` is the bar for those who do not see it. Where everything is drawn is decided in `relay_drawing`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qiao.ui.clock import Clock
from qiao.ui.words import duration_text


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of working time inside a span; the label of a pause says for whom."""

    kind: Literal["work", "pause"]
    seconds: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """One party's stretch. `used_seconds` is its work; pauses are in the segments and are shown apart."""

    ordinal: int
    unit: str
    person: str = ""
    used_seconds: float = 0
    segments: tuple[Segment, ...] = ()
    state: Literal["past", "now", "offered"] = "past"
    accountable: bool = False
    is_me: bool = False
    note: str = ""
    when_until: str = ""
    # Waiting for approval: nobody's work, and nobody answers for it.
    approval: bool = False

    @property
    def stretches(self) -> tuple[Segment, ...]:
        """The segments to draw: those that took time, or the used time as one piece."""
        drawn = tuple(segment for segment in self.segments if segment.seconds > 0)
        return drawn or (Segment("work", max(0, self.used_seconds)),)

    @property
    def paused_seconds(self) -> float:
        """Working time in which this party waited for another."""
        return sum(segment.seconds for segment in self.segments if segment.kind == "pause")


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised in working seconds, and what is left of it (negative: broken by so much)."""

    total_seconds: float
    left_seconds: float
    label: str = ""
    at_label: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Something of its own that has to end before this chain can: where it is, its number, its own clock."""

    unit: str
    number: str
    url: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Relay:
    """A whole chain, oldest first. `day` is the length of a working day in seconds, for long stretches."""

    spans: tuple[Span, ...]
    raised_label: str
    now_label: str = ""
    promise: Promise | None = None
    done: Literal["on_time", "late"] | None = None
    done_label: str = ""
    requester: str = ""
    usual: str = ""
    day: int | None = None
    # Its time runs on while it waits for these.
    waits: tuple[Wait, ...] = ()

    @property
    def held(self) -> tuple[Span, ...]:
        """Spans that somebody holds or held; an offer is not one yet."""
        return tuple(span for span in self.spans if span.state != "offered")

    @property
    def offered(self) -> Span | None:
        """The party that was asked and has not answered."""
        return next((span for span in self.spans if span.state == "offered"), None)

    @property
    def left(self) -> float:
        """Working seconds to the promise, 0 without one."""
        return self.promise.left_seconds if self.promise else 0

    @property
    def used(self) -> float:
        """Working seconds that were worked, pauses not counted."""
        return sum(span.used_seconds for span in self.held)

    @property
    def paused(self) -> float:
        """Working seconds that were waited."""
        return sum(span.paused_seconds for span in self.held if not span.approval)

    def time(self, seconds: float) -> str:
        """A length in this chain's units."""
        return duration_text(seconds, self.day)

    @property
    def sentence(self) -> str:
        """接力条：3 个环节共用 3 小时 12 分工时，暂停 25 分，离承诺还有 48 分."""
        hops = len(self.held)
        parts = [
            ngettext(
                "Relay bar: %(n)d hop used %(time)s of working time",
                "Relay bar: %(n)d hops used %(time)s of working time",
                hops,
            )
            % {"n": hops, "time": self.time(self.used)}
        ]
        if self.paused:
            parts.append(_("paused %(time)s") % {"time": self.time(self.paused)})
        if self.offered:
            parts.append(offer_text(self.offered))
        parts.extend(wait_text(each) for each in self.waits)
        parts.extend(self._outcome())
        return pgettext("between clauses", ", ").join(parts)

    def _outcome(self) -> Iterator[str]:
        if self.done:
            yield self.done_label or (
                _("delivered on time") if self.done == "on_time" else _("delivered late")
            )
        elif self.promise and self.left < 0:
            yield _("%(time)s past the promise") % {"time": self.time(self.left)}
        elif self.promise:
            yield _("%(time)s left to the promise") % {"time": self.time(self.left)}


def offer_text(span: Span) -> str:
    """已提议物流部，尚未接受."""
    return _("offered to %(unit)s, not accepted yet") % {"unit": span.unit}


def wait_text(wait: Wait) -> str:
    """等待子请求 R-2026-000031（设备部，还剩 2 小时）."""
    return _("waiting for sub-request %(number)s at %(unit)s (%(clock)s)") % {
        "number": wait.number,
        "unit": wait.unit,
        "clock": wait.clock.label,
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One small line of a card; a flag marks accountability."""

    text: str
    flag: bool = False
    accent: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """The words of one span under the bar."""

    kind: str  # past, now, offered, part, due, over, done
    title: str
    time: str
    ordinal: int | None = None
    person: str = ""
    lines: tuple[Line, ...] = ()
    # Of a sub-request, which has a page and a clock of its own.
    url: str = ""
    clock: Clock | None = None


def cards(relay: Relay) -> tuple[Card, ...]:
    """A card for each span and for each thing it waits for, and one for what is left, overrun or settled."""
    spans = tuple(_span_card(relay, span) for span in relay.spans)
    spans += tuple(_wait_card(wait) for wait in relay.waits)
    last = _last_card(relay)
    return (*spans, last) if last else spans


def _span_card(relay: Relay, span: Span) -> Card:
    person = _("%(person)s (you)") % {"person": span.person} if span.is_me else span.person
    time = "" if span.state == "offered" or span.approval else relay.time(span.used_seconds)
    return Card(span.state, span.unit, time, span.ordinal, person, tuple(_lines(relay, span)))


def _wait_card(wait: Wait) -> Card:
    lines = (Line(_("Waits for sub-request %(number)s") % {"number": wait.number}),)
    return Card("part", wait.unit, "", lines=lines, url=wait.url, clock=wait.clock)


def _lines(relay: Relay, span: Span) -> Iterator[Line]:
    if span.approval:
        yield Line(_approval_text(relay, span))
        return
    first = span.ordinal == min((each.ordinal for each in relay.held if not each.approval), default=1)
    told = [_("first contact")] if first and span.when_until else []
    if span.when_until:
        told.append(_("accountable until %(time)s") % {"time": span.when_until})
    if span.state == "offered":
        told.append(_("not accepted yet"))
    if span.note:
        told.append(span.note)
    if told:
        text = pgettext("between clauses", ", ").join(told)
        yield Line(text[0].upper() + text[1:], flag=first and bool(span.when_until))
    if span.paused_seconds:
        yield Line(_pause_text(relay, span))
    if span.accountable:
        yield Line(_accountable(relay, span), flag=True, accent=True)


def _approval_text(relay: Relay, span: Span) -> str:
    time = relay.time(span.paused_seconds)
    if span.when_until:
        return _("Approval, took %(time)s: nobody's promise counts it") % {"time": time}
    return _("Approval, for %(time)s now: no promise counts it") % {"time": time}


def _pause_text(relay: Relay, span: Span) -> str:
    time = relay.time(span.paused_seconds)
    labels = dict.fromkeys(s.label for s in span.segments if s.kind == "pause" and s.label)
    if not labels:
        return _("Plus %(time)s paused") % {"time": time}
    reasons = pgettext("between clauses", ", ").join(labels)
    return _("Plus %(time)s paused, %(reason)s") % {"time": time, "reason": reasons}


def _accountable(relay: Relay, span: Span) -> str:
    if not relay.requester:
        return _("You are accountable now") if span.is_me else _("Accountable now")
    if span.is_me:
        return _("You answer to %(requester)s now") % {"requester": relay.requester}
    return _("Answers to %(requester)s now") % {"requester": relay.requester}


def _last_card(relay: Relay) -> Card | None:
    usual = (Line(relay.usual),) if relay.usual else ()
    if relay.done:
        return _done_card(relay)
    if relay.promise is None:
        return None
    if relay.left < 0:
        return Card("over", _("Past the promise"), relay.time(relay.left), lines=usual)
    return Card("due", _("Left to the promise"), relay.time(relay.left), lines=usual)


def _done_card(relay: Relay) -> Card:
    lines = [Line(relay.done_label[0].upper() + relay.done_label[1:])] if relay.done_label else []
    if relay.promise and relay.left > 0:
        lines.append(Line(_("%(time)s before the promise") % {"time": relay.time(relay.left)}))
    elif relay.promise and relay.left < 0:
        lines.append(Line(_("%(time)s after the promise") % {"time": relay.time(relay.left)}))
    return Card("done", _("Used together"), relay.time(relay.used), lines=tuple(lines))
