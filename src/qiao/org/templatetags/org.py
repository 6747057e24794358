"""Words for the pages of imports: sheets and columns in the reader's language."""

from typing import Any

from django import template

from qiao.org.exchange.sheets import BY_KEY
from qiao.ui.words import is_chinese

register = template.Library()


@register.filter
def sheet_name(key: str) -> str:
    """What a sheet is called; a file's name stays as it is."""
    sheet = BY_KEY.get(key)
    if sheet is None:
        return key
    return sheet.zh if is_chinese() else sheet.en


@register.filter
def column_name(key: str, sheet_key: str) -> str:
    """What a column is called; a header that nobody knows stays as it is."""
    sheet = BY_KEY.get(sheet_key)
    column = sheet.column(key) if sheet else None
    if column is None:
        return key
    return column.zh if is_chinese() else column.en


@register.filter
def cell(value: Any) -> str:
    """A value as it stands in a cell; nothing is a dash."""
    return "—" if value in (None, "") else str(value)
