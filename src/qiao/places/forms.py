"""What one enters about a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qiao.org.forms.base import UnitField
from qiao.org.models import Unit
from qiao.org.rules import Scope
from qiao.places.models import Place


class InsideField(forms.CharField):
    """The place that it lies in, by its code."""

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Place) else value

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        found = Place.objects.active().filter(code__iexact=text).first()
        if found is None:
            raise ValidationError(_("There is no place with this code."))
        return found


class PlaceForm(forms.Form):
    """Everything but the code, which a place keeps for life."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Place.Kind.choices, initial=Place.Kind.MACHINE)
    unit = UnitField(label=_("Belongs to"))
    inside = InsideField(
        label=_("Lies in"), max_length=40, required=False, help_text=_("The code of a line or hall.")
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.offer()
        if not by.is_administrator:  # only units whose places one may enter
            field.queryset = Unit.objects.active().filter(pk__in=by.led_ids)
            field.choices = [choice for choice in field.choices if choice[0] in by.led_ids]

    def told(self) -> dict[str, Any]:
        """What the actions want to know."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class NewPlaceForm(PlaceForm):
    """With the code that stands on the plate."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("As on the plate: letters, digits, - and _. It never changes."),
    )
    field_order = ("code", "name_zh", "name_en", "kind", "unit", "inside", "active")
