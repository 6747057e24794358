"""Writing on a card: its texts and lines, in the reader's language or in both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qiao.catalogue.models import Service
from qiao.catalogue.picking import PEOPLE, UNITS, SuggestInput
from qiao.org.models import Unit
from qiao.roles.models import Edition, Line
from qiao.roles.rules import MOST_LINES, Side
from qiao.roles.sheet import LONGEST_TEXT, LONGEST_WORDS, NOTHING, TEXTS, WORDS, LineSaid, Words
from qiao.ui.words import is_chinese

LANGUAGES = {"zh": "中文", "en": "English"}
BLANK = 2  # lines to write a new one into
# With more units than this nobody scrolls through them: one types, and is offered what fits.
FEW_UNITS = 150


@dataclass(frozen=True)
class LineFields:
    """One line of the form, drawn."""

    number: int
    line: Line | None
    fields: list[BoundField]
    more: list[BoundField]
    remove: BoundField | None
    key: BoundField

    @property
    def errors(self) -> bool:
        """Whether what is folded away has something wrong in it."""
        return any(bound.errors for bound in self.more)


@dataclass(frozen=True)
class Choices:
    """What lines may point to; read once for the whole form."""

    services: list[tuple[str, str]]
    units: list[tuple[str, str]] | None

    @classmethod
    def read(cls) -> Choices:
        """Two queries."""
        services = Service.objects.offered().select_related("unit").order_by("unit__order", "code")
        units = list(Unit.objects.active().order_by("order", "code")[: FEW_UNITS + 1])
        return cls(
            [("", "—"), *((str(each.pk), f"{each} – {each.unit}") for each in services)],
            [("", "—"), *((each.code, str(each)) for each in units)] if len(units) <= FEW_UNITS else None,
        )


class SheetForm(forms.Form):
    """Some texts and some sides of an edition; what is not in it stays as it is."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        edition: Edition,
        lines: Sequence[Line],
        texts: Sequence[str] = tuple(TEXTS),
        sides: Sequence[Side] = tuple(Side),
        both: bool = False,
        revision: int = 0,
    ) -> None:
        super().__init__(data, initial={"revision": revision})
        self.edition, self.texts, self.sides = edition, tuple(texts), tuple(sides)
        self.languages = list(LANGUAGES) if both else ["zh" if is_chinese() else "en"]
        self._lines = {side: [line for line in lines if line.side == side] for side in self.sides}
        self._choices = Choices.read() if self.sides else Choices([], [])
        for name in self.texts:
            self._texts(name)
        for side in self.sides:
            for number in range(self._many(side)):
                line = self._lines[side][number] if number < len(self._lines[side]) else None
                self._line(side, number, line)

    def _many(self, side: Side) -> int:
        return min(len(self._lines[side]) + BLANK, max(MOST_LINES, len(self._lines[side])))

    def _texts(self, name: str) -> None:
        for code in self.languages:
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=self._label(TEXTS[name], code),
                max_length=LONGEST_TEXT,
                required=False,
                initial=getattr(self.edition.texts[name], code),
                widget=forms.Textarea({"rows": 3}),
            )

    def _label(self, label: Any, code: str) -> Any:
        return f"{label} ({LANGUAGES[code]})" if len(self.languages) > 1 else label

    def _line(self, side: Side, number: int, line: Line | None) -> None:
        prefix = f"{side}-{number}"
        for name, label in WORDS.items():
            if name == "measure" and side is not Side.SERVE:
                continue
            for code in self.languages:
                self.fields[f"{prefix}-{name}_{code}"] = forms.CharField(
                    label=self._label(label, code),
                    max_length=LONGEST_WORDS,
                    required=False,
                    initial=getattr(line, f"{name}_{code}", ""),
                )
        if side is not Side.DUTY:
            self._other_side(prefix, side, line)
        self.fields[f"{prefix}-key"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=line.key if line else 0
        )
        if line:
            self.fields[f"{prefix}-remove"] = forms.BooleanField(label=_("Remove this line"), required=False)

    def _other_side(self, prefix: str, side: Side, line: Line | None) -> None:
        label = _("Which unit is it for") if side is Side.SERVE else _("Which unit do you need it from")
        first = line.unit.code if line and line.unit else ""
        options: dict[str, Any] = {"label": label, "required": False, "initial": first}
        self.fields[f"{prefix}-unit"] = (
            forms.ChoiceField(choices=self._choices.units, **options)
            if self._choices.units is not None
            else forms.CharField(widget=SuggestInput(UNITS.url), **options)
        )
        self.fields[f"{prefix}-service"] = forms.ChoiceField(
            label=_("Service of the catalogue"),
            choices=self._choices.services,
            required=False,
            initial=str(line.service_id or "") if line else "",
        )
        self.fields[f"{prefix}-person"] = forms.CharField(
            label=_("A person instead of a unit"),
            required=False,
            initial=PEOPLE.written(line.person) if line and line.person else "",
            widget=SuggestInput(PEOPLE.url),
        )

    def blocks(self) -> Iterator[BoundField]:
        """The texts as they are drawn."""
        for name in self.texts:
            for code in self.languages:
                yield self[f"{name}_{code}"]

    def rows(self) -> list[tuple[Side, list[LineFields]]]:
        """The lines as they are drawn."""
        return [(side, [self._drawn(side, n) for n in range(self._many(side))]) for side in self.sides]

    def _drawn(self, side: Side, number: int) -> LineFields:
        prefix, lines = f"{side}-{number}", self._lines[side]
        names = [name for name in self.fields if name.startswith(f"{prefix}-")]
        more = [name for name in names if name.endswith(("-service", "-person")) or "-measure_" in name]
        first = [name for name in names if name.endswith("-unit")]
        plain = [name for name in names if "-what_" in name or "-standard_" in name]
        remove = f"{prefix}-remove"
        return LineFields(
            number + 1,
            lines[number] if number < len(lines) else None,
            [self[name] for name in [*first, *plain]],
            [self[name] for name in more],
            self[remove] if remove in self.fields else None,
            self[f"{prefix}-key"],
        )

    def clean(self) -> dict[str, Any]:
        """Units and people that were typed."""
        data = super().clean() or {}
        for name, value in list(data.items()):
            directory: Any = UNITS if name.endswith("-unit") else PEOPLE if name.endswith("-person") else None
            if directory is None:
                continue
            try:
                data[name] = directory.find(value) if value else None
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def said_texts(self) -> dict[str, Words]:
        """The texts as they are to be kept."""
        return {name: self._words(self.edition.texts[name], f"{name}_") for name in self.texts}

    def said_lines(self) -> dict[Side, list[LineSaid]]:
        """The lines of each side in the form; those that are removed or empty are left out."""
        found: dict[Side, list[LineSaid]] = {}
        for side in self.sides:
            said = (self._said(side, number) for number in range(self._many(side)))
            found[side] = [line for line in said if line is not None and not line.empty]
        return found

    def _said(self, side: Side, number: int) -> LineSaid | None:
        prefix, data, known = f"{side}-{number}", self.cleaned_data, self._lines[side]
        if data.get(f"{prefix}-remove"):
            return None
        old = known[number].said if number < len(known) else LineSaid(side)
        person, unit = data.get(f"{prefix}-person"), data.get(f"{prefix}-unit")
        service = data.get(f"{prefix}-service")
        said = {
            name: self._words(getattr(old, name), f"{prefix}-{name}_")
            for name in WORDS
            if f"{prefix}-{name}_{self.languages[0]}" in self.fields
        }
        return LineSaid(
            side=side,
            what=said["what"],
            standard=said["standard"],
            measure=said.get("measure", NOTHING),
            service_id=int(service) if service else None,
            unit_id=unit.pk if unit and not person else None,
            person_id=person.pk if person else None,
            key=data.get(f"{prefix}-key") or 0,
        )

    def _words(self, old: Words, prefix: str) -> Words:
        """What was typed; the language that was not shown stays, unless this one became another text."""
        typed = {code: self.cleaned_data[f"{prefix}{code}"].strip() for code in self.languages}
        if len(self.languages) == 1:
            (code, text), other = next(iter(typed.items())), "en" if "zh" in typed else "zh"
            kept = getattr(old, other) if text == getattr(old, code) or not getattr(old, code) else ""
            typed[other] = kept
        return Words(typed["zh"], typed["en"])


class RemarkForm(forms.Form):
    """Why, in a sentence."""

    remark = forms.CharField(
        label=_("What should be different?"), max_length=600, widget=forms.Textarea({"rows": 3})
    )


class ReviewForm(forms.Form):
    """Until when it holds."""

    review_on = forms.DateField(label=_("Review it again on"))

    def clean_review_on(self) -> Any:
        """Said at the field, where it can be corrected."""
        day = self.cleaned_data["review_on"]
        if day <= timezone.localdate():
            raise ValidationError(_now("The next review lies after today."))
        return day
