"""The form for one question of a service: words, kind, options as lines, condition as boxes; no JSON."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qiao.catalogue import building
from qiao.catalogue.forms.keeping import Revised
from qiao.catalogue.questions import LONGEST_LABEL
from qiao.catalogue.rules import DefinitionError, FieldKind, Form, FormField, When
from qiao.files.kinds import KNOWN
from qiao.ui.words import local

SIGN = "="
ANY = "*"


class QuestionForm(Revised):
    kind = forms.ChoiceField(
        label=_("Kind of answer"), choices=[(each.value, each.label) for each in FieldKind]
    )
    label_zh = forms.CharField(label=_("Question in Chinese"), max_length=LONGEST_LABEL)
    label_en = forms.CharField(label=_("Question in English"), max_length=LONGEST_LABEL, required=False)
    help_zh = forms.CharField(label=_("Help in Chinese"), max_length=200, required=False)
    help_en = forms.CharField(label=_("Help in English"), max_length=200, required=False)
    options = forms.CharField(
        label=_("Options"),
        widget=forms.Textarea(
            {"rows": 5, "data-when-field": "kind", "data-when-value": FieldKind.CHOICE.value}
        ),
        required=False,
        help_text=_("One per line: Chinese / English. A code may stand before: stopped = 已停线 / Stopped."),
    )
    most = forms.IntegerField(
        label=_("At most how many files"),
        required=False,
        min_value=1,
        max_value=50,
        widget=forms.NumberInput({"data-when-field": "kind", "data-when-value": "file|photo"}),
    )
    megabytes = forms.IntegerField(
        label=_("Each at most how large (MB)"),
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput({"data-when-field": "kind", "data-when-value": "file|photo"}),
    )
    endings = forms.CharField(
        label=_("Only these kinds of files"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"data-when-field": "kind", "data-when-value": "file"}),
        help_text=_("Endings, such as: pdf dwg. Empty: every kind that is allowed at all."),
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    when = forms.MultipleChoiceField(
        label=_("Ask it only when"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick answers of one earlier question; nothing ticked means always."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        form: Form,
        field: FormField | None = None,
        revision: int | None = None,
    ) -> None:
        self.form, self.field = form, field
        initial = _initial(field) if field else {"kind": FieldKind.TEXT.value}
        super().__init__(data, initial=initial | {"revision": revision})
        conditions: Any = self.fields["when"]
        conditions.choices = _conditions(form, field)
        if not conditions.choices:
            del self.fields["when"]

    def clean(self) -> dict[str, Any]:
        """Puts the question into the form, so that what does not fit together is said at its field."""
        if self.errors:
            return self.cleaned_data
        try:
            when = self._when()
        except DefinitionError as error:
            self.add_error("when", str(error))
            return self.cleaned_data
        try:
            self.cleaned_data["form"] = building.placed(self.form, self._question(when))
        except DefinitionError as error:
            choice = self.cleaned_data["kind"] == FieldKind.CHOICE
            self.add_error("options" if choice else None, str(error))
        return self.cleaned_data

    def clean_endings(self) -> list[str]:
        """The endings as a list; one that is not known is named."""
        given = self.cleaned_data["endings"].lower().replace(",", " ").replace("、", " ").split()
        endings = [each.lstrip(".") for each in given]
        unknown = [each for each in endings if each not in KNOWN]
        if unknown:
            raise forms.ValidationError(
                _now("Files ending in %(ending)s are not taken at all."), params={"ending": unknown[0]}
            )
        return endings

    def _question(self, when: When | None) -> FormField:
        data = self.cleaned_data
        kind = FieldKind(data["kind"])
        before = self.field.options if self.field else ()
        options = building.read_options(data["options"], before) if kind is FieldKind.CHOICE else ()
        words = {name: data[name] for name in ("label_zh", "label_en", "help_zh", "help_en")}
        taken = [each.key for each in self.form.fields]
        field = FormField(
            key=self.field.key if self.field else building.new_key(data["label_en"], taken),
            kind=kind,
            required=data["required"],
            options=options,
            when=when,
            most=data["most"] or 0,
            megabytes=data["megabytes"] or 0,
            endings=tuple(data["endings"]),
            **words,
        )
        return FormField.parse(field.dump())

    def _when(self) -> When | None:
        pairs = [ticked.partition(SIGN) for ticked in self.cleaned_data.get("when", ())]
        keys = {key for key, _sign, _value in pairs}
        if len(keys) > 1:
            raise DefinitionError(_now("Tick answers of one question only."))
        if not keys:
            return None
        values = tuple(value for _key, _sign, value in pairs)
        return When(keys.pop(), () if ANY in values else values)


def _initial(field: FormField) -> dict[str, Any]:
    names = ("label_zh", "label_en", "help_zh", "help_en", "required")
    when = field.when
    return {
        **{name: getattr(field, name) for name in names},
        "kind": field.kind.value,
        "options": building.written_options(field.options),
        "most": field.most or None,
        "megabytes": field.megabytes or None,
        "endings": " ".join(field.endings),
        "when": [f"{when.key}{SIGN}{value}" for value in when.values or (ANY,)] if when else [],
    }


def _conditions(form: Form, field: FormField | None) -> list[tuple[str, str]]:
    """Every answer of every earlier question that one may wait for."""
    choices = []
    for earlier in form.fields:
        if field is not None and earlier.key == field.key:
            break
        name = local(earlier, "label")
        choices += [
            (
                f"{earlier.key}{SIGN}{option.value}",
                _now("%(question)s: %(answer)s") % {"question": name, "answer": local(option, "label")},
            )
            for option in earlier.options
        ]
        choices.append((f"{earlier.key}{SIGN}{ANY}", _now("%(question)s: any answer") % {"question": name}))
    return choices
