"""The form that a requester fills in, built from a version's questions, and the answers in words.

Fields are called ``answer-<key>`` so that they never meet the fields of the page around them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.translation import gettext as _

from qiao.catalogue.answers import EMPTY, MISSING, WRONG, problem
from qiao.catalogue.models import ServiceVersion
from qiao.catalogue.picking import PEOPLE, PLACES, UNITS, PickField
from qiao.catalogue.questionnaire import Form
from qiao.catalogue.questions import UPLOADS, FieldKind, FormField
from qiao.files.fields import PHOTOS, UploadsField
from qiao.files.intake import limits
from qiao.files.models import Upload
from qiao.files.rules import MEGABYTE
from qiao.org.models import Person, Unit
from qiao.places.models import Place
from qiao.ui.words import date_text, join_names, local

PREFIX = "answer"
MOST_CARDS = 8
TOO_LARGE = Decimal(10) ** 15
DATE_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]


NAMED: Mapping[FieldKind, type[Person | Unit | Place]] = {
    FieldKind.PERSON: Person,
    FieldKind.UNIT: Unit,
    FieldKind.PLACE: Place,
}


class Cards(forms.ChoiceField):
    """One of a few; two beside each other when their words are short."""

    def __init__(self, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(choices=choices, widget=forms.RadioSelect, **options)
        self.cols = 2 if max(len(label) for _value, label in choices) <= 12 else 1


class PlainNumber(forms.DecimalField):
    """Reads full-width digits and thousands separators too; gives an int where it can."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(unicodedata.normalize("NFKC", str(value or "")).replace(",", "").strip())

    def clean(self, value: Any) -> Any:
        number: Decimal | None = super().clean(value)
        if number is None:
            return None
        return int(number) if abs(number) < TOO_LARGE and number == int(number) else float(number)


class AnswersForm(forms.Form):
    """Every question of a form; what is not asked, given the other answers, is neither checked nor kept."""

    use_required_attribute = False  # a question that is hidden must not hold up the browser

    def __init__(
        self,
        form: Form,
        data: Any = None,
        files: Any = None,
        *,
        uploader_id: int = 0,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, prefix=PREFIX, initial=dict(initial or {}))
        self.questions = form
        for field in form.fields:
            made = self.fields[field.key] = _field(field)
            if isinstance(made, UploadsField):
                made.belongs_to(uploader_id)
            self._hang_on(field)

    def clean(self) -> dict[str, Any]:
        """Drops what is not asked, then lets the rules look at the rest once more."""
        given = {key: _plain(value) for key, value in self.cleaned_data.items()}
        asked = {field.key: field for field in self.questions.asked(given)}
        for key in self.fields:
            if key not in asked:
                self.errors.pop(key, None)
                self.cleaned_data.pop(key, None)
        for key, field in asked.items():
            wrong = "" if key in self.errors else problem(field, given.get(key))
            if wrong:
                self.add_error(key, wrong)
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        """What was answered, as JSON: empty answers are left out, uploads are the names of their files."""
        plain = {key: _plain(value) for key, value in self.cleaned_data.items()}
        return {key: value for key, value in plain.items() if value not in EMPTY}

    def uploads(self) -> dict[str, list[Upload | UploadedFile[Any]]]:
        """The files, taken in and waiting to be claimed, by the key of their question."""
        kinds = {field.key for field in self.questions.fields if field.kind in UPLOADS}
        return {key: files for key, files in self.cleaned_data.items() if key in kinds and files}

    def _hang_on(self, field: FormField) -> None:
        """Says to the browser on which answer this question depends."""
        if field.when:
            attrs = self.fields[field.key].widget.attrs
            attrs["data-when-field"] = self.add_prefix(field.when.key)
            attrs["data-when-value"] = "|".join(field.when.values)


def answers_form(
    version: ServiceVersion,
    data: Any = None,
    files: Any = None,
    *,
    person: Person | None = None,
    initial: Mapping[str, Any] | None = None,
) -> AnswersForm:
    """The form of a version for the raise page; include ``catalogue/answers.html`` with it.

    ``person`` is who fills it in: only their own uploads are found. ``files`` are what ``files.landing.land``
    made of those that came with the form.
    """
    return AnswersForm(version.form, data, files, uploader_id=person.pk if person else 0, initial=initial)


def at_place(version: ServiceVersion, code: str) -> dict[str, Any]:
    """The answer that a place's code gives by itself: to the first question that asks for a place."""
    asked = next((field for field in version.form.fields if field.kind is FieldKind.PLACE), None)
    place = Place.objects.active().filter(code=code).first() if asked and code else None
    return {asked.key: place} if asked and place else {}


