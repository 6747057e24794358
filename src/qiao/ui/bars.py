"""Small bars in rows and cards: a shift, ageing, capacity, a meter. Numbers in, percentages out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qiao.ui.words import about_text


def percent(share: float) -> str:
    """A share of 0..1 as an SVG length, clamped: a wrong number must not draw outside its box."""
    return f"{100 * min(1.0, max(0.0, share)):.2f}%"


@dataclass(frozen=True, slots=True)
class Break:
    """A stretch of a shift that does not count, as shares of the shift."""

    start: float
    end: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class ShiftBar:
    """The shift that is on: its ends in words, and how far it has come (0..1)."""

    name: str
    start_label: str
    end_label: str
    now_label: str
    share: float
    breaks: tuple[Break, ...] = ()

    @property
    def sentence(self) -> str:
        """The bar for those who do not see it."""
        return _("%(name)s %(start)s to %(end)s, %(now)s") % {
            "name": self.name,
            "start": self.start_label,
            "end": self.end_label,
            "now": self.now_label,
        }


@dataclass(frozen=True, slots=True)
class Ageing:
    """How old something is beside what is usual for its kind (seconds; quantiles or None)."""

    age: float
    p50: float | None = None
    p85: float | None = None

    @property
    def scale(self) -> float:
        """Seconds at the right edge: room beyond P85 so that it can be passed visibly."""
        return max(1.0, self.age * 1.03, (self.p85 or 0) * 1.33, (self.p50 or 0) * 1.6)

    @property
    def kind(self) -> str:
        """Pale while usual, accent past the median, amber past P85. Never red: age breaks no promise."""
        if self.p85 is not None and self.age > self.p85:
            return "soon"
        if self.p50 is not None and self.age > self.p50:
            return "acc"
        return "accl"


@dataclass(frozen=True, slots=True)
class Capacity:
    """One person's shift: planned and available working seconds; `away` when not there at all."""

    planned: float
    available: float
    away: bool = False

    @property
    def scale(self) -> float:
        """Seconds at the right edge: the available time stands at three quarters unless more is planned."""
        return max(1.0, self.planned, self.available * 4 / 3)

    @property
    def over(self) -> bool:
        """Whether more is planned than fits (a tenth of tolerance: the plan is an estimate)."""
        return self.planned > self.available * 1.1

    @property
    def sentence(self) -> str:
        """已排 2 小时，还能接 4 小时."""
        if self.away:
            return _("Away this shift")
        planned = about_text(self.planned)
        room = about_text(abs(self.available - self.planned))
        if self.over:
            return _("%(planned)s planned, %(over)s too much") % {"planned": planned, "over": room}
        if self.available - self.planned < 900:
            return _("%(planned)s planned, full") % {"planned": planned}
        return _("%(planned)s planned, room for %(room)s") % {"planned": planned, "room": room}


@dataclass(frozen=True, slots=True)
class Meter:
    """`done` of `total`; `part` more have begun (a second, paler stretch)."""

    done: float
    total: float
    label: str
    part: float = 0

    @property
    def shares(self) -> tuple[float, float]:
        """Where the done and the begun stretch end, as shares."""
        whole = self.total or 1
        return self.done / whole, (self.done + self.part) / whole
