"""Every trap that a foreign log may hold, one by one: handled, and reported."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from qiao.eventlog import Log, LogError
from qiao.eventlog.tests.logs import HEADER, PRESS, csv_bytes, packed, write_csv, write_parquet, write_xes

AT = "2026-03-02T08:00:00+08:00"


def read(path: Path, **given: Any) -> Log:
    with Log(path, given, default_zone="Asia/Shanghai") as log:
        log.read()
        log.kept = list(log.cases())
    return log


def written(folder: Path, content: bytes, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def codes(log: Log) -> dict[str, int]:
    return log.findings.codes()


def test_the_figures_of_a_small_log_counted_by_hand(tmp_path):
    log = read(write_csv(tmp_path / "a.csv", PRESS))
    assert log.tally.report().document() == {
        "cases": 2,
        "events": 8,
        "activities": 5,
        "resources": 3,
        "teams": 3,
        "handoffs": 3,
        "cases_without_handoff": 1,
        "bounces": 1,
        "cases_with_bounce": 1,
        "median_duration_s": (5 * 3600 + 2 * 3600) / 2,
    }


@pytest.mark.parametrize("name", ["a.csv", "a.xes", "a.parquet", "a.csv.gz", "a.xes.gz"])
def test_any_format_packed_or_not_gives_the_same(tmp_path, name):
    write = {"csv": write_csv, "xes": write_xes, "parquet": write_parquet}[name.split(".")[1]]
    path = write(tmp_path / name.removesuffix(".gz"), PRESS)
    log = read(packed(path) if name.endswith(".gz") else path)
    assert log.tally.report() == read(write_csv(tmp_path / "plain.csv", PRESS)).tally.report()


def test_the_content_decides_and_not_the_name(tmp_path):
    path = write_xes(tmp_path / "misleading.csv", PRESS)
    assert read(path).tally.events == 8


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("gb18030", "gb18030"),
    ],
)
def test_chinese_in_any_encoding_comes_out_right_and_other_than_utf8_is_told(tmp_path, encoding, told):
    rows = [
        ("工单一", "受理", AT, "林梅", "设备部"),
        ("工单一", "完成", "2026-03-02T09:00:00+08:00", "林梅", "设备部"),
    ]
    header = ("工单号", "活动", "时间", "处理人", "部门")
    log = read(written(tmp_path, csv_bytes(rows, header).decode().encode(encoding)))
    assert log.kept[0].key == "工单一"
    assert log.tally.teams == {"设备部"}
    assert codes(log).get("encoding", 0) == (told is not None)


def test_a_western_code_page_is_told_from_gbk(tmp_path):
    rows = [("c1", "Ärende öppnat", AT, "Jörgen Åström", "Fältservice")]
    log = read(written(tmp_path, csv_bytes(rows).decode().encode("cp1252")))
    assert log.tally.teams == {"Fältservice"}
    assert codes(log)["encoding"] == 1


def test_utf8_with_a_few_broken_bytes_stays_utf8_and_says_so(tmp_path):
    rows = [(f"c{n}", "受理请求", AT, "林梅", "设备部") for n in range(40)]
    content = csv_bytes(rows).replace("c7,受".encode(), b"c7,\xff")
    log = read(written(tmp_path, content))
    assert log.tally.events == 40
    assert codes(log)["broken_bytes"] >= 1


@pytest.mark.parametrize(("separator", "told"), [(",", 0), (";", 1), ("\t", 1), ("|", 1)])
def test_separators_are_found_and_unusual_ones_told(tmp_path, separator, told):
    log = read(written(tmp_path, csv_bytes(PRESS, HEADER, separator)))
    assert log.tally.events == 8
    assert codes(log).get("separator", 0) == told


def test_a_separator_and_a_line_break_inside_quotes_belong_to_the_value(tmp_path):
    rows = [("c1", "Check, then\nadjust", AT, "Mei", "A"), ("c1", "Close", AT, "Mei", "A")]
    log = read(written(tmp_path, csv_bytes(rows)))
    assert log.kept[0].events[0].activity == "Check, then\nadjust"


def test_a_second_column_of_the_same_name_is_kept_under_another_and_told(tmp_path):
    header = (*HEADER, "Variant", "Variant")
    log = read(write_csv(tmp_path / "a.csv", [(*row, "1", "2") for row in PRESS], header))
    assert log.kept[0].extras(log.kept[0].events[0]) == {"Variant": "1", "Variant (2)": "2"}
    assert codes(log)["duplicate_column"] == 1


def test_ragged_rows_are_read_and_told(tmp_path):
    content = (
        csv_bytes(PRESS)
        + b"P-9,Accepted,2026-03-04T08:00:00+08:00\nP-9,Closed,2026-03-04T09:00:00+08:00,Tao,A,b,c\n"
    )
    log = read(written(tmp_path, content))
    assert log.tally.events == 10
    assert (codes(log)["short_rows"], codes(log)["long_rows"]) == (1, 1)


def test_a_file_without_a_header_is_read_by_number_of_column(tmp_path):
    content = csv_bytes(PRESS).split(b"\n", 1)[1]
    log = read(
        written(tmp_path, content), case="column 1", activity=["column 2"], time="column 3", team="column 5"
    )
    assert log.tally.report().handoffs == 3
    assert codes(log)["no_header"] == 1


def test_times_without_a_zone_take_the_assumed_one_and_are_told(tmp_path):
    rows = [("c1", "a", "2026-03-02 08:00:00", "Mei", "A")]
    log = read(write_csv(tmp_path / "a.csv", rows))
    assert log.kept[0].events[0].at == 1_772_409_600_000_000  # 2026-03-02 00:00 UTC
    rome = read(write_csv(tmp_path / "a.csv", rows), zone="Europe/Rome")
    assert rome.kept[0].events[0].at - log.kept[0].events[0].at == 7 * 3600 * 1_000_000
    assert codes(log)["zone_assumed"] == 1


def test_an_hour_that_the_clock_showed_twice_is_told(tmp_path):
    rows = [("c1", "a", "2012-10-28 02:30:00", "Mei", "A"), ("c1", "b", "2012-10-28 12:00:00", "Mei", "A")]
    log = read(write_csv(tmp_path / "a.csv", rows), zone="Europe/Rome")
    assert codes(log)["time_twice"] == 1
    assert log.kept[0].duration == (9 * 3600 + 1800 + 3600) * 1_000_000


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("2012-10-09T14:50:17Z", 0),
        ("2012-10-09T16:50:17+02:00", 0),
        ("2012-10-09 14:50:17.250000+00:00", 250_000),
        ("2012-10-09T14:50:17.123456789Z", 123_456),
        ("2012/10/09 14:50:17.000", 0),
        ("2012/10/9 14:50:17", 0),
        ("09.10.2012 14:50:17", 0),
        ("9/10/2012 2:50:17 PM", 0),
        ("2012年10月9日 14:50:17", 0),
        ("2012年10月9日 14时50分17秒", 0),
        ("20121009145017", 0),
        ("1349794217", 0),
        ("1349794217000", 0),
    ],
)
def test_one_moment_in_many_ways_of_writing(tmp_path, text, microseconds):
    log = read(write_csv(tmp_path / "a.csv", [("c1", "a", text, "Mei", "A")], HEADER), zone="UTC")
    assert log.kept[0].events[0].at == 1_349_794_217_000_000 + microseconds


def test_month_first_is_read_as_such_when_a_day_shows_it_and_told_when_nothing_does(tmp_path):
    clear = [("c1", "a", "03/25/2026 08:00", "Mei", "A"), ("c1", "b", "03/02/2026 08:00", "Mei", "A")]
    assert read(write_csv(tmp_path / "a.csv", clear)).kept[0].duration == 23 * 86_400 * 1_000_000
    unclear = [("c1", "a", "03/02/2026 08:00", "Mei", "A")]
    assert codes(read(write_csv(tmp_path / "a.csv", unclear)))["day_or_month"] == 1


def test_unreadable_and_missing_times_leave_their_events_out_and_are_counted(tmp_path):
    rows = [*PRESS, ("P-1", "x", "yesterday", "Mei", "A"), ("P-1", "y", "", "Mei", "A")]
    log = read(write_csv(tmp_path / "a.csv", rows))
    assert log.tally.events == 8
    assert (codes(log)["unparsable_time"], codes(log)["missing_time"]) == (1, 1)
    finding = next(each for each in log.findings if each.code == "unparsable_time")
    assert finding.examples[0].document() == {"line": 10, "case": "P-1", "value": "yesterday"}


def test_rows_without_a_case_are_left_out_and_without_an_activity_kept(tmp_path):
    rows = [*PRESS, ("", "x", AT, "Mei", "A"), ("P-2", "", AT, "Mei", "Maintenance")]
    log = read(write_csv(tmp_path / "a.csv", rows))
    assert log.tally.events == 9
    assert (codes(log)["missing_case"], codes(log)["missing_activity"]) == (1, 1)


def test_scattered_and_disordered_events_come_in_order_of_time_and_ties_in_order_of_the_file(tmp_path):
    rows = [
        ("c1", "third", "2026-03-02T10:00:00Z", "", "A"),
        ("c2", "other", "2026-03-02T07:00:00Z", "", "A"),
        ("c1", "first", "2026-03-02T08:00:00Z", "", "A"),
        ("c1", "second", "2026-03-02T08:00:00Z", "", "A"),
    ]
    log = read(write_csv(tmp_path / "a.csv", rows))
    assert [case.key for case in log.kept] == ["c2", "c1"]
    assert [event.activity for event in log.kept[1].events] == ["first", "second", "third"]
    assert codes(log)["out_of_order"] == 1
    assert codes(log)["same_time"] == 1


def test_repeated_events_are_told_and_still_counted(tmp_path):
    log = read(write_csv(tmp_path / "a.csv", [*PRESS, PRESS[0], PRESS[0]]))
    assert log.tally.events == 10
    assert codes(log)["repeated_event"] == 2


def test_an_empty_team_stays_with_the_one_before_and_makes_no_handoff(tmp_path):
    rows = [
        ("c1", "a", "2026-03-02T08:00:00Z", "Mei", ""),
        ("c1", "b", "2026-03-02T09:00:00Z", "Mei", "A"),
        ("c1", "c", "2026-03-02T10:00:00Z", "Mei", ""),
        ("c1", "d", "2026-03-02T11:00:00Z", "Mei", "B"),
        ("c2", "a", "2026-03-02T08:00:00Z", "Mei", ""),
    ]
    log = read(write_csv(tmp_path / "a.csv", rows))
    assert log.tally.report().handoffs == 1
    assert log.tally.report().teams == 2
    assert (codes(log)["missing_team"], codes(log)["case_without_team"]) == (3, 1)


def test_a_team_called_empty_counts_because_the_log_names_it(tmp_path):
    rows = [("c1", "a", "2026-03-02T08:00:00Z", "", "EMPTY"), ("c1", "b", "2026-03-02T09:00:00Z", "", "B")]
    log = read(write_csv(tmp_path / "a.csv", rows))
    assert log.tally.report().teams == 2
    assert codes(log)["placeholder_team"] == 1


def test_what_xes_declares_for_all_and_lacks_stays_empty_and_is_told(tmp_path):
    head = "<global scope='event'><string key='org:role' value='UNKNOWN'/></global>"
    log = read(write_xes(tmp_path / "a.xes", PRESS, head=head))
    assert codes(log)["global_missing"] == 8
    assert "org:role" not in log.kept[0].extras(log.kept[0].events[0])


def test_a_classifier_of_two_keys_makes_the_activity(tmp_path):
    rows = [(*row[:1], row[1], *row[2:], "start" if place % 2 else "end") for place, row in enumerate(PRESS)]
    header = (*HEADER, "lifecycle:transition")
    head = "<classifier name='Activity' keys='concept:name lifecycle:transition'/>"
    log = read(write_xes(tmp_path / "a.xes", rows, header, head))
    assert log.mapping.activity == ("concept:name", "lifecycle:transition")
    assert log.kept[0].events[0].activity == "Queued/end"


def test_nested_attributes_and_lists_of_xes_are_kept_under_their_path(tmp_path):
    text = (
        "<log><trace><string key='concept:name' value='c1'><string key='why' value='leak'/></string><event>"
        f"<string key='concept:name' value='a'/><date key='time:timestamp' value='{AT}'/>"
        "<list key='parts'><values><string key='part' value='seal'/>"
        "<string key='part' value='oil'/></values></list>"
        "</event></trace></log>"
    )
    log = read(written(tmp_path, text.encode(), "a.xes"))
    extras = log.kept[0].extras(log.kept[0].events[0])
    assert extras == {"case:concept:name/why": "leak", "parts/part": "seal; oil"}


def test_traces_without_events_or_name_or_standing_twice_are_told(tmp_path):
    event = f"<event><string key='concept:name' value='a'/><date key='time:timestamp' value='{AT}'/></event>"
    named = "<string key='concept:name' value='c1'/>"
    traces = (named + event, event, named + event, named)
    text = "<log>" + "".join(f"<trace>{each}</trace>" for each in traces) + "</log>"
    log = read(written(tmp_path, text.encode(), "a.xes"))
    assert sorted(case.key for case in log.kept) == ["c1", "trace 2"]
    assert (codes(log)["empty_case"], codes(log)["unnamed_case"], codes(log)["split_case"]) == (1, 1, 2)


def test_numbers_and_times_of_parquet_read_as_their_csv_would(tmp_path):
    from datetime import UTC, datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "case id": pa.array([1, 1, None], pa.float64()),
            "activity": pa.array(["a", "b", "c"]).dictionary_encode(),
            "timestamp": pa.array([datetime(2026, 3, 2, 8, tzinfo=UTC)] * 3, pa.timestamp("us", "UTC")),
            "nested": pa.array([[1], [2], [3]]),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    log = read(tmp_path / "a.parquet")
    assert [case.key for case in log.kept] == ["1"]
    assert log.kept[0].events[0].at == 1_772_438_400_000_000
    assert (codes(log)["missing_case"], codes(log)["skipped_column"]) == (1, 1)


def test_a_team_column_is_the_finest_that_hands_over_and_not_the_line_above_it(tmp_path):
    header = (*HEADER, "organization involved")
    rows = [
        (
            f"c{case}",
            f"step {step}",
            f"2026-03-02T0{step}:00:00Z",
            f"p{(case + step) % 30}",
            "ABC"[team // 4],
            f"team {team}",
        )
        for case in range(60)
        for step in range(1, 4)
        for team in [(case * 5 + step) % 12]
    ]
    log = read(write_xes(tmp_path / "a.xes", rows, header))
    assert log.mapping.team == "organization involved"
    assert "org:group" in next(choice for choice in log.choices if choice.role == "team").why
    swapped = [(*row[:4], row[5], row[4]) for row in rows]
    assert read(write_xes(tmp_path / "b.xes", swapped, header)).mapping.team == "org:group"


def test_a_workgroup_that_never_changes_is_no_party_when_people_are(tmp_path):
    header = ("Case ID", "Activity", "Timestamp", "Resource", "workgroup")
    rows = [(f"c{n // 3}", f"s{n % 3}", f"2026-03-02T0{n % 3}:00:00Z", f"p{n % 4}", "W") for n in range(60)]
    log = read(write_csv(tmp_path / "a.csv", rows, header))
    assert log.mapping.team == "Resource"
    assert read(write_csv(tmp_path / "a.csv", rows, header), team="workgroup").tally.report().handoffs == 0


def test_what_is_given_by_hand_is_not_guessed_and_an_unknown_column_is_named(tmp_path):
    path = write_csv(tmp_path / "a.csv", PRESS)
    assert read(path, team="org:resource").tally.report().teams == 3
    assert read(path, team="").mapping.team is None
    with pytest.raises(LogError, match="no column “Group”"):
        Log(path, {"team": "Group"})


def test_a_mapping_survives_its_file(tmp_path):
    from qiao.eventlog import mapping

    path = write_csv(tmp_path / "a.csv", PRESS)
    first = read(path, steps={"Wait": "pause"})
    first.mapping.save(tmp_path / "m.json")
    assert read(path, **mapping.load(tmp_path / "m.json")).mapping == first.mapping


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ('{"tema": "x"}', "“tema” is no role"),
        ('{"team": 3}', "wrong kind"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_the_reason(tmp_path, content, words):
    from qiao.eventlog import mapping

    (tmp_path / "m.json").write_text(content)
    with pytest.raises(LogError, match=words):
        mapping.load(tmp_path / "m.json")


BOMB = """<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><log>&b;</log>"""
ENTITY = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/hostname">]><log>&x;</log>"""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (gzip.compress(csv_bytes(PRESS * 200))[:-200], "damaged"),
        (gzip.compress(csv_bytes(PRESS * 200))[:60] + b"\0" * 80, "damaged"),
        (gzip.compress(b"", mtime=0), "empty"),
        (BOMB.encode(), "document_type"),
        (ENTITY.encode(), "document_type"),
        (BOMB.encode("utf-16"), "document_type"),
        (b"<html><body>no log</body></html>", "not_xes"),
        (b"<log><trace><event>", "bad_xml"),
        (b"<log></log>", "no_events"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        (b"PK\x03\x04" + b"\0" * 64, "archive"),
        (b"PAR1" + b"\0" * 64, "bad_parquet"),
        (b"just some words\nand more of them\n", "one_column"),
        (b"a,b\n1,2\n3,4\n", "cannot_guess"),
        (csv_bytes([]), "no_events"),
        (csv_bytes(PRESS * 20) + b'"c1,a\n' + b"c1,a,2026-03-02T08:00:00Z,b,c\n" * 40_000, "bad_row"),
        (b"case id,activity,timestamp\n" + b"x" * 2_000_000, "line_too_long"),
        (csv_bytes([("c1", "a", "soon", "", "")]), "cannot_guess"),
    ],
)
def test_what_is_no_log_is_refused_in_one_sentence(tmp_path, content, code):
    path = written(tmp_path, content, "log")
    with pytest.raises(LogError) as refused:
        read(path)
    assert refused.value.code == code
    assert "\n" not in refused.value.sentence("en")
    assert refused.value.sentence("zh-hans") != refused.value.sentence("en")


