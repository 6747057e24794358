"""The editor of working calendars: shifts with times and breaks, a week or a rotation."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qiao import worktime
from qiao.org import hours
from qiao.org.exchange import notation
from qiao.org.forms.base import RevisedForm
from qiao.org.models import Calendar
from qiao.worktime import patterns

WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
MAKE_UP = (
    _("Worked like a Monday"),
    _("Worked like a Tuesday"),
    _("Worked like a Wednesday"),
    _("Worked like a Thursday"),
    _("Worked like a Friday"),
    _("Worked like a Saturday"),
    _("Worked like a Sunday"),
)
SHIFT_ROWS = 6


class CalendarForm(RevisedForm):
    """Name, zone and pattern; the shifts are a formset beside it."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    code = forms.CharField(label=_("Code"), max_length=40)
    zone = forms.CharField(
        label=_("Time zone"), max_length=60, initial=settings.TIME_ZONE, help_text=_("Such as Asia/Shanghai.")
    )
    follows_holidays = forms.BooleanField(
        label=_("Follows public holidays"),
        required=False,
        initial=True,
        help_text=_("Rests on holidays and works on make-up days. A rotation only rests."),
    )
    kind = forms.ChoiceField(
        label=_("Pattern"),
        widget=forms.RadioSelect,
        initial="weekly",
        choices=[
            ("weekly", _("By weekday\nthe same every week")),
            ("rotation", _("Rotation\na cycle of days that starts on a date, for crews on shifts")),
        ],
    )
    anchor = forms.DateField(
        label=_("First day of the cycle"),
        required=False,
        widget=forms.DateInput(attrs={"data-when-field": "kind", "data-when-value": "rotation"}),
    )
    cycle = forms.CharField(
        label=_("Cycle"),
        required=False,
        max_length=1600,
        widget=forms.TextInput(attrs={"data-when-field": "kind", "data-when-value": "rotation"}),
        help_text=_("One shift code for each day, - for a day off: D D N N - -"),
    )
    offset = forms.IntegerField(
        label=_("This crew starts on day"),
        required=False,
        min_value=1,
        max_value=400,
        initial=1,
        widget=forms.NumberInput(attrs={"data-when-field": "kind", "data-when-value": "rotation"}),
        help_text=_("Crews share the cycle and differ in where they stand in it on its first day."),
    )

    def __init__(self, *args: Any, calendar: Calendar | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if calendar is not None:
            del self.fields["code"]

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"]).strip()
        if zone not in available_timezones():
            raise ValidationError(
                _("“%(zone)s” is no known time zone; an example is Asia/Shanghai.") % {"zone": zone}
            )
        return zone

    def clean_cycle(self) -> list[str | None]:
        text = self.cleaned_data.get("cycle", "")
        try:
            return notation.read_cycle(text) if text.strip() else []
        except notation.NotationError as error:
            raise ValidationError(error.sentence) from error

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("kind") == "rotation":
            for name in ("anchor", "cycle"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("A rotation needs this."))
        return values

    @staticmethod
    def of(row: Calendar) -> dict[str, Any]:
        """A calendar's values as the form shows them."""
        names = ("name_zh", "name_en", "code", "follows_holidays", "revision")
        return {**{name: getattr(row, name) for name in names}, **pattern_values(row.definition)}


class ShiftForm(forms.Form):
    """One shift: what it is called, from when to when, its breaks, and on which weekdays."""

    code = forms.CharField(label=_("Code"), max_length=10, required=False)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=40, required=False)
    start = forms.TimeField(label=_("Starts"), required=False, widget=forms.TimeInput)
    end = forms.TimeField(label=_("Ends"), required=False, widget=forms.TimeInput)
    breaks = forms.CharField(label=_("Breaks"), max_length=80, required=False)
    days = forms.MultipleChoiceField(
        label=_("Works on"),
        required=False,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        if any(char.isspace() or char in ";+-" for char in code):
            raise ValidationError(_("A code is one word without + - ;"))
        return code

    def clean_breaks(self) -> hours.Breaks:
        try:
            return hours.read_breaks(self.cleaned_data.get("breaks", ""))
        except hours.BreaksUnclear:
            raise ValidationError(_("Write breaks like 12:00-13:00, 17:00-17:30.")) from None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or not self.is_used():
            return values
        for name in ("code", "start", "end"):
            if values.get(name) in (None, ""):
                self.add_error(name, _("A shift needs this."))
        if not self.errors:
            try:
                values["stretches"] = hours.stretches(values["start"], values["end"], values["breaks"])
            except hours.BreakOutside:
                self.add_error("breaks", _("The breaks have to lie within the shift, one after the other."))
        return values

    def is_used(self) -> bool:
        """Whether anything was filled in."""
        return any(
            self.cleaned_data.get(name) for name in ("code", "name_zh", "name_en", "start", "end", "days")
        )


if TYPE_CHECKING:  # at run time the class takes no parameter
    _ShiftRows = forms.BaseFormSet[ShiftForm]
else:
    _ShiftRows = forms.BaseFormSet


class ShiftRows(_ShiftRows):
    """The shifts of a calendar."""

    def used(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.is_used()]

    def clean(self) -> None:
        if any(form.errors for form in self.forms):
            return
        codes = [shift["code"] for shift in self.used()]
        if not codes:
            raise ValidationError(_("A calendar needs at least one shift."))
        for code in codes:
            if codes.count(code) > 1:
                raise ValidationError(_("Two shifts have the code “%(shift)s”.") % {"shift": code})


ShiftFormSet: Any = forms.formset_factory(
    ShiftForm, formset=ShiftRows, extra=2, max_num=SHIFT_ROWS, absolute_max=SHIFT_ROWS
)


def definition(form: CalendarForm, shifts: ShiftRows) -> dict[str, Any]:
    """What the two forms say, as worktime reads it."""
    values, used = form.cleaned_data, shifts.used()
    pattern: dict[str, Any]
    if values["kind"] == "weekly":
        days = [[shift["code"] for shift in used if str(day) in shift["days"]] for day in range(7)]
        pattern = {"kind": "weekly", "days": days}
    else:
        offset = (values.get("offset") or 1) - 1
        anchor = values["anchor"].isoformat()
        pattern = {"kind": "rotation", "anchor": anchor, "cycle": values["cycle"], "offset": offset}
    names = ("code", "name_zh", "name_en", "stretches")
    return {
        "zone": values["zone"],
        "pattern": pattern,
        "shifts": [{name: shift[name] for name in names} for shift in used],
    }


def pattern_values(document: Mapping[str, Any]) -> dict[str, Any]:
    """Zone and pattern of a definition as `CalendarForm` shows them."""
    pattern = document["pattern"]
    values: dict[str, Any] = {"zone": document["zone"], "kind": pattern["kind"]}
    if pattern["kind"] == "rotation":
        values["anchor"] = date.fromisoformat(pattern["anchor"])
        values["cycle"] = notation.write_cycle(pattern["cycle"])
        values["offset"] = int(pattern.get("offset", 0)) % len(pattern["cycle"]) + 1
    return values


def shift_values(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The shifts of a definition as the formset shows them."""
    pattern = document["pattern"]
    week = pattern["days"] if pattern["kind"] == "weekly" else []
    return [
        {
            "code": shift["code"],
            "name_zh": shift.get("name_zh", ""),
            "name_en": shift.get("name_en", ""),
            **hours.spoken(shift["stretches"]),
            "days": [str(day) for day, codes in enumerate(week) if shift["code"] in codes],
        }
        for shift in document["shifts"]
    ]


def from_pattern(name: str, today: date) -> dict[str, Any] | None:
    """The definition of a ready-made pattern, to start from; None when there is none of that name."""
    pattern = patterns.PATTERNS.get(name)
    if pattern is None:
        return None
    monday = today - timedelta(days=today.weekday())
    return worktime.dump(pattern.definition("new", settings.TIME_ZONE, anchor=monday))


class DayForm(forms.Form):
    """A date on which a calendar differs."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput)
    shifts = forms.MultipleChoiceField(
        label=_("Works these shifts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: a day off."),
    )
    note = forms.CharField(label=_("Reason"), max_length=120, required=False)

    def __init__(self, *args: Any, calendar: Calendar, **options: Any) -> None:
        super().__init__(*args, **options)
        shifts = calendar.definition["shifts"]
        self.fields["shifts"].choices = [  # type: ignore[attr-defined]
            (
                shift["code"],
                f"{shift.get('name_zh') or shift['code']} {notation.write_stretches(shift['stretches'])}",
            )
            for shift in shifts
        ]


class HolidayForm(forms.Form):
    """A public holiday or a make-up working day."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    working = forms.ChoiceField(
        label=_("What it is"),
        choices=[("off", _("Day off")), *((str(day), words) for day, words in enumerate(MAKE_UP))],
    )
