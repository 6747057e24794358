"""Which column plays which role: given by hand, guessed, or kept in a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from .errors import LogError


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns by role. ``activity`` may take several, read as “Accepted/In Progress”.

    ``steps`` says what an activity does to a request, where the guess of the importer is not wanted.
    """

    case: str
    activity: tuple[str, ...]
    time: str
    resource: str | None = None
    team: str | None = None
    title: str | None = None
    priority: str | None = None
    service: str | None = None
    deadline: str | None = None
    requester: str | None = None
    zone: str | None = None
    time_format: str | None = None
    encoding: str | None = None
    separator: str | None = None
    steps: dict[str, str] = field(default_factory=dict)

    @property
    def used(self) -> frozenset[str]:
        """The columns whose values need no second place among the extras."""
        return frozenset({self.case, *self.activity, self.time, self.resource or "", self.team or ""})

    def columns(self) -> list[str]:
        """Every column that the mapping names."""
        single = (
            self.case,
            self.time,
            self.resource,
            self.team,
            self.title,
            self.priority,
            self.service,
            self.deadline,
            self.requester,
        )
        return [*self.activity, *(column for column in single if column)]

    def check(self, known: Sequence[str]) -> None:
        """Raises LogError naming the first column that the log does not have."""
        for column in self.columns():
            if column not in known:
                raise LogError("no_such_column", column=column, columns=", ".join(known))

    def save(self, path: Path) -> None:
        """Writes the mapping for the next time."""
        kept = {name: value for name, value in asdict(self).items() if value}
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


TEXTS = frozenset(each.name for each in fields(Mapping)) - {"activity", "steps"}


def load(path: Path) -> dict[str, Any]:
    """The roles kept in a file, checked; they go before a guess and behind what is given by hand."""
    try:
        return parsed(path.read_text(encoding="utf-8-sig"), path.name)
    except OSError as error:
        raise LogError("bad_mapping", path=path.name, why=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise LogError("bad_mapping", path=path.name, why=f"it is no JSON ({error})") from error


def parsed(text: str, path: str) -> dict[str, Any]:
    """The roles in a text, checked. ``path`` is what an error calls it."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise LogError("bad_mapping", path=path, why=f"it is no JSON ({error})") from error
    if not isinstance(data, dict):
        raise LogError("bad_mapping", path=path, why="it is no JSON object")
    for name, value in data.items():
        _check(path, name, value)
    if isinstance(data.get("activity"), str):
        data["activity"] = [data["activity"]]
    return data


def _check(path: str, name: str, value: Any) -> None:
    if name in TEXTS:
        right = isinstance(value, str)
    elif name == "activity":
        right = isinstance(value, str) or (
            isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)
        )
    elif name == "steps":
        right = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    else:
        raise LogError("bad_mapping", path=path, why=f"“{name}” is no role; there are {_roles()}")
    if not right:
        raise LogError("bad_mapping", path=path, why=f"“{name}” has a value of the wrong kind")


def _roles() -> str:
    return ", ".join(sorted(TEXTS | {"activity", "steps"}))
