"""What stands on a card, without the database: its texts and its lines, in two languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.roles.rules import MOST_LINES, Reason, Side
from qiao.ui.words import either, is_chinese

LONGEST_TEXT, LONGEST_WORDS = 600, 160

TEXTS: Mapping[str, Any] = {
    "purpose": _("What the role is there for"),
    "value": _("What it is worth to others"),
    "authority": _("What I decide myself"),
    "limits": _("What I do not decide"),
    "contacts": _("How to reach me"),
    "indicators": _("What we measure ourselves by"),
}
WORDS: Mapping[str, Any] = {
    "what": pgettext_lazy("role card", "What"),
    "standard": _("How well"),
    "measure": _("Measured by"),
}


class Words(NamedTuple):
    """One text in two languages; either may be empty."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return either(self.zh, self.en)

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def said(self, text: str) -> Words:
        """The same with the text of the reader's language replaced."""
        return Words(text, self.en) if is_chinese() else Words(self.zh, text)


NOTHING = Words()


@dataclass(frozen=True)
class LineSaid:
    """One line. ``key`` is what it is known by through all editions, 0 for a new one.

    ``because`` says why it was drafted: ``{"kind": "provided", "n": 12}``.
    """

    side: Side
    what: Words = NOTHING
    standard: Words = NOTHING
    measure: Words = NOTHING
    service_id: int | None = None
    unit_id: int | None = None
    person_id: int | None = None
    key: int = 0
    because: Mapping[str, Any] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Nothing was written into it."""
        return not (self.what or self.standard or self.measure or self.service_id)

    def same_promise(self, other: LineSaid) -> bool:
        """Whether the other side need not be asked again: all that it accepted is as it was."""
        return self._promise == other._promise

    @property
    def _promise(self) -> tuple[Any, ...]:
        return (self.side, self.what, self.standard, self.service_id, self.unit_id, self.person_id)


Texts = Mapping[str, Words]


def texts_of(data: Mapping[str, str]) -> dict[str, Words]:
    """From ``{"purpose_zh": …}`` as it is stored."""
    return {name: Words(data.get(f"{name}_zh", ""), data.get(f"{name}_en", "")) for name in TEXTS}


def dumped(texts: Texts) -> dict[str, str]:
    """As it is stored: what is empty is left out."""
    pairs = {f"{name}_{code}": getattr(each, code) for name, each in texts.items() for code in ("zh", "en")}
    return {name: text for name, text in pairs.items() if text}


def why_not_keep(lines: list[LineSaid]) -> Reason | None:
    """What a draft may not even hold."""
    sides = [line.side for line in lines]
    if any(sides.count(side) > MOST_LINES for side in Side):
        return Reason.TOO_MANY_LINES
    return Reason.EMPTY_LINE if any(not line.what and not line.service_id for line in lines) else None


def why_not_hand_in(texts: Texts, lines: list[LineSaid]) -> Reason | None:
    """What a card needs before anybody signs it."""
    if not texts["purpose"]:
        return Reason.NO_PURPOSE
    return None if any(line.side is Side.SERVE for line in lines) else Reason.NO_SERVICE
