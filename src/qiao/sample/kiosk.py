"""Two tablets at the lines, a PIN for everybody of the cast, and the cast on the first page of a kiosk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from qiao.kiosk import actions
from qiao.org.models import Person
from qiao.sample import mode
from qiao.sample.building import World
from qiao.sample.cast import CAST

# Printed on the first page of every kiosk, so it protects nothing: like the cast's password.
PIN = "4826"
# Who hangs it up, where, what it is called.
TABLETS = (("WELD-2", "焊装二班 · B 线入口"), ("ASSY", "总装线 · 休息区"))


def equip(world: World, *, until: datetime) -> None:
    """A week before the end the tablets come and people choose their PINs."""
    at = until - timedelta(days=7)
    for unit, name in TABLETS:
        actions.add(unit=world.units[unit], name=name, by=_leader(world, unit), at=at)
    for person in world.cast.values():
        actions.set_pin(person=person, pin=PIN, at=at)


def _leader(world: World, unit: str) -> Person | None:
    return Person.objects.filter(leads=world.units[unit]).first()


def on_start(http: HttpRequest, kiosk: Any) -> str:
    """The cast with badge and PIN, to come in by one tap; only in the sample."""
    if not mode.is_sample():
        return ""
    known = Person.objects.filter(account__username__in=[part.username for part in CAST])
    people = {person.name: person for person in known.select_related("unit")}
    cast = [(people[part.name], part.role) for part in CAST if part.name in people]
    return render_to_string("sample/_at_kiosk.html", {"cast": cast, "pin": PIN}, request=http)
