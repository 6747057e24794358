"""Forms, targets and assignment: what a service version is made of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Priority(StrEnum):
    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"

    @property
    def label(self) -> str:
        return PRIORITY_LABELS[self]


PRIORITY_LABELS: Mapping[Priority, Any] = {
    Priority.URGENT: _("Line stopped or unsafe"),
    Priority.HIGH: _("High"),
    Priority.NORMAL: pgettext_lazy("priority", "Normal"),
    Priority.LOW: pgettext_lazy("priority", "Low"),
}


class Assignment(StrEnum):
    QUEUE = "queue"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"
    ON_SHIFT = "on_shift"

    @property
    def label(self) -> str:
        return ASSIGNMENT_LABELS[self]


ASSIGNMENT_LABELS: Mapping[Assignment, Any] = {
    Assignment.QUEUE: _("Queue: whoever is free accepts"),
    Assignment.ROUND_ROBIN: _("Take turns"),
    Assignment.LEAST_LOADED: _("Whoever holds least"),
    Assignment.ON_SHIFT: _("Whoever is on shift and holds least"),
}


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    PERSON = "person"
    UNIT = "unit"
    FILE = "file"
    PHOTO = "photo"

    @property
    def label(self) -> str:
        return FIELD_LABELS[self]


FIELD_LABELS: Mapping[FieldKind, Any] = {
    FieldKind.TEXT: _("Short text"),
    FieldKind.LONG_TEXT: _("Long text"),
    FieldKind.NUMBER: _("Number"),
    FieldKind.CHOICE: _("Choice"),
    FieldKind.DATE: _("Date"),
    FieldKind.PERSON: _("Person"),
    FieldKind.UNIT: _("Unit"),
    FieldKind.FILE: _("File"),
    FieldKind.PHOTO: _("Photo"),
}


class DefinitionError(ValueError):
    """A form or targets that make no sense; ``message`` is translated and says what to change."""

    def __init__(self, message: Any, **params: Any) -> None:
        super().__init__(str(message) % params if params else str(message))


@dataclass(frozen=True)
class Option:
    value: str
    label_zh: str
    label_en: str = ""


@dataclass(frozen=True)
class When:
    """Show a field only when another one has one of these values."""

    key: str
    values: tuple[str, ...]


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

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> FormField:
        """One field from its stored form; raises DefinitionError naming the field."""
        key = str(data.get("key", ""))
        if not key.isidentifier() or not key.isascii():
            raise DefinitionError(_("“%(key)s” cannot name a field: use letters, digits and _."), key=key)
        if not data.get("label_zh"):
            raise DefinitionError(_("The field “%(key)s” needs a Chinese label."), key=key)
        try:
            kind = FieldKind(data.get("kind", ""))
        except ValueError as error:
            raise DefinitionError(_("The field “%(key)s” is of an unknown kind."), key=key) from error
        options = tuple(Option(**option) for option in data.get("options", ()))
        if kind is FieldKind.CHOICE and len({option.value for option in options}) < 2:
            raise DefinitionError(_("The choice “%(key)s” needs at least two different options."), key=key)
        when = data.get("when")
        return cls(
            key=key,
            kind=kind,
            label_zh=data["label_zh"],
            label_en=data.get("label_en", ""),
            help_zh=data.get("help_zh", ""),
            help_en=data.get("help_en", ""),
            required=bool(data.get("required")),
            options=options,
            when=When(when["key"], tuple(when["values"])) if when else None,
        )

    def shown(self, values: Mapping[str, Any]) -> bool:
        """Whether the field is asked, given what was filled in so far."""
        return self.when is None or str(values.get(self.when.key, "")) in self.when.values


@dataclass(frozen=True)
class Form:
    """The questions of a service, in order."""

    fields: tuple[FormField, ...] = ()

    @classmethod
    def parse(cls, data: Iterable[Mapping[str, Any]]) -> Form:
        """A form from its stored fields; a condition may only look at an earlier field."""
        fields: list[FormField] = []
        earlier: set[str] = set()
        for item in data:
            field = FormField.parse(item)
            if field.key in earlier:
                raise DefinitionError(_("Two fields are called “%(key)s”."), key=field.key)
            if field.when and field.when.key not in earlier:
                raise DefinitionError(
                    _("“%(key)s” depends on “%(other)s”, which must come before it."),
                    key=field.key,
                    other=field.when.key,
                )
            earlier.add(field.key)
            fields.append(field)
        return cls(tuple(fields))

    def asked(self, values: Mapping[str, Any]) -> list[FormField]:
        """The fields that are shown for these values. A hidden field hides what depends on it."""
        shown: dict[str, Any] = {}
        fields = []
        for field in self.fields:
            if field.shown(shown):
                shown[field.key] = values.get(field.key, "")
                fields.append(field)
        return fields

    def problems(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What is wrong with the answers, by field; empty when they can be taken."""
        found = {field.key: problem(field, values.get(field.key)) for field in self.asked(values)}
        return {key: message for key, message in found.items() if message}


def problem(field: FormField, value: Any) -> str:
    """Why this answer cannot be taken; empty when it can."""
    if value in (None, "", []):
        return str(_("Please fill this in.")) if field.required else ""
    if field.kind is FieldKind.NUMBER and not _is_number(value):
        return str(_("Please give a number."))
    if field.kind is FieldKind.DATE and not _is_date(value):
        return str(_("Please give a date, such as 2026-03-01."))
    if field.kind is FieldKind.CHOICE and value not in {option.value for option in field.options}:
        return str(_("Please choose one of the options."))
    if field.kind in {FieldKind.PERSON, FieldKind.UNIT} and not str(value).isdigit():
        return str(_("Please choose from the list."))
    return ""


def _is_number(value: Any) -> bool:
    try:
        return abs(float(value)) < 1e15
    except (TypeError, ValueError):
        return False


def _is_date(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Targets:
    """Working seconds to respond and to complete, by priority."""

    by_priority: Mapping[Priority, tuple[int, int]]

    @classmethod
    def parse(cls, data: Mapping[str, Sequence[int]]) -> Targets:
        """``{"normal": [1800, 28800], …}``; normal is required and others default to it."""
        if Priority.NORMAL not in data:
            raise DefinitionError(_("Give at least the targets for normal priority."))
        for respond, complete in data.values():
            if not 0 < respond <= complete:
                raise DefinitionError(
                    _("The response must be due after a positive time and not after completion.")
                )
        return cls({Priority(key): (int(value[0]), int(value[1])) for key, value in data.items()})

    def of(self, priority: Priority) -> tuple[int, int]:
        return self.by_priority.get(priority, self.by_priority[Priority.NORMAL])
