"""The form for what holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiao.escalation.rules import MOST_TIMES, OFTENEST, SELDOMEST, Reason, Terms, marks_of


class PolicyForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    active = forms.BooleanField(label=_("Requests are escalated"), required=False)
    marks = forms.CharField(
        label=_("At which percentages of the promised time"),
        max_length=40,
        help_text=_(
            "Working time, without pauses. The first tells the holder, each further one a leader more."
        ),
    )
    returns = forms.IntegerField(
        label=_("When hand-offs came back so many times"),
        min_value=0,
        max_value=MOST_TIMES,
        help_text=_("0: never."),
    )
    reopenings = forms.IntegerField(
        label=_("When it was reopened so many times"),
        min_value=0,
        max_value=MOST_TIMES,
        help_text=_("0: never."),
    )
    every = forms.IntegerField(
        label=_("At most one digest for each person in so many minutes"),
        min_value=OFTENEST,
        max_value=SELDOMEST,
        help_text=_("Nobody is told outside their shift. This holds for all services."),
    )

    def __init__(self, data: Any = None, *, terms: Terms, revision: int, own: bool) -> None:
        initial = {
            "revision": revision,
            "active": terms.active,
            "marks": ", ".join(map(str, terms.marks)),
            "returns": terms.returns,
            "reopenings": terms.reopenings,
            "every": terms.every,
        }
        super().__init__(data, initial=initial)
        self.before = terms
        if own:
            del self.fields["every"]

    def clean_marks(self) -> tuple[int, ...]:
        marks = marks_of(self.cleaned_data["marks"])
        if marks is None:
            raise forms.ValidationError(str(Reason.MARKS_UNREADABLE.sentence))
        return marks

    def terms(self) -> Terms:
        """What was said."""
        data = self.cleaned_data
        every = data.get("every", self.before.every)
        return Terms(data["marks"], data["returns"], data["reopenings"], every, data["active"])
