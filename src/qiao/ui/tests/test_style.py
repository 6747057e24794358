"""The style sheets keep what the design promises: contrast, equal dark blocks, known icons."""

import re
from pathlib import Path

import pytest

from qiao.ui import icons

UI = Path(__file__).resolve().parents[1]
CSS = UI / "static" / "ui" / "css"
SHEETS = ["tokens", "base", "components", "shell", "drawings"]
TEXT, MARK = 4.5, 3.0

PAIRS = [
    *[
        (ink, back, TEXT)
        for ink in ("ink", "ink-2", "ink-3")
        for back in ("canvas", "surface", "sunken", "hover")
    ],
    *[("accent", back, TEXT) for back in ("canvas", "surface", "sunken", "accent-soft")],
    ("ink", "accent-soft", TEXT),
    ("ink-2", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("canvas", "ink", TEXT),
    *[(state, f"{state}-soft", TEXT) for state in ("soon", "over", "wait")],
    *[(state, back, TEXT) for state in ("soon", "over", "wait") for back in ("surface", "canvas")],
    ("ink-3", "wait-soft", TEXT),
    ("on-over", "over-fill", TEXT),
    *[(f"on-l{n}", f"l{n}", TEXT) for n in range(1, 6)],
    *[("control", back, MARK) for back in ("canvas", "surface")],
    *[
        (mark, "surface", MARK)
        for mark in ("soon-mark", "over-fill", "accent", "c1", "c2", "c3", "c4", "c5", "c6", "c0")
    ],
    *[("accent", back, MARK) for back in ("canvas", "surface", "sunken", "hover")],
]

PROMISED = """
plus today serve talk feed me chev search bell bang flag clip play pause hand swap horn mask check lock clock
info warn x menu filter calendar people unit gear upload download camera edit trash undo file globe moon sun
logout key shield home more arrow-left list board qr link eye
"""


def blocks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Light, dark by choice, dark by the system."""
    found = re.findall(r"color-scheme: (light|dark);(.*?)}", (CSS / "tokens.css").read_text("utf-8"), re.S)
    assert [name for name, _body in found] == ["light", "dark", "dark"]
    light, chosen, system = (dict(re.findall(r"--([\w-]+): ([^;]+);", body)) for _name, body in found)
    return light, chosen, system


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted([luminance(one), luminance(other)], reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_computed_as_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=lambda v: str(v))
def test_text_and_marks_have_enough_contrast(theme, front, back, least):
    tokens = blocks()[theme]
    assert contrast(tokens[front], tokens[back]) >= least


def test_the_two_dark_blocks_are_equal_and_complete():
    light, chosen, system = blocks()
    assert chosen == system
    assert set(chosen) == set(light)


def test_paper_is_always_light():
    text = (CSS / "tokens.css").read_text("utf-8")
    before = re.findall(r"@media ([^{]+) \{\s*:root[^{]*\{\s*color-scheme: dark", text)
    assert before == ["screen", "screen and (prefers-color-scheme: dark)"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_sheet_imports_another_or_names_a_colour_of_its_own(sheet):
    text = (CSS / f"{sheet}.css").read_text("utf-8")
    assert "@import" not in text
    if sheet not in ("tokens", "shell"):  # the sign-in page's bridge keeps its water in both themes
        assert not re.findall(r"#[0-9a-f]{6}\b", text)
    assert text.count("{") == text.count("}")


def test_every_sheet_is_linked():
    head = (UI / "templates/ui/_head.html").read_text("utf-8")
    assert re.findall(r"ui/css/(\w+)\.css", head) == SHEETS
    assert sorted(path.stem for path in CSS.glob("*.css")) == sorted(SHEETS)


def test_every_token_that_is_used_exists():
    known = set(re.findall(r"--([\w-]+):", (CSS / "tokens.css").read_text("utf-8")))
    for path in CSS.glob("*.css"):
        assert set(re.findall(r"var\(--([\w-]+)", path.read_text("utf-8"))) <= known


def test_the_sprite_has_what_the_pages_were_promised():
    assert set(PROMISED.split()) <= icons.names()


def test_every_icon_that_a_template_names_is_in_the_sprite():
    for path in UI.parent.glob("*/templates/**/*.html"):
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text("utf-8")):
            assert name in icons.names(), (path, name)
    with pytest.raises(ValueError, match="no symbol"):
        icons.symbol("unicorn")


@pytest.mark.parametrize("path", sorted(UI.parent.glob("*/templates/**/*.html")), ids=lambda p: p.name)
def test_no_template_carries_inline_style_or_script(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son(click|change|submit|load|input)\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
