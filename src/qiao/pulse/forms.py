"""The three questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiao.pulse.models import Answer
from qiao.pulse.rules import EFFORT, LONGEST_COMMENT, Kept, Reason, Solved

MISSING = {"required": Reason.NOT_AN_ANSWER.sentence, "invalid_choice": Reason.NOT_AN_ANSWER.sentence}


class PulseForm(forms.Form):
    """Three scales for a thumb, and words for whoever wants to. ``seen`` is the version that one has seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    solved = forms.TypedChoiceField(
        label=_("Was it solved?"),
        choices=[(each.value, each.label) for each in Solved],
        coerce=Solved,
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    effort = forms.TypedChoiceField(
        label=_("How easy was it to get this done?"),
        choices=[(each, str(each)) for each in EFFORT],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    kept = forms.TypedChoiceField(
        label=_("Was the promised time kept?"),
        choices=[(each.value, each.label) for each in Kept],
        coerce=Kept,
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    comment = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": _("At most %(limit_value)d characters; these are %(show_value)d.")},
    )

    def arguments(self) -> dict[str, Any]:
        """What the action is called with."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {**values, "expected": self.cleaned_data["seen"]}


def given(answer: Answer | None) -> dict[str, Any]:
    """What the form stands on: the version that counts, if there is one."""
    if answer is None:
        return {"seen": 0}
    values = {name: getattr(answer, name) for name in ("solved", "effort", "kept", "comment")}
    return {**values, "seen": answer.version}
