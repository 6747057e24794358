"""Keeping the closure table and the resolved calendars right."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db import models
from django.db.models import F

from qiao.org.models import Ancestry, Unit


def plant(unit: Unit) -> None:
    """Adds the ancestry of a new unit that has nothing below it."""
    above = _above(unit).values_list("ancestor_id", "depth")
    rows = [Ancestry(ancestor_id=ancestor, unit=unit, depth=depth + 1) for ancestor, depth in above]
    Ancestry.objects.bulk_create([Ancestry(ancestor=unit, unit=unit, depth=0), *rows])


def replant(unit: Unit) -> None:
    """Puts a whole subtree below the unit's new parent: forgets what was above it, adds what is."""
    below = list(Ancestry.objects.filter(ancestor=unit).values_list("unit_id", "depth"))
    inside = [unit_id for unit_id, _depth in below]
    Ancestry.objects.filter(unit_id__in=inside).exclude(ancestor_id__in=inside).delete()
    above = list(_above(unit).values_list("ancestor_id", "depth"))
    Ancestry.objects.bulk_create(
        Ancestry(ancestor_id=ancestor, unit_id=unit_id, depth=up + down + 1)
        for ancestor, up in above
        for unit_id, down in below
    )


def resolve_calendars(unit: Unit) -> None:
    """Gives ``unit`` and all below their own calendar or their parent's; one update per calendar."""
    rows = Unit.objects.filter(ancestry__ancestor=unit).annotate(depth=F("ancestry__depth"))
    known: dict[int | None, int] = {}
    if unit.parent_id is not None:
        known[unit.parent_id] = Unit.objects.values_list("calendar_id", flat=True).get(pk=unit.parent_id)
    wrong: dict[int, list[int]] = defaultdict(list)
    for each in rows.order_by("depth"):
        known[each.pk] = each.own_calendar_id or known[each.parent_id]
        if each.calendar_id != known[each.pk]:
            wrong[known[each.pk]].append(each.pk)
    for calendar_id, unit_ids in wrong.items():
        Unit.objects.filter(pk__in=unit_ids).update(calendar_id=calendar_id)


def _above(unit: Unit) -> models.QuerySet[Ancestry]:
    if unit.parent_id is None:
        return Ancestry.objects.none()
    return Ancestry.objects.filter(unit_id=unit.parent_id)


def rebuild() -> None:
    """Recomputes the ancestry of the whole organisation, and writes only what differs."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    right = {(ancestor, unit): depth for unit in parents for ancestor, depth in _upward(unit, parents)}
    stale = []
    for pk, ancestor, unit, depth in Ancestry.objects.values_list("pk", "ancestor_id", "unit_id", "depth"):
        if right.get((ancestor, unit)) == depth:
            del right[ancestor, unit]
        else:
            stale.append(pk)
    for start in range(0, len(stale), 500):
        Ancestry.objects.filter(pk__in=stale[start : start + 500]).delete()
    missing = (
        Ancestry(ancestor_id=ancestor, unit_id=unit, depth=depth) for (ancestor, unit), depth in right.items()
    )
    Ancestry.objects.bulk_create(missing, batch_size=2000)


def _upward(unit: int, parents: Mapping[int, int | None]) -> Iterator[tuple[int, int]]:
    depth, above = 0, unit
    while above is not None:
        yield above, depth
        depth, above = depth + 1, parents[above]  # type: ignore[assignment]
