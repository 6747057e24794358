"""Cards as PDF: A5 or A4, either language, one page each.

WeasyPrint draws them with Pango, a library of the system. It is imported when somebody prints and not
before: a machine without Pango runs everything else, and the page says what to install.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override, pgettext
from PIL import ImageFile

from qiao.roles.models import Edition, RoleCard
from qiao.roles.rules import Reason, Side
from qiao.roles.sheet import TEXTS, Texts
from qiao.ui.words import wide

STYLE = Path(__file__).parent / "static" / "roles" / "paper.css"
# From roomy to tight: the first that fits on one page is taken.
DENSITIES = ("roomy", "even", "close", "snug", "tight")
# So many cards go into one file; a unit with more is printed in parts.
IN_A_PART = 12


class Size(StrEnum):
    A5 = "a5"
    A4 = "a4"


@cache
def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError):
        return None
    # It tells Pillow to take torn pictures for whole ones: of an upload we want to know.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def why_not_print() -> Reason | None:
    """Whether this machine can draw PDF."""
    return None if _weasyprint() else Reason.NO_PANGO


def address(card_id: int) -> str:
    """What the code on a card holds. It hangs on walls: the address stays for ever."""
    return f"{settings.PUBLIC_URL}/role-cards/{card_id}/"


def code(text: str) -> SafeString:
    """A QR code as SVG. Level Q: a quarter of it may be dirty (ISO/IEC 18004)."""
    made = segno.make(text, error="q", micro=False)
    return mark_safe(  # noqa: S308  (drawn by segno, no text of anybody in it)
        made.svg_inline(omitsize=True, border=0, dark="#10211f", svgclass="rc-qr", lineclass=None)
    )


def pdf(cards: Sequence[RoleCard], *, size: Size, language: str) -> bytes:
    """One page for each card; ``language`` is a code of LANGUAGES."""
    drawn = [_fitting(card, card.current, size, language) for card in cards if card.current]
    pages = [page for document in drawn for page in document.pages]
    made: bytes = drawn[0].copy(pages).write_pdf(pdf_identifier=False)
    return made


def _fitting(card: RoleCard, edition: Edition, size: Size, language: str) -> Any:
    """Drawn as roomy as it fits on one page."""
    document = None
    with override(language):
        first = _crowded(edition)
    for density in DENSITIES[first:]:
        document = _drawn(markup(card, edition, size, language, density))
        if len(document.pages) == 1:
            break
    return document


def _crowded(edition: Edition) -> int:
    """Which density to try first, so that most cards are drawn once."""
    lines = list(edition.lines.all())
    written = sum(1 + wide(sign) for text in edition.texts.values() for sign in str(text))
    weight = len(lines) + sum(bool(line.measure) for line in lines) / 2 + written / 90
    return sum(weight > most for most in (13, 15, 17, 24))


def markup(card: RoleCard, edition: Edition, size: Size, language: str, density: str) -> str:
    """The card as it is printed, without styles."""
    with override(language):
        rows: dict[str, list[Any]] = {side.value: [] for side in Side}
        for line in edition.lines.all():
            rows[line.side].append(line)
        context = {
            "card": card,
            "edition": edition,
            "texts": edition.texts,
            "rest": _rest(card, edition.texts),
            "rows": rows,
            "signatures": {each.part: each for each in edition.signatures.all()},
            "size": size.value,
            "density": density,
            "language": "zh-Hans" if language.startswith("zh") else "en",
            "code": code(address(card.pk)),
            "organisation": settings.ORGANISATION,
        }
        return render_to_string("roles/paper.html", context)


def _rest(card: RoleCard, texts: Texts) -> list[list[tuple[Any, Any]]]:
    """In pairs what stands small below the lines; phone and leader come from the organisation."""
    reached = [each for each in (str(texts["contacts"]), card.person.phone) if each]
    leader = card.leader_unit.leader if card.leader_unit else None
    found: list[tuple[Any, Any]] = [(TEXTS[name], texts[name]) for name in ("authority", "limits")]
    found.append((TEXTS["contacts"], pgettext("between names", " · ").join(reached)))
    found.append((pgettext("role card", "Leader"), leader or ""))
    found.append((TEXTS["indicators"], texts["indicators"]))
    told = [(label, text) for label, text in found if text]
    return [told[place : place + 2] for place in range(0, len(told), 2)]


def _drawn(html: str) -> Any:
    """Nothing is fetched: what is printed holds everything it needs."""
    library = _weasyprint()
    style = library.CSS(string=_style(), url_fetcher=_nothing)
    return library.HTML(string=html, url_fetcher=_nothing).render(stylesheets=[style])


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def _nothing(url: str, *_args: Any, **_more: Any) -> dict[str, Any]:
    raise ValueError(f"a card fetches nothing, not even {url}")
