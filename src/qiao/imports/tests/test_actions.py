"""What may be uploaded, and who may do what when."""

import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qiao.imports import actions, intake, rules, store
from qiao.imports.models import Import
from qiao.imports.rules import Job, Reason, State, System
from qiao.imports.tests.conftest import log_file, ticket_file, zipped
from qiao.ledger.refusals import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("system", "many", "archive", "reason"),
    [
        (System.LOG, 0, False, Reason.NO_FILE),
        (System.LOG, 1, False, None),
        (System.LOG, 2, False, Reason.ONE_FILE),
        (System.LOG, 1, True, Reason.NO_ARCHIVE_HERE),
        (System.JIRA, 3, True, None),
        (System.JIRA, 51, False, Reason.TOO_MANY),
    ],
)
def test_how_many_files(system, many, archive, reason):
    assert rules.why_not_files(system, many, archive=archive) is reason


@pytest.mark.parametrize("state", list(State))
def test_when_something_may_begin(state):
    busy = {State.ASKED: Reason.BUSY, State.RUNNING: Reason.BUSY, State.DONE: Reason.OVER}
    assert rules.why_not_begin(state, here=True) is busy.get(state)
    assert rules.why_not_begin(state, here=False) is busy.get(state, Reason.GONE)


def test_only_administrators(desk, upload, mei):
    made = upload()
    at = timezone.now()
    for act in (
        lambda: actions.begin(upload=made, job=Job.IMPORT, by=mei, at=at),
        lambda: actions.choose(upload=made, options={}, by=mei, at=at),
        lambda: actions.stop(upload=made, by=mei, at=at),
        lambda: actions.discard(upload=made, by=mei, at=at),
        lambda: intake.take_in(
            system=System.LOG, title="", uploads=[log_file()], archive=None, options={}, by=mei, at=at
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is Reason.NOT_ADMINISTRATOR


def nothing_left(folder):
    return not Import.objects.exists() and not list(folder.glob("imports/*"))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (bytes(range(256)) * 9, "no event log"), (b"just\nwords\n", "single column")],
)
def test_what_is_no_log_is_refused_and_nothing_is_left(desk, upload, own_folder, content, said):
    with pytest.raises(Refused) as refused:
        upload(SimpleUploadedFile("odd.csv", content))
    assert said in refused.value.sentence or "文件" in refused.value.sentence
    assert nothing_left(own_folder)


def test_too_large_is_refused(desk, upload, own_folder, settings):
    settings.IMPORT_LIMIT = 100
    with pytest.raises(Refused) as refused:
        upload()
    assert refused.value.reason is Reason.TOO_LARGE
    assert nothing_left(own_folder)


def test_a_full_disk_is_a_sentence_and_nothing_is_left(desk, upload, own_folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_copy", full)
    with pytest.raises(Refused) as refused:
        upload()
    assert refused.value.reason is Reason.DISK_FULL
    assert nothing_left(own_folder)


def test_an_archive_that_is_none_is_refused_at_once(desk, upload, own_folder):
    with pytest.raises(Refused) as refused:
        upload(ticket_file(), system=System.ZAMMAD, archive=SimpleUploadedFile("a.zip", b"PK nonsense"))
    assert refused.value.reason is Reason.NOT_ZIP
    assert nothing_left(own_folder)


def test_an_archive_unpacks_nowhere_else_and_nothing_larger_than_may_be_kept(
    desk, upload, settings, tmp_path
):
    settings.UPLOAD_LIMIT = 1000
    members = {"../../evil.txt": b"x", "/abs.txt": b"x", "C:\\temp\\x.txt": b"x", "__MACOSX/a": b"x"}
    made = upload(
        ticket_file(),
        system=System.ZAMMAD,
        archive=zipped(**members, **{"5/ok.txt": b"ok", "huge.txt": b"0" * 100_000, "5/" + "长" * 100: b"x"}),
    )
    seen = []
    target = store.unpack(made.folder, lambda n, of: seen.append((n, of)))
    assert {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()} == {
        "5/ok.txt",
        "huge.txt",
    }
    assert (target / "huge.txt").stat().st_size == 1001
    assert not list(tmp_path.rglob("evil.txt"))
    assert seen[-1] == (7, 7)
    assert store.unpack(made.folder, lambda n, of: pytest.fail("once is enough")) == target


def test_an_archive_that_is_broken_inside_is_refused(desk, upload):
    archive = zipped(**{"a.txt": b"content" * 100})
    content = bytearray(archive.read())
    content[40:60] = b"\0" * 20
    made = upload(ticket_file(), system=System.ZAMMAD, archive=SimpleUploadedFile("a.zip", bytes(content)))
    with pytest.raises((Refused, zipfile.BadZipFile)) as refused:
        store.unpack(made.folder, lambda n, of: None)
    assert isinstance(refused.value, Refused)


def test_names_of_files_lead_nowhere_and_fit_the_disk(desk, upload):
    made = upload(SimpleUploadedFile("工单" * 60 + ".csv", log_file().read()))
    (path,) = store.paths(made.folder, made.files)
    assert (path.exists(), path.suffix, len(path.name.encode()) < 256) == (True, ".csv", True)


def test_whoever_saw_an_older_version_is_told(desk, upload, admin):
    made = upload()
    at = timezone.now()
    actions.choose(upload=made, options={"zone": "UTC"}, by=admin, at=at, expected=made.revision)
    with pytest.raises(Conflict):
        actions.choose(upload=made, options={}, by=admin, at=at, expected=made.revision)


def test_what_is_asked_for_can_be_called_off_before_it_begins(desk, upload, admin):
    made = upload()
    at = timezone.now()
    actions.begin(upload=made, job=Job.IMPORT, by=admin, at=at)
    with pytest.raises(Refused):
        actions.discard(upload=made, by=admin, at=at)
    actions.stop(upload=made, by=admin, at=at)
    made.refresh_from_db()
    assert made.stands is State.STOPPED
    with pytest.raises(Refused) as refused:
        actions.stop(upload=made, by=admin, at=at)
    assert refused.value.reason is Reason.NOT_BUSY
