"""What is typed about imports: what it is and where it goes; which column is what; what words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.catalogue.rules import Priority
from qiao.desk.importing.steps import Step
from qiao.eventlog import LogError
from qiao.eventlog.times import zone_of
from qiao.imports import tickets
from qiao.imports.models import Import
from qiao.imports.rules import System
from qiao.imports.telling import STEPS, sentence
from qiao.org.models import Calendar, Unit
from qiao.ticketimport import preset

ROLES: Mapping[str, Any] = {
    "case": _("What belongs together: ticket, case, order"),
    "time": _("When"),
    "resource": _("Who did it"),
    "team": _("Team that had it"),
    "title": _("Title"),
    "priority": pgettext_lazy("of a request", "Priority"),
    "service": _("Service"),
    "deadline": _("Deadline"),
    "requester": _("Who asked"),
}
NEEDED = frozenset({"case", "time"})
SETTINGS = ("zone", "time_format", "encoding", "separator")
MOST_STEPS = 60
TABS = {"tab": "\t", "\\t": "\t"}
FOR_TICKETS = {"data-when-field": "system", "data-when-value": "|".join(s for s in System if not s.is_log)}


def zone_field(help_text: Any) -> forms.CharField:
    """A time zone by its name."""
    return forms.CharField(label=_("Time zone"), required=False, max_length=60, help_text=help_text)


def checked_zone(zone: str) -> str:
    """The zone; a validation error for one that nobody knows."""
    if zone:
        try:
            zone_of(zone)
        except LogError as error:
            raise forms.ValidationError(
                sentence({"code": "log:unknown_zone", "params": error.params})
            ) from error
    return zone


class UploadForm(forms.Form):
    """What it is and where it goes. The files themselves stand beside it."""

    system = forms.ChoiceField(
        label=_("Where it comes from"),
        choices=[(each.value, each.label) for each in System],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("Called"),
        max_length=80,
        required=False,
        help_text=_(
            "Its unit is called so. The same name again brings only what is new. Empty: the file's name."
        ),
    )
    zone = zone_field(_("For times that name none, such as Europe/Rome. Empty: that of this installation."))
    parent = forms.ModelChoiceField(
        label=_("Below the unit"), queryset=Unit.objects.none(), required=False, empty_label=_("at the top")
    )
    calendar = forms.ModelChoiceField(
        label=_("Working calendar of its units"),
        queryset=Calendar.objects.none(),
        required=False,
        empty_label=_("around the clock"),
    )
    refuse_unknown = forms.BooleanField(
        label=_("Import nothing while people or units are unknown here"),
        required=False,
        help_text=_("Otherwise they get placeholders without a login."),
        widget=forms.CheckboxInput(attrs=FOR_TICKETS),
    )
    confidential = forms.BooleanField(
        label=_("Every ticket becomes a confidential request"),
        required=False,
        widget=forms.CheckboxInput(attrs=FOR_TICKETS),
    )
    like = forms.ModelChoiceField(
        label=_("Mapping as in"),
        queryset=Import.objects.none(),
        required=False,
        empty_label=_("guess it"),
        help_text=_("Of an earlier import of the same kind."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["parent"].queryset = Unit.objects.active().order_by("code")
        fields["calendar"].queryset = Calendar.objects.filter(active=True)
        mapped = Import.objects.exclude(options={}).order_by("-id")[:30].values("pk")
        fields["like"].queryset = Import.objects.filter(pk__in=[each["pk"] for each in mapped])

    def clean_zone(self) -> str:
        return checked_zone(self.cleaned_data["zone"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        like = data.get("like")
        if like is not None and (like.kind.is_log, like.system if not like.kind.is_log else "") != (
            data.get("system") == System.LOG,
            data.get("system") if data.get("system") != System.LOG else "",
        ):
            self.add_error("like", _("That one is of another kind."))
        return data

    def options(self) -> dict[str, Any]:
        """What goes for all of it, as it is kept."""
        data = self.cleaned_data
        like: Import | None = data.get("like")
        kept = {name: data[name] for name in ("zone", "refuse_unknown", "confidential") if data.get(name)}
        rows = {name: data[name].pk for name in ("parent", "calendar") if data.get(name)}
        mapped = (
            {name: like.options[name] for name in ("mapping", "map", "words") if name in like.options}
            if like
            else {}
        )
        return {**mapped, **kept, **rows}


class LogMapForm(forms.Form):
    """Which column is what, and what each activity does to a request."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    activity = forms.MultipleChoiceField(
        label=_("What happened"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several columns are read together, such as status and sub-status."),
    )
    zone = zone_field(_("For times that name none, such as Europe/Rome. Empty: that of this installation."))
    time_format = forms.CharField(
        label=_("Format of times"),
        required=False,
        max_length=60,
        help_text=_("When none is recognised: %d.%m.%Y %H:%M"),
    )
    encoding = forms.CharField(
        label=_("Encoding"),
        required=False,
        max_length=30,
        help_text=_("When the detected one is wrong: gb18030"),
    )
    separator = forms.CharField(
        label=_("Separator"), required=False, max_length=3, strip=False, help_text=_("One character, or tab.")
    )

    def __init__(self, upload: Import, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.upload = upload
        columns = [(name, name) for name in upload.guess.get("columns", [])]
        fields: Any = self.fields
        fields["activity"].choices = columns
        for role, label in ROLES.items():
            none = [] if role in NEEDED and self._guessed(role) else [("", "—")]
            fields[role] = forms.ChoiceField(label=label, choices=[*none, *columns], required=role in NEEDED)
        for number, (activity, step) in enumerate(self.steps()):
            fields[f"step{number}"] = forms.ChoiceField(
                label=activity, choices=[(each.value, STEPS[each]) for each in Step], initial=step
            )
        self.initial = {**self._of(upload), **self.initial}

    def _guessed(self, role: str) -> str:
        return next(
            (each["columns"][0] for each in self.upload.guess.get("choices", []) if each["role"] == role), ""
        )

    def _of(self, upload: Import) -> dict[str, Any]:
        """What was chosen, else what was guessed."""
        chosen = upload.options.get("mapping", {})
        activity: list[str] = next(
            (e["columns"] for e in upload.guess.get("choices", []) if e["role"] == "activity"), []
        )
        values: dict[str, Any] = {role: chosen.get(role, self._guessed(role)) for role in ROLES}
        values["activity"] = chosen.get("activity", activity)
        return values | {name: chosen.get(name, "") for name in SETTINGS} | {"seen": upload.revision}

    def steps(self) -> list[tuple[str, str]]:
        """The activities of which the dry run told."""
        given = self.upload.options.get("mapping", {}).get("steps", {})
        told = [(activity, step) for activity, step, _many in self.upload.report.get("steps", [])]
        return [(activity, given.get(activity, step)) for activity, step in told[:MOST_STEPS]] or list(
            given.items()
        )

    def role_fields(self) -> Iterator[BoundField]:
        """In the order in which one thinks of them."""
        for name in ("case", "activity", *list(ROLES)[1:]):
            yield self[name]

    def step_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("step") and name[4:].isdigit()]

    def clean_zone(self) -> str:
        return checked_zone(self.cleaned_data["zone"])

    def clean_separator(self) -> str:
        given = self.cleaned_data["separator"]
        separator: str = TABS.get(given.lower(), given)
        if len(separator) > 1:
            raise forms.ValidationError(_("One character, or tab."))
        return separator

    def mapping(self) -> dict[str, Any]:
        """As the command line keeps it: what is empty was left open on purpose."""
        data = self.cleaned_data
        chosen: dict[str, Any] = {role: data[role] for role in ROLES}
        chosen |= {name: data[name] for name in SETTINGS if data[name]}
        chosen["activity"] = data["activity"]
        steps = {
            activity: data[f"step{number}"]
            for number, (activity, guessed) in enumerate(self.steps())
            if data[f"step{number}"] != guessed or activity in self._given()
        }
        return {**chosen, "steps": steps} if steps else chosen

    def _given(self) -> Mapping[str, str]:
        given: Mapping[str, str] = self.upload.options.get("mapping", {}).get("steps", {})
        return given


