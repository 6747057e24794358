"""What could not be taken as it stands: every one with its file and row, kept on disk, told at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy

from qiao.ticketimport.neutral import Place

if TYPE_CHECKING:
    from qiao.ticketimport.spill import Spill

EXAMPLES = 5

# Those of the first group leave something out; the others say how something was understood.
TEXTS: Mapping[str, Any] = MappingProxyType(
    {
        "not_recognised": gettext_lazy("No ticket, comment or change as this system writes it; left out."),
        "no_key": gettext_lazy("Ticket without a key; left out."),
        "no_time": gettext_lazy("Ticket without a time of creation; left out."),
        "bad_time": gettext_lazy("“%(value)s” is no time (%(field)s); left empty."),
        "bad_part_time": gettext_lazy("Time of a comment, file or change cannot be read; left out."),
        "no_ticket": gettext_lazy("Belongs to the ticket “%(value)s”, which is not in the files; left out."),
        "no_file": gettext_lazy("File “%(value)s” is not among the attachments; only its name was kept."),
        "bad_file": gettext_lazy("File “%(value)s” was not accepted: %(why)s"),
        "unknown_person": gettext_lazy("Person “%(value)s” is unknown here."),
        "not_member": gettext_lazy(
            "“%(value)s” works in “%(unit)s” there but not here, and will not see it."
        ),
        "unknown_unit": gettext_lazy("Unit “%(value)s” is unknown here."),
        "twice": gettext_lazy("Ticket “%(value)s” stands in the files more than once; the newest counts."),
        "no_title": gettext_lazy("Ticket without a title; its key is the title."),
        "no_requester": gettext_lazy("Ticket without a requester."),
        "long_text": gettext_lazy("Text is longer than a request keeps; it was shortened."),
        "guessed_state": gettext_lazy("State “%(value)s” is not in the map; understood as “%(step)s”."),
        "guessed_priority": gettext_lazy("Priority “%(value)s” is not in the map; counts as “%(priority)s”."),
        "out_of_order": gettext_lazy("Times run backwards; a step was moved to where it is possible."),
        "history_gap": gettext_lazy(
            "The history does not lead to where the ticket stands; the ticket counts."
        ),
        "changed_here": gettext_lazy(
            "Changed there and worked on here since the last import: only comments and files were added."
        ),
    }
)
LEFT_OUT = frozenset(
    {"not_recognised", "no_key", "no_time", "bad_time", "bad_part_time", "no_ticket", "no_file", "bad_file"}
)


class Problem(NamedTuple):
    """One place with something odd."""

    code: str
    params: dict[str, Any]
    place: Place

    @property
    def sentence(self) -> str:
        return str(TEXTS[self.code]) % self.params


class Problems:
    """Counts in memory, places on disk."""

    def __init__(self, spill: Spill) -> None:
        self._spill = spill
        self.counts: dict[str, int] = {}

    def note(self, code: str, place: Place, **params: Any) -> None:
        """One more, at this place."""
        if code not in TEXTS:
            raise KeyError(code)
        self.counts[code] = self.counts.get(code, 0) + 1
        kept = {name: str(value)[:80] for name, value in params.items()}
        self._spill.keep_problem(code, place, json.dumps(kept, ensure_ascii=False))

    def all(self, code: str = "", limit: int = -1) -> Iterator[Problem]:
        """In the order of the files; only those of one kind when named."""
        for found, file, row, params in self._spill.problems(code, limit):
            yield Problem(found, json.loads(params), Place(file, row))
