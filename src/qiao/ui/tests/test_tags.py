"""Atoms and fields: the markup that pages rely on, and that nothing a person writes becomes markup."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from qiao.ui import clock
from qiao.ui.bars import Ageing, Meter
from qiao.ui.gallery import Sample

EVIL = '"><script>alert(1)</script>'


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    "source",
    [
        "{% chip evil %}",
        "{% avatar evil label=True %}",
        '{% avatar evil kind="unit" label=True %}',
        "{% why evil id=evil %}",
        "{% clock c %}",
        "{% meter m %}",
        '{% icon "check" label=evil %}',
        "{% qs a=evil %}",
        "{% field form.text label=evil help=evil placeholder=evil %}",
        "{% field form.pick %}",
        "{% field form.yes %}",
    ],
)
def test_what_people_write_never_becomes_markup(source):
    class Form(forms.Form):
        text = forms.CharField(label=EVIL, help_text=EVIL)
        pick = forms.ChoiceField(label=EVIL, choices=[(EVIL, f"{EVIL}\n{EVIL}")], widget=forms.RadioSelect)
        yes = forms.BooleanField(label=EVIL, help_text=EVIL)

    form = Form({"text": EVIL, "pick": EVIL})
    form.is_valid()
    form.add_error("text", EVIL)
    html = draw(
        source,
        evil=EVIL,
        c=clock.waiting(EVIL),
        m=Meter(1, 2, EVIL),
        form=form,
        request=RequestFactory().get("/", {"q": EVIL}),
    )
    assert "<script" not in html
    assert '"">' not in html


def test_an_icon_is_decoration_unless_it_is_labelled():
    assert draw('{% icon "check" "s" %}') == (
        '<svg class="i i-s" aria-hidden="true"><use href="/static/ui/icons.svg#i-check"/></svg>'
    )
    assert 'role="img" aria-label="完成"' in draw('{% icon "check" label="完成" %}')


@pytest.mark.parametrize(
    ("value", "classes", "ring"),
    [
        (clock.running(3, 4), "q-clock quiet", "75 100"),
        (clock.running(1, 4), "q-clock soon", "25 100"),
        (clock.running(-1, 4), "q-clock over", ""),
        (clock.waiting("等"), "q-clock wait", ""),
        (clock.met(), "q-clock met", ""),
        (clock.late(60), "q-clock late", ""),
        (clock.unpromised(), "q-clock none", ""),
    ],
)
def test_each_clock_has_its_shape_and_its_words(value, classes, ring):
    html = draw("{% clock c %}", c=value)
    assert f'class="{classes}"' in html
    assert value.label in html
    assert (f'stroke-dasharray="{ring}"' in html) if ring else ("pathLength" not in html)


@pytest.mark.parametrize(
    "source", ["{% clock c %}", "{% when c %}", "{% count c %}", "{% why c %}", "{% ageing c %}"]
)
def test_nothing_is_drawn_for_nothing(source):
    assert draw(source, c=None) == ""


def test_a_number_that_waits_for_me_stands_out_unless_it_is_nought():
    assert draw("{% count 4 on=True %}") == '<span class="q-count on">4</span>'
    assert draw("{% count 0 on=True %}") == '<span class="q-count">0</span>'


def test_people_are_round_and_units_square():
    assert draw('{% avatar "陶志远" me=True %}') == '<span class="q-av me" aria-hidden="true">陶</span>'
    assert (
        draw('{% avatar "焊装二班" "s" kind="unit" %}')
        == '<span class="q-av s unit" aria-hidden="true">焊</span>'
    )
    assert draw("{% avatar nobody %}", nobody=None) == '<span class="q-av" aria-hidden="true">?</span>'


def test_a_reason_can_be_pointed_at():
    html = draw('{% why "只有提出人能确认" id="why1" %}')
    assert html.startswith('<p class="q-why" id="why1">')
    assert "只有提出人能确认" in html


def test_when_follows_the_pages_own_now():
    at = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
    html = draw("{% when at %}", at=at, now=datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    assert ">今天 14:30</time>" in html
    assert 'datetime="2026-11-23T06:30:00+00:00"' in html
    assert 'title="2026年11月23日 周一 14:30:00 +0800"' in html
    assert ">昨天 14:30<" in draw("{% when at %}", at=at, now=datetime(2026, 11, 24, 1, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("form", "text"), [("time", "14:30"), ("date", "2026年11月23日"), ("by", "今天 14:30")]
)
def test_when_has_other_forms(form, text):
    at = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
    assert f">{text}</time>" in draw("{% when at form %}", at=at, form=form, now=at)


@pytest.mark.parametrize(
    ("change", "query"),
    [
        ("", "?q=%E6%BC%8F&amp;unit=5"),
        ("unit=7", "?q=%E6%BC%8F&amp;unit=7"),
        ("unit=None", "?q=%E6%BC%8F"),
        ('q="" unit=None', "?"),
        ('show="mine"', "?q=%E6%BC%8F&amp;unit=5&amp;show=mine"),
    ],
)
def test_a_filter_link_keeps_the_others_and_forgets_the_page(change, query):
    request = RequestFactory().get("/", {"q": "漏", "unit": "5", "after": "x", "before": "y"})
    assert draw("{% qs " + change + " %}", request=request) == query


def test_a_meter_says_its_words():
    assert 'aria-label="通过 3"' in draw("{% meter m %}", m=Meter(3, 4, "通过 3"))


def test_unknown_age_is_a_dashed_line():
    assert "dash" in draw("{% ageing a %}", a=Ageing(100))


class Fields:
    """`{% field %}` on the gallery's form."""

    def html(self, name: str, **data: str) -> str:
        form = Sample({"equipment": "WR-B03", "symptom": "漏水", "stopped": "yes", **data})
        form.is_valid()
        return draw(f"{{% field form.{name} %}}", form=form)


