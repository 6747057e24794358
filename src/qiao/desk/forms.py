"""What people type with a verb. Every form carries the revision that they have seen."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.catalogue.picking import PEOPLE, UNITS, PickField
from qiao.catalogue.rules import Priority
from qiao.desk.rules import PauseKind, RefusalKind
from qiao.files.fields import UploadsField

LONGEST = 5000
TOO_LONG = {"max_length": _("At most %(limit_value)d characters; these are %(show_value)d.")}


class VerbForm(forms.Form):
    """A verb that needs no words."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def arguments(self) -> dict[str, Any]:
        """What the action is called with."""
        aside = {"seen", "template"}
        values = {name: value for name, value in self.cleaned_data.items() if name not in aside}
        return {**values, "expected": self.cleaned_data["seen"]}


def _text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST,
        error_messages=TOO_LONG,
        widget=forms.Textarea({"rows": 4}),
    )


def _kinds(kind: type[PauseKind] | type[RefusalKind], *leave_out: str) -> list[tuple[str, Any]]:
    return [(each.value, each.label) for each in kind if each not in leave_out]


class NoteForm(VerbForm):
    note = _text(_("Note"), required=False)


class ReasonForm(VerbForm):
    note = _text(_("Reason"))


class PriorityForm(VerbForm):
    priority = forms.TypedChoiceField(
        label=pgettext_lazy("of a request", "Priority"),
        choices=[(each.value, each.label) for each in Priority],
        coerce=Priority,
        widget=forms.RadioSelect,
    )
    note = _text(_("Reason"))


class DeliverForm(VerbForm):
    note = _text(_("What was done"), help_text=_("The requester reads this and confirms or reopens."))
    template = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].widget.attrs["data-templates"] = True


class AssignForm(VerbForm):
    to: Any = PickField(PEOPLE, label=_("To whom"))


class PauseForm(VerbForm):
    kind = forms.TypedChoiceField(
        label=_("What is it waiting for?"),
        choices=_kinds(PauseKind),
        coerce=PauseKind,
        widget=forms.RadioSelect,
    )
    counterpart = forms.CharField(
        label=_("Whom exactly?"),
        max_length=120,
        required=False,
        help_text=_("A name or company; for the requester you may leave it empty."),
    )
    reason = _text(_("What do you need from them?"), required=False)
    expected_until = forms.DateTimeField(label=_("Expected until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") not in (None, PauseKind.REQUESTER) and not data.get("counterpart", "").strip():
            self.add_error("counterpart", _("Please name whom it is waiting for."))
        until = data.get("expected_until")
        if until is not None and until <= timezone.now():
            self.add_error("expected_until", _("This time is over already."))
        return data


class OfferForm(VerbForm):
    unit: Any = PickField(UNITS, label=_("To which unit"))
    person: Any = PickField(
        PEOPLE,
        label=_("To whom in particular"),
        required=False,
        help_text=_("Empty: whoever of the unit accepts."),
    )
    note = _text(_("Why, and what they need to know"))


class RefuseForm(VerbForm):
    kind = forms.TypedChoiceField(
        label=_("Reason"),
        choices=_kinds(RefusalKind, RefusalKind.NOT_JUSTIFIED),
        coerce=RefusalKind,
        widget=forms.RadioSelect,
    )
    suggested: Any = PickField(UNITS, label=_("Whose is it?"), required=False)
    note = _text(_("Explain"), help_text=_("What is missing, or why it is somebody else's."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            data.get("kind") is RefusalKind.NOT_OURS
            and not data.get("suggested")
            and "suggested" not in self.errors
        ):
            self.add_error("suggested", _("Please suggest whose it is."))
        return data


class DeclineForm(RefuseForm):
    kind = forms.TypedChoiceField(
        label=_("Reason"), choices=_kinds(RefusalKind), coerce=RefusalKind, widget=forms.RadioSelect
    )


class CommentForm(forms.Form):
    body = forms.CharField(
        label=_("Write something"),
        max_length=LONGEST,
        required=False,
        error_messages=TOO_LONG,
        widget=forms.Textarea({"rows": 2}),
    )
    internal = forms.BooleanField(label=_("Only for providers"), required=False)
    upload = UploadsField(label=_("File"), required=False, voice=True)
    # The answer written in advance that the words began with.
    template = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, uploader_id: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["upload"].belongs_to(uploader_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("body", "").strip() and not data.get("upload") and not self.errors:
            self.add_error("body", _("Please write something first."))
        return data


class WatcherForm(forms.Form):
    person: Any = PickField(PEOPLE, label=_("Who shall be told of what happens here?"))


class TemplateForm(forms.Form):
    """An answer written in advance; for a new one also whose it is."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    unit = forms.ChoiceField(label=_("Whose"))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    body_zh = _text(_("Text in Chinese"), required=False)
    body_en = _text(_("Text in English"), required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if not units:
            del self.fields["unit"]

    def wording(self) -> dict[str, str]:
        """What the actions are called with."""
        return {name: self.cleaned_data[name] for name in ("name_zh", "name_en", "body_zh", "body_en")}


class RaiseForm(forms.Form):
    """What every request has, whatever the service asks besides."""

    title = forms.CharField(
        label=_("In one line: what do you need?"), max_length=200, error_messages=TOO_LONG
    )
    details = forms.CharField(
        label=_("Details"),
        max_length=LONGEST,
        required=False,
        error_messages=TOO_LONG,
        widget=forms.Textarea({"rows": 4}),
    )
    priority = forms.TypedChoiceField(
        label=_("How urgent"),
        choices=[(each.value, each.label) for each in Priority],
        coerce=Priority,
        initial=Priority.NORMAL,
        widget=forms.RadioSelect,
    )
    whom = forms.ChoiceField(
        label=_("For whom"),
        choices=[
            ("me", _("For me")),
            ("team", _("For my whole team")),
            ("person", _("On behalf of somebody")),
        ],
        initial="me",
        widget=forms.RadioSelect,
    )
    person: Any = PickField(PEOPLE, label=_("On whose behalf"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["title"].error_messages["required"] = _("Please say in one line what you need.")
        self.fields["person"].widget.attrs.update({"data-when-field": "whom", "data-when-value": "person"})
        self.fields["person"].required = not self.is_bound or self.data.get("whom") == "person"
        self.fields["person"].error_messages["required"] = _("Please say on whose behalf.")
