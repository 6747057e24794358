"""Contents and their rows: once, never lost, never left over for long; whatever fails in between."""

import os
import time
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.utils import timezone

from qiao.files import actions, cli, intake, landing, reads, store
from qiao.files.models import Blob, Upload
from qiao.files.reads import Trouble
from qiao.files.rules import Reason
from qiao.files.tests.conftest import phone_photo, text
from qiao.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MEI, WU = 1, 2
LATER = NOW + timedelta(hours=25)


def sent(upload=None, by=MEI, at=NOW):
    return actions.receive(arrived=intake.take_in(upload or text()), uploader_id=by, at=at)


def aged(path):
    old = time.time() - 3 * 86400
    os.utime(path, (old, old))


def test_a_content_is_kept_once_however_often_it_is_sent():
    first, second = sent(text(name="a.txt")), sent(text(name="b.txt"), by=WU)
    assert first.blob == second.blob
    assert (first.name, second.name) == ("a.txt", "b.txt")
    assert len(list(store.contents())) == Blob.objects.count() == 1


def test_nothing_tells_that_somebody_else_has_the_same_file(client):
    """New or known, the answer is the same: an own name, own time, no number of the content."""
    alone, again = sent(), sent(by=WU)
    assert alone.key != again.key
    assert alone.blob.created_at == NOW
    shown = {field.name for field in Upload._meta.fields} - {"id", "blob"}
    assert shown == {"key", "uploader_id", "name", "at"}


def test_what_fails_before_the_commit_leaves_only_what_the_sweep_takes():
    with transaction.atomic():
        upload = sent(phone_photo())
        transaction.set_rollback(True)
    path = store.path_of(upload.blob_id)
    assert path.is_file()
    assert not Blob.objects.exists()
    assert actions.sweep(at=timezone.now()) == 0, "it may belong to a transaction that still runs"
    aged(path)
    assert actions.sweep(at=timezone.now()) == 1
    assert not path.exists()


def test_a_crash_before_the_content_has_its_place_leaves_no_row(monkeypatch):
    def crash(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "settle", crash)
    with pytest.raises(OSError, match="No space"):
        sent()
    assert not Blob.objects.exists()
    (left,) = (store.root() / store.ARRIVING).iterdir()
    aged(left)
    actions.sweep(at=timezone.now())
    assert not left.exists()


def test_what_was_chosen_and_never_sent_goes_after_a_day():
    upload = sent()
    assert actions.sweep(at=NOW + timedelta(hours=23)) == 0
    assert actions.sweep(at=LATER) == 1
    assert not Upload.objects.exists()
    assert not store.exists(upload.blob_id)


def test_what_was_sent_again_meanwhile_stays():
    upload = sent()
    Upload.objects.all().delete()
    sent(at=LATER - timedelta(minutes=1))
    assert actions.sweep(at=LATER) == 0
    assert store.exists(upload.blob_id)


def test_a_sweep_that_read_before_somebody_sent_the_same_leaves_it(monkeypatch):
    upload = sent()
    Upload.objects.all().delete()
    original = actions._sweep_one

    def late(sha256, before):
        sent(by=WU, at=LATER)
        return original(sha256, before)

    monkeypatch.setattr(actions, "_sweep_one", late)
    assert actions.sweep(at=LATER) == 0
    assert store.exists(upload.blob_id)
    assert store.hash_of(store.path_of(upload.blob_id)) == upload.blob_id


def test_only_who_sent_it_finds_and_claims_it():
    upload = sent()
    assert reads.chosen([upload.key], uploader_id=MEI) == [upload]
    assert reads.chosen([upload.key], uploader_id=WU) == []
    assert reads.chosen([upload.key], uploader_id=0) == []
    for act in (
        lambda: actions.claim(upload=upload, uploader_id=WU, at=NOW),
        lambda: actions.drop(upload=upload, uploader_id=WU),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is Reason.GONE
    actions.drop(upload=upload, uploader_id=MEI)
    assert not Upload.objects.exists()


def test_nobody_fills_the_disk_with_what_they_never_send(monkeypatch):
    monkeypatch.setattr(actions, "MOST_WAITING", 2)
    for name in ("a.txt", "b.txt"):
        sent(text(name=name))
    with pytest.raises(Refused) as refused:
        sent()
    assert refused.value.reason is Reason.TOO_MANY_WAITING
    assert list((store.root() / store.ARRIVING).iterdir()) == []
    sent(by=WU)


def test_what_landed_with_a_form_waits_and_what_was_refused_says_why():
    good = landing.land_one(text(), uploader_id=MEI, at=NOW)
    bad = landing.land_one(text(b""), uploader_id=MEI, at=NOW)
    assert isinstance(good, Upload)
    assert isinstance(bad, landing.NotTaken)


def checked():
    return CliRunner().invoke(cli.check_files)


def test_the_check_finds_what_is_missing_damaged_and_left_over():
    missing, damaged, fine = (sent(text(content)).blob for content in (b"one", b"two", b"three"))
    assert checked().exit_code == 0
    store.path_of(missing.pk).unlink()
    store.path_of(damaged.pk).write_bytes(b"2")
    orphan = store.path_of("ab" + "0" * 62)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"x")
    Upload.objects.filter(blob=fine).delete()
    found = {(each.trouble, each.sha256) for each in reads.troubles()}
    assert found == {
        (Trouble.MISSING, missing.pk),
        (Trouble.CORRUPT, damaged.pk),
        (Trouble.ORPHAN, orphan.name),
        (Trouble.UNREFERENCED, fine.pk),
    }
    said = checked()
    assert said.exit_code == 1
    assert "1 missing, 1 corrupt, 1 orphan, 1 unreferenced" in said.output


def test_a_damaged_content_heals_when_somebody_sends_it_again():
    blob = sent().blob
    store.path_of(blob.pk).write_bytes(b"damaged")
    sent(by=WU)
    assert list(reads.troubles()) == []
