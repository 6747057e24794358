"""The form for what a version promises: targets, calendar, audience, assignment, confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qiao.catalogue.forms.keeping import Revised
from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.picking import UNITS, PickField
from qiao.catalogue.rules import MOST_CONFIRM_DAYS, Assignment, DefinitionError, Priority, Targets
from qiao.catalogue.targets import seconds_of, working_day, written
from qiao.org.models import Calendar, Skill, Unit
from qiao.org.rules import SKILL_LEVELS

EVERYBODY, LISTED = "everybody", "units"
BY_SKILL = {"data-when-field": "assignment", "data-when-value": Assignment.SKILL.value}
ONLY_LISTED = {"data-when-field": "audience", "data-when-value": LISTED}


class TermsForm(Revised):
    """Targets, calendar, audience, assignment and confirmation of a draft, as people say them."""

    calendar = forms.ModelChoiceField(
        Calendar.objects.none(), label=_("Working calendar that counts"), required=False
    )
    audience = forms.ChoiceField(
        label=_("Who may ask"),
        choices=[
            (EVERYBODY, _("Everybody in the organisation")),
            (LISTED, _("Only these units and everything below them")),
        ],
        widget=forms.RadioSelect,
    )
    keep = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Units"), widget=forms.CheckboxSelectMultiple, required=False
    )
    assignment = forms.ChoiceField(
        label=_("Who gets a new request"),
        choices=[(each.value, each.label) for each in Assignment],
        widget=forms.RadioSelect,
    )
    skill = forms.ModelChoiceField(
        Skill.objects.none(),
        label=_("Skill"),
        required=False,
        help_text=_("Leaders enter who has it on the pages of their people."),
    )
    skill_level = forms.TypedChoiceField(
        label=_("At least"), choices=lambda: list(SKILL_LEVELS.items()), coerce=int, required=False
    )
    confirm_days = forms.IntegerField(
        label=_("Confirms itself after (working days)"),
        min_value=1,
        max_value=MOST_CONFIRM_DAYS,
        help_text=_("When the requester says nothing after delivery. They are reminded before."),
    )

    def __init__(self, data: Any = None, *, service: Service, draft: ServiceVersion) -> None:
        self.draft, self.service = draft, service
        listed = list(draft.audience.all())
        super().__init__(data, initial=_initial(service, draft, listed))
        for priority in Priority:
            _add_targets(self.fields, priority)
        calendars: Any = self.fields["calendar"]
        calendars.queryset = Calendar.objects.filter(active=True)
        calendars.empty_label = _now("That of the providing unit: %(calendar)s") % {
            "calendar": service.unit.calendar
        }
        skills: Any = self.fields["skill"]
        skills.queryset = Skill.objects.filter(Q(active=True) | Q(pk=draft.skill_id))
        for name in ("skill", "skill_level"):
            self.fields[name].widget.attrs.update(BY_SKILL)
        self._list_units(listed)

    def _list_units(self, listed: Sequence[Unit]) -> None:
        """The units that may ask already, to be kept or not, and a field for one more."""
        kept: Any = self.fields["keep"]
        kept.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in listed])
        if not listed:
            del self.fields["keep"]
        self.fields["add"] = PickField(
            UNITS,
            label=_("Add a unit"),
            required=False,
            help_text=_("One at a time: save, then add the next."),
        )
        for name in ("keep", "add"):
            if name in self.fields:
                self.fields[name].widget.attrs.update(ONLY_LISTED)

    def clean(self) -> dict[str, Any]:
        """Reads the durations in the working day of the calendar that was just chosen."""
        data = self.cleaned_data
        calendar = data.get("calendar") or self.service.unit.calendar
        day = working_day(calendar.definition)
        pairs = {each.value: self._pair(each, day) for each in Priority}
        if not self.errors:
            try:
                data["targets"] = Targets.parse({key: pair for key, pair in pairs.items() if pair})
            except DefinitionError as error:
                self.add_error("respond_normal", str(error))
        return data

    @property
    def units(self) -> list[Unit]:
        """The units that may ask: those that were kept and the new one."""
        added = self.cleaned_data.get("add")
        return [*self.cleaned_data.get("keep", ()), *([added] if added else [])]

    def _pair(self, priority: Priority, day: int) -> tuple[int, int] | None:
        """Both targets of a priority in seconds; None when the row is empty. Errors go to their fields."""
        names = (f"respond_{priority.value}", f"complete_{priority.value}")
        texts = [self.cleaned_data.get(name, "") for name in names]
        if not any(texts):
            return None
        seconds = [self._seconds(name, text, day) for name, text in zip(names, texts, strict=True)]
        if None in seconds:
            return None
        respond, complete = (each or 0 for each in seconds)
        if not 0 < respond <= complete:
            self.add_error(names[0], _now("It must be more than nothing and not after completion."))
            return None
        return respond, complete

    def _seconds(self, name: str, text: str, day: int) -> int | None:
        try:
            return seconds_of(text, day)
        except DefinitionError as error:
            self.add_error(name, str(error))
            return None


def _initial(service: Service, draft: ServiceVersion, listed: Sequence[Unit]) -> dict[str, Any]:
    day = draft.working_day(service)
    initial: dict[str, Any] = {
        "revision": service.revision,
        "calendar": draft.calendar_id,
        "audience": EVERYBODY if draft.for_everyone else LISTED,
        "keep": [unit.pk for unit in listed],
        "assignment": draft.assignment,
        "skill": draft.skill_id,
        "skill_level": draft.skill_level,
        "confirm_days": draft.confirm_days,
    }
    for key, pair in draft.targets_data.items():
        respond, complete = (written(seconds, day) for seconds in pair)
        initial |= {f"respond_{key}": respond, f"complete_{key}": complete}
    return initial


def _add_targets(fields: dict[str, forms.Field], priority: Priority) -> None:
    needed = priority is Priority.NORMAL
    for name, label in (("respond", _("Respond within")), ("complete", _("Complete within"))):
        fields[f"{name}_{priority.value}"] = forms.CharField(label=label, max_length=40, required=needed)
