"""Fields and forms that several pages share: picking people and units, noticing that somebody was quicker."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from qiao.org.models import Person, Unit
from qiao.ui.words import join_names

if TYPE_CHECKING:  # at run time the class takes no parameter
    _ModelChoiceField = forms.ModelChoiceField[Unit]
else:
    _ModelChoiceField = forms.ModelChoiceField

INDENT = "\u3000"  # a full-width blank, which browsers keep at the start of an option


class PersonInput(forms.TextInput):
    """A text field that offers people while one types; without JavaScript one types a number or a name."""

    template_name = "org/widgets/person.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["options_url"] = reverse_lazy("org:pick")
        return context

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int):
            value = Person.objects.filter(pk=value).first()
        return spoken(value) if isinstance(value, Person) else super().format_value(value)


class PersonField(forms.CharField):
    """Somebody, by number, by “number name” as the field offers it, or by a name that only one has."""

    widget = PersonInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 130)
        options.setdefault("help_text", _("Name or personnel number."))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return spoken(value) if isinstance(value, Person) else value

    def clean(self, value: Any) -> Any:
        """The person, or None; several of one name are listed so that the number can be typed."""
        text = super().clean(value)
        if not text:
            return None
        found = self._found(text)
        if not found:
            raise ValidationError(_("Nobody with this name or number: check it."))
        if len(found) > 1:
            raise ValidationError(
                _("Several people are called so: %s.") % join_names(spoken(each) for each in found[:6])
            )
        return found[0]

    def _found(self, text: str) -> list[Person]:
        number = text.split()[0]
        exact = Person.objects.active().filter(number=number).first()
        if exact is not None and (text == number or text == spoken(exact) or exact.name in text):
            return [exact]
        people = Person.objects.active().filter(Q(name=text) | Q(name_en__iexact=text))
        return list(people.order_by("number")[:7])


def spoken(person: Person) -> str:
    """How the field shows somebody: the number first, because names repeat."""
    return f"{person.number} {person.name}"


class UnitField(_ModelChoiceField):
    """A unit out of the tree, indented by its depth."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", None if options.get("required", True) else _("— none —"))
        super().__init__(Unit.objects.none(), **options)

    def offer(self, *, but_below: Unit | None = None) -> None:
        """The open units in the order of the tree; not those below ``but_below``, which would be a circle."""
        units = Unit.objects.active()
        if but_below is not None:
            units = units.exclude(ancestry__ancestor=but_below)
        self.queryset = units
        placed = in_tree_order(list(units))
        empty = [("", self.empty_label)] if self.empty_label is not None else []
        self.choices = [*empty, *((unit.pk, INDENT * depth + str(unit)) for unit, depth in placed)]


def in_tree_order(units: list[Unit]) -> list[tuple[Unit, int]]:
    """Every unit with its depth, parents before their children; one whose parent is missing is a root."""
    known = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    placed: list[tuple[Unit, int]] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        placed.append((unit, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit.pk, []))]
    return placed


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed while this form was open."""

    label: str
    theirs: str
    yours: str


class RevisedForm(forms.Form):
    """A form that knows which revision was seen. When somebody was quicker, it shows what they wrote."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    differences: tuple[Difference, ...] = ()

    def overtaken(self, current: Model, now: dict[str, Any]) -> None:
        """Keeps what was typed, shows what is there now, and lets the next save replace it knowingly."""
        self.differences = tuple(
            Difference(str(field.label), _words(now[name]), _words(self.cleaned_data.get(name)))
            for name, field in self.fields.items()
            if name in now and now[name] != self.cleaned_data.get(name)
        )
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, or a dict in tests
        data[self.add_prefix("revision")] = str(getattr(current, "revision", ""))
        self.data = data

    def values(self) -> dict[str, Any]:
        """The cleaned fields without the revision."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


def _words(value: Any) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value)
