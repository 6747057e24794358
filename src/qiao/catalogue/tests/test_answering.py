"""The form that requesters fill in: every kind, hidden fields, uploads, and the answers in words."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from PIL import Image

from qiao.catalogue import picking
from qiao.catalogue.answering import answers_form, describe
from qiao.catalogue.models import ServiceVersion
from qiao.catalogue.questions import FormField
from qiao.catalogue.tests.conftest import QUESTIONS, person

OPTIONS = [
    {"value": "x", "label_zh": "甲", "label_en": "First"},
    {"value": "y", "label_zh": "乙", "label_en": "Second"},
]


def version(*questions):
    return ServiceVersion(form_data=list(questions), targets_data={"normal": [60, 120]})


def one(kind, **changes):
    return version(
        {"key": "a", "kind": kind, "label_zh": "问", "label_en": "Ask", "options": OPTIONS, **changes}
    )


def filled(asked, value):
    return answers_form(asked, {"answer-a": value}, {})


def picture(name="漏水.jpg", form="JPEG", size=(40, 30)):
    content = io.BytesIO()
    Image.new("RGB", size, "grey").save(content, form)
    return SimpleUploadedFile(name, content.getvalue())


def attached(asked, *files):
    return answers_form(asked, {}, MultiValueDict({"answer-a": list(files)}))


@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    [
        ("text", " 漏水 ", "漏水"),
        ("long_text", "一\n二", "一\n二"),
        ("number", "12", 12),
        ("number", "\uff11\uff12", 12),
        ("number", "1,200.50", 1200.5),
        ("choice", "x", "x"),
        ("date", "2026-03-01", "2026-03-01"),
        ("date", "2026/3/1", "2026-03-01"),
        ("date", "2026年3月1日", "2026-03-01"),
    ],
)
def test_answers_are_kept_as_json(db, kind, sent, kept):
    form = filled(one(kind), sent)
    assert form.is_valid(), form.errors
    assert form.answers() == {"a": kept}


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("text", "长" * 201),
        ("text", "a\0b"),
        ("long_text", "长" * 5001),
        ("number", "twelve"),
        ("number", "NaN"),
        ("number", "1e400"),
        ("choice", "z"),
        ("date", "tomorrow"),
        ("date", "2026-02-30"),
        ("date", "9999-12-31"),
        ("person", "nobody at all"),
        ("unit", "X-99"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_stays_typed(house, kind, sent):
    form = filled(one(kind), sent)
    assert not form.is_valid()
    assert list(form.errors) == ["a"]
    assert form["a"].value() == sent


@pytest.mark.parametrize(
    "kind", ["text", "long_text", "number", "choice", "date", "person", "unit", "file", "photo"]
)
def test_a_required_question_of_every_kind_asks_to_be_filled_in(house, kind):
    form = answers_form(one(kind, required=True), {}, MultiValueDict())
    with override("en"):
        assert form.errors == {"a": ["Please fill this in."]}
    assert answers_form(one(kind), {}, MultiValueDict()).is_valid()


def test_a_hidden_question_is_neither_required_nor_kept(db):
    asked = version(*QUESTIONS)
    form = answers_form(asked, {"answer-what": "漏水", "answer-stopped": "no", "answer-since": "nonsense"})
    assert form.is_valid(), form.errors
    assert form.answers() == {"what": "漏水", "stopped": "no"}
    form = answers_form(asked, {"answer-what": "漏水", "answer-stopped": "yes"})
    assert list(form.errors) == ["since"]


def test_the_browser_learns_on_what_a_question_depends_and_blocks_nothing(db):
    form = answers_form(
        version(*QUESTIONS, {"key": "b", "kind": "text", "label_zh": "乙", "when": {"key": "what"}})
    )
    assert form.fields["since"].widget.attrs["data-when-field"] == "answer-stopped"
    assert form.fields["since"].widget.attrs["data-when-value"] == "yes"
    assert form.fields["b"].widget.attrs["data-when-value"] == ""
    assert " required" not in str(form["since"])


def test_labels_follow_the_reader(db):
    with override("en"):
        form = answers_form(version(*QUESTIONS))
        assert (form["stopped"].label, form.fields["stopped"].choices[0][1]) == (
            "Has the line stopped",
            "Stopped",
        )
    with override("zh-hans"):
        assert answers_form(version(*QUESTIONS))["stopped"].label == "停线了吗"


def test_a_person_is_found_by_number_name_or_both(house):
    mei = house.people["mei"]
    for typed in ("E004", "e004", "林梅", "E004 林梅", "Lin Mei", " 林梅 "):
        form = filled(one("person"), typed)
        assert form.is_valid(), form.errors
        assert form.answers() == {"a": mei.pk}


def test_two_of_the_same_name_are_offered_with_their_numbers(house):
    person("E014", "林梅", house.units["FI"])
    form = filled(one("person"), "林梅")
    assert not form.is_valid()
    assert "E004" in form.errors["a"][0]
    assert "E014" in form.errors["a"][0]


def test_who_has_left_cannot_be_chosen(house):
    type(house.people["mei"]).objects.filter(number="E004").update(active=False)
    assert not filled(one("person"), "E004").is_valid()


def test_few_are_a_select_and_many_a_field_that_suggests(house, monkeypatch):
    assert "<select" in str(answers_form(one("person"))["a"])
    monkeypatch.setattr(picking, "FEW", 3)
    drawn = str(answers_form(one("person"))["a"])
    assert "<datalist" in drawn
    assert 'hx-get="/services/people/"' in drawn
    form = filled(one("person"), "E004 林梅")
    assert form.is_valid()


def test_photos_are_kept_by_name_and_handed_over_as_files(db):
    form = attached(one("photo"), picture(), picture("b.png", "PNG"))
    assert form.is_valid(), form.errors
    assert form.answers() == {"a": ["漏水.jpg", "b.png"]}
    assert [upload.name for upload in form.uploads()["a"]] == ["漏水.jpg", "b.png"]


def huge():
    """A picture that is small as a file and enormous when opened."""
    return picture("huge.png", "PNG", (9000, 9000))


@pytest.mark.parametrize(
    "upload",
    [
        lambda: SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>"),
        lambda: SimpleUploadedFile("a.jpg", b""),
        lambda: SimpleUploadedFile("a.svg", b"<svg onload='x()'/>"),
        lambda: SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"),
        lambda: SimpleUploadedFile("noextension", picture().read()),
        lambda: picture("wrong.png", "JPEG"),
        lambda: SimpleUploadedFile("cut.jpg", picture().read()[:60]),
        huge,
    ],
)
def test_what_is_no_photo_is_refused(db, upload):
    form = attached(one("photo"), upload())
    assert not form.is_valid()


def test_a_question_may_ask_for_fewer_smaller_and_fewer_kinds_of_files(db):
    asked = one("file", most=1, megabytes=1, endings=["pdf"])
    note = SimpleUploadedFile("note.txt", b"hello")
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 %%EOF")
    assert not attached(asked, note).is_valid()
    assert not attached(asked, plan, plan).is_valid()
    assert attached(asked, plan).is_valid()
    large = SimpleUploadedFile("plan.pdf", b"%PDF-1.7" + b"0" * 1024 * 1024 + b"%%EOF")
    assert not attached(asked, large).is_valid()
    field = asked.form.fields[0]
    assert FormField.parse(field.dump()) == field


def test_more_than_ten_files_are_refused(db):
    assert not attached(one("photo"), *(picture(f"{n}.jpg") for n in range(11))).is_valid()


def test_answers_are_told_in_the_readers_words_with_one_query_for_each_kind_of_name(
    house, django_assert_num_queries
):
    kinds = ["text", "number", "choice", "date", "person", "person", "unit", "photo"]
    asked = version(
        *(
            {"key": f"k{n}", "kind": kind, "label_zh": f"问{n}", "options": OPTIONS}
            for n, kind in enumerate(kinds)
        )
    )
    answers = {
        "k0": "漏水",
        "k1": 12,
        "k2": "y",
        "k3": "2026-03-01",
        "k4": house.people["mei"].pk,
        "k5": house.people["gang"].pk,
        "k6": house.units["ST"].pk,
        "k7": ["a.jpg", "b.jpg"],
        "unknown": "left out",
    }
    with override("zh-hans"), django_assert_num_queries(2):
        told = describe(asked, answers)
    assert [text for _label, text in told] == [
        "漏水",
        "12",
        "乙",
        "2026年3月1日",
        "林梅",
        "陈刚",
        "冲压车间",
        "a.jpg、b.jpg",
    ]
    with override("en"):
        assert dict(describe(asked, answers))["问4"] == "Lin Mei"


def test_answers_that_do_not_fit_their_question_any_more_are_shown_as_written(db):
    for kind, value in (("choice", "gone"), ("date", "soon"), ("person", "林梅"), ("number", "many")):
        assert describe(one(kind), {"a": value})[0].text == value
    assert describe(one("person"), {"a": 10**9})[0].text == "—", "somebody who is not there any more"
    assert describe(one("text"), {"a": ""}) == []
