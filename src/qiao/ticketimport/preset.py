"""Presets: how each system writes tickets, as data (``presets/*.toml``), and what a user's own map changes.

A map is TOML too. It may say what people, units and services are (``[people]``, ``[units]``, ``[services]``:
their name in the export = number or code here), what states and priorities mean, and where a value of a
ticket stands (``[fields]``, ``[requester]``, ``[assignee]``, ``[extras]``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qiao.catalogue.rules import Priority
from qiao.desk.importing.steps import Step
from qiao.desk.rules import PauseKind

FOLDER = Path(__file__).parent / "presets"
SYSTEMS = ("jira", "zammad", "servicenow", "glpi", "otrs", "osticket")
WORDS = ("people", "units", "services", "states", "priorities")
PLACES = ("fields", "requester", "assignee", "extras")
SETTINGS = ("zone", "day_first", "lists", "nobody")

Paths = tuple[str, ...]


class BadMap(Exception):
    """A map that cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class PartSpec:
    """Where comments, files or changes stand, inside a ticket or in records of their own."""

    kind: str
    sources: Paths = ()
    form: str = ""
    fields: Mapping[str, Paths] = field(default_factory=dict)
    who: Mapping[str, Paths] = field(default_factory=dict)
    files: PartSpec | None = None
    items: Paths = ()
    whats: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    split: str = ""
    first: bool = False
    html: bool = False
    internal: bool = False
    internal_when: Mapping[str, Sequence[str]] = field(default_factory=dict)
    internal_kinds: Sequence[str] = ()
    unless: Paths = ()


@dataclass(frozen=True, slots=True)
class RecordSpec:
    """One kind of record: how it is recognised and what stands in it."""

    kind: str
    when: Paths
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fields: Mapping[str, Paths] = field(default_factory=dict)
    requester: Mapping[str, Paths] = field(default_factory=dict)
    assignee: Mapping[str, Paths] = field(default_factory=dict)
    extras: Mapping[str, Paths] = field(default_factory=dict)
    html: bool = False
    parts: tuple[PartSpec, ...] = ()
    # Of a record of its own: the ticket that it belongs to, by its "key" or its internal "ref".
    ticket: Paths = ()
    by: str = "ref"
    part: PartSpec | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """One system."""

    system: str
    title: str
    documented: tuple[str, ...]
    lists: Paths
    day_first: bool
    nobody: frozenset[str]
    records: tuple[RecordSpec, ...]
    states: Mapping[str, str] = field(default_factory=dict)
    priorities: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""

    @property
    def extras(self) -> list[str]:
        """The names of what a request shows beside its own fields."""
        return list(dict.fromkeys(name for record in self.records for name in record.extras))


def load(system: str) -> Preset:
    """The preset of a system."""
    return _preset(tomllib.loads((FOLDER / f"{system}.toml").read_text(encoding="utf-8")))


def _preset(data: Mapping[str, Any]) -> Preset:
    return Preset(
        system=data["system"],
        title=data["title"],
        documented=tuple(data["documented"]),
        lists=tuple(data["lists"]),
        day_first=data["day_first"],
        nobody=_low_set(data["nobody"]),
        records=tuple(_record(each) for each in data["records"]),
        states=_low(data["states"]),
        priorities=_low(data["priorities"]),
    )


def _record(data: Mapping[str, Any]) -> RecordSpec:
    if data["kind"] == "ticket":
        return RecordSpec(
            kind="ticket",
            when=tuple(data["when"]),
            fields=_paths(data["fields"]),
            requester=_paths(data["requester"]),
            assignee=_paths(data["assignee"]),
            extras=_paths(data.get("extras", {})),
            html=data.get("html", False),
            parts=tuple(_part(each) for each in data.get("parts", ())),
        )
    return RecordSpec(
        kind=data["kind"],
        when=tuple(data["when"]),
        only=data.get("only", {}),
        ticket=tuple(data["ticket"]),
        by=data["by"],
        part=_part(data),
    )


