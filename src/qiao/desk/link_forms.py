"""What people type to link, merge, ask for a part, and tick off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiao.desk.forms import NoteForm
from qiao.desk.models import Request
from qiao.desk.rules import LinkKind, Reason


class RequestField(forms.CharField):
    """Another request by its number: R-2026-000123, or just 123 of this year's.

    Whether the person may see it is asked by the action; the answer is the same as for a wrong number.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.widget.attrs.update({"autocomplete": "off", "autocapitalize": "characters", "class": "num"})

    def clean(self, value: Any) -> Any:
        """The request, or an error in words."""
        text = super().clean(value).strip().upper()
        found = Request.objects.filter(number=text).first()
        if found is None and text.isascii() and text.isdigit():
            last = Request.objects.filter(number__endswith=f"-{int(text):06d}").order_by("-number")
            found = last.first()
        if found is None:
            raise forms.ValidationError(Reason.NO_SUCH_REQUEST.sentence)
        return found


class MergeForm(NoteForm):
    """Which one leads on."""

    into = RequestField(
        label=_("Number of the request that leads on"),
        help_text=_(
            "The other one, for example R-2026-000123. Everybody who asked here is told of it there."
        ),
    )
    field_order = ("into", "note")


class LinkForm(forms.Form):
    """What this request says of another."""

    kind = forms.TypedChoiceField(
        label=_("This request"),
        choices=[(each.value, each.label) for each in LinkKind],
        coerce=LinkKind,
        widget=forms.RadioSelect,
        initial=LinkKind.CAUSED_BY,
    )
    to = RequestField(label=_("the request with the number"))


class ItemForm(forms.Form):
    """One more thing to do."""

    text = forms.CharField(label=_("What is to be done?"), max_length=200)
    required = forms.BooleanField(label=_("Must be done before delivery"), required=False)
