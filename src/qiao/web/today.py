"""Today: what needs an answer now, on one page. It composes what the packages below it know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from qiao.desk import reads
from qiao.desk.models import joined_by
from qiao.desk.reads.lists import Offer
from qiao.desk.rows import Row, listed, rows_of
from qiao.org.models import Person
from qiao.org.reads import Calendars, on_shift_of
from qiao.org.shift_words import shift_bar, wall_clock
from qiao.statements import Question
from qiao.ui.bars import ShiftBar
from qiao.ui.words import by_text, duration_text

SHOWN = 8
# Shorter breaks are drawn without words.
LONG_BREAK = timedelta(minutes=30)


@dataclass(frozen=True)
class Strip:
    """The shift that is on in one's own team, or when the next one starts."""

    team: str
    bar: ShiftBar | None = None
    on: int = 0
    members: int = 0
    left: str = ""
    next: str = ""


@dataclass(frozen=True)
class Section:
    """A list cut to what fits the first screen, and whether there is more."""

    rows: list[Row]
    more: bool


@dataclass(frozen=True)
class Today:
    strip: Strip
    offers: list[Offer]
    answers: list[Row]
    hands: Section
    waiting: Section

    @property
    def to_answer(self) -> int:
        return len(self.offers) + len(self.answers)


def today(person: Person, at: datetime) -> Today:
    """What ``person`` sees first; a fixed number of queries."""
    scope, calendars = person.scope, Calendars()
    joined = joined_by(scope)
    return Today(
        strip=strip(person, at, calendars),
        offers=reads.offers(scope, at=at, calendars=calendars),
        answers=reads.to_answer(scope, at=at, calendars=calendars, joined=joined),
        hands=_section(HANDS.tuples(scope), at, calendars),
        waiting=_section(WAITING.tuples(scope, joined), at, calendars),
    )


HANDS = Question(lambda scope: listed(reads.hands(scope))[: SHOWN + 1])
WAITING = Question(lambda scope, joined: listed(reads.waiting(scope, joined))[: SHOWN + 1])


def _section(found: list[Any], at: datetime, calendars: Calendars) -> Section:
    return Section(rows_of(found[:SHOWN], at=at, calendars=calendars), len(found) > SHOWN)


def strip(person: Person, at: datetime, calendars: Calendars) -> Strip:
    """The shift strip of the person's home unit."""
    unit, own = person.unit, person.calendar_id
    calendar = calendars.of([own])[own]
    shift = calendar.shift_at(at)
    if shift is None:
        following = calendar.next_shift(at)
        return Strip(str(unit), next=by_text(following.start, at) if following else "")
    on, members = on_shift_of(unit, at, calendars)
    return Strip(
        team=str(unit),
        bar=shift_bar(shift, at, now=_("Now %(time)s"), pause=_break),
        on=on,
        members=members,
        left=duration_text((shift.end - at).total_seconds()),
    )


def _break(start: datetime, end: datetime) -> str:
    return _("Break %(time)s") % {"time": wall_clock(start)} if end - start >= LONG_BREAK else ""
