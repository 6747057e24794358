"""The units as one small table: what lies below, what department somebody belongs to. One query."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from qiao.org.models import Unit

PARTNERS = frozenset({Unit.Kind.DEPARTMENT, Unit.Kind.WORKSHOP})


class Tree:
    """Every unit with the one above it; read when it is first asked for."""

    @cached_property
    def _rows(self) -> dict[int, tuple[int | None, str]]:
        rows = Unit.objects.order_by().values_list("pk", "parent_id", "kind")
        return {pk: (parent, kind) for pk, parent, kind in rows}

    @cached_property
    def _children(self) -> dict[int | None, list[int]]:
        found: dict[int | None, list[int]] = defaultdict(list)
        for pk, (parent, _kind) in self._rows.items():
            found[parent].append(pk)
        return found

    def below(self, unit_id: int) -> frozenset[int]:
        """The unit and everything below it."""
        found, waiting = set(), [unit_id]
        while waiting:
            each = waiting.pop()
            found.add(each)
            waiting += self._children.get(each, ())
        return frozenset(found)

    def partner(self, unit_id: int) -> int:
        """Whom a card names: the department or workshop of a unit, else the unit itself."""
        for each in self.upward(unit_id):
            if self._rows[each][1] in PARTNERS:
                return each
        return unit_id

    def upward(self, unit_id: int | None) -> list[int]:
        """The unit and everything above it."""
        found = []
        while unit_id is not None and unit_id in self._rows:
            found.append(unit_id)
            unit_id = self._rows[unit_id][0]
        return found
