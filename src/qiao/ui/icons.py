"""Which symbols the sprite has, and where it is."""

import re
from functools import cache
from pathlib import Path

from django.core.signals import setting_changed
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "ui/icons.svg"
_FILE = Path(__file__).resolve().parent / "static" / SPRITE
_SIZES = {"": "i", "s": "i i-s", "l": "i i-l"}


@cache
def names() -> frozenset[str]:
    """Names of all symbols, read from the sprite itself."""
    return frozenset(re.findall(r'<symbol id="i-([a-z-]+)"', _FILE.read_text("utf-8")))


@cache
def symbol(name: str, size: str = "") -> SafeString:
    """The `<svg>` of a symbol as decoration. Raises ValueError for a name the sprite does not have."""
    if name not in names():
        raise ValueError(f"no symbol {name!r} in {SPRITE}")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', _SIZES[size], _address(), name
    )


def labelled(name: str, size: str, label: str) -> SafeString:
    """A symbol that stands alone and says what it means."""
    if name not in names():
        raise ValueError(f"no symbol {name!r} in {SPRITE}")
    return format_html(
        '<svg class="{}" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>',
        _SIZES[size],
        label,
        _address(),
        name,
    )


@cache
def _address() -> str:
    """Asked for a hundred times by a board."""
    return static(SPRITE)


def _forget(*, setting: str, **_kwargs: object) -> None:
    if setting in {"STATIC_URL", "STORAGES", "STATIC_ROOT"}:
        symbol.cache_clear()
        _address.cache_clear()


setting_changed.connect(_forget)
