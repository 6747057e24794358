"""Choosing a person, a unit or a place: a select while there are few, else suggestions as one types.

Both work without JavaScript: one may type a number, a code or a name; what is not clear is answered with
candidates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qiao.org.models import Person, Unit
from qiao.places.models import Place
from qiao.ui.words import join_names

FEW = 60
SUGGESTIONS = 20

Chosen = TypeVar("Chosen", bound=Model)


@dataclass(frozen=True)
class Directory(Generic[Chosen]):
    """Where to choose from: the rows, the column that names one exactly, the columns one may search."""

    rows: Callable[[], QuerySet[Chosen]]
    key: str
    names: tuple[str, ...]
    url: Any
    beside: Callable[[Chosen], str]

    def written(self, row: Chosen) -> str:
        """As a field shows it and reads it back: E0012 林梅."""
        return f"{getattr(row, self.key)} {row}"

    def few(self) -> list[Chosen] | None:
        """All rows when they fit into a select; None when there are more."""
        rows = list(self.rows()[: FEW + 1])
        return rows if len(rows) <= FEW else None

    def search(self, text: str) -> list[Chosen]:
        """What a person may mean who has typed this much; at most 20."""
        text = text.strip()
        found = Q(**{f"{self.key}__istartswith": text})
        for name in self.names:
            found |= Q(**{f"{name}__icontains": text})
        return list(self.rows().filter(found)[:SUGGESTIONS]) if text else []

    def find(self, text: str) -> Chosen:
        """The one that is meant; ValidationError with what to do when it is none or not clear."""
        text = " ".join(text.split())
        for key in dict.fromkeys([text, text.partition(" ")[0]]):
            row = self.rows().filter(**{f"{self.key}__iexact": key}).first()
            if row is not None:
                return row
        found = self._exactly(text) or self.search(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("“%(text)s” may be: %(candidates)s. Please say which one."),
                params={"text": text, "candidates": join_names(self.written(row) for row in found[:5])},
                code="ambiguous",
            )
        raise ValidationError(
            _("Nobody and nothing is called “%(text)s”."), params={"text": text}, code="unknown"
        )

    def _exactly(self, text: str) -> list[Chosen]:
        exact = Q()
        for name in self.names:
            exact |= Q(**{name: text})
        return list(self.rows().filter(exact)[:SUGGESTIONS])


PEOPLE: Directory[Person] = Directory(
    lambda: Person.objects.active().select_related("unit").order_by("name", "number"),
    "number",
    ("name", "name_en"),
    reverse_lazy("catalogue:people"),
    lambda person: str(person.unit),
)
UNITS: Directory[Unit] = Directory(
    lambda: Unit.objects.active().order_by("order", "code"),
    "code",
    ("name_zh", "name_en"),
    reverse_lazy("catalogue:units"),
    lambda unit: str(unit.get_kind_display()),
)
PLACES: Directory[Place] = Directory(
    lambda: Place.objects.active().select_related("unit").order_by("code"),
    "code",
    ("name_zh", "name_en"),
    reverse_lazy("catalogue:places"),
    lambda place: str(place.unit),
)


class SuggestInput(forms.TextInput):
    """A text field whose list of suggestions follows what is typed (htmx fills the datalist)."""

    def __init__(self, url: Any) -> None:
        super().__init__({"autocomplete": "off"})
        self.url = url

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        anchor = f"{(attrs or {}).get('id') or name}_list"
        wired = {
            **(attrs or {}),
            "list": anchor,
            "hx-get": str(self.url),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{anchor}",
            "hx-swap": "innerHTML",
        }
        return format_html(
            '{}<datalist id="{}"></datalist>', super().render(name, value, wired, renderer), anchor
        )


class PickField(forms.CharField, Generic[Chosen]):
    """One row of a directory. ``clean`` gives the row, or None when nothing was chosen.

    ``typed``: never a select, for a field that is mostly left alone and should cost nothing then.
    """

    def __init__(self, directory: Directory[Chosen], *, typed: bool = False, **options: Any) -> None:
        self.directory = directory
        self._offered = typed
        super().__init__(widget=SuggestInput(directory.url), max_length=200, **options)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Only now, in a form that somebody fills in, are the rows asked for: never when a class is made."""
        if not self._offered:
            self._offered = True
            self._offer()
        return super().get_bound_field(form, field_name)

    def _offer(self) -> None:
        few = self.directory.few()
        if few is None:
            return
        choices = [
            ("", "—"),
            *((str(getattr(r, self.directory.key)), self.directory.written(r)) for r in few),
        ]
        kept = {k: v for k, v in self.widget.attrs.items() if k not in {"autocomplete", "maxlength"}}
        select = forms.Select(attrs=kept, choices=choices)
        select.is_required = self.required
        self.widget = select

    def prepare_value(self, value: Any) -> Any:
        """A row is shown by its key in a select, by key and name in a text field."""
        if not isinstance(value, Model):
            return value
        row: Any = value
        return (
            getattr(row, self.directory.key)
            if isinstance(self.widget, forms.Select)
            else self.directory.written(row)
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.directory.find(text) if text else None
