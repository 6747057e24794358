"""What an answer must be like, by the kind of its question. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.catalogue.questions import FieldKind, FormField

LONGEST_TEXT = 200
LONGEST_LONG_TEXT = 5000
MOST_FILES = 10
FIRST_YEAR, LAST_YEAR = 1900, 2199
EMPTY: tuple[Any, ...] = (None, "", [], ())

MISSING = gettext_lazy("Please fill this in.")
WRONG: Mapping[FieldKind, Any] = {
    FieldKind.NUMBER: gettext_lazy("Please give a number."),
    FieldKind.CHOICE: gettext_lazy("Please choose one of the options."),
    FieldKind.DATE: gettext_lazy("Please give a date, such as 2026-03-01."),
    FieldKind.PERSON: gettext_lazy("Please choose from the list."),
    FieldKind.UNIT: gettext_lazy("Please choose from the list."),
    FieldKind.PLACE: gettext_lazy("Please choose from the list."),
    FieldKind.FILE: gettext_lazy("Please choose a file."),
    FieldKind.PHOTO: gettext_lazy("Please choose a photo."),
}


def problem(field: FormField, value: Any) -> str:
    """Why this answer cannot be taken; empty when it can.

    Answers are JSON: texts, numbers, ISO dates, ids of people and units, lists of file names.
    """
    if value in EMPTY:
        return str(MISSING) if field.required else ""
    if field.kind in _LONGEST:
        return _too_long(str(value), _LONGEST[field.kind])
    return "" if _FITS[field.kind](field, value) else str(WRONG[field.kind])


def _too_long(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    return _("Please keep it under %(most)d characters; it has %(now)d.") % {"most": most, "now": len(text)}


def _is_number(field: FormField, value: Any) -> bool:
    try:
        return not isinstance(value, bool) and abs(float(value)) < 1e15
    except (TypeError, ValueError, OverflowError):
        return False


def _is_date(field: FormField, value: Any) -> bool:
    """Only 2026-03-01: Python would also read 20260301 and week dates, which nobody means."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return len(value) == 10 and value == day.isoformat() and FIRST_YEAR <= day.year <= LAST_YEAR


def _is_option(field: FormField, value: Any) -> bool:
    return any(option.value == value for option in field.options)


def _is_id(field: FormField, value: Any) -> bool:
    text = str(value)
    return len(text) < 20 and text.isascii() and text.isdigit() and 0 < int(text) < 2**63


def _are_names(field: FormField, value: Any) -> bool:
    """Uploads are answered by the list of their file names; the files themselves are kept by the desk."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or len(names) > MOST_FILES:
        return False
    return all(isinstance(name, str) for name in names)


_LONGEST: Mapping[FieldKind, int] = {FieldKind.TEXT: LONGEST_TEXT, FieldKind.LONG_TEXT: LONGEST_LONG_TEXT}
_FITS: Mapping[FieldKind, Callable[[FormField, Any], bool]] = {
    FieldKind.NUMBER: _is_number,
    FieldKind.CHOICE: _is_option,
    FieldKind.DATE: _is_date,
    FieldKind.PERSON: _is_id,
    FieldKind.UNIT: _is_id,
    FieldKind.PLACE: _is_id,
    FieldKind.FILE: _are_names,
    FieldKind.PHOTO: _are_names,
}
