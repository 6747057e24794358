"""Where what is imported belongs: as chosen when it was uploaded."""

from __future__ import annotations

from qiao.imports.models import Import
from qiao.org.models import Calendar, Person, Unit


def parent_of(upload: Import) -> Unit | None:
    """The unit below which its own is placed."""
    return Unit.objects.filter(pk=upload.options.get("parent") or 0).first()


def calendar_of(upload: Import) -> Calendar | None:
    """The calendar of the units that it makes; None: around the clock."""
    return Calendar.objects.filter(pk=upload.options.get("calendar") or 0).first()


def leader_of(upload: Import, code: str) -> Person | None:
    """Whoever uploaded it leads its unit and sees it all; a leader who is there already stays."""
    led = Unit.objects.filter(code=code, leader__isnull=False).exists()
    return None if led else upload.by