class TestFields(Fields):
    def test_an_error_stands_at_the_field_and_the_text_is_kept(self):
        html = self.html("symptom")
        assert 'value="漏水"' in html
        assert 'aria-invalid="true"' in html
        assert 'aria-describedby="id_symptom_error"' in html
        assert 'id="id_symptom_error"' in html
        assert "再具体些" in html

    def test_help_is_tied_to_the_input(self):
        html = self.html("equipment")
        assert 'aria-describedby="id_equipment_help"' in html
        assert '<p class="q-help" id="id_equipment_help">扫设备码可自动填</p>' in html
        assert '<label for="id_equipment">设备</label>' in html

    @pytest.mark.parametrize(
        ("name", "mark"), [("day", "可不填"), ("agreement", "可不选"), ("equipment", ""), ("promised", "")]
    )
    def test_optional_is_marked_and_required_is_not(self, name, mark):
        html = self.html(name)
        assert (mark in html) if mark else ("q-opt" not in html)

    def test_choices_are_cards_with_a_second_line(self):
        html = self.html("stopped")
        assert "<fieldset" in html
        assert "<legend>停线了吗</legend>" in html
        assert html.count('class="q-choice"') == 2
        assert "<span>已停线<small>按抢修，4 小时工时</small></span>" in html
        assert html.count("checked") == 1

    def test_dates_use_the_browsers_picker_in_iso(self):
        html = self.html("day", day="2026-11-23")
        assert 'type="date"' in html
        assert 'value="2026-11-23"' in html

    def test_a_dependent_field_carries_its_condition_on_the_whole_field(self):
        html = self.html("details")
        assert html.startswith('<div class="q-field" data-when-field="stopped" data-when-value="yes">')
        assert html.count("data-when-field") == 1
        assert 'rows="4"' in html

    def test_a_checkbox_has_its_label_beside_it(self):
        html = self.html("other")
        assert html.index("<input") < html.index("替别人提")
        assert 'class="q-check"' in html

    def test_a_file_has_the_same_edge(self):
        assert 'type="file"' in self.html("photo")
        assert "form-control" in self.html("photo")

    def test_a_disabled_field_is_disabled(self):
        assert "disabled" in self.html("promised")
