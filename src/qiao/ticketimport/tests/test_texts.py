"""Times, bodies, journals and streams: each as its system writes it."""

import json
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pytest

from qiao.eventlog import Findings
from qiao.ticketimport import dates, journal, plain
from qiao.ticketimport.fields import find, text
from qiao.ticketimport.files import numbers_in
from qiao.ticketimport.streams import Broken, Document

NINE = datetime(2026, 3, 2, 9, 15)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02 09:15", "2026-03-02T09:15:00", "2026-03-02 09:15:00", "02/Mar/26 9:15 AM",
        "2/Mar/26 9:15 am",
        "02/Mär/26 9:15", "02/März/26 09:15", "2/mars/26 09:15", "02/mrt/26 9:15", "2/мар/26 9:15",
        "02/3月/26 9:15 上午", "2026/3/2 上午9:15", "2026年3月2日 9:15", "2026년 3월 2일 오전 9:15",
        "02.03.2026 09:15",
        "02-03-2026 09:15", "02/03/2026 09:15", "Mar 2, 2026 9:15 AM", "Monday, March 2, 2026 at 9:15 AM",
        "02-Mar-2026 09:15:00",
    ],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(written):
    assert dates.parse(written, day_first=True) == NINE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-02T09:15:00.000+0800", datetime(2026, 3, 2, 9, 15, tzinfo=timezone(timedelta(hours=8)))),
        ("2026-03-02T01:15:42.119Z", datetime(2026, 3, 2, 1, 15, 42, 119000, tzinfo=UTC)),
        ("2026-03-02 01:15:00 UTC", datetime(2026, 3, 2, 1, 15, tzinfo=UTC)),
        ("1772414100", datetime(2026, 3, 2, 1, 15, tzinfo=UTC)),
        ("1772414100000", datetime(2026, 3, 2, 1, 15, tzinfo=UTC)),
    ],
)
def test_a_time_with_a_zone_keeps_it(written, read):
    assert dates.parse(written, day_first=True) == read


@pytest.mark.parametrize("written", ["", "soon", "30/30/2026", "02/Foo/26", "2026-13-02 09:15", "12345"])
def test_what_is_no_time_is_not_read(written):
    with pytest.raises(ValueError):
        dates.parse(written, day_first=True)


def test_the_month_first_when_told_so_or_when_nothing_else_is_possible():
    assert dates.parse("03/04/2026", day_first=False).month == 3
    assert dates.parse("03/04/2026", day_first=True).month == 4
    assert dates.parse("03/14/2026", day_first=True).day == 14
    assert dates.order_of(["03/04/2026", "03/14/2026"]) is False
    assert dates.order_of(["03/04/2026", "14/03/2026"]) is True
    assert dates.order_of(["03/04/2026"]) is None


def test_a_deadline_without_a_time_of_day_lasts_to_the_end_of_that_day():
    times = dates.Times("UTC", Findings(), day_first=True)
    at = times.read_end("2026-03-02", 1)
    assert datetime.fromtimestamp(at / 1e6, UTC) == datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC)
    assert times.read_end("2026-03-02 09:15", 1) == times.read("2026-03-02 09:15", 1)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>Hello <b>Lin</b>,<br>two</p><p>three</p>", "Hello Lin,\ntwo\n\nthree"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<blockquote>quoted</blockquote>mine", "> quoted\n\nmine"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
        ('<a href="https://x.example/p">see</a>', "see (https://x.example/p)"),
        ('<a href="https://x.example/p">https://x.example/p</a>', "https://x.example/p"),
        ("a<script>alert(1)</script><style>p{}</style>b", "ab"),
        ("<pre>  keep\n  this</pre>", "  keep\n  this".strip()),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("&lt;p&gt;encoded &amp;amp; twice&lt;/p&gt;", "encoded & twice"),
        ("<p>never closed <b>bold", "never closed bold"),
        ("2 < 3 and 4 > 1", "2 < 3 and 4 > 1"),
        ('<img alt="press" src="x.png">', "[press]"),
        ("<p>卡纸了，&nbsp;请处理</p>", "卡纸了， 请处理"),
        ("", ""),
    ],
)
def test_markup_becomes_words(markup, words):
    assert plain.of_html(markup) == words


def test_markup_of_any_depth_is_read():
    assert "deep" in plain.of_html("<div>" * 5000 + "deep" + "</div>" * 5000)