class TicketMapForm(forms.Form):
    """A map over the preset, and what words mean that the dry run could only guess."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    map = forms.CharField(
        label=_("Your map (TOML)"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "imports-code"}),
        help_text=_(
            "People, units, services, states, priorities and fields: see the guide. Empty: as it is guessed."
        ),
    )

    def __init__(self, upload: Import, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.upload = upload
        fields: Any = self.fields
        for kind, word, value in self._words():
            fields[self.name_of(kind, word)] = forms.ChoiceField(
                label=word, choices=_meanings(kind), initial=value
            )
        self.initial = {"map": upload.options.get("map", ""), "seen": upload.revision, **self.initial}

    def _words(self) -> Iterator[tuple[str, str, str]]:
        for kind in ("states", "priorities"):
            guessed = self.upload.report.get("words", {}).get(kind, {})
            chosen = self.upload.options.get("words", {}).get(kind, {})
            for word, value in list({**guessed, **chosen}.items())[:MOST_STEPS]:
                yield kind, word, value

    def name_of(self, kind: str, word: str) -> str:
        """The name of a word's field."""
        return f"{kind}:{word}"

    def word_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if ":" in name]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        try:
            tickets.preset_of(self.upload.system, self.chosen(data))
        except preset.BadMap as error:
            self.add_error("map", sentence({"code": "bad_map", "params": {"why": str(error)}}))
        except (TypeError, ValueError, AttributeError) as error:
            self.add_error("map", sentence({"code": "bad_map", "params": {"why": str(error)}}))
        return data

    def chosen(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """As it is kept."""
        words: dict[str, dict[str, str]] = {}
        for kind, word, _value in self._words():
            if value := data.get(self.name_of(kind, word)):
                words.setdefault(kind, {})[word] = value
        text = data.get("map", "").replace("\r\n", "\n")
        return {"map": text, **({"words": words} if words else {})}


def _meanings(kind: str) -> list[tuple[str, Any]]:
    if kind == "priorities":
        return [(each.value, each.label) for each in Priority]
    return [
        (each, STEPS[Step(each.partition(" ")[0])] if " " not in each else each) for each in preset.steps()
    ]
