"""How each line of a card is kept, what no line covers, and what nothing ever uses: four queries in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from qiao import measure
from qiao.catalogue.models import Service
from qiao.desk.models import Request
from qiao.measure.result import Result
from qiao.org.models import Unit
from qiao.org.rules import Scope
from qiao.roles import words
from qiao.roles.models import Line, RoleCard
from qiao.roles.reads.history import Counted, Reach, counted, reach_of, recent, waited
from qiao.roles.reads.tree import Tree
from qiao.roles.rules import DAYS, Side

# Of what no line covers, the commonest.
SHOWN = 5


@dataclass(frozen=True)
class Kept:
    """One line in the last 90 days, as far as the reader may open the requests behind it."""

    n: int
    result: Result
    waits: int = 0
    waited_seconds: int = 0

    @property
    def times(self) -> str:
        return words.requests(self.n, DAYS)

    @property
    def sentence(self) -> str:
        """Promises kept with interval and n, or how much is missing to say so."""
        return words.kept(self.result)

    @property
    def waiting(self) -> str:
        return words.waiting(self.waits, self.waited_seconds)


@dataclass(frozen=True)
class Loose:
    """Requests that no line covers."""

    side: Side
    service: Service
    unit: Unit | None
    n: int

    @property
    def times(self) -> str:
        return words.requests(self.n, DAYS)


@dataclass(frozen=True)
class Live:
    """What a card is worth at the moment, by line."""

    lines: dict[int, Kept] = field(default_factory=dict)
    uncovered: list[Loose] = field(default_factory=list)
    unused: list[Line] = field(default_factory=list)


def live(card: RoleCard, lines: Sequence[Line], *, seen_by: Scope, at: datetime, close: bool) -> Live:
    """Counted is only what the reader may open; flags are for holder and leader alone (``close``)."""
    tree = Tree()
    reach = reach_of(card.person, card.position, tree)
    seen = Request.objects.visible_to(seen_by)
    rows = {
        Side.SERVE: counted(seen.filter(recent(reach, "provided", at)), at),
        Side.NEED: counted(seen.filter(recent(reach, "asked", at)), at),
    }
    waits = waited(reach, seen_by=seen_by, at=at)
    found = {line.pk: _kept(line, rows, waits, tree, reach) for line in lines if _measured(line)}
    if not close:
        return Live(found)
    unused = [line for line in lines if line.service_id and line.pk in found and not found[line.pk].n]
    return Live(found, _uncovered(rows, lines, tree, reach), unused)


def _measured(line: Line) -> bool:
    return bool(line.service_id) or line.side == Side.DUTY


def _kept(
    line: Line,
    rows: dict[Side, list[Counted]],
    waits: dict[int, tuple[int, int]],
    tree: Tree,
    reach: Reach,
) -> Kept:
    if line.side == Side.DUTY:
        n = sum(row.n for row in rows[Side.NEED])
        held, seconds = (sum(each) for each in zip(*waits.values(), strict=True)) if waits else (0, 0)
        return Kept(n, measure.wilson(0, 0), held, seconds)
    covers = _covering(line, tree, reach)
    mine = [row for row in rows[Side(line.side)] if covers(row)]
    result = measure.wilson(sum(row.met for row in mine), sum(row.judged for row in mine))
    held, seconds = waits.get(line.service_id or 0, (0, 0)) if line.side == Side.NEED else (0, 0)
    return Kept(sum(row.n for row in mine), result, held, seconds)


def _covering(line: Line, tree: Tree, reach: Reach) -> Callable[[Counted], bool]:
    """What a line speaks of: its service, and for what is served the unit or person that it names."""
    below = tree.below(line.unit_id) if line.unit_id and line.side == Side.SERVE else None

    def covers(row: Counted) -> bool:
        if row.service_id != line.service_id:
            return False
        if line.side == Side.SERVE and line.person_id:
            return row.asker_id == line.person_id
        return below is None or row.asker_unit_id in below

    return covers


def _uncovered(
    rows: dict[Side, list[Counted]], lines: Sequence[Line], tree: Tree, reach: Reach
) -> list[Loose]:
    missing: Counter[tuple[Side, int, int | None]] = Counter()
    for side, found in rows.items():
        covers = [_covering(line, tree, reach) for line in lines if line.side == side and line.service_id]
        for row in found:
            if not row.inside(reach) and not any(each(row) for each in covers):
                unit = tree.partner(row.asker_unit_id) if side is Side.SERVE else None
                missing[side, row.service_id, unit] += row.n
    return _named(missing.most_common(SHOWN))


def _named(found: Iterable[tuple[tuple[Side, int, int | None], int]]) -> list[Loose]:
    """With services and units: one query for each, none when everything is covered."""
    known = list(found)
    services = Service.objects.select_related("unit").in_bulk({pk for (_side, pk, _unit), _n in known})
    units = Unit.objects.in_bulk({unit for (_side, _pk, unit), _n in known if unit})
    return [
        Loose(side, services[pk], units.get(unit or 0) or services[pk].unit, n)
        for (side, pk, unit), n in known
    ]
