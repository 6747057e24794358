"""Forms for categories and for services themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.catalogue.keeping import kept_units
from qiao.catalogue.models import Category, Service
from qiao.catalogue.picking import UNITS, Directory, PickField
from qiao.org.models import Person, Unit
from qiao.ui import icons


class Revised(forms.Form):
    """A form that says which state of the thing its reader has seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CategoryForm(Revised):
    code = forms.CharField(
        label=pgettext_lazy("of a service", "Code"),
        max_length=40,
        help_text=_("Short, for addresses and exchange; it never changes."),
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    icon = forms.ChoiceField(label=_("Symbol"))
    order = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=9999, initial=0)

    def __init__(self, data: Any = None, *, category: Category | None = None) -> None:
        initial: dict[str, Any] = {}
        if category is not None:
            names = ("name_zh", "name_en", "icon", "order", "revision")
            initial = {name: getattr(category, name) for name in names}
        super().__init__(data, initial=initial)
        symbols: Any = self.fields["icon"]
        symbols.choices = [(name, name) for name in sorted(icons.names())]
        symbols.initial = "serve"
        if category is not None:
            del self.fields["code"]


class ServiceForm(Revised):
    """Name and description of a service; where it belongs is only asked for a new one."""

    unit = forms.Field(required=False)
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), empty_label=None)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    description_zh = forms.CharField(
        label=_("Description in Chinese"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("What one gets, what it is not for, and whom to ask instead."),
    )
    description_en = forms.CharField(
        label=_("Description in English"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
    )
    confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("Its requests are seen only by those who ask and by the units that hold them."),
    )
    code = forms.CharField(
        label=pgettext_lazy("of a service", "Code"),
        max_length=40,
        required=False,
        help_text=_("For addresses and exchange; left empty, the unit's code and a number."),
    )

    def __init__(self, data: Any = None, *, person: Person, service: Service | None = None) -> None:
        initial: dict[str, Any] = {}
        if service is not None:
            names = ("name_zh", "name_en", "description_zh", "description_en", "confidential", "revision")
            initial = {name: getattr(service, name) for name in names} | {"category": service.category_id}
        super().__init__(data, initial=initial)
        kept: Any = self.fields["category"]
        kept.queryset = Category.objects.filter(active=True)
        if service is None:
            self.fields["unit"] = PickField(_kept_directory(person), label=_("Unit that provides it"))
        else:
            kept.queryset |= Category.objects.filter(pk=service.category_id)
            del self.fields["unit"], self.fields["code"]


class MoveForm(Revised):
    """To which unit a service goes."""

    def __init__(self, data: Any = None, *, person: Person, service: Service) -> None:
        super().__init__(data, initial={"revision": service.revision})
        self.fields["to"] = PickField(_kept_directory(person), label=_("Unit that provides it from now on"))


class ConfirmForm(Revised):
    """Nothing but the state that was seen."""


def _kept_directory(person: Person) -> Directory[Unit]:
    """Like all units, but only those whose services the person keeps."""
    return replace(UNITS, rows=lambda: kept_units(person).order_by("order", "code"))