def test_a_document_of_atlassian_becomes_words():
    def p(*texts):
        return {"type": "paragraph", "content": [{"type": "text", "text": each} for each in texts]}

    listed = {"type": "bulletList", "content": [{"type": "listItem", "content": [p("one")]}]}
    mention = {"type": "paragraph", "content": [{"type": "mention", "attrs": {"text": "@Tao"}}]}
    document = {"type": "doc", "content": [p("Hi ", "there"), listed, mention]}
    assert plain.of_adf(document) == "Hi there\n\n- one\n@Tao"


def test_a_journal_of_servicenow_is_taken_apart_whatever_the_text_holds():
    cell = (
        "2026-03-02 09:30:00 - He Yu (Work notes)\nSee 2026-03-01 - twice (at least)\n\nSecond paragraph\n\n"
        "2026-03-02 09:00:00 - Lin Mei (Additional comments)\nHelp\n"
    )
    assert list(journal.servicenow(cell)) == [
        (
            "2026-03-02 09:30:00",
            "He Yu",
            "See 2026-03-01 - twice (at least)\n\nSecond paragraph",
            "Work notes",
        ),
        ("2026-03-02 09:00:00", "Lin Mei", "Help", "Additional comments"),
    ]


def test_a_comment_of_jira_keeps_its_semicolons():
    assert list(journal.semicolons("02/Mar/26 9:15 AM;lin;a; b; c")) == [
        ("02/Mar/26 9:15 AM", "lin", "a; b; c", "")
    ]
    assert list(journal.semicolons("just words")) == []


def test_an_article_tree_of_otrs_with_and_without_kinds():
    old = "\n-->||note-internal||Tao||2026-03-02 09:00:00||<--------------\nsecret"
    assert list(journal.otrs(old)) == [("2026-03-02 09:00:00", "Tao", "secret", "note-internal")]


def documents(written, *lists, chunk=7):
    class Slow(StringIO):
        def read(self, size=-1):
            return super().read(min(size, chunk))

    return list(Document(Slow(written), frozenset(lists)).objects())


@pytest.mark.parametrize("chunk", [1, 2, 5, 1000])
@pytest.mark.parametrize(
    "written",
    [
        '[{"a": 1}, {"a": 2}]', '{"total": 2, "issues": [{"a": 1}, {"a": 2}], "next": null}',
        '{"a": 1}\n{"a": 2}\n',
        '{"issues": [{"a": 1}]}\n{"issues": [{"a": 2}]}', ' [ { "a" : 1 } ,\n {"a":2} ] ',
        '[{"type": "header"}, {"issues": [{"a": 1}, {"a": 2}]}]',
    ],
)  # fmt: skip
def test_records_are_found_wherever_an_export_has_them(written, chunk):
    found = [each for each in documents(written, "issues", chunk=chunk) if "a" in each]
    assert found == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    "written", ['[{"a": 1}', '{"issues": [{"a": 1}', "[1, }", '{"a"', "{1: 2}", "nothing"]
)
def test_what_is_no_whole_document_is_said_to_be_broken(written):
    with pytest.raises(Broken):
        documents(written, "issues")


def test_long_records_and_signs_of_any_script_pass():
    record = {"text": "卡纸🖨" * 50_000, "quote": '"\\{}[]'}
    assert documents(json.dumps([record, record], ensure_ascii=False), chunk=60_000) == [record, record]


def test_values_are_found_by_path_or_header():
    record = {
        "fields": {"reporter": {"displayName": "Lin"}},
        "issue key": "A-1",
        "state": {"display_value": "New"},
    }
    assert find(record, ("Reporter", "fields.reporter.displayName")) == "Lin"
    assert find(record, ("Issue key",)) == "A-1"
    assert text(find(record, ("state",))) == "New"
    assert text([{"name": "a"}, "b", None]) == "a, b"


@pytest.mark.parametrize(
    ("ref", "numbers"),
    [
        ("501", ["501"]),
        ("https://jira.example/secure/attachment/501/leak%20a.txt", ["501"]),
        ("https://jira.example/rest/api/3/attachment/content/502", ["502", "3"]),
        ("leak.txt", []),
    ],
)
def test_the_number_of_a_file_is_found_in_its_address(ref, numbers):
    assert numbers_in(ref) == numbers
