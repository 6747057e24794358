"""Every result explains itself in both languages, and says nothing it may not."""

import re
from string import Formatter

import pytest

from qiao import measure
from qiao.measure import reasons, sentences

from .samples import every_result


@pytest.fixture(scope="module")
def results():
    return every_result()


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(reasons.TEXTS))
def test_a_reason_has_both_languages_with_the_same_facts(code):
    english, chinese = reasons.TEXTS[code]
    assert fields(english) == fields(chinese)
    assert re.search("[一-鿿]", chinese)
    assert not re.search("[一-鿿]", english)


@pytest.mark.parametrize("kind", sorted(sentences.TEXTS))
def test_a_sentence_has_both_languages_and_names_the_same_estimate(kind):
    english, chinese = sentences.TEXTS[kind]
    assert fields(english) == fields(chinese)
    assert re.search("[一-鿿]", chinese)
    assert not re.search("[一-鿿]", english)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_result_tells_its_number_in_both_languages(results, language):
    for result in results:
        text = result.sentence(language)
        assert len(text) > 8
        assert not re.search(r"\bnan\b|\{|None", text), text


def test_a_result_carries_everything_it_promises(results):
    for result in results:
        for name in ("n", "estimate", "low", "high", "level", "method", "verdict"):
            assert hasattr(result, name)
        assert result.method
        single = isinstance(result, measure.Result) and result.kind not in {"ei", "manski"}
        if single and None not in (result.low, result.estimate, result.high):
            assert result.low - 1e-9 <= result.estimate <= result.high + 1e-9, result.kind


def test_all_kinds_of_sentences_are_used_by_some_result(results):
    used = set()
    for result in results:
        facts = result.facts() if isinstance(result, measure.Result) else {}
        used.add(f"{result.kind}.{facts['variant']}" if facts.get("variant") else result.kind)
    rare = {"icc.no", "icc.yes", "factor_model.fits", "factor_model.misfits", "value", "many"}
    rare |= {"share_chart.quiet", "share_chart.signal", "rank_stability.ranks", "rank_stability.bands"}
    assert set(sentences.TEXTS) - used <= rare


def test_a_team_leader_reads_how_many_colleagues_and_how_sure():
    mean = measure.likert_mean([4, 5, 4, 3, 5, 4] * 7)
    assert mean.sentence("zh-Hans").startswith("在 42 位同事中，平均 4.2 分")
    assert mean.sentence().startswith("Among 42 colleagues the mean is 4.2 of 5")


def test_below_the_gate_the_sentence_tells_what_is_missing_and_no_value():
    mean = measure.likert_mean([4, 5, 3])
    assert mean.estimate == 4
    assert mean.shown is None
    assert mean.sentence("zh-Hans") == "数据不足：需要 5 位受访者，现有 3，还差 2。"
    assert "4" not in mean.sentence()


def test_language_tags_of_any_spelling_are_understood():
    result = measure.wilson(8, 10)
    assert result.sentence("zh-cn") == result.sentence("zh_Hans") == result.sentence("zh-Hans")
    assert result.sentence("en-gb") == result.sentence("en")
