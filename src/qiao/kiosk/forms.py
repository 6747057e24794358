"""What one types at a kiosk, and about kiosks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiao.kiosk.rules import LONGEST, SENTENCES, Reason
from qiao.org.forms.base import UnitField
from qiao.org.models import Unit
from qiao.org.rules import Scope

# Never type=password: a browser would offer to keep it, on a tablet that everybody uses.
DIGITS = {
    "inputmode": "numeric",
    "autocomplete": "off",
    "class": "k-digits",
    "maxlength": str(LONGEST),
    "spellcheck": "false",
}


class IdentifyForm(forms.Form):
    badge = forms.CharField(
        label=_("Badge number"),
        max_length=40,
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "enterkeyhint": "next",
            }
        ),
    )
    pin = forms.CharField(label=_("PIN"), max_length=LONGEST, widget=forms.TextInput(DIGITS))
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("badge", "pin"):
            self.fields[name].error_messages["required"] = SENTENCES[Reason.WRONG]


class PinForm(forms.Form):
    """One's own PIN, twice, since one does not see it."""

    pin = forms.CharField(
        label=_("New PIN"),
        max_length=LONGEST,
        widget=forms.TextInput(DIGITS),
        help_text=_("4 to 8 digits, no pattern. Nobody can read it again; you may change it at any time."),
    )
    again = forms.CharField(label=_("New PIN again"), max_length=LONGEST, widget=forms.TextInput(DIGITS))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "pin" in data and "again" in data and data["pin"] != data["again"]:
            self.add_error("again", SENTENCES[Reason.PIN_TWICE])
        return data


class DeviceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Where it hangs: entrance of line B, break room.")
    )
    unit = UnitField(label=_("For which unit"))

    def __init__(self, *args: Any, by: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.offer()
        if not by.is_administrator:
            field.queryset = Unit.objects.active().filter(pk__in=by.led_ids)
            field.choices = [choice for choice in field.choices if choice[0] in by.led_ids]
        self.fields["name"].error_messages["required"] = SENTENCES[Reason.UNNAMED]
