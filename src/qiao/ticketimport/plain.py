"""Bodies as plain text: HTML and Atlassian's document format lose their marks, not their words. Pure.

HTML is read by lxml, which forgives what mail programs write. Paragraphs, lists, tables, quotations and links
stay recognisable: what an engineer quoted or listed is part of what they said.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from lxml import html as parser

_BLOCKS = """
    p div section article header footer ul ol table tr h1 h2 h3 h4 h5 h6 pre blockquote hr dl dt dd
    fieldset form figure address
"""
BLOCKS = frozenset(_BLOCKS.split())
APART = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "ul", "ol", "table"])
SILENT = frozenset(["script", "style", "head", "title", "meta", "link", "noscript", "template"])
_TAGS = re.compile(r"<(?:[a-zA-Z!/])")
_ANY_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_ENCODED = re.compile(r"&lt;\s*/?[a-zA-Z]")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def of_html(text: str) -> str:
    """The words of an HTML text. One whose marks are themselves encoded (&lt;p&gt;) is decoded first."""
    if not _TAGS.search(text) and _ENCODED.search(text):
        text = entities.unescape(text)
    if not _TAGS.search(text):
        return tidy(entities.unescape(text))
    try:
        root = parser.document_fromstring(
            f"<div>{_NO_TEXT.sub('', text)}</div>", parser=parser.HTMLParser(huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return tidy(text)
    # What lies deeper than any parser goes is still said.
    return tidy(_Writer().write(root)) or tidy(entities.unescape(_ANY_TAG.sub(" ", text)))


class _Writer:
    """Walks a tree without recursion, so that deep nesting does no harm."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._silent = 0
        self._quoted = 0
        self._kept = 0

    def write(self, root: Any) -> str:
        for event, node in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(node.tag, str):
                self._say(node.tail if event == "end" else None)
            elif event == "start":
                self._begin(node)
            else:
                self._end(node)
        return "".join(self._parts)

    def _begin(self, node: Any) -> None:
        tag = node.tag
        if tag in SILENT:
            self._silent += 1
        if tag in BLOCKS:
            self._break(2 if tag in APART else 1)
        self._quoted += tag == "blockquote"
        self._kept += tag == "pre"
        if tag == "br":
            self._break(0)
        elif tag == "li":
            self._break(1)
            self._put("- ")
        elif tag in {"td", "th"} and node.getprevious() is not None:
            self._put(" | ")
        elif tag == "img" and (shown := node.get("alt")):
            self._put(f"[{shown}]")
        self._say(node.text)

    def _end(self, node: Any) -> None:
        tag = node.tag
        if tag == "a":
            self._link(node)
        if tag in SILENT:
            self._silent -= 1
        self._quoted -= tag == "blockquote"
        self._kept -= tag == "pre"
        if tag in BLOCKS:
            self._break(2 if tag in APART else 1)
        self._say(node.tail)

    def _link(self, node: Any) -> None:
        address = (node.get("href") or "").strip()
        if address.startswith(("http://", "https://")) and address not in "".join(node.itertext()):
            self._put(f" ({address})")

    def _say(self, text: str | None) -> None:
        if not text or self._silent:
            return
        if self._kept:
            self._put(text)
            return
        text = _SPACES.sub(" ", text)
        if self._at_start():
            text = text.lstrip()
        if text:
            self._put(text)

    def _put(self, text: str) -> None:
        if self._quoted and self._at_start():
            self._parts.append("> ")
        self._parts.append(text)

    def _at_start(self) -> bool:
        return not self._parts or self._parts[-1].endswith("\n")

    def _break(self, lines: int) -> None:
        """Ends the line; 2 leaves an empty one, 0 is a break that was asked for."""
        if not self._parts:
            return
        if lines == 0:
            self._parts.append("\n")
            return
        ended = len(self._parts[-1]) - len(self._parts[-1].rstrip("\n"))
        self._parts.append("\n" * max(lines - ended, 0))


def tidy(text: str) -> str:
    """Without blanks at the ends of lines, more than one empty line, and signs that no text holds."""
    lines = [line.rstrip() for line in _NO_TEXT.sub("", text.replace("\r\n", "\n")).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def of_adf(document: Mapping[str, Any]) -> str:
    """The words of a document in Atlassian Document Format (REST API version 3 of Jira)."""
    return tidy("".join(_adf(document, depth=0)))


_ADF = "paragraph heading blockquote codeBlock rule panel table tableRow mediaSingle mediaGroup expand"
ADF_BLOCKS = frozenset(_ADF.split())


def _adf(node: Any, depth: int) -> Iterator[str]:
    if not isinstance(node, Mapping) or depth > 40:
        return
    kind, attrs = node.get("type"), node.get("attrs") or {}
    if kind == "text":
        yield str(node.get("text", ""))
    elif kind == "hardBreak":
        yield "\n"
    elif kind in {"mention", "emoji", "status", "inlineCard", "date"}:
        yield str(attrs.get("text") or attrs.get("shortName") or attrs.get("url") or "")
    elif kind in {"listItem", "taskItem"}:
        yield "- "
    for child in node.get("content") or []:
        yield from _adf(child, depth + 1)
    if kind in ADF_BLOCKS:
        yield "\n" if depth > 1 else "\n\n"
