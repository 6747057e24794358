"""What can be wrong with a file: stable codes, translated sentences, and where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Trouble(StrEnum):
    UNREADABLE = "unreadable"
    UNKNOWN_KIND = "unknown_kind"
    EMPTY = "empty"
    TOO_BIG = "too_big"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    ENCODING = "encoding"
    NO_SHEET = "no_sheet"
    REPEATED_SHEET = "repeated_sheet"
    UNKNOWN_HEADER = "unknown_header"
    MISSING_HEADER = "missing_header"
    REPEATED_HEADER = "repeated_header"
    REQUIRED = "required"
    TOO_LONG = "too_long"
    BAD_EMAIL = "bad_email"
    BAD_DATE = "bad_date"
    BAD_MOMENT = "bad_moment"
    BAD_NUMBER = "bad_number"
    BAD_CHOICE = "bad_choice"
    BAD_CODE = "bad_code"
    BAD_CALENDAR = "bad_calendar"
    DUPLICATE = "duplicate"
    EMAIL_TAKEN = "email_taken"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_POSITION = "unknown_position"
    UNKNOWN_CALENDAR = "unknown_calendar"
    UNIT_CLOSED = "unit_closed"
    PERSON_GONE = "person_gone"
    POSITION_CLOSED = "position_closed"
    CALENDAR_CLOSED = "calendar_closed"
    UNIT_CIRCLE = "unit_circle"
    MANAGER_CIRCLE = "manager_circle"
    REFUSED = "refused"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]


SENTENCES: Mapping[Trouble, Any] = {
    Trouble.UNREADABLE: _("This file cannot be read: it is damaged or not what its name says."),
    Trouble.UNKNOWN_KIND: _(
        "This kind of file is not understood: give an XLSX, a CSV or a ZIP of CSV files."
    ),
    Trouble.EMPTY: _("There is nothing in it."),
    Trouble.TOO_BIG: _("The file is larger than %(most)s MB: split it."),
    Trouble.UNPACKS_TOO_BIG: _("Unpacked, the file is larger than %(most)s MB: split it."),
    Trouble.TOO_MANY_ROWS: _("There are more than %(most)s rows: split the file."),
    Trouble.TOO_WIDE: _("There are more than %(most)s columns: remove what is not needed."),
    Trouble.ENCODING: _("The encoding is not understood: save the file as UTF-8."),
    Trouble.NO_SHEET: _("No sheet is recognised: keep the names or the headers of the template."),
    Trouble.REPEATED_SHEET: _("This sheet comes twice: keep one of them."),
    Trouble.UNKNOWN_HEADER: _("This column is not known: correct its header or remove it."),
    Trouble.MISSING_HEADER: _("The column “%(column)s” is missing."),
    Trouble.REPEATED_HEADER: _("This column comes twice: keep one of them."),
    Trouble.REQUIRED: _("This has to be filled in."),
    Trouble.TOO_LONG: _("This is longer than %(most)s characters."),
    Trouble.BAD_EMAIL: _("This is no e-mail address."),
    Trouble.BAD_DATE: _("This is no date like 2026-03-01."),
    Trouble.BAD_MOMENT: _("This is no date with a time like 2026-03-01 08:00."),
    Trouble.BAD_NUMBER: _("This is no whole number from 0 on."),
    Trouble.BAD_CHOICE: _("This is none of: %(choices)s."),
    Trouble.BAD_CODE: _("A code has no blanks and no control characters."),
    Trouble.BAD_CALENDAR: _("This is no working calendar: %(why)s"),
    Trouble.DUPLICATE: _("The same is already in row %(row)s."),
    Trouble.EMAIL_TAKEN: _("This e-mail address belongs to %(number)s already."),
    Trouble.UNKNOWN_UNIT: _("There is no unit with this code, neither here nor in the file."),
    Trouble.UNKNOWN_PERSON: _("There is no person with this number, neither here nor in the file."),
    Trouble.UNKNOWN_POSITION: _("There is no position with this code, neither here nor in the file."),
    Trouble.UNKNOWN_CALENDAR: _("There is no calendar with this code, neither here nor in the file."),
    Trouble.UNIT_CLOSED: _("This unit is closed: reopen it first or name another."),
    Trouble.PERSON_GONE: _("This person has left: let them return first or name another."),
    Trouble.POSITION_CLOSED: _("This position is closed: reopen it first or name another."),
    Trouble.CALENDAR_CLOSED: _("This calendar is closed: reopen it first or name another."),
    Trouble.UNIT_CIRCLE: _("This unit would lie below itself: %(path)s."),
    Trouble.MANAGER_CIRCLE: _("This person would be their own manager: %(path)s."),
    Trouble.REFUSED: _("%(why)s"),
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. Rows count as the spreadsheet does; 0 is the whole sheet."""

    trouble: Trouble
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        text = str(self.trouble.sentence)
        return text % {name: str(value) for name, value in self.params.items()} if self.params else text

    @property
    def place(self) -> str:
        """“people:12:e-mail”, for a line on a terminal."""
        return ":".join(part for part in (self.sheet, str(self.row or ""), self.column) if part)


class Doubt(ValueError):
    """A cell that cannot be what its column wants."""

    def __init__(self, trouble: Trouble, **params: Any) -> None:
        self.trouble, self.params = trouble, params
        super().__init__(trouble)


class Unreadable(Exception):
    """A whole file that cannot be read; ``problem`` names the file as its sheet."""

    def __init__(self, trouble: Trouble, file: str, row: int = 0, **params: Any) -> None:
        self.problem = Problem(trouble, sheet=file, row=row, params=params)
        super().__init__(self.problem.sentence)
