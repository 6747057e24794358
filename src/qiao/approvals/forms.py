"""Forms for answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiao.catalogue.picking import PEOPLE, PickField

LONGEST = 2000


class ApproveForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=LONGEST, required=False, widget=forms.Textarea)


class ReasonForm(forms.Form):
    note = forms.CharField(label=_("Why"), max_length=LONGEST, widget=forms.Textarea({"rows": 2}))


class QuestionForm(forms.Form):
    note = forms.CharField(
        label=_("What you need to know"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The requester is told, and answers with a comment."),
    )


class DelegateForm(forms.Form):
    to = PickField(PEOPLE, label=_("Who decides in your place"))
    note = forms.CharField(
        label=_("What they need to know"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


FORMS: dict[str, Any] = {
    "approve": ApproveForm,
    "refuse": ReasonForm,
    "ask": QuestionForm,
    "delegate": DelegateForm,
}
