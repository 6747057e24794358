"""All questions of a service, in order: what is asked, given what was answered so far. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.catalogue.answers import problem
from qiao.catalogue.questions import DefinitionError, FieldKind, FormField, When
from qiao.ui.words import local

MOST_FIELDS = 40


@dataclass(frozen=True)
class Form:
    """The questions of a service, in order."""

    fields: tuple[FormField, ...] = ()

    @classmethod
    def parse(cls, data: Any) -> Form:
        """A form from its stored fields; a condition may only look at an earlier field."""
        if not isinstance(data, list | tuple):
            raise DefinitionError(_("The questions cannot be read."))
        return cls.of(FormField.parse(item) for item in data)

    @classmethod
    def of(cls, fields: Iterable[FormField]) -> Form:
        """A form of these fields; raises DefinitionError when they do not fit together."""
        earlier: dict[str, FormField] = {}
        for field in fields:
            if field.key in earlier:
                raise DefinitionError(_("Two fields are called “%(key)s”."), key=field.key)
            if field.when:
                _check_condition(field, field.when, earlier)
            earlier[field.key] = field
        if len(earlier) > MOST_FIELDS:
            raise DefinitionError(
                _("A form with more than %(most)d questions is left unfinished."), most=MOST_FIELDS
            )
        return cls(tuple(earlier.values()))

    def dump(self) -> list[dict[str, Any]]:
        """The stored form of all fields."""
        return [field.dump() for field in self.fields]

    def get(self, key: str) -> FormField | None:
        """The field of that name."""
        return next((field for field in self.fields if field.key == key), None)

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


def _check_condition(field: FormField, when: When, earlier: Mapping[str, FormField]) -> None:
    source = earlier.get(when.key)
    if source is None:
        raise DefinitionError(
            _("“%(question)s” depends on “%(other)s”, which must come before it."),
            question=local(field, "label"),
            other=when.key,
        )
    unknown = set(when.values) - {option.value for option in source.options}
    if source.kind is FieldKind.CHOICE and unknown:
        raise DefinitionError(
            _("“%(question)s” waits for “%(value)s”, which “%(other)s” does not offer."),
            question=local(field, "label"),
            value=min(unknown),
            other=local(source, "label"),
        )
