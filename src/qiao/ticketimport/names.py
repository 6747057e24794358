"""Everybody, every unit and every service that an export names. Pure.

Memory: one entry per distinct name. One person may be named by address, login or name at different places;
the places that say more than one of them tell which belong together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from qiao.ticketimport.neutral import NOBODY, Actor, Attached, Changed, Part, Place, Said, Ticket, Who


@dataclass(slots=True)
class Named:
    """One person with all that is known of them, the units in which they work, and where they stand first."""

    who: Who
    place: Place
    units: Counter[str] = field(default_factory=Counter)

    def learn(self, who: Who) -> None:
        mine = self.who
        name = mine.name if mine.name and "@" not in mine.name else who.name or mine.name
        self.who = Who(name, mine.email or who.email, mine.login or who.login)

    @property
    def home(self) -> str | None:
        """The unit whose work they did most often; None for who never worked on a ticket."""
        if not self.units:
            return None
        return min(self.units, key=lambda unit: (not unit, -self.units[unit], unit))


class Names:
    """Collects them while tickets are read."""

    def __init__(self) -> None:
        self._by: dict[str, Named] = {}
        self.everybody: list[Named] = []
        self.units: dict[str, Place] = {}
        self.services: dict[str, Place] = {}

    def take(self, ticket: Ticket) -> None:
        """A ticket with the parts that stand in it."""
        self.services.setdefault(ticket.service, ticket.place)
        self.unit(ticket.unit, ticket.place)
        self.person(ticket.requester, ticket.place)
        self.person(ticket.assignee, ticket.place, works_in=ticket.unit)
        for part in ticket.parts:
            self.take_part(part)

    def take_part(self, part: Part) -> None:
        """A comment, file or change."""
        self.person(part.who, part.place)
        if isinstance(part, Said):
            for each in part.files:
                self.take_part(each)
        elif isinstance(part, Changed):
            self.person(part.person, part.place)
            if part.what == "person" and part.old:
                self.person(Who(part.old), part.place)
            if part.what == "unit":
                self.unit(part.old, part.place)
                self.unit(part.new, part.place)
        elif isinstance(part, Actor):
            self.unit(part.unit, part.place)
        elif isinstance(part, Attached):
            return

    def unit(self, name: str, place: Place) -> None:
        """A unit; nothing when the name is empty."""
        if name:
            self.units.setdefault(name, place)

    def person(self, who: Who, place: Place, works_in: str | None = None) -> None:
        """Somebody; nothing when nobody."""
        if not who:
            return
        named = self.find(who)
        if named is None:
            named = Named(who, place)
            self.everybody.append(named)
        named.learn(who)
        for key in _keys(who):
            self._by.setdefault(key, named)
        if works_in is not None:
            named.units[works_in] += 1

    def settle(self, same: Mapping[str, str]) -> None:
        """Everything has been read: who is named by name alone is whoever alone has that name, if anybody.

        ``same``: names of one person for another of theirs, as a map may tell.
        """
        for name, other in same.items():
            if name in self._by and (known := self._by.get(other.casefold())) is not None:
                known.units.update(self._by[name].units)
                self._by[name] = known
        shared: dict[str, list[Named]] = {}
        for named in self.everybody:
            if named.who.email or named.who.login:
                shared.setdefault(named.who.name.casefold(), []).append(named)
        alone = [named for named in self.everybody if not (named.who.email or named.who.login)]
        for named in alone:
            called = shared.get(named.who.name.casefold(), [])
            if len(called) == 1:
                called[0].units.update(named.units)
                self._by[named.who.name.casefold()] = called[0]
        kept = {id(named) for named in self._by.values()}
        self.everybody = [named for named in self.everybody if id(named) in kept]

    def find(self, who: Who) -> Named | None:
        """Whoever is known by the address, else the login, else the name."""
        return next((self._by[key] for key in _keys(who) if key in self._by), None)


def _keys(who: Who) -> list[str]:
    """Two people of one name stay apart when their addresses or logins differ."""
    sure = [each.casefold() for each in (who.email, who.login) if each]
    return sure or [who.name.casefold()] if who is not NOBODY else []
