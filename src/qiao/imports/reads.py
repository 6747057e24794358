"""What pages and programs see of imports."""

from __future__ import annotations

from django.http import Http404

from qiao.imports.models import Import, ImportQuerySet
from qiao.org.models import Person, Unit

PLACES = 12


def every() -> ImportQuerySet:
    """All of them, with who brought them."""
    return Import.objects.select_related("by", "root")


def one(pk: int, *, seen_by: Person) -> Import:
    """One of them; to everybody but administrators it does not exist."""
    found = every().filter(pk=pk).first() if seen_by.scope.is_administrator else None
    if found is None:
        raise Http404
    return found


def places(upload: Import) -> list[Unit]:
    """The first units below that of an import: whose boards hold its requests."""
    if upload.root_id is None:
        return []
    return list(Unit.objects.filter(parent=upload.root_id).order_by("pk")[: PLACES + 1])
