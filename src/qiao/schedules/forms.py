"""What one says once, and when it is to be raised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qiao.catalogue.rules import Priority
from qiao.org.models import Unit
from qiao.schedules.models import Schedule
from qiao.schedules.rules import (
    LONGEST_INTERVAL,
    MOST_EXCEPTIONS,
    Every,
    Off,
    Pattern,
)
from qiao.schedules.words import WEEKDAYS, shifts

REPEATED = {"data-when-field": "every", "data-when-value": "days|weeks|months"}
ON_WEEKDAYS = {"data-when-field": "every", "data-when-value": "weeks|months"}
BY_TIME = {"data-when-field": "by", "data-when-value": "time"}
BY_SHIFT = {"data-when-field": "by", "data-when-value": "shift"}
_DATE = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}")


class NeedForm(forms.Form):
    """What every request has, whatever the service asks besides."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("In one line: what do you need?"), max_length=200)
    details = forms.CharField(
        label=_("Details"), max_length=5000, required=False, widget=forms.Textarea({"rows": 3})
    )
    priority = forms.TypedChoiceField(
        label=_("How urgent"),
        choices=[(each.value, each.label) for each in Priority],
        coerce=Priority,
        initial=Priority.NORMAL,
        widget=forms.RadioSelect,
    )


class PatternForm(forms.Form):
    """When; what does not apply is hidden by the browser and ignored by the server."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("On behalf of which unit"), empty_label=None)
    every = forms.TypedChoiceField(
        label=_("How often is it due?"),
        choices=[(each.value, each.label) for each in Every],
        coerce=Every,
        initial=Every.WEEKS,
        widget=forms.RadioSelect,
    )
    interval = forms.IntegerField(
        label=_("Every how many days, weeks or months"),
        min_value=1,
        max_value=LONGEST_INTERVAL,
        initial=1,
        required=False,
        widget=forms.NumberInput(REPEATED),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"),
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(ON_WEEKDAYS),
        help_text=_("By month: the first of these days. Without any: the day of the date below."),
    )
    start = forms.DateField(label=_("On this date, or from it on"))
    end = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(REPEATED))
    by = forms.ChoiceField(
        label=_("At what time"),
        choices=[("time", _("At a time of day")), ("shift", _("Before a shift"))],
        initial="time",
        widget=forms.RadioSelect,
    )
    at = forms.TimeField(label=_("Time of day"), required=False, widget=forms.TimeInput(BY_TIME))
    shift = forms.ChoiceField(label=_("Which shift"), required=False, widget=forms.Select(BY_SHIFT))
    before = forms.IntegerField(
        label=_("How many minutes before it starts"),
        min_value=0,
        max_value=720,
        initial=30,
        required=False,
        widget=forms.NumberInput(BY_SHIFT),
    )
    off = forms.TypedChoiceField(
        label=_("On a day on which the unit does not work"),
        choices=[(each.value, each.label) for each in Off],
        coerce=Off,
        initial=Off.SKIP,
        widget=forms.RadioSelect,
    )
    except_on = forms.CharField(
        label=_("Not on these dates"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2, **REPEATED}),
        help_text=_("As 2026-10-01, one after the other."),
    )

    def __init__(self, data: Any = None, *, units: QuerySet[Unit], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        choose: Any = self.fields["unit"]
        choose.queryset = units
        names = dict(pair for unit in units for pair in shifts(unit.calendar))
        which: Any = self.fields["shift"]
        which.choices = [("", "—"), *names.items()]

    def clean_except_on(self) -> frozenset[date]:
        """Dates in any usual notation."""
        text = self.cleaned_data["except_on"]
        found = frozenset(_date(each) for each in _DATE.findall(text))
        if len(found) > MOST_EXCEPTIONS:
            raise forms.ValidationError(_now("At most %(most)d dates.") % {"most": MOST_EXCEPTIONS})
        if _DATE.sub("", text).strip(" ,;，；、\r\n\t"):
            raise forms.ValidationError(_now("Write dates as 2026-10-01."))
        return found

    def clean(self) -> dict[str, Any]:
        """What belongs together."""
        data = super().clean() or {}
        if data.get("by") == "shift" and not data.get("shift") and "shift" not in self.errors:
            self.add_error("shift", _now("Choose the shift."))
        if data.get("by") == "time" and data.get("at") is None and "at" not in self.errors:
            self.add_error("at", _now("Say at what time."))
        start, end = data.get("start"), data.get("end")
        if start and end and end < start and data.get("every") is not Every.ONCE:
            self.add_error("end", _now("It ends before it begins."))
        return data

    def pattern(self) -> Pattern:
        """What was said, without what does not apply."""
        data = self.cleaned_data
        every, by_shift = data["every"], data["by"] == "shift"
        repeated = every is not Every.ONCE
        return Pattern(
            every=every,
            start=data["start"],
            interval=(data["interval"] or 1) if repeated else 1,
            weekdays=tuple(sorted(data["weekdays"])) if every in {Every.WEEKS, Every.MONTHS} else (),
            end=data["end"] if repeated else None,
            **({"shift": data["shift"], "before": data["before"] or 0} if by_shift else {"at": data["at"]}),
            off=data["off"],
            except_on=data["except_on"] if repeated else frozenset(),
        )


def _date(text: str) -> date:
    try:
        return date(*(int(part) for part in re.split(r"\D", text)))
    except ValueError as error:
        raise forms.ValidationError(_now("%(date)s is no date.") % {"date": text}) from error


def blank(today: date, unit_id: int | None) -> dict[str, Any]:
    """A new one begins tomorrow morning."""
    return {"unit": unit_id, "start": today.isoformat(), "at": "08:00", "weekdays": [today.weekday()]}


def given(schedule: Schedule) -> dict[str, Any]:
    """An existing one as the form shows it."""
    pattern = schedule.pattern
    return {
        "unit": schedule.unit_id,
        "every": pattern.every.value,
        "interval": pattern.interval,
        "weekdays": list(pattern.weekdays),
        "start": pattern.start.isoformat(),
        "end": pattern.end.isoformat() if pattern.end else "",
        "by": "shift" if pattern.shift else "time",
        "at": f"{pattern.at:%H:%M}",
        "shift": pattern.shift,
        "before": pattern.before,
        "off": pattern.off.value,
        "except_on": "\n".join(sorted(day.isoformat() for day in pattern.except_on)),
    }
