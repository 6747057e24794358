"""An administrator, somebody else, and files to upload."""

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from qiao.accounts.models import Account
from qiao.desk.tests.conftest import admin, desk, mei, zhao  # noqa: F401
from qiao.eventlog.tests.logs import HEADER, PRESS
from qiao.imports import actions, intake, running
from qiao.imports.rules import Job, System


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Uploads of these tests lie in a folder of their own."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return settings.DATA


def log_file(rows=PRESS, name="press.csv", header=HEADER):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return SimpleUploadedFile(name, text.getvalue().encode())


TICKETS = [
    {
        "number": f"{n}",
        "id": n,
        "title": f"Ticket {n}",
        "group": "Facility",
        "state": state,
        "priority": "2 normal",
        "owner": "wu.gang@plant.example",
        "customer": "zhao.min@plant.example",
        "created_at": f"2026-03-0{n}T09:00:00Z",
    }
    for n, state in enumerate(("open", "odd", "open"), 1)
]
SAID = {"id": 7, "ticket_id": 1, "body": "see photo", "created_by": "wu.gang@plant.example"} | {
    "created_at": "2026-03-01T10:00:00Z",
    "attachments": [{"id": 5, "filename": "leak.txt"}],
}


def ticket_file(records=(*TICKETS, SAID)):
    return SimpleUploadedFile("tickets.json", "\n".join(map(json.dumps, records)).encode())


def zipped(**files):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("files.zip", kept.getvalue())


@pytest.fixture
def upload(admin):  # noqa: F811
    def upload(*files, system=System.LOG, title="", archive=None, **options):
        return intake.take_in(
            system=system,
            title=title,
            uploads=files or [log_file()],
            archive=archive,
            options=options,
            by=admin,
            at=timezone.now(),
        )

    return upload


@pytest.fixture
def carry_out(admin):  # noqa: F811
    """Asks for a job and does it as the errand would; returns the import as it is then."""

    def carry_out(made, job=Job.IMPORT, stopping=lambda: False):
        actions.begin(upload=made, job=job, by=admin, at=timezone.now())
        running.work(stopping)
        made.refresh_from_db()
        return made

    return carry_out


@pytest.fixture
def browser():
    def browser(person):
        client = Client()
        client.force_login(Account.objects.create(username=person.number, person=person))
        return client

    return browser
