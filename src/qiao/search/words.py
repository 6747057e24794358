"""Text as the terms of an index, and what somebody types as a question to it. Pure.

Chinese has no blanks: a run of its signs becomes the overlapping pairs of its signs, so that every
substring of two signs or more is a phrase of neighbouring pairs. A single sign is kept apart. Other words
are words, in lower case, and the last one of a question also finds what begins with it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Ideographs and kana: written without blanks between words.
_RUN = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
    "|[^\\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LONGEST = 40  # characters of one term; longer ones are cut, in the text as in the question
MOST = 12  # phrases of one question
SHORTEST_PREFIX = 2


@dataclass(frozen=True)
class Phrase:
    """Terms that stand side by side. ``prefix``: the last one may go on. ``sign``: one sign of Chinese."""

    terms: tuple[str, ...]
    prefix: bool = False
    sign: bool = False


def runs(text: str) -> Iterator[str]:
    """The stretches of a text that belong together: signs without blanks, or one word."""
    return (found.group() for found in _RUN.finditer(_plain(text)))


def terms(text: str) -> list[str]:
    """The terms of a text, in order: pairs of signs, and words."""
    return [term for run in runs(text) for term in _terms(run)]


def signs(text: str) -> set[str]:
    """Every single sign of Chinese in a text."""
    return {sign for sign in _plain(text) if _IDEOGRAPH.match(sign)}


def words(text: str) -> set[str]:
    """Whole words of Latin letters: those in which a typing mistake can be told."""
    return {run for run in runs(text) if run.isascii() and run.isalpha()}


def phrases(question: str) -> list[Phrase]:
    """What is asked: all of them must be found."""
    found = list(runs(question))[:MOST]
    last = len(found) - 1
    return [_phrase(run, last=place == last) for place, run in enumerate(found)]


def keys(names: Iterable[str]) -> str:
    """Names as one line in which any part of one is found by looking for it; nothing spans two of them."""
    return "\n" + "\n".join(dict.fromkeys(squeezed(name) for name in names if name)) + "\n"


def squeezed(text: str) -> str:
    """Without blanks and marks, in lower case: "B 线-12" and "b线12" are the same."""
    return "".join(runs(text))


def _phrase(run: str, *, last: bool) -> Phrase:
    if _IDEOGRAPH.match(run):
        return Phrase((run,), sign=True) if len(run) == 1 else Phrase(tuple(_terms(run)))
    term = run[:LONGEST]
    return Phrase((term,), prefix=last and len(term) >= SHORTEST_PREFIX)


def _terms(run: str) -> Iterator[str]:
    if not _IDEOGRAPH.match(run):
        yield run[:LONGEST]
        return
    yield from (run[place : place + 2] for place in range(len(run) - 1))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
