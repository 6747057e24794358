"""The virus scanner: a command, clamd, one that is down, and what is found too late."""

import shlex
import socket
import sys
import threading

import pytest
from django.utils import timezone

from qiao.files import actions, intake, scanning, store
from qiao.files.models import Blob
from qiao.files.rules import Reason
from qiao.files.tests.conftest import EICAR, phone_photo, text
from qiao.ledger.refusals import Refused

NOW = timezone.now()
FAKE = """
import sys
content = open(sys.argv[1], "rb").read()
if b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" in content:
    print(f"{sys.argv[1]}: Eicar-Test-Signature FOUND")
    sys.exit(1)
"""


@pytest.fixture
def command(tmp_path, settings):
    """A scanner that finds EICAR, as clamscan would."""
    script = tmp_path / "scanner.py"
    script.write_text(FAKE)
    settings.SCANNER = f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}"


@pytest.fixture
def clamd(settings):
    """A daemon that speaks INSTREAM."""
    listener = socket.create_server(("127.0.0.1", 0))
    settings.SCANNER = f"tcp:127.0.0.1:{listener.getsockname()[1]}"
    threading.Thread(target=_answer, args=(listener,), daemon=True).start()
    yield
    listener.close()


def _answer(listener):
    while True:
        try:
            link, _address = listener.accept()
        except OSError:
            return
        with link, link.makefile("rb") as file:
            assert file.read(10) == b"zINSTREAM\0"
            content = b""
            while length := int.from_bytes(file.read(4), "big"):
                content += file.read(length)
            said = b"stream: Eicar-Signature FOUND\0" if b"EICAR" in content else b"stream: OK\0"
            link.sendall(said)


@pytest.mark.parametrize("scanner", ["command", "clamd"])
def test_what_the_scanner_finds_is_refused_and_not_kept(scanner, request, folder):
    request.getfixturevalue(scanner)
    with pytest.raises(Refused) as refused:
        intake.take_in(text(EICAR))
    assert refused.value.reason is Reason.INFECTED
    assert [each for each in folder.rglob("*") if each.is_file()] == []
    assert intake.take_in(text()).scanned


def test_a_photo_is_scanned_as_it_was_sent_before_it_is_made_anew(command):
    sent = phone_photo()
    from django.core.files.uploadedfile import SimpleUploadedFile

    with pytest.raises(Refused) as refused:
        intake.take_in(SimpleUploadedFile("a.jpg", sent.read() + EICAR))
    assert refused.value.reason is Reason.INFECTED


@pytest.mark.parametrize(
    "down",
    ["/nowhere/clamscan", "tcp:127.0.0.1:9", "tcp:nonsense", "unix:/nowhere", f"{sys.executable} -c 1/0"],
)
def test_while_the_scanner_is_down_the_organisation_waits_or_goes_on(down, settings, caplog):
    settings.SCANNER = down if "1/0" not in down else f"{sys.executable} -c exit(2)"
    with pytest.raises(Refused) as refused:
        intake.take_in(text())
    assert refused.value.reason is Reason.NOT_SCANNED
    settings.SCANNER_DOWN = "accept"
    assert not intake.take_in(text()).scanned
    assert "does not answer" in caplog.text


@pytest.mark.django_db
def test_what_was_taken_in_unscanned_is_looked_at_later_and_locked_away(settings, request, folder):
    settings.SCANNER, settings.SCANNER_DOWN = "tcp:127.0.0.1:9", "accept"
    bad, good = (
        actions.receive(arrived=intake.take_in(text(content)), uploader_id=1, at=NOW)
        for content in (EICAR, b"fine")
    )
    assert actions.scan_late(at=NOW) == 0, "still down"
    request.getfixturevalue("command")
    assert actions.scan_late(at=NOW) == 1
    assert not store.exists(bad.blob_id)
    assert (folder / store.QUARANTINE / bad.blob_id).is_file()
    assert store.exists(good.blob_id)
    assert not Blob.objects.filter(scanned_at=None).exists()
    with pytest.raises(Refused) as refused:
        actions.claim(upload=bad, uploader_id=1, at=NOW)
    assert refused.value.reason is Reason.INFECTED


@pytest.mark.django_db
def test_without_a_scanner_nothing_is_scanned(settings):
    settings.SCANNER = ""
    assert not scanning.wanted()
    assert not intake.take_in(text(EICAR)).scanned
    assert actions.scan_late(at=NOW) == 0
