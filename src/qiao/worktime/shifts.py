"""A shift on a given day: what a board, a handover or an assignment asks about."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from .definition import Shift
from .errors import CalendarError
from .zoneclock import ZoneClock, local_midnight

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def seconds_of(instant: datetime) -> int:
    """Whole UTC seconds of an aware datetime (fractions cut off); refuses a naive one."""
    try:
        return (instant - EPOCH) // SECOND
    except TypeError:
        raise CalendarError("naive_instant", value=instant) from None


def instant_of(seconds: int) -> datetime:
    """The UTC datetime."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class ShiftOn:
    """One shift of one day. Instants are UTC, so that subtracting them is safe; show them in the zone."""

    code: str
    name_zh: str
    name_en: str
    day: date
    """The day the shift belongs to: a night belongs to the day on which it starts."""
    stretches: tuple[tuple[datetime, datetime], ...]

    @property
    def start(self) -> datetime:
        """When it starts."""
        return self.stretches[0][0]

    @property
    def end(self) -> datetime:
        """When it ends."""
        return self.stretches[-1][1]

    @property
    def breaks(self) -> tuple[tuple[datetime, datetime], ...]:
        """The gaps between its stretches."""
        pairs = zip(self.stretches, self.stretches[1:], strict=False)
        return tuple((before[1], after[0]) for before, after in pairs if before[1] < after[0])

    @property
    def working_seconds(self) -> int:
        """Its length without breaks."""
        return sum((end - start) // SECOND for start, end in self.stretches)

    def elapsed_seconds(self, at: datetime) -> int:
        """Working seconds of this shift that are over at that instant."""
        return sum((min(max(at, start), end) - start) // SECOND for start, end in self.stretches)

    def share_elapsed(self, at: datetime) -> float:
        """From 0 (not begun) to 1 (over), by working time."""
        return self.elapsed_seconds(at) / self.working_seconds


def on_day(shifts: tuple[Shift, ...], ordinal: int, clock: ZoneClock) -> tuple[ShiftOn, ...]:
    """The shifts of that day in order of their start; one that a change of the clock ate is left out."""
    placed = (_place(shift, ordinal, clock) for shift in shifts)
    return tuple(sorted((shift for shift in placed if shift.stretches), key=lambda shift: shift.start))


def _place(shift: Shift, ordinal: int, clock: ZoneClock) -> ShiftOn:
    midnight = local_midnight(ordinal)
    bounds = (
        (clock.instant(midnight + stretch.start * 60), clock.instant(midnight + stretch.end * 60))
        for stretch in shift.stretches
    )
    stretches = tuple((instant_of(start), instant_of(end)) for start, end in bounds if start < end)
    return ShiftOn(shift.code, shift.name_zh, shift.name_en, date.fromordinal(ordinal), stretches)
