"""Where one can go from anywhere: only what this person may open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.desk import reads as desk
from qiao.org.models import Person
from qiao.ui.nav import Item


@dataclass(frozen=True)
class Place:
    """An address by name with its words; ``counted`` names the number that belongs to it."""

    name: str
    label: Any
    icon: str = ""
    tab: bool = False
    counted: str = ""
    inside: tuple["Place", ...] = ()


MAIN = (
    Place("web:today", pgettext_lazy("page", "Today"), "today", tab=True, counted="answer"),
    Place(
        "catalogue:catalogue",
        _("Services"),
        "serve",
        tab=True,
        inside=(
            Place("catalogue:catalogue", _("Catalogue")),
            Place("desk:mine", _("My requests")),
            Place("approvals:inbox", _("Approvals")),
            Place("agreements:agreements", _("Agreements")),
            Place("schedules:schedules", _("Schedules")),
        ),
    ),
    Place(
        "desk:boards",
        _("Board"),
        "board",
        tab=True,
        inside=(
            Place("desk:boards", _("Board")),
            Place("desk:my_work", _("Work list")),
            Place("pulse:index", _("Pulse")),
        ),
    ),
    Place(
        "org:index",
        _("People"),
        "people",
        tab=True,
        inside=(
            Place("org:index", _("Units")),
            Place("org:people", _("People")),
            Place("places:index", _("Places")),
            Place("roles:cards", _("Role cards")),
        ),
    ),
    Place("web:me", _("Me"), "me", tab=True),
)
KIOSK = (
    Place("kiosk:start", pgettext_lazy("of a kiosk", "Start"), "home", tab=True),
    Place("catalogue:catalogue", _("Services"), "serve", tab=True),
    Place("desk:mine", _("My requests"), "list", tab=True),
)
ADMINISTRATION = Place(
    "org:admin",
    _("Administration"),
    "gear",
    inside=(
        Place("org:admin", _("Organisation")),
        Place("org:calendars", _("Calendars")),
        Place("catalogue:manage", _("Catalogue")),
        Place("accounts:logins", _("Logins")),
        Place("kiosk:devices", _("Kiosks")),
        Place("audit:events", _("What happened")),
        Place("webhooks:index", _("Webhooks")),
        Place("imports:index", _("Imports")),
        Place("escalation:settings", _("Escalation")),
    ),
)


def items(person: Person, path: str) -> tuple[Item, ...]:
    """The navigation for ``person`` on the page ``path``."""
    places = (*MAIN, ADMINISTRATION) if person.scope.is_administrator else MAIN
    numbers = desk.counts(person)
    found = tuple(_item(place, numbers) for place in places)
    return tuple(_mark(item, _nearest(found, _where(path))) for item in found)


def at_kiosk(path: str) -> tuple[Item, ...]:
    """The navigation on a shared tablet: what a requester needs, without numbers."""
    found = tuple(_item(place, {}) for place in KIOSK)
    return tuple(_mark(item, _nearest(found, _where(path))) for item in found)


def _where(path: str) -> str:
    """What marks the navigation: raising belongs to the catalogue, and one request to nobody's list."""
    mine = reverse("desk:mine")
    if path.startswith(f"{mine}new/"):
        return reverse("catalogue:catalogue")
    if path.removeprefix(reverse("pulse:index")).strip("/").isdigit():
        return ""
    return "" if path.startswith(mine) and path != mine else path


def _item(place: Place, numbers: dict[str, int]) -> Item:
    children = tuple(_item(each, numbers) for each in place.inside)
    count = numbers.get(place.counted) or None
    return Item(str(place.label), reverse(place.name), place.icon, count, children=children, tab=place.tab)


def _nearest(found: tuple[Item, ...], path: str) -> str:
    """The longest address that the page lies below; Today is only itself."""
    urls = [
        item.url
        for item in _all(found)
        if path == item.url or (item.url != "/" and path.startswith(item.url))
    ]
    return max(urls, key=len, default="")


def _all(found: tuple[Item, ...]) -> Iterator[Item]:
    for item in found:
        yield item
        yield from item.children


def _mark(item: Item, url: str) -> Item:
    """Marks where one is; a child is marked rather than the parent that shares its address."""
    children = tuple(replace(child, current=child.url == url) for child in item.children)
    return replace(item, children=children, current=item.url == url and not any(c.current for c in children))
