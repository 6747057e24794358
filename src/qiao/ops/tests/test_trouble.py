"""What a person sees when the machine is in trouble: nothing is lost, and what to do."""

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from qiao.ops import trouble
from qiao.urls import handler400, handler404  # noqa: F401
from qiao.urls import urlpatterns as real

SAID = {"error": None}


def _raises(request):
    raise SAID["error"]


def _reads(request):
    return HttpResponse(str(len(request.POST)))


urlpatterns = [path("raises/", _raises), path("reads/", _reads), *real]
handler500 = "qiao.ops.trouble.server_error"


@pytest.fixture
def browse(client, db, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [
        ("database or disk is full", 507, "no space left"),
        ("database is locked", 503, "database is busy"),
        ("connection failed: refused", 503, "database cannot be reached"),
    ],
)
def test_known_trouble_says_that_nothing_was_saved(browse, words, status, text):
    SAID["error"] = OperationalError(words)
    answer = browse.get("/raises/")
    assert answer.status_code == status
    assert text in answer.content.decode()
    assert answer["Retry-After"]


def test_anything_else_is_the_usual_page(browse):
    SAID["error"] = ValueError("ours")
    assert browse.get("/raises/").status_code == 500


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="limits the size of an SQLite database")
def test_a_database_that_may_not_grow_keeps_what_it_has(browse):
    from qiao.ledger.models import Bookmark

    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        with pytest.raises(OperationalError) as full:
            Bookmark.objects.bulk_create(Bookmark(reader=f"{n:060}") for n in range(5000))
        assert trouble.kind(full.value) is trouble.Kind.DISK_FULL
        assert not Bookmark.objects.exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@override_settings(BODY_LIMIT=1000)
def test_a_body_that_is_too_large_is_refused_with_a_page(browse):
    answer = browse.post("/reads/", {"text": "x" * 2000})
    assert answer.status_code == 413
    assert "larger than" in answer.content.decode()
    assert browse.post("/reads/", {"text": "x"}).status_code == 200
