"""What is wrong with what was sent, in words: pydantic's findings and those of our own forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.rest.problems import FieldError, Invalid

SENTENCES: Mapping[str, Any] = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no such field here."),
    "string_too_short": gettext_lazy("At least %(min_length)s characters."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters."),
    "string_pattern_mismatch": gettext_lazy("This does not look as it should."),
    "string_type": gettext_lazy("This must be a text."),
    "string_unicode": gettext_lazy("This must be a text."),
    "enum": gettext_lazy("Choose one of: %(expected)s."),
    "literal_error": gettext_lazy("Choose one of: %(expected)s."),
    "int_type": gettext_lazy("This must be a whole number."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "int_parsing_size": gettext_lazy("This must be a whole number."),
    "int_from_float": gettext_lazy("This must be a whole number."),
    "bool_type": gettext_lazy("This must be true or false."),
    "bool_parsing": gettext_lazy("This must be true or false."),
    "greater_than": gettext_lazy("This must be more than %(gt)s."),
    "greater_than_equal": gettext_lazy("This must be at least %(ge)s."),
    "less_than": gettext_lazy("This must be less than %(lt)s."),
    "less_than_equal": gettext_lazy("This must be at most %(le)s."),
    "too_long": gettext_lazy("At most %(max_length)s of them."),
    "too_short": gettext_lazy("At least %(min_length)s of them."),
    "list_type": gettext_lazy("This must be a list."),
    "dict_type": gettext_lazy("This must be an object."),
    "model_type": gettext_lazy("This must be an object."),
    "model_attributes_type": gettext_lazy("This must be an object."),
}
OTHERWISE = gettext_lazy("This value is not valid.")
TIMES = gettext_lazy("This must be a time with its zone, such as 2026-11-23T09:00:00+08:00.")
DATES = gettext_lazy("This must be a date such as 2026-11-23.")


def found(errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors as ours: in the active language, with pydantic's own name of the kind as the code."""
    return [FieldError(*_place(error["loc"]), str(error["type"]), _sentence(error)) for error in errors]


def in_form(
    form: BaseForm, *, prefix: str = "", names: Mapping[str, str] | None = None
) -> Iterator[FieldError]:
    """The errors of a Django form, its fields below ``prefix``; ``names``: what programs call otherwise."""
    for name, errors in form.errors.get_json_data().items():
        field = "" if name == "__all__" else (names or {}).get(name, name)
        path = ".".join(part for part in (prefix, field) if part)
        for error in errors:
            yield FieldError("body", path, error["code"] or "invalid", error["message"])


def refuse_invalid(*forms: tuple[BaseForm, str, Mapping[str, str]]) -> None:
    """Raises Invalid with all that is wrong in (form, prefix, names); says nothing when all is well."""
    errors = [error for form, prefix, names in forms for error in in_form(form, prefix=prefix, names=names)]
    if errors:
        raise Invalid(*errors)


def wrong(field: str, message: Any, code: str = "invalid", where: str = "body") -> Invalid:
    """One thing that is wrong, found by an endpoint itself; to be raised."""
    return Invalid(FieldError(where, field, code, str(message)))


def not_there(field: str, where: str = "body") -> Invalid:
    """What a field names does not exist, or not for this person; to be raised."""
    return wrong(field, _("There is none for you."), "unknown", where)


def _place(loc: tuple[Any, ...]) -> tuple[str, str]:
    """("body", "said", "title") is the title in the body: the argument's own name is nobody's business."""
    where, path = str(loc[0]), loc[1:]
    if where == "body" and len(path) > 1:
        path = path[1:]
    elif where == "body":
        path = ()
    return where, ".".join(str(part) for part in path)


def _sentence(error: Mapping[str, Any]) -> str:
    kind, context = str(error["type"]), dict(error.get("ctx", {}))
    if kind == "value_error":
        return str(context.get("error", OTHERWISE))
    if kind.startswith(("datetime", "timezone")):
        return str(TIMES)
    if kind.startswith("date_"):
        return str(DATES)
    sentence = str(SENTENCES.get(kind, OTHERWISE))
    return sentence % context if "%(" in sentence else sentence
