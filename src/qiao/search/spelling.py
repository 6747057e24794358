"""Typing mistakes in words of Latin letters. Pure.

Two words that differ by one edit have a text in common that arises by leaving out at most one letter of
each (symmetric deletes, as in W. Garbe's SymSpell). So the words near a wrong one are found by equality, in
an index.
"""

from collections.abc import Iterable

SHORTEST = 4  # letters: shorter words have too many neighbours
LONGEST = 24


def corrigible(word: str) -> bool:
    """Whether a word is long enough for a mistake in it to be told from another word."""
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def stumps(word: str) -> set[str]:
    """The word, and the word with one letter left out."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate with the fewest edits, at most one (two in words of eight letters or more); else ""."""
    allowed = 2 if len(word) >= 8 else 1
    near = sorted((edits(word, each), each) for each in set(candidates) if each != word)
    return near[0][1] if near and near[0][0] <= allowed else ""


def edits(one: str, other: str) -> int:
    """Letters to add, leave out, change or swap with their neighbour (optimal string alignment distance)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, sign in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (sign != against))
            if row > 1 and column > 1 and sign == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
