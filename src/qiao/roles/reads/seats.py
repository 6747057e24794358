"""Who is above whom: the unit whose leader reviews a card, and who answers for a unit."""

from __future__ import annotations

from collections.abc import Collection

from qiao.org.models import Ancestry


class Leaders:
    """The leaders of some units and of all above them; one query."""

    def __init__(self, unit_ids: Collection[int]) -> None:
        rows = Ancestry.objects.filter(unit__in=set(unit_ids), ancestor__leader__active=True)
        self._up: dict[int, list[tuple[int, int]]] = {}
        for unit, above, leader in rows.order_by("depth", "ancestor_id").values_list(
            "unit_id", "ancestor_id", "ancestor__leader_id"
        ):
            self._up.setdefault(unit, []).append((above, leader))

    def unit_above(self, unit_id: int, holder_id: int) -> int | None:
        """The nearest unit upward that somebody else than the holder leads; None when there is none."""
        return next((unit for unit, leader in self._up.get(unit_id, ()) if leader != holder_id), None)

    def answering(self, unit_id: int) -> tuple[int, int] | None:
        """The unit that answers for a unit, and its leader: itself, or the next one above that has one."""
        return next(iter(self._up.get(unit_id, ())), None)
