"""One question of a service: its kind, words, options and the condition under which it is asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_KEY = 40
LONGEST_LABEL = 120
MOST_OPTIONS = 60


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    PERSON = "person"
    UNIT = "unit"
    PLACE = "place"
    FILE = "file"
    PHOTO = "photo"

    @property
    def label(self) -> Any:
        return FIELD_LABELS[self]


FIELD_LABELS: Mapping[FieldKind, Any] = {
    FieldKind.TEXT: pgettext_lazy("kind of answer", "Short text"),
    FieldKind.LONG_TEXT: pgettext_lazy("kind of answer", "Long text"),
    FieldKind.NUMBER: pgettext_lazy("kind of answer", "Number"),
    FieldKind.CHOICE: pgettext_lazy("kind of answer", "Choice"),
    FieldKind.DATE: pgettext_lazy("kind of answer", "Date"),
    FieldKind.PERSON: pgettext_lazy("kind of answer", "Person"),
    FieldKind.UNIT: pgettext_lazy("kind of answer", "Unit"),
    FieldKind.PLACE: pgettext_lazy("kind of answer", "Place or machine"),
    FieldKind.FILE: pgettext_lazy("kind of answer", "File"),
    FieldKind.PHOTO: pgettext_lazy("kind of answer", "Photo"),
}

UPLOADS = frozenset({FieldKind.FILE, FieldKind.PHOTO})


class DefinitionError(ValueError):
    """A form or targets that make no sense; the message is translated and says what to change."""

    def __init__(self, message: Any, **params: Any) -> None:
        super().__init__(str(message) % params if params else str(message))


@dataclass(frozen=True)
class Option:
    value: str
    label_zh: str
    label_en: str = ""

    @classmethod
    def parse(cls, data: Any, key: str) -> Option:
        """One option of the choice ``key``; raises DefinitionError when it is no text with a label."""
        if not isinstance(data, Mapping):
            raise DefinitionError(_("An option of “%(key)s” cannot be read."), key=key)
        value, label_zh, label_en = (_text(data, name) for name in ("value", "label_zh", "label_en"))
        longest = max(len(value), len(label_zh), len(label_en))
        if not value or "|" in value or not (label_zh or label_en) or longest > LONGEST_LABEL:
            raise DefinitionError(
                _("An option of “%(key)s” needs a code without | and a short label."), key=key
            )
        return cls(value, label_zh or label_en, label_en)


@dataclass(frozen=True)
class When:
    """Show a field only when another one has one of these values; any value at all when there are none."""

    key: str
    values: tuple[str, ...] = ()

    @classmethod
    def parse(cls, data: Any, key: str) -> When | None:
        """The condition of the field ``key``; None when there is none."""
        if not data:
            return None
        values = data.get("values", ()) if isinstance(data, Mapping) else None
        if not isinstance(values, list | tuple) or not _text(data, "key"):
            raise DefinitionError(_("The condition of “%(key)s” cannot be read."), key=key)
        return cls(_text(data, "key"), tuple(str(value) for value in values))

    def holds(self, value: Any) -> bool:
        """Whether the other field's answer fulfils the condition."""
        if value in (None, "", []):
            return False
        return not self.values or str(value) in self.values


@dataclass(frozen=True)
class FormField:
    key: str
    kind: FieldKind
    label_zh: str
    label_en: str = ""
    help_zh: str = ""
    help_en: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    when: When | None = None
    # For files and photos: how many, how large (MB), which endings; 0 and none mean as the organisation says.
    most: int = 0
    megabytes: int = 0
    endings: tuple[str, ...] = ()

    @classmethod
    def parse(cls, data: Any) -> FormField:
        """One field from its stored form; raises DefinitionError naming the field."""
        if not isinstance(data, Mapping):
            raise DefinitionError(_("A question cannot be read."))
        key = _text(data, "key")
        if not key.isidentifier() or not key.isascii() or len(key) > LONGEST_KEY:
            raise DefinitionError(
                _("“%(key)s” cannot name a field: use up to 40 letters, digits and _."), key=key
            )
        words: dict[str, Any] = {
            name: _text(data, name) for name in ("label_zh", "label_en", "help_zh", "help_en")
        }
        words["label_zh"] = words["label_zh"] or words["label_en"]
        if not words["label_zh"]:
            raise DefinitionError(_("The field “%(key)s” needs a label."), key=key)
        if any(len(words[name]) > LONGEST_LABEL for name in ("label_zh", "label_en")):
            raise DefinitionError(_("The label of “%(key)s” is longer than 120 characters."), key=key)
        try:
            kind = FieldKind(_text(data, "kind"))
        except ValueError as error:
            raise DefinitionError(_("The field “%(key)s” is of an unknown kind."), key=key) from error
        return cls(
            key=key,
            kind=kind,
            required=bool(data.get("required")),
            options=_options(data.get("options"), key) if kind is FieldKind.CHOICE else (),
            when=When.parse(data.get("when"), key),
            **(_upload_limits(data) if kind in UPLOADS else {}),
            **words,
        )

    def dump(self) -> dict[str, Any]:
        """The stored form: ``FormField.parse(field.dump()) == field``. What is empty is left out."""
        data: dict[str, Any] = {"key": self.key, "kind": self.kind.value, "label_zh": self.label_zh}
        data |= {
            name: getattr(self, name) for name in ("label_en", "help_zh", "help_en") if getattr(self, name)
        }
        if self.required:
            data["required"] = True
        if self.options:
            data["options"] = [
                {name: text for name, text in vars(each).items() if text} for each in self.options
            ]
        if self.when:
            data["when"] = {"key": self.when.key, "values": list(self.when.values)}
        data |= {name: getattr(self, name) for name in ("most", "megabytes") if getattr(self, name)}
        if self.endings:
            data["endings"] = list(self.endings)
        return data

    def shown(self, values: Mapping[str, Any]) -> bool:
        """Whether the field is asked, given what was filled in so far."""
        return self.when is None or self.when.holds(values.get(self.when.key))


def _upload_limits(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a question for files says beyond the organisation's limits; what makes no sense is left out."""
    numbers = {name: data.get(name) for name in ("most", "megabytes")}
    endings = data.get("endings", ())
    given: dict[str, Any] = {
        name: value for name, value in numbers.items() if isinstance(value, int) and 0 < value < 100
    }
    if isinstance(endings, list | tuple):
        given["endings"] = tuple(str(each).lower().lstrip(".") for each in endings)
    return given


def _options(data: Any, key: str) -> tuple[Option, ...]:
    options = tuple(Option.parse(item, key) for item in data) if isinstance(data, list | tuple) else ()
    if len(options) < 2 or len({option.value for option in options}) != len(options):
        raise DefinitionError(_("The choice “%(key)s” needs at least two options, all different."), key=key)
    if len(options) > MOST_OPTIONS:
        raise DefinitionError(
            _("The choice “%(key)s” has more than %(most)d options."), key=key, most=MOST_OPTIONS
        )
    return options


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    return value.strip() if isinstance(value, str) else ""
