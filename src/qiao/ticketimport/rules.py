"""What a foreign state or priority means here: by the preset or the user's map, else by its words. Pure."""

from __future__ import annotations

from qiao.catalogue.rules import Priority
from qiao.desk.importing.steps import Step, pause_kind, step_of
from qiao.desk.rules import PauseKind
from qiao.eventlog.hints import priority as priority_word
from qiao.ticketimport.preset import Preset, step_of_text

IMPORTED = "tickets.imported"


def step(preset: Preset, word: str) -> tuple[Step, PauseKind | None, bool]:
    """What the state does to a request, for whom it waits, and whether that is a guess."""
    if not word:
        return Step.QUEUE, None, False
    given = step_of_text(preset.states.get(word.strip().casefold(), ""))
    if given is not None:
        found, kind = given
        return found, kind or (pause_kind(word) if found is Step.PAUSE else None), False
    guess = step_of(word)
    return guess, pause_kind(word) if guess is Step.PAUSE else None, True


def priority(preset: Preset, word: str) -> tuple[Priority, bool]:
    """How urgent it is, and whether that is a guess."""
    if not word:
        return Priority.NORMAL, False
    given = preset.priorities.get(word.strip().casefold())
    if given is not None:
        return Priority(given), False
    return Priority(priority_word(word) or Priority.NORMAL), True
