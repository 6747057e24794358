"""Questions, conditions and answers as tables; building a form step by step."""

import pytest
from django.utils.translation import override

from qiao.catalogue import building
from qiao.catalogue.rules import DefinitionError, FieldKind, Form, FormField, Option, When, problem
from qiao.catalogue.tests.conftest import QUESTIONS


def question(**changes):
    return {"key": "a", "kind": "text", "label_zh": "问", **changes}


OPTIONS = [{"value": "x", "label_zh": "甲"}, {"value": "y", "label_zh": "乙"}]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ("nonsense", ""),
        ([1], ""),
        ([question(key="1 b")], "1 b"),
        ([question(key="变量")], "变量"),
        ([question(key="a" * 41)], "a" * 41),
        ([question(label_zh="")], "a"),
        ([question(label_zh="长" * 121)], "a"),
        ([question(kind="essay")], "a"),
        ([question(kind=["text"])], "a"),
        ([question(), question()], "a"),
        ([question(kind="choice")], "a"),
        ([question(kind="choice", options=[OPTIONS[0]])], "a"),
        ([question(kind="choice", options=[OPTIONS[0], OPTIONS[0]])], "a"),
        ([question(kind="choice", options=["x", "y"])], "a"),
        ([question(kind="choice", options={"x": 1})], "a"),
        ([question(when={"key": "later"}), question(key="later")], "later"),
        ([question(when={"key": "a"})], "a"),
        ([question(when="always")], "a"),
        (
            [question(kind="choice", options=OPTIONS), question(key="b", when={"key": "a", "values": ["z"]})],
            "z",
        ),
        ([question(key=f"k{n}") for n in range(41)], "40"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_and_the_question_is_named(data, named):
    with override("en"), pytest.raises(DefinitionError) as refused:
        Form.parse(data)
    assert named in str(refused.value)


def test_a_form_is_stored_and_read_back_the_same():
    form = Form.parse(QUESTIONS)
    assert Form.parse(form.dump()) == form
    assert form.dump() == QUESTIONS


def test_a_question_is_asked_only_on_the_answer_it_waits_for():
    form = Form.parse(QUESTIONS)
    assert [field.key for field in form.asked({"stopped": "no"})] == ["what", "stopped"]
    assert [field.key for field in form.asked({"stopped": "yes"})] == ["what", "stopped", "since"]


def test_a_hidden_question_hides_what_depends_on_it_even_when_its_answer_is_sent():
    form = Form.parse([*QUESTIONS, question(key="more", when={"key": "since", "values": []})])
    sent = {"stopped": "no", "since": "2026-03-01", "more": "x"}
    assert [field.key for field in form.asked(sent)] == ["what", "stopped"]
    assert "more" in [field.key for field in form.asked({**sent, "stopped": "yes"})]


def test_a_required_question_that_is_not_asked_is_no_problem():
    form = Form.parse(QUESTIONS)
    assert form.problems({"what": "漏水", "stopped": "no"}) == {}
    assert list(form.problems({"what": "漏水", "stopped": "yes"})) == ["since"]
    assert list(form.problems({})) == ["what", "stopped"]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("text", ["x", "x" * 200], ["x" * 201]),
        ("long_text", ["x" * 5000], ["x" * 5001]),
        ("number", [0.5, "12", -3, 1e14], ["twelve", True, float("nan"), float("inf"), 1e16, "1" * 400, [1]]),
        ("choice", ["x", "y"], ["z", "X", ["x"], {"x": 1}]),
        ("date", ["2026-02-28"], ["2026-02-30", "28.2.2026", 20260228.5, "0001-01-01", "9999-12-31"]),
        ("person", [7, "7"], ["林梅", -1, "0", 2**63, "1" * 30, "٣"]),
        ("unit", [7], ["EQ", 1.5]),
        ("file", [["a.pdf"], "a.pdf"], [[1], {"a": 1}, ["x"] * 11]),
        ("photo", [["a.jpg"]], [7]),
    ],
)
def test_every_kind_takes_its_answers_and_refuses_others(kind, good, bad):
    field = FormField.parse(question(kind=kind, options=OPTIONS))
    assert [value for value in good if problem(field, value)] == []
    assert [value for value in bad if not problem(field, value)] == []
    assert not problem(field, None)
    assert problem(FormField.parse(question(kind=kind, options=OPTIONS, required=True)), "")


def test_options_are_written_as_lines_and_read_back():
    text = "stopped = 已停线 / Stopped\n没停线 \uff0f Running\n\n不清楚"
    options = building.read_options(text)
    assert options == (
        Option("stopped", "已停线", "Stopped"),
        Option("running", "没停线", "Running"),
        Option("q1", "不清楚", ""),
    )
    assert building.read_options(building.written_options(options)) == options


def test_an_option_with_the_same_words_keeps_its_value():
    before = (Option("old", "已停线", "Stopped"),)
    assert building.read_options("已停线 / Halted\n没停", before)[0] == Option("old", "已停线", "Halted")


def test_new_questions_get_names_that_nobody_has():
    assert building.new_key("Which machine?", []) == "which_machine"
    assert building.new_key("Which machine?", ["which_machine"]) == "which_machine_2"
    assert building.new_key("3 things", ["q1"]) == "q2"
    assert building.new_key("New", []) == "new_2", "an address of the builder itself"


def test_questions_move_within_their_form_and_not_past_what_they_wait_for():
    form = Form.parse(QUESTIONS)
    assert [field.key for field in building.moved(form, "stopped", -1).fields] == ["stopped", "what", "since"]
    assert building.moved(form, "what", -1) == form, "at the top it stays"
    with override("zh-hans"), pytest.raises(DefinitionError, match="停线了吗"):
        building.moved(form, "since", -1)


def test_a_question_that_others_wait_for_cannot_go_nor_lose_the_option():
    form = Form.parse(QUESTIONS)
    with override("zh-hans"), pytest.raises(DefinitionError, match="哪天停的"):
        building.without(form, "stopped")
    assert [field.key for field in building.without(form, "since").fields] == ["what", "stopped"]
    stopped = form.get("stopped")
    fewer = FormField(
        stopped.key, FieldKind.CHOICE, "停线了吗", options=(Option("no", "没停"), Option("q", "不清楚"))
    )
    with override("zh-hans"), pytest.raises(DefinitionError, match="哪天停的"):
        building.placed(form, fewer)


def test_a_new_question_comes_last_and_a_known_one_keeps_its_place():
    form = Form.parse(QUESTIONS)
    assert building.placed(form, FormField("photo", FieldKind.PHOTO, "照片")).fields[-1].key == "photo"
    renamed = building.placed(form, FormField("what", FieldKind.TEXT, "怎么了"))
    assert [field.key for field in renamed.fields] == ["what", "stopped", "since"]
    assert renamed.fields[0].label_zh == "怎么了"


def test_any_answer_is_a_condition_too():
    assert When("a").holds("x")
    assert not When("a").holds("")
    assert not When("a", ("y",)).holds("x")
