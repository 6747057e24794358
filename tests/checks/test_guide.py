"""The guide: the same pages in both languages, no link that leads nowhere, no picture that nobody shows."""

import re
from pathlib import Path

import pytest

from tests.checks.sources import PRODUCT

DOCS = PRODUCT.parents[1] / "docs"
GUIDE = DOCS / "guide"
IMAGES = DOCS / "images"
PAGES = sorted(GUIDE.glob("*/*.md"))
READERS = [*PAGES, DOCS.parent / "README.md", DOCS.parent / "README.zh-Hans.md", *sorted(DOCS.glob("*.md"))]
LARGEST_PICTURE = 150_000


def links(page: Path) -> list[Path]:
    """The files that a page links to."""
    found = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    return [(page.parent / link).resolve() for link in found if "://" not in link]


def test_every_page_is_there_in_both_languages():
    names = {folder: {page.name for page in (GUIDE / folder).glob("*.md")} for folder in ("en", "zh")}
    assert names["en"] == names["zh"] != set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_no_link_leads_nowhere(page):
    assert [link.name for link in links(page) if not link.exists()] == []


def test_the_readmes_lead_to_the_guide():
    assert GUIDE / "en" / "README.md" in links(DOCS.parent / "README.md")
    assert GUIDE / "zh" / "README.md" in links(DOCS.parent / "README.zh-Hans.md")


def test_pictures_are_small_and_shown_somewhere():
    shown = {link for page in READERS for link in links(page)}
    pictures = sorted(IMAGES.glob("*.png"))
    assert [each.name for each in pictures if each not in shown] == []
    assert [each.name for each in pictures if each.stat().st_size > LARGEST_PICTURE] == []