def _part(data: Mapping[str, Any]) -> PartSpec:
    return PartSpec(
        kind=data.get("kind", "attached"),
        sources=tuple(data.get("from", ())),
        fields=_paths(data.get("fields", {})),
        who=_paths(data.get("who", {})),
        files=_part(data["files"]) if "files" in data else None,
        items=tuple(data.get("items", ())),
        unless=tuple(data.get("unless", ())),
        internal_kinds=tuple(each.casefold() for each in data.get("internal_kinds", ())),
        **{
            name: data[name]
            for name in ("form", "whats", "roles", "split", "first", "html", "internal", "internal_when")
            if name in data
        },
    )


def _paths(data: Mapping[str, Any]) -> dict[str, Paths]:
    return {name: (given,) if isinstance(given, str) else tuple(given) for name, given in data.items()}


def _low(data: Mapping[str, Any]) -> dict[str, str]:
    return {str(name).strip().casefold(): str(value).strip() for name, value in data.items()}


def _low_set(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def with_map(preset: Preset, path: Path) -> Preset:
    """The preset with what a user's map says instead. Raises BadMap."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise BadMap(str(error)) from error
    return with_data(preset, parsed(text))


def parsed(text: str) -> dict[str, Any]:
    """A map as data. Raises BadMap when it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMap(str(error)) from error


def with_data(preset: Preset, data: Mapping[str, Any]) -> Preset:
    """The preset with what the data of a map say instead. Raises BadMap."""
    unknown = data.keys() - {*WORDS, *PLACES, *SETTINGS}
    if unknown:
        raise BadMap(_("unknown: %(names)s") % {"names": ", ".join(sorted(unknown))})
    wrong = [name for name in (*WORDS, *PLACES) if not isinstance(data.get(name, {}), dict)]
    if wrong:
        raise BadMap(_("these must be tables: %(names)s") % {"names": ", ".join(wrong)})
    _check_words(data)
    return _merged(preset, data)


def _check_words(data: Mapping[str, Any]) -> None:
    for word, step in data.get("states", {}).items():
        if step_of_text(str(step)) is None:
            raise BadMap(
                _("“%(word)s”: no such step “%(step)s”; there are %(steps)s")
                % {"word": word, "step": step, "steps": ", ".join(steps())}
            )
    for word, priority in data.get("priorities", {}).items():
        if priority not in set(Priority):
            raise BadMap(
                _("“%(word)s”: no such priority “%(priority)s”; there are %(priorities)s")
                % {"word": word, "priority": priority, "priorities": ", ".join(Priority)}
            )


def _merged(preset: Preset, data: Mapping[str, Any]) -> Preset:
    words: dict[str, Any] = {name: {**getattr(preset, name), **_low(data.get(name, {}))} for name in WORDS}
    places = {name: _paths(data.get(name, {})) for name in PLACES}
    records = tuple(
        _placed(record, places) if record.kind == "ticket" else record for record in preset.records
    )
    lists = (*preset.lists, *data.get("lists", ()))
    return replace(
        preset,
        **words,
        records=records,
        lists=tuple(str(each) for each in lists),
        nobody=preset.nobody | _low_set(data.get("nobody", ())),
        day_first=bool(data.get("day_first", preset.day_first)),
        zone=str(data.get("zone", "")),
    )


def _placed(record: RecordSpec, places: Mapping[str, Mapping[str, Paths]]) -> RecordSpec:
    changed: dict[str, Any] = {name: {**getattr(record, name), **places[name]} for name in PLACES}
    return replace(record, **changed)


def steps() -> list[str]:
    """Everything that a state may be mapped to."""
    return [*Step, *(f"{Step.PAUSE} {kind}" for kind in PauseKind)]


def step_of_text(text: str) -> tuple[Step, PauseKind | None] | None:
    """ "pause requester" as step and for whom; None when there is no such step."""
    word, _space, rest = text.partition(" ")
    if text not in steps():
        return None
    return Step(word), PauseKind(rest) if rest else None
