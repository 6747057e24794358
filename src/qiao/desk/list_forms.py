"""What people fill in on a work list: the filter, a view's name, the words of something done to many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.catalogue.models import Service
from qiao.catalogue.picking import PEOPLE, UNITS, PickField
from qiao.catalogue.rules import Priority
from qiao.desk.filters import ME, NOBODY, Filter
from qiao.desk.forms import LONGEST, TOO_LONG, VerbForm
from qiao.desk.rules import PauseKind, State
from qiao.org.models import Person

# More people than that are no list to choose from any more.
MOST_PEOPLE = 80


def _boxes(label: Any, kind: Iterable[Any] = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(each.value, each.label) for each in kind],
        widget=forms.CheckboxSelectMultiple,
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False)


class FilterForm(forms.Form):
    """Shows a filter for changing it. What comes back is read by ``filters.parse``, never by this form."""

    state = _boxes(gettext_lazy("State"), State)
    priority = _boxes(gettext_lazy("How urgent"), Priority)
    holder = _boxes(gettext_lazy("Holder"))
    service = _boxes(gettext_lazy("Service"))
    waiting = _boxes(gettext_lazy("Waiting for"), PauseKind)
    counterpart = forms.CharField(label=gettext_lazy("Whom it waits for"), max_length=100, required=False)
    overdue = forms.BooleanField(label=gettext_lazy("Only what is overdue"), required=False)
    due_before = _day(gettext_lazy("Due until"))
    raised_from = _day(gettext_lazy("Raised from"))
    raised_to = _day(gettext_lazy("Raised until"))
    requester: Any = PickField(PEOPLE, typed=True, label=gettext_lazy("Who asked"), required=False)
    customer: Any = PickField(UNITS, typed=True, label=gettext_lazy("From which unit"), required=False)

    def __init__(self, asked: Filter, services: Iterable[Service], people: list[Person]) -> None:
        shown = {name: getattr(asked, name) for name in self.base_fields}
        for name in ("requester", "customer"):
            shown[name] = next(iter(shown[name]), "")
        super().__init__(initial=shown, auto_id="filter_%s")
        self._offer("service", ((each.code, str(each)) for each in services))
        everybody = [(ME, _("me")), (NOBODY, _("nobody yet"))]
        everybody += [(each.number, str(each)) for each in people[:MOST_PEOPLE]]
        self._offer("holder", everybody)

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)


class ViewForm(forms.Form):
    """A name for what is on the screen."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60, error_messages=TOO_LONG)
    is_default = forms.BooleanField(label=gettext_lazy("Open the list with it"), required=False)
    shared = forms.BooleanField(label=gettext_lazy("Show it to the whole team"), required=False)


class SayForm(VerbForm):
    """The same comment on each."""

    body = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        error_messages=TOO_LONG,
        widget=forms.Textarea({"rows": 4}),
    )
    internal = forms.BooleanField(label=gettext_lazy("Only for providers"), required=False)


def problem_words(names: Iterable[str]) -> list[str]:
    """What in an address was not understood, in the words of the form."""
    labels: dict[str, Any] = {name: field.label for name, field in FilterForm.base_fields.items()}
    labels |= {"open": labels["state"], "changed_since": gettext_lazy("Changed since")}
    return [str(labels.get(name, _("Order"))) for name in names]
