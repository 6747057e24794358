"""What cannot be taken is named with its file and row; a file that is no export changes nothing."""

import json

import pytest

from qiao.desk.models import Request
from qiao.files.models import Blob
from qiao.ticketimport.tests.conftest import EXPORTS
from qiao.ticketimport.tests.test_again import everything, write
from qiao.ticketimport.tests.test_presets import FILES

pytestmark = pytest.mark.django_db
FINE = "Z-9,ok,Open,,Lin,2026-03-02 08:00,,,"
HEADER = "Issue key,Summary,Status,Priority,Reporter,Created,Updated,Comment,Attachment\n"


def csv(path, *lines):
    path.write_text(HEADER + "".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def problems(run, *arguments):
    report = json.loads(run(*arguments, "--dry-run", "--json").stdout)
    return [(each["code"], each["file"], each["row"]) for each in report["problems"]]


def test_malformed_rows_are_named_and_the_others_come(run):
    found = problems(run, "servicenow", *FILES["servicenow"])
    left_out = [each for each in found if not each[0].startswith("unknown")]
    assert left_out == [
        ("no_key", "servicenow.csv", 4),
        ("bad_time", "servicenow.csv", 5),
        ("no_time", "servicenow.csv", 5),
        ("no_ticket", "servicenow-journal.json", 3),
    ]
    told = run("servicenow", *FILES["servicenow"]).output
    assert "servicenow.csv, row 5: “soon” is no time (created); left empty." in told
    assert Request.objects.count() == 3


def test_a_dry_run_lists_every_problem_and_an_import_the_first_of_each_kind(run, tmp_path):
    path = csv(
        tmp_path / "a.csv",
        "A-0,t,Open,,Lin,2026-03-02 08:00,,,",
        *[f"A-{n},t,Open,,Lin,??,,," for n in range(1, 20)],
    )
    assert run("jira", path, "--dry-run").output.count("Ticket without a time of creation") == 19
    told = run("jira", path).output
    assert told.count("Ticket without a time of creation") == 5
    assert "and 14 more like this" in told


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",t,Open,,Lin,2026-03-02 08:00,,,", "no_key"),
        ("A-1,,Open,,Lin,2026-03-02 08:00,,,", "no_title"),
        ("A-1,t,Open,,,2026-03-02 08:00,,,", "no_requester"),
        ("A-1,t,Marinating,,Lin,2026-03-02 08:00,,,", "guessed_state"),
        ("A-1,t,Open,Spicy,Lin,2026-03-02 08:00,,,", "guessed_priority"),
        ("A-1,t,Open,,Lin,2026-03-02 08:00,,yesterday;Lin;hm,", "bad_part_time"),
        ("A-1,t,Open,,Lin,2026-03-02 08:00,,just words,", "bad_part_time"),
        ("A-1,t,Open,,Lin,2026-03-02 08:00,,,2026-03-02 08:00;Lin;a.txt;http://x/5/a.txt", "no_file"),
        (f"A-1,{'t' * 300},Open,,Lin,2026-03-02 08:00,,,", "long_text"),
    ],
)  # fmt: skip
def test_each_oddity_has_its_name_and_place(run, tmp_path, line, code):
    assert (code, "a.csv", 2) in problems(
        run, "jira", csv(tmp_path / "a.csv", line, "Z-9,ok,Open,,Lin,2026-03-02 08:00,,,")
    )


def test_a_row_of_another_kind_is_named(run, tmp_path):
    ticket = {"number": "1", "title": "t", "state": "new", "created_at": "2026-03-02T08:00:00Z"}
    path = write(tmp_path / "t.json", [{"colour": "red"}, "words", ticket])
    found = problems(run, "zammad", path)
    assert found[:2] == [("not_recognised", "t.json", 1), ("not_recognised", "t.json", 2)]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"just words\n", b"\x00\x01\x02" * 50, b"PK\x03\x04xxxx",
        b'{"issues": [{"key": "A", "fields": {',
        b"[1, 2", b'{"issues": [}', b"Colour,Size\nred,1\n", b"[]", b"{}",
    ],
)  # fmt: skip
def test_a_file_that_is_no_export_changes_nothing_and_gets_a_sentence(run, tmp_path, content):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    before = everything()
    done = run("jira", path, ok=False)
    assert everything() == before
    assert "Error: " in done.output
    assert "Traceback" not in done.output


def test_a_document_that_breaks_off_says_after_which_record(run, tmp_path):
    whole = (EXPORTS / "zammad-tickets.json").read_text(encoding="utf-8")
    path = tmp_path / "t.json"
    path.write_text(whole[: whole.index("22007")], encoding="utf-8")
    assert "t.json is damaged or was cut off after record 2" in run("zammad", path, ok=False).output
    assert Request.objects.count() == 0


def test_a_missing_file_is_told_of_by_its_name_and_the_import_goes_on(run, of):
    told = run("jira", "jira.csv").output
    assert "File “leak.txt” is not among the attachments" in told
    request = of("HELP-1")
    assert request.attachments.count() == 0
    from qiao.ledger.reads import timeline

    entry = next(event for event in timeline(request) if event.kind == "request.attached")
    assert entry.data["note"] == "leak.txt"


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hostname", "..\\secret.txt"])
def test_nothing_outside_the_folder_is_taken(run, of, tmp_path, name):
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    for wanted in (name, "link.txt"):
        path = csv(tmp_path / "a.csv", f"A-1,t,Open,,Lin,2026-03-02 08:00,,,2026-03-02 08:00;Lin;{wanted};")
        run("jira", path, "--attachments", folder)
    assert of("A-1").attachments.count() == 0
    assert not Blob.objects.exists()


def test_a_file_that_is_not_what_its_name_says_is_refused_and_named(run, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"MZ this is a program")
    path = csv(tmp_path / "a.csv", "A-1,t,Open,,Lin,2026-03-02 08:00,,,2026-03-02 08:00;Lin;photo.jpg;")
    assert ("bad_file", "a.csv", 2) in problems(run, "jira", path, "--attachments", tmp_path)
    assert "File “photo.jpg” was not accepted" in run("jira", path, "--attachments", tmp_path).output


def test_dates_that_could_be_read_either_way_are_said_to_be(run, of, tmp_path):
    path = csv(tmp_path / "a.csv", "A-1,t,Open,,Lin,03/04/2026 08:00,,,")
    assert "03/04/2026" in run("jira", path).output
    assert of("A-1").raised_at.month == 4
    run("jira", path, "--month-first", "--name", "other")
    assert Request.objects.filter(raised_at__month=3).count() == 1


def test_other_dates_of_the_export_tell_which_comes_first(run, of, tmp_path):
    path = csv(
        tmp_path / "a.csv", "A-1,t,Open,,Lin,03/04/2026 08:00,,,", "A-2,t,Open,,Lin,03/14/2026 08:00,,,"
    )
    run("jira", path)
    assert of("A-1").raised_at.month == 3


def test_the_report_speaks_chinese_too(run):
    told = run("servicenow", *FILES["servicenow"], "--dry-run", "--language", "zh-hans").output
    assert "servicenow.csv 第 5 行：“soon”不是时间" in told
