"""The clock: how much working time is left of a promise, as something a row can show."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from qiao.ui.words import duration_text

SOON_FROM = 0.25  # of the promised working time left: from here on the clock is amber


class ClockKind(StrEnum):
    """Every state has a shape of its own, so it reads without colour too."""

    QUIET = "quiet"
    SOON = "soon"
    OVER = "over"
    WAIT = "wait"
    MET = "met"
    LATE = "late"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clock:
    """What to draw: the kind, the words, and the share of working time left (0..1, drawn as a ring)."""

    kind: ClockKind
    label: str
    share: float = 1.0


def running(left: float, total: float, day: int | None = None) -> Clock:
    """A clock that runs: `left` of `total` working seconds; below zero the promise is broken."""
    if left < 0:
        return Clock(ClockKind.OVER, _("%(time)s over") % {"time": duration_text(left, day)}, 0.0)
    share = min(1.0, left / total) if total > 0 else 0.0
    kind = ClockKind.SOON if share <= SOON_FROM else ClockKind.QUIET
    return Clock(kind, _("%(time)s left") % {"time": duration_text(left, day)}, share)


def waiting(label: str = "") -> Clock:
    """A clock that stands still; the label says for whom."""
    return Clock(ClockKind.WAIT, label or _("Paused"))


def met() -> Clock:
    """Delivered in time."""
    return Clock(ClockKind.MET, _("On time"))


def late(seconds: float, day: int | None = None) -> Clock:
    """Delivered after the promise, by so many working seconds."""
    return Clock(ClockKind.LATE, _("%(time)s late") % {"time": duration_text(seconds, day)})


def unpromised(label: str = "") -> Clock:
    """Nothing was promised (or it has not begun)."""
    return Clock(ClockKind.NONE, label or _("No promise"))
