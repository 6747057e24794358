"""A ticket as every system has it, whatever it calls things: what the presets lead to. Pure.

Times are microseconds since 1970 UTC. All of it is plain values, so that it can wait on disk as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Who(NamedTuple):
    """Somebody, by whatever an export says of them; all empty: nobody, or it does not say."""

    name: str = ""
    email: str = ""
    login: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.login)

    @property
    def identity(self) -> str:
        """What tells them from others: the address, else the login, else the name."""
        return (self.email or self.login or self.name).casefold()

    @property
    def shown(self) -> str:
        return self.name or self.login or self.email


NOBODY = Who()


class Place(NamedTuple):
    """Where something stands: which of the files, and which row or record of it."""

    file: int
    row: int


class Attached(NamedTuple):
    """A file: its content in base64, or names under which it may lie in the folder of attachments."""

    name: str
    at: int | None
    who: Who
    internal: bool
    data: str
    refs: tuple[str, ...]
    place: Place


class Said(NamedTuple):
    """A comment or note."""

    at: int
    who: Who
    body: str
    internal: bool
    files: tuple[Attached, ...]
    place: Place
    first: bool = False  # it may be the description itself


class Changed(NamedTuple):
    """One step of the history: which of unit, person and state, from what to what."""

    at: int
    who: Who
    what: str
    old: str
    new: str
    person: Who
    place: Place


class Actor(NamedTuple):
    """Somebody's or some unit's part in a ticket, told in a record of its own."""

    role: str
    who: Who
    unit: str
    place: Place


Part = Said | Changed | Attached | Actor
KINDS: dict[str, type[Part]] = {"said": Said, "changed": Changed, "attached": Attached, "actor": Actor}
NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(slots=True)
class Ticket:
    """One ticket with all that was told of it. ``state`` and ``priority`` are the words of its system."""

    key: str
    ref: str
    place: Place
    title: str
    body: str
    state: str
    priority: str
    service: str
    unit: str
    requester: Who
    assignee: Who
    created: int
    responded: int | None
    resolved: int | None
    closed: int | None
    updated: int | None
    due: int | None
    waits_until: int | None
    confidential: bool
    extras: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    @property
    def said(self) -> list[Said]:
        return [part for part in self.parts if isinstance(part, Said)]

    @property
    def changed(self) -> list[Changed]:
        return [part for part in self.parts if isinstance(part, Changed)]

    @property
    def attached(self) -> list[Attached]:
        return [part for part in self.parts if isinstance(part, Attached)]


def packed(part: Part) -> list[Any]:
    """As JSON keeps it."""
    return [NAMES[type(part)], *part]


def unpacked(kept: list[Any]) -> Part:
    """The same part again."""
    kind, *values = kept
    if kind == "attached":
        return _attached(values)
    if kind == "said":
        at, who, body, internal, files, place, first = values
        return Said(
            at, Who(*who), body, internal, tuple(_attached(each) for each in files), Place(*place), first
        )
    if kind == "changed":
        at, who, what, old, new, person, place = values
        return Changed(at, Who(*who), what, old, new, Who(*person), Place(*place))
    role, who, unit, place = values
    return Actor(role, Who(*who), unit, Place(*place))


def _attached(values: list[Any]) -> Attached:
    name, at, who, internal, data, refs, place = values
    return Attached(name, at, Who(*who), internal, data, tuple(refs), Place(*place))


_PLAIN = """
    key ref title body state priority service unit created responded resolved closed updated due waits_until
    confidential extras
"""
PLAIN = _PLAIN.split()


def pack_ticket(ticket: Ticket) -> dict[str, Any]:
    """As JSON keeps it."""
    kept = {name: getattr(ticket, name) for name in (*PLAIN, "place", "requester", "assignee")}
    return kept | {"parts": [packed(part) for part in ticket.parts]}


def unpack_ticket(kept: dict[str, Any]) -> Ticket:
    """The same ticket again."""
    return Ticket(
        **{name: kept[name] for name in PLAIN},
        place=Place(*kept["place"]),
        requester=Who(*kept["requester"]),
        assignee=Who(*kept["assignee"]),
        parts=[unpacked(part) for part in kept["parts"]],
    )
