"""The form for a draft's checklist: its lines, and a few empty ones for more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qiao.catalogue.checklist import LONGEST, MOST_LINES, Line
from qiao.catalogue.forms.keeping import Revised

EMPTY = 3


class ChecklistForm(Revised):
    """A line is taken away by emptying it; the order is that of the lines."""

    def __init__(self, data: Any = None, *, lines: tuple[Line, ...], revision: int) -> None:
        initial: dict[str, Any] = {"revision": revision}
        self.size = min(len(lines) + EMPTY, MOST_LINES)
        for n, line in enumerate(lines):
            initial |= {f"zh_{n}": line.text_zh, f"en_{n}": line.text_en, f"required_{n}": line.required}
        super().__init__(data, initial=initial)
        for n in range(self.size):
            self._add(n)

    def _add(self, n: int) -> None:
        place = {"n": n + 1}
        for name, label in (("zh", _now("%(n)d. in Chinese")), ("en", _now("%(n)d. in English"))):
            self.fields[f"{name}_{n}"] = forms.CharField(
                label=label % place, max_length=LONGEST, required=False
            )
        self.fields[f"required_{n}"] = forms.BooleanField(
            label=_("Must be done before delivery"), required=False, initial=True
        )

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Both texts and the tick of each line."""
        for n in range(self.size):
            yield self[f"zh_{n}"], self[f"en_{n}"], self[f"required_{n}"]

    def lines(self) -> list[Line]:
        """What was written; one language stands in for the other."""
        data, found = self.cleaned_data, []
        for n in range(self.size):
            zh, en = data[f"zh_{n}"], data[f"en_{n}"]
            if zh or en:
                found.append(Line(zh or en, en, data[f"required_{n}"]))
        return found
