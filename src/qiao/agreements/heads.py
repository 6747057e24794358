"""Who signs for a unit: its leader, or the nearest one above it."""

from __future__ import annotations

from collections.abc import Iterable

from qiao.org.models import Ancestry, Person


def heads_of(unit_ids: Iterable[int]) -> dict[int, Person | None]:
    """The head of each unit; None where nobody leads it up to the top. One query."""
    wanted = list(unit_ids)
    rows = Ancestry.objects.filter(unit__in=wanted, ancestor__leader__active=True)
    found: dict[int, Person | None] = dict.fromkeys(wanted)
    for row in rows.select_related("ancestor__leader").order_by("-depth"):
        found[row.unit_id] = row.ancestor.leader
    return found
