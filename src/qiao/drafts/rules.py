"""What is kept of unsent text, and for how long. Pure: no database, no clock."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

# A form's text, in characters of JSON. Longer texts belong into a file.
LARGEST = 30_000
# Nobody writes at more than this many places at once; beyond it the oldest go.
MOST = 40
KEPT = timedelta(days=30)
KEY = re.compile(r"[A-Za-z0-9:._-]{1,120}")
NEVER = re.compile(r"password|csrf|token", re.IGNORECASE)


class Reason(StrEnum):
    """Why a draft is not kept. The value is the stable code; nothing else invents wording."""

    TOO_LONG = "draft_too_long"
    NOT_A_FORM = "draft_not_a_form"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]


SENTENCES: Mapping[Reason, Any] = {
    Reason.TOO_LONG: _("This is too long to be kept as a draft: please send it, or keep it elsewhere."),
    Reason.NOT_A_FORM: _("This cannot be kept as a draft."),
}


def why_not_keep(key: str, fields: object) -> Reason | None:
    """A draft is a list of (field, value, ticked) under a plain key, and not too long."""
    if KEY.fullmatch(key) is None or not isinstance(fields, list) or not all(map(_is_field, fields)):
        return Reason.NOT_A_FORM
    return Reason.TOO_LONG if len(json.dumps(fields, ensure_ascii=False)) > LARGEST else None


def _is_field(each: object) -> bool:
    """As the page sends it: name and value are text, the third says whether it is ticked."""
    return (
        isinstance(each, list)
        and [type(part) for part in each] == [str, str, bool]
        and NEVER.search(each[0]) is None
    )


def own_page(path: object) -> str:
    """The page that the draft was typed on, if it is an address of ours; else nothing."""
    text = path if isinstance(path, str) else ""
    ours = text.startswith("/") and not text.startswith(("//", "/\\")) and len(text) <= 200
    return text if ours else ""
