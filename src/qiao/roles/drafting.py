"""A first draft out of what really happened and what the catalogue promises; each line says why. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from qiao.catalogue.targets import written
from qiao.roles.rules import DAYS, Side
from qiao.roles.sheet import LineSaid, Words

# So many lines are drafted; who writes may add up to MOST_LINES.
DRAFTED = 6
# Less often than this share of the commonest one is left to "requests that no line covers".
RARE = 0.04


@dataclass(frozen=True)
class Offer:
    """A service as the catalogue promises it: names, unit, normal working seconds, a working day's length."""

    service_id: int
    unit_id: int
    name: Words
    seconds: int
    day: int


@dataclass(frozen=True)
class Use:
    """A service, the unit on the other side, how often in the last 90 days."""

    service_id: int
    unit_id: int
    n: int


def drafted(
    provided: Iterable[Use],
    asked: Iterable[Use],
    offers: Mapping[int, Offer],
    *,
    own: Sequence[int] = (),
    waits: tuple[int, int] = (0, 0),
) -> list[LineSaid]:
    """The lines of a first edition, what happened most in front.

    ``own`` are services that the holder's unit offers: those that nobody asked for come last. ``waits``:
    how many of the holder's own requests waited for the holder's side, and of how many.
    """
    serve = [_line(Side.SERVE, use, offers[use.service_id], use.unit_id) for use in _most(provided, offers)]
    known = {line.service_id for line in serve}
    idle = [offers[pk] for pk in own if pk in offers and pk not in known]
    serve += [_line(Side.SERVE, Use(each.service_id, 0, 0), each, None) for each in idle]
    need = [
        _line(Side.NEED, use, offers[use.service_id], offers[use.service_id].unit_id)
        for use in _most(_by_service(asked), offers)
    ]
    return [*serve[:DRAFTED], *need, *_duties(*waits)]


def _by_service(uses: Iterable[Use]) -> list[Use]:
    """What one needs is promised by the unit of the service, whoever held it."""
    counted: Counter[int] = Counter()
    for use in uses:
        counted[use.service_id] += use.n
    return [Use(service, 0, n) for service, n in counted.items()]


def _most(uses: Iterable[Use], offers: Mapping[int, Offer]) -> list[Use]:
    found = sorted((use for use in uses if use.service_id in offers), key=_often)
    least = found[0].n * RARE if found else 0
    return [use for use in found if use.n >= least][:DRAFTED]


def _often(use: Use) -> tuple[int, int, int]:
    return (-use.n, use.service_id, use.unit_id)


def _line(side: Side, use: Use, offer: Offer, unit_id: int | None) -> LineSaid:
    kind = "offered" if not use.n else "provided" if side is Side.SERVE else "asked"
    return LineSaid(
        side=side,
        what=offer.name,
        standard=within(offer.seconds, offer.day),
        measure=both(_("Promises kept")) if side is Side.SERVE else Words(),
        service_id=offer.service_id,
        unit_id=unit_id,
        because={"kind": kind, "n": use.n, "days": DAYS},
    )


DUTIES = (
    (_("A request says what, where and since when, with a photo if it helps"), ""),
    (_("Answer what the provider asks"), _("within 30 minutes")),
    (_("Accept what was delivered, or say what is missing"), _("within 1 working day")),
)


def _duties(waited: int, of: int) -> list[LineSaid]:
    """The three duties of a customer; how often somebody waited for this one is why to look at them."""
    because = {"kind": "waited", "n": waited, "of": of, "days": DAYS}
    return [
        LineSaid(side=Side.DUTY, what=both(what), standard=both(how), because=because) for what, how in DUTIES
    ]


def within(seconds: int, day: int) -> Words:
    """The catalogue's promise as one says it."""
    made = []
    for code in ("zh-hans", "en"):
        with override(code):
            made.append(_now("within %(time)s") % {"time": written(seconds, day)})
    return Words(*made)


def both(text: Any) -> Words:
    """A text of ours (lazily translated) in both languages."""
    made = []
    for code in ("zh-hans", "en"):
        with override(code):
            made.append(str(text))
    return Words(*made)
