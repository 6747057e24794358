"""Kinds of events of the pulse. None of them carries an answer: the ledger is read by many."""

from enum import StrEnum


class Kind(StrEnum):
    SEALED = "pulse.sealed"
    REVEALED = "pulse.revealed"
    DRAWN = "pulse.drawn"
    ANSWERED = "pulse.answered"
    CORRECTED = "pulse.corrected"
    SKIPPED = "pulse.skipped"
    EXPIRED = "pulse.expired"
    PUBLISHED = "pulse.published"