def test_a_file_that_breaks_in_its_last_bytes_is_refused_as_a_whole(tmp_path):
    whole = gzip.compress(csv_bytes([(f"c{n}", "a", AT, "Mei", "A") for n in range(20_000)]))
    with pytest.raises(LogError) as refused:
        read(written(tmp_path, whole[:-9], "a.csv.gz"))
    assert refused.value.code == "damaged"


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(LogError, match="There is no file"):
        Log(tmp_path / "nothing.csv")
    with pytest.raises(LogError, match="is a folder"):
        Log(tmp_path)


def test_an_unknown_zone_is_named(tmp_path):
    with pytest.raises(LogError, match="Mars/Olympus"):
        read(write_csv(tmp_path / "a.csv", PRESS), zone="Mars/Olympus")


def test_sorting_leaves_no_file_behind(tmp_path, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    read(write_csv(tmp_path / "a.csv", PRESS))
    assert list((tmp_path / "t").iterdir()) == []


def test_every_sentence_and_finding_has_both_languages_with_the_same_places():
    import string

    from qiao.eventlog.errors import SENTENCES
    from qiao.eventlog.findings import TEXTS

    def places(text: str) -> set[str]:
        return {name.removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(text) if name}

    for english, chinese in [*SENTENCES.values(), *TEXTS.values()]:
        assert places(english) == places(chinese)
        assert any("\u4e00" <= char <= "\u9fff" for char in chinese)


def test_a_full_disk_while_sorting_is_told_in_one_sentence(tmp_path, monkeypatch):
    from qiao.eventlog import sorting

    class Small(sorting.Sorter):
        def __init__(self):
            super().__init__()
            self._db.execute("PRAGMA max_page_count=6")

    monkeypatch.setattr("qiao.eventlog.log.Sorter", Small)
    with pytest.raises(LogError, match="ran full"):
        read(write_csv(tmp_path / "a.csv", PRESS * 500))


def test_nul_characters_are_taken_out_and_told(tmp_path):
    content = csv_bytes(PRESS).replace(b"Wait", b"W\0ait")
    log = read(written(tmp_path, content))
    assert "Wait" in log.tally.activities
    assert codes(log)["nul_characters"] == 1
    path = write_parquet(
        tmp_path / "a.parquet", [tuple(value.replace("Wei", "W\0ei") for value in row) for row in PRESS]
    )
    log = read(path)
    assert "Wei" in log.tally.resources
    assert codes(log)["nul_characters"] == 1


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "1899-12-30T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_times_that_mean_never_are_left_out_and_told(tmp_path, text):
    log = read(write_csv(tmp_path / "a.csv", [*PRESS, ("P-1", "x", text, "Mei", "A")]))
    assert log.tally.events == 8
    assert codes(log)["unparsable_time"] == 1
