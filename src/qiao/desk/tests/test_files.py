"""Files of requests: who may have them, what a form keeps, and that nothing is sent twice."""

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from qiao.accounts.models import Account
from qiao.catalogue.models import ServiceVersion
from qiao.desk import actions
from qiao.desk.models import Attachment, Request
from qiao.files.models import Blob, Upload
from qiao.files.tests.conftest import phone_photo, sound, text
from qiao.ledger.refusals import Refused

NEED = {"title": "漏水", "details": "三号机", "priority": "normal", "whom": "me"}


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def enter(desk):
    """A browser of one's own, for each of the cast."""
    desk.now = timezone.now()

    def as_(person):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client = Client()
        client.force_login(account)
        return client

    return as_


@pytest.fixture
def asked(desk):
    """The service asks for photos and a paper."""
    questions = [
        {"key": "photos", "kind": "photo", "label_zh": "照片", "label_en": "Photos"},
        {"key": "paper", "kind": "file", "label_zh": "单据", "label_en": "Paper"},
        {"key": "line", "kind": "text", "label_zh": "产线", "label_en": "Line", "required": True},
    ]
    ServiceVersion.objects.filter(service=desk.service).update(form_data=questions)


def test_a_file_is_chosen_looked_at_and_taken_back_by_its_owner_only(enter, mei, wu):
    mine, theirs = enter(mei), enter(wu)
    answer = mine.post("/files/", {"file": phone_photo(), "field": "answer-photo", "endings": "jpg,png"})
    assert answer.status_code == 201
    key = answer.json()["key"]
    assert f'name="answer-photo" value="{key}"' in answer.json()["html"]
    assert mine.get(f"/files/{key}/?size=small").status_code == 200
    assert theirs.get(f"/files/{key}/").status_code == 404
    assert theirs.post(f"/files/{key}/remove/").status_code == 404
    assert Client().get(f"/files/{key}/").status_code == 404
    assert mine.post(f"/files/{key}/remove/").status_code == 204
    assert not Upload.objects.exists()


def test_a_file_that_cannot_be_taken_says_why_at_once(enter, mei):
    refused = enter(mei).post("/files/", {"file": text(), "endings": "jpg,png"})
    assert refused.status_code == 422
    assert "note.txt" in refused.json()["problem"]
    assert enter(mei).post("/files/").status_code == 422
    assert Client().post("/files/", {"file": text()}).status_code == 403
    assert not Blob.objects.exists()


def test_the_name_of_a_field_cannot_bring_markup(enter, mei):
    answer = enter(mei).post("/files/", {"file": text(), "field": '"><script>x</script>'})
    assert "<script>" not in answer.json()["html"]


def test_photos_of_a_form_are_there_when_another_field_was_wrong(enter, mei, asked):
    """Without JavaScript: the files come with the form, and stay when it comes back."""
    client = enter(mei)
    files = {"answer-photos": [phone_photo(), phone_photo("b.jpg", size=(90, 40))], "answer-paper": text()}
    page = client.post("/requests/new/repair/", NEED | files)
    assert page.status_code == 422
    keys = list(Upload.objects.order_by("pk").values_list("key", flat=True))
    assert len(keys) == 3
    shown = page.content.decode()
    assert all(f'value="{key}" checked' in shown for key in keys)
    again = {"answer-photos": keys[:2], "answer-paper": keys[2:], "answer-line": "三线"}
    done = client.post("/requests/new/repair/", NEED | again)
    request = Request.objects.get()
    assert done.url == f"/requests/{request.number}/"
    assert list(request.attachments.values_list("field", "name")) == [
        ("photos", "IMG_0001.jpg"),
        ("photos", "b.jpg"),
        ("paper", "note.txt"),
    ]
    assert request.answers["photos"] == ["IMG_0001.jpg", "b.jpg"]


def test_a_form_sent_twice_by_a_hasty_thumb_has_its_photo_once(enter, mei, asked):
    client = enter(mei)
    key = client.post("/files/", {"file": phone_photo()}).json()["key"]
    for _ in range(2):
        client.post("/requests/new/repair/", NEED | {"answer-photos": key, "answer-line": "三线"})
    assert Attachment.objects.count() == Request.objects.count() == 1


