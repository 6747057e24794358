"""The pages: what they show, what they refuse, and that nothing typed is lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from qiao.accounts.models import Account
from qiao.desk import actions
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind, State, Verb


def png():
    """A picture that is one."""
    held = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(held, "PNG")
    return held.getvalue()


PNG = png()


@pytest.fixture
def browse(desk, client):
    """Browsing as one of the cast."""

    def as_(person):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client.force_login(account)
        return client

    desk.now = timezone.now()
    return as_


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "path", ["/", "/requests/", "/requests/?tab=done", "/board/maintenance/", "/requests/new/repair/"]
)
def test_every_page_opens_in_both_languages(desk, wu, browse, path, language):
    wu.language = language
    wu.save()
    page = browse(wu).get(path)
    assert page.status_code == 200
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in page.content.decode()


def test_raising_from_the_page(desk, mei, browse):
    page = browse(mei).post(
        "/requests/new/repair/", {"title": "漏水", "details": "三号机", "priority": "urgent", "whom": "team"}
    )
    request = Request.objects.get()
    assert page.url == f"/requests/{request.number}/"
    assert (request.requester, request.priority, request.beneficiary_unit) == (mei, "urgent", mei.unit)


def test_a_form_with_a_mistake_keeps_what_was_typed(desk, mei, browse):
    page = browse(mei).post(
        "/requests/new/repair/", {"details": "三号机在漏水", "priority": "normal", "whom": "me"}
    )
    assert page.status_code == 422
    assert "三号机在漏水" in page.content.decode()
    assert not Request.objects.exists()


def test_a_service_that_closes_while_one_writes_says_so_and_keeps_the_text(desk, mei, browse):
    desk.service.active = False
    desk.service.save()
    assert browse(mei).get("/requests/new/repair/").status_code == 404
    page = browse(mei).post(
        "/requests/new/repair/", {"title": "三号机在漏水", "priority": "normal", "whom": "me"}
    )
    assert page.status_code == 422
    assert "三号机在漏水" in page.content.decode()
    assert "没有开放" in page.content.decode()


def test_a_service_that_is_not_for_me_does_not_exist(desk, mei, fang, browse):
    version = desk.service.version
    version.for_everyone = False
    version.save()
    version.audience.add(desk.units["finance"])
    assert browse(mei).get("/requests/new/repair/").status_code == 404
    assert browse(fang).get("/requests/new/repair/").status_code == 200


def test_the_whole_way_through_pages(desk, mei, wu, tao, browse):
    request = desk.raised(by=mei)
    url = f"/requests/{request.number}/"

    def do(person, verb, **words):
        seen = Request.objects.get().revision
        page = browse(person).post(f"{url}{verb}/", {"seen": seen, **words})
        assert page.status_code == 302, page.content.decode()

    do(wu, "accept")
    do(wu, "pause", kind=PauseKind.PARTS, counterpart="密封圈")
    do(wu, "resume")
    do(wu, "offer", unit="automation", note="要拆第六轴")
    do(tao, "refuse", kind="information_missing", note="没有设备号")
    do(wu, "offer", unit="automation", note="WR-B03")
    do(tao, "take")
    do(tao, "deliver", note="换好了")
    do(mei, "reopen", note="还漏")
    do(tao, "deliver", note="再换一次")
    do(mei, "confirm")
    request.refresh_from_db()
    assert (request.state, request.reopened, request.hop_count) == (State.CONFIRMED, 1, 3)
    page = browse(mei).get(url).content.decode()
    assert "没有设备号" in page
    assert "要拆第六轴" in page


# Comments are written on the page itself; approvals are answered on pages of their own.
ELSEWHERE = {Verb.COMMENT, Verb.APPROVE, Verb.DISAPPROVE}


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb not in ELSEWHERE])
def test_the_page_of_a_verb_says_why_not(desk, mei, wu, browse, verb):
    request = desk.delivered(by=mei, holder=wu)
    page = browse(wu).get(f"/requests/{request.number}/{verb}/")
    assert page.status_code == 200
    if verb in {Verb.CONFIRM, Verb.REOPEN}:
        assert "只有提出人或受益人" in page.content.decode()


def test_who_comes_second_is_told_what_changed_and_loses_nothing(desk, mei, wu, zhao, browse):
    request = desk.working(by=mei, holder=wu)
    seen = request.revision
    actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="密封圈")
    page = browse(zhao).post(
        f"/requests/{request.number}/deliver/", {"seen": seen, "note": "我来交付：已换密封圈并试压"}
    )
    told = page.content.decode()
    assert page.status_code == 409
    assert "我来交付：已换密封圈并试压" in told
    assert "密封圈" in told.split("我来交付")[0]
    assert "吴刚" in told


def test_a_comment_and_a_file(desk, mei, wu, browse):
    request = desk.working(by=mei, holder=wu)
    url = f"/requests/{request.number}/"
    upload = SimpleUploadedFile("photo.png", PNG, "image/png")
    assert browse(mei).post(f"{url}comment/", {"body": "看照片", "upload": upload}).status_code == 302
    attachment = request.attachments.get()
    got = browse(wu).get(f"{url}files/{attachment.pk}/")
    assert Image.open(io.BytesIO(b"".join(got.streaming_content))).size == (4, 4)
    assert "sandbox" in got.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("run.exe", b"MZ"),
        ("photo.png", b"<script>alert(1)</script>"),
        ("big.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_a_file_that_may_not_be_attached_is_refused_and_the_comment_kept(desk, mei, browse, name, content):
    request = desk.raised(by=mei)
    page = browse(mei).post(
        f"/requests/{request.number}/comment/",
        {"body": "看这个", "upload": SimpleUploadedFile(name, content)},
    )
    assert page.status_code == 422
    assert "看这个" in page.content.decode()
    assert not request.attachments.exists()


@pytest.mark.parametrize(("person", "first"), [("mei", "确认"), ("wu", "确认")])
def test_the_next_step_is_the_one_prominent_button(desk, mei, wu, browse, person, first):
    request = desk.delivered(by=mei, holder=wu)
    page = browse(desk.people[person]).get(f"/requests/{request.number}/").content.decode()
    assert page.count("btn-primary") == (1 if person == "mei" else 0)
    assert first in page


def test_today_brings_what_needs_an_answer_together(desk, mei, wu, tao, browse):
    offered = desk.working(by=mei, holder=wu, title="要转交的")
    actions.offer(request=offered, by=wu, at=desk.now, unit=desk.units["automation"], note="归你们")
    desk.raised(by=mei, title="还没人接")
    desk.delivered(by=mei, holder=wu, title="请确认的")
    told = browse(tao).get("/").content.decode()
    assert "要转交的" in told
    assert "还没人接" in told
    assert "请确认的" not in told
    assert "请确认的" in browse(mei).get("/").content.decode()
