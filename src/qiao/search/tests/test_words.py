"""Text to terms, questions to phrases, wrong words to right ones."""

import pytest

from qiao.search import spelling, words
from qiao.search.pinyin import readings
from qiao.search.words import Phrase


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("焊枪漏水", ["焊枪", "枪漏", "漏水"]),
        ("3 号机器人", ["3", "号机", "机器", "器人"]),
        ("换Robot臂", ["robot"]),
        ("R-2026-000123", ["r", "2026", "000123"]),
        ("ＡＢＣ１２", ["abc12"]),
        ("水", []),
        ("ﾛﾎﾞｯﾄ", ["ロボ", "ボッ", "ット"]),
        ("𠮷野", ["𠮷野"]),
        ("Straße_B", ["strasse", "b"]),
        ("", []),
        ("' OR 1=1 -- \x00", ["or", "1", "1"]),
        ("x" * 100, ["x" * 40]),
    ],
)
def test_terms_of_a_text(text, terms):
    assert words.terms(text) == terms


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("漏水", [Phrase(("漏水",))]),
        ("冷却水", [Phrase(("冷却", "却水"))]),
        ("漏", [Phrase(("漏",), sign=True)]),
        ("robot leak", [Phrase(("robot",)), Phrase(("leak",), prefix=True)]),
        ("B线", [Phrase(("b",)), Phrase(("线",), sign=True)]),
        ("b", [Phrase(("b",))]),
        ('"*:^ -', []),
    ],
)
def test_phrases_of_a_question(question, phrases):
    assert words.phrases(question) == phrases


def test_a_question_has_a_limit():
    assert len(words.phrases("a1 " * 100)) == words.MOST


@pytest.mark.parametrize(
    ("wrong", "known", "right"),
    [
        ("robbot", ["robot", "rabbit"], "robot"),
        ("rboot", ["robot"], "robot"),
        ("robt", ["robot"], "robot"),
        ("rebot", ["robot"], "robot"),
        ("maintanence", ["maintenance"], "maintenance"),
        ("pump", ["lamp"], ""),
        ("robot", ["robot"], ""),
    ],
)
def test_the_nearest_word(wrong, known, right):
    assert spelling.nearest(wrong, known) == right


@pytest.mark.parametrize(
    ("wrong", "right"), [("robbot", "robot"), ("rboot", "robot"), ("rebot", "robot"), ("robt", "robot")]
)
def test_words_one_edit_apart_share_a_stump(wrong, right):
    assert spelling.stumps(wrong) & spelling.stumps(right)


def test_names_are_read_in_full_and_by_initials():
    assert {"linmei", "lm"} <= set(readings("林梅"))
    assert {"shanxiong", "sx"} <= set(readings("单雄"))  # a surname that is mostly read dan
    assert readings("Mei Lin") == ()