def as_before(version: ServiceVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers that were given once, to begin a new form with; files are chosen anew."""
    given = {field: answers[field.key] for field in version.form.fields if field.key in answers}
    rows = {
        field.key: NAMED[field.kind]._default_manager.filter(pk=value).first()
        if field.kind in NAMED
        else value
        for field, value in given.items()
        if field.kind not in UPLOADS
    }
    return {key: value for key, value in rows.items() if value is not None}


class Answered(NamedTuple):
    """One answer as the request page shows it."""

    label: str
    text: str


def describe(version: ServiceVersion, answers: Mapping[str, Any]) -> list[Answered]:
    """The answers in words and in order, in the reader's language; one query for each kind that has names."""
    given = [
        (field, answers[field.key]) for field in version.form.fields if answers.get(field.key) not in EMPTY
    ]
    names = {kind: _names(model, _ids(given, kind)) for kind, model in NAMED.items()}
    return [Answered(local(field, "label"), _text(field, value, names)) for field, value in given]


def _names(model: type[Person | Unit | Place], ids: set[int]) -> Mapping[int, str]:
    return {row.pk: _called(row) for row in model.objects.filter(pk__in=ids)} if ids else {}


def _called(row: Person | Unit | Place) -> str:
    """Places with their codes, which stand on the plate."""
    return f"{row} ({row.code})" if isinstance(row, Place) else str(row)


def _ids(given: list[tuple[FormField, Any]], kind: FieldKind) -> set[int]:
    return {int(value) for field, value in given if field.kind is kind and not problem(field, value)}


def _text(field: FormField, value: Any, names: Mapping[FieldKind, Mapping[int, str]]) -> str:
    """One answer in words; what does not fit its question any more is shown as it was written."""
    if field.kind in names:
        return names[field.kind].get(int(value), "—") if not problem(field, value) else str(value)
    if field.kind is FieldKind.CHOICE:
        return next((local(each, "label") for each in field.options if each.value == value), str(value))
    if field.kind is FieldKind.DATE and not problem(field, value):
        return date_text(_date(value))
    if field.kind in UPLOADS:
        return join_names([value] if isinstance(value, str) else [str(name) for name in value])
    return str(value)


def _date(value: Any) -> Any:
    return forms.DateField(input_formats=DATE_FORMATS).to_python(str(value))


def _plain(value: Any) -> Any:
    """A cleaned value as JSON."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list):
        return [upload.name for upload in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _field(field: FormField) -> forms.Field:
    options: dict[str, Any] = {
        "label": local(field, "label"),
        "help_text": local(field, "help"),
        "required": field.required,
    }
    made = _BUILD[field.kind](field, options)
    made.error_messages["required"] = MISSING
    if field.kind in WRONG and not isinstance(made, PickField):
        made.error_messages |= {"invalid": WRONG[field.kind], "invalid_choice": WRONG[field.kind]}
    return made


def _choice(field: FormField, options: dict[str, Any]) -> forms.Field:
    """Cards that can be hit with a thumb; a select when there are many."""
    choices = [(option.value, local(option, "label")) for option in field.options]
    if len(choices) > MOST_CARDS:
        return forms.ChoiceField(choices=[("", "—"), *choices], **options)
    if not field.required:
        choices = [*choices, ("", _("Not known"))]
    return Cards(choices, **options)


def _files(field: FormField, options: dict[str, Any]) -> forms.Field:
    """As many, as large and of such kinds as the question says, within what the organisation allows."""
    endings = field.endings or (PHOTOS if field.kind is FieldKind.PHOTO else ())
    within = limits(most=field.most, largest=field.megabytes * MEGABYTE, endings=endings)
    return UploadsField(within=within, voice=field.kind is FieldKind.FILE, **options)


_BUILD: Mapping[FieldKind, Callable[[FormField, dict[str, Any]], forms.Field]] = {
    FieldKind.TEXT: lambda _field, options: forms.CharField(**options),
    FieldKind.LONG_TEXT: lambda _field, options: forms.CharField(
        widget=forms.Textarea({"rows": 4}), **options
    ),
    FieldKind.NUMBER: lambda _field, options: PlainNumber(
        widget=forms.TextInput({"inputmode": "decimal"}), **options
    ),
    FieldKind.CHOICE: _choice,
    FieldKind.DATE: lambda _field, options: forms.DateField(input_formats=DATE_FORMATS, **options),
    FieldKind.PERSON: lambda _field, options: PickField(PEOPLE, **options),
    FieldKind.UNIT: lambda _field, options: PickField(UNITS, **options),
    FieldKind.PLACE: lambda _field, options: PickField(PLACES, **options),
    FieldKind.FILE: lambda field, options: _files(field, options),
    FieldKind.PHOTO: lambda field, options: _files(field, options),
}
