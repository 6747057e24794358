"""Draws every state machine from its rules: ``python -m tools.states`` writes ``docs/states``."""

import importlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.translation import override

from qiao.ops.packages import start
from tools.messages import ROOT, packages

FOLDER = ROOT / "docs" / "states"
Machine = Mapping[StrEnum, Mapping[StrEnum, StrEnum]]


def machines() -> dict[str, Machine]:
    """The ``TRANSITIONS`` of every package that has them."""
    start()
    found = {}
    for package in packages():
        name = f"qiao.{package.name}.rules"
        if find_spec(name):
            transitions = getattr(importlib.import_module(name), "TRANSITIONS", None)
            if transitions:
                found[package.name] = transitions
    return found


def page(package: str, machine: Machine) -> str:
    """The diagram and the words of one machine, as Markdown."""
    verbs = dict.fromkeys(verb for ways in machine.values() for verb in ways)
    return (
        f"# {package}: states\n\nDrawn by `make states` from the rules of `qiao.{package}`; do not edit.\n\n"
        f"```mermaid\n{diagram(machine)}\n```\n\n"
        f"| State | English | 中文 |\n|---|---|---|\n{_rows(machine)}\n\n"
        f"| Verb | English | 中文 |\n|---|---|---|\n{_rows(verbs)}\n"
    )


def diagram(machine: Machine) -> str:
    """Mermaid: verbs that lead the same way share an arrow."""
    lines = ["stateDiagram-v2", f"    [*] --> {next(iter(machine))}"]
    for state, ways in machine.items():
        targets = {target: [v for v, t in ways.items() if t == target] for target in ways.values()}
        lines += [f"    {state} --> {target}: {', '.join(verbs)}" for target, verbs in targets.items()]
        if not ways:
            lines.append(f"    {state} --> [*]")
    return "\n".join(lines)


def _rows(words: Iterable[StrEnum]) -> str:
    return "\n".join(f"| `{word}` | {_said(word, 'en')} | {_said(word, 'zh-hans')} |" for word in words)


def _said(word: Any, language: str) -> str:
    with override(language):
        return str(getattr(word, "label", word))


def write(folder: Path = FOLDER) -> None:
    """Writes every page."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, machine in machines().items():
        (folder / f"{package}.md").write_text(page(package, machine), encoding="utf-8")


if __name__ == "__main__":
    write()
