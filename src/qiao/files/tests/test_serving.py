"""Answers with a content: headers, parts, thumbnails."""

import pytest
from django.test import RequestFactory
from django.utils import timezone
from PIL import Image

from qiao.files import actions, intake, serving, store
from qiao.files.tests.conftest import phone_photo, photo, sound, text

pytestmark = pytest.mark.django_db


def blob(upload=None):
    arrived = intake.take_in(upload or sound())
    return actions.keep(arrived, at=timezone.now())


def got(content, size="", name="语音 1.wav", **headers):
    http = RequestFactory().get("/", headers=headers)
    return serving.answer(http, content, name=name, size=size)


def body(answer):
    return b"".join(answer.streaming_content)


def test_every_answer_is_safe():
    answer = got(blob())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Last-Modified" not in answer.headers, "it would tell when somebody first had this content"


def test_names_of_every_script_arrive():
    assert "filename*=utf-8''%E8%AF%AD%E9%9F%B3%201.wav" in got(blob()).headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("upload", "media_type", "shown"),
    [
        (sound, "audio/wav", True),
        (photo, "image/jpeg", True),
        (text, "text/plain", False),
    ],
)
def test_only_photos_and_sound_are_shown_in_the_page(upload, media_type, shown):
    answer = got(blob(upload()))
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")


def test_nothing_that_a_browser_runs_is_ever_shown():
    held = blob(text())
    for media_type in ("image/svg+xml", "text/html", "application/xhtml+xml", "application/pdf"):
        held.media_type = media_type
        assert got(held).headers["Content-Disposition"].startswith("attachment")


def test_what_the_browser_has_is_not_sent_again():
    held = blob()
    assert got(held, **{"If-None-Match": f'"{held.pk}"'}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-99999999", 206, slice(0, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=0-1,4-5", 200, slice(0, None)),
        ("bytes=-", 200, slice(0, None)),
        ("lines=1-2", 200, slice(0, None)),
    ],
)
def test_a_player_may_ask_for_a_part(asked, status, part):
    held = blob()
    content = store.path_of(held.pk).read_bytes()
    answer = got(held, Range=asked)
    assert answer.status_code == status
    if part is not None:
        assert body(answer) == content[part]
        assert int(answer.headers["Content-Length"]) == len(content[part])
    assert ("Content-Range" in answer.headers) is (status != 200)


def test_a_part_of_something_else_by_now_is_the_whole():
    assert got(blob(), Range="bytes=0-3", **{"If-Range": '"other"'}).status_code == 200


def test_a_thumbnail_is_made_once_and_says_nothing_of_the_place():
    held = blob(phone_photo(size=(900, 600)))
    first = body(got(held, "small", "a.jpg"))
    path = store.small_path(held.pk, 320)
    assert max(Image.open(path).size) == 320
    path.write_bytes(b"kept")
    assert body(got(held, "small", "a.jpg")) == b"kept"
    assert b"Exif" not in first


@pytest.mark.parametrize("size", ["small", "huge"])
def test_there_is_no_thumbnail_of_what_is_no_photo_or_of_a_size_nobody_made(size):
    from django.http import Http404

    with pytest.raises(Http404):
        got(blob(text()) if size == "small" else blob(photo()), size)


def test_a_content_that_is_lost_is_not_found():
    from django.http import Http404

    held = blob()
    store.path_of(held.pk).unlink()
    with pytest.raises(Http404):
        got(held)


def test_what_the_scanner_took_away_says_so():
    held = blob()
    held.quarantined_at = timezone.now()
    assert got(held).status_code == 410