def test_nobody_sends_what_somebody_else_chose(enter, mei, he, desk):
    key = enter(mei).post("/files/", {"file": phone_photo()}).json()["key"]
    request = desk.raised(by=he)
    page = enter(he).post(f"/requests/{request.number}/comment/", {"body": "看", "upload": key})
    assert page.status_code == 422
    assert "请重新选择" in page.content.decode()
    assert not Attachment.objects.exists()
    with pytest.raises(Refused):
        actions.attach(request=request, by=he, at=desk.now, upload=Upload.objects.get())


def test_the_served_photo_of_a_phone_tells_no_place(enter, mei, wu, desk):
    request = desk.raised(by=mei)
    enter(mei).post(f"/requests/{request.number}/comment/", {"body": "", "upload": phone_photo()})
    url = f"/requests/{request.number}/files/{request.attachments.get().pk}/"
    for size in ("", "?size=small", "?size=large"):
        served = b"".join(enter(wu).get(url + size).streaming_content)
        assert not [word for word in (b"Exif", b"GPS", b"Phone 9", b"home") if word in served]


def test_only_those_who_see_the_request_have_its_files_and_internal_ones_only_providers(
    enter, desk, mei, he, wu, fang
):
    request = desk.working(by=mei, holder=wu)
    for internal in (False, True):
        actions.attach(request=request, by=wu, at=desk.now, upload=text(), internal=internal)
    open_, inside = (f"/requests/{request.number}/files/{each.pk}/" for each in request.attachments.all())
    answers = {
        person.number: [enter(person).get(url).status_code for url in (open_, inside)]
        for person in (mei, he, wu, fang)
    }
    assert answers == {"mei": [200, 404], "he": [404, 404], "wu": [200, 200], "fang": [404, 404]}
    assert enter(wu).get(open_.replace(request.number, "R-2026-999999")).status_code == 404
    assert Client().get(open_).status_code == 302


def test_a_file_of_one_request_is_not_found_under_another(enter, desk, mei, wu):
    first, second = desk.working(by=mei, holder=wu), desk.working(by=mei, holder=wu)
    attachment = actions.attach(request=first, by=mei, at=desk.now, upload=text())
    assert enter(mei).get(f"/requests/{second.number}/files/{attachment.pk}/").status_code == 404


def test_the_story_shows_photos_as_tiles_and_plays_voice_notes(enter, desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    enter(mei).post(
        f"/requests/{request.number}/comment/", {"body": "听", "upload": [phone_photo(), sound(), text()]}
    )
    page = enter(wu).get(f"/requests/{request.number}/").content.decode()
    photo, voice, paper = request.attachments.all()
    where = f"/requests/{request.number}/files"
    assert f'src="{where}/{photo.pk}/?size=small"' in page
    assert f'<audio controls preload="none" src="{where}/{voice.pk}/"' in page
    assert f'class="q-file" href="{where}/{paper.pk}/"' in page
    assert page.count("添加了文件") == 0, "files that came with words stand with them"


def test_two_people_with_the_same_file_share_its_content_and_nothing_else(desk, mei, wu):
    first, second = desk.working(by=mei, holder=wu), desk.raised(by=wu)
    one = actions.attach(request=first, by=mei, at=desk.now, upload=phone_photo("a.jpg"))
    two = actions.attach(request=second, by=wu, at=desk.now, upload=phone_photo("b.jpg"))
    assert one.blob_id == two.blob_id
    assert (one.name, two.name) == ("a.jpg", "b.jpg")


def test_what_a_photo_is_called_follows_what_it_became(desk, mei):
    held = phone_photo("IMG.JPEG")
    made = actions.attach(request=desk.raised(by=mei), by=mei, at=desk.now, upload=held)
    assert made.name == "IMG.jpg"
    assert Image.open(__import__("qiao.files.store", fromlist=["x"]).path_of(made.blob_id)).format == "JPEG"
