"""QR codes that lead here: for a place, a unit or a service."""

from __future__ import annotations

from enum import StrEnum

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

# A code on a machine gets dirty: a quarter of it may be gone and it is still read (ISO/IEC 18004, level Q).
LEVEL = "q"
QUIET = 4  # modules of white around it, as the standard wants


class CodeKind(StrEnum):
    PLACE = "p"
    UNIT = "u"
    SERVICE = "s"


def address(kind: CodeKind, code: str) -> str:
    """What the code holds: short, because every letter makes its modules smaller."""
    return f"{settings.PUBLIC_URL}/q/{kind}/{code}"


def drawing(text: str) -> SafeString:
    """The code as SVG that scales with its class; dark on white in every theme, or phones cannot read it."""
    made = segno.make(text, error=LEVEL, micro=False)
    return mark_safe(  # noqa: S308  (drawn by segno, no text of anybody in it)
        made.svg_inline(
            omitsize=True, border=QUIET, light="#fff", dark="#000", svgclass="q-qr", lineclass=None
        )
    )
