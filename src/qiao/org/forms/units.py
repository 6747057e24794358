"""Forms about units and positions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiao.org.forms.base import PersonField, RevisedForm, UnitField
from qiao.org.models import Calendar, Position, Unit


class UnitForm(RevisedForm):
    """Everything about a unit on one page."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Short and lasting; imports recognise the unit by it.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Unit.Kind.choices)
    parent = UnitField(label=_("Belongs to"), required=False)
    leader = PersonField(label=_("Leader"), required=False)
    calendar = forms.ModelChoiceField(
        Calendar.objects.none(),
        label=_("Working calendar"),
        required=False,
        empty_label=_("the same as the unit above"),
    )
    order = forms.IntegerField(
        label=_("Place among its neighbours"),
        min_value=0,
        max_value=9999,
        required=False,
        help_text=_("Small numbers come first."),
    )

    def __init__(self, *args: Any, unit: Unit | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].offer(but_below=unit)  # type: ignore[attr-defined]
        calendars = Calendar.objects.filter(active=True)
        if unit is not None and unit.own_calendar_id:
            calendars = calendars | Calendar.objects.filter(pk=unit.own_calendar_id)
        self.fields["calendar"].queryset = calendars  # type: ignore[attr-defined]

    def clean_order(self) -> int:
        return self.cleaned_data.get("order") or 0

    @staticmethod
    def of(unit: Unit) -> dict[str, Any]:
        """A unit's values as the form shows them."""
        return {
            "name_zh": unit.name_zh,
            "name_en": unit.name_en,
            "code": unit.code,
            "kind": unit.kind,
            "parent": unit.parent,
            "leader": unit.leader,
            "calendar": unit.own_calendar,
            "order": unit.order,
            "revision": unit.revision,
        }


class PositionForm(forms.Form):
    """A job in a unit."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    code = forms.CharField(label=_("Code"), max_length=40)
    unit = UnitField(label=_("Unit"))

    def __init__(self, *args: Any, position: Position | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].offer()  # type: ignore[attr-defined]
        if position is not None:
            del self.fields["code"]


class HolderForm(forms.Form):
    """Who takes a position."""

    person = PersonField(label=_("Who takes it"))
