"""Hasty thumbs, late comers and odd input: nothing is done twice, nothing typed is lost."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qiao.accounts.models import Account
from qiao.desk import actions, reads
from qiao.desk.models import Comment, Request
from qiao.desk.rules import PauseKind

NEED = {"title": "漏水", "details": "三号机", "priority": "normal", "whom": "me"}
RAISE = "/requests/new/repair/"


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


def test_the_same_need_sent_twice_has_one_number(desk, mei, browse):
    first, second = (browse(mei).post(RAISE, NEED).url for _ in range(2))
    assert first == second
    assert Request.objects.count() == 1


@pytest.mark.parametrize("other", [{"title": "又漏水"}, {"whom": "team"}, {"whom": "person", "person": "he"}])
def test_another_need_right_after_is_another_request(desk, mei, browse, other):
    browse(mei).post(RAISE, NEED)
    browse(mei).post(RAISE, NEED | other)
    assert Request.objects.count() == 2


def test_the_same_need_after_a_withdrawal_or_a_minute_is_another_request(desk, mei, browse):
    browse(mei).post(RAISE, NEED)
    actions.withdraw(request=Request.objects.get(), by=mei, at=timezone.now())
    browse(mei).post(RAISE, NEED)
    Request.objects.update(raised_at=timezone.now() - timedelta(minutes=2))
    browse(mei).post(RAISE, NEED)
    assert Request.objects.count() == 3


def test_the_same_words_sent_twice_are_one_comment(desk, mei, wu, browse):
    url = f"/requests/{desk.working(by=mei, holder=wu).number}/comment/"
    for body in ("好了吗", "好了吗", "急"):
        assert browse(mei).post(url, {"body": body}).status_code == 302
    assert list(Comment.objects.values_list("body", flat=True)) == ["好了吗", "急"]


def test_the_address_of_a_comment_alone_leads_to_the_request(desk, mei, browse):
    request = desk.raised(by=mei)
    answer = browse(mei).get(f"/requests/{request.number}/comment/")
    assert answer.url == f"/requests/{request.number}/"


def test_a_mistake_in_a_comment_is_told_in_words_once(desk, mei, browse):
    request = desk.raised(by=mei)
    page = browse(mei).post(f"/requests/{request.number}/comment/", {"body": "长" * 6000})
    told = page.content.decode()
    assert page.status_code == 422
    assert "最多 5000 个字，现在有 6000 个" in told
    assert "* body" not in told
    assert "请先写点什么" not in told


def test_who_comes_too_late_for_a_verb_is_told_why_and_offered_no_button(desk, mei, wu, browse):
    request = desk.working(by=mei, holder=wu)
    seen = request.revision
    actions.deliver(request=request, by=wu, at=desk.now, note="换好了")
    told = browse(wu).post(
        f"/requests/{request.number}/offer/", {"seen": seen, "unit": "automation", "note": "请接着修"}
    )
    page = told.content.decode()
    assert told.status_code == 409
    assert "请接着修" in page
    assert 'aria-disabled="true"' in page
    assert "btn-primary" not in page


def test_a_pause_does_not_end_before_it_begins(desk, mei, wu, browse):
    request = desk.working(by=mei, holder=wu)
    page = browse(wu).post(
        f"/requests/{request.number}/pause/",
        {
            "seen": request.revision,
            "kind": PauseKind.PARTS,
            "counterpart": "密封圈",
            "expected_until": "2020-01-01T08:00",
        },
    )
    assert page.status_code == 422
    assert "这个时间已经过了" in page.content.decode()


def test_the_name_of_a_file_cannot_pose_as_another_kind(desk, mei, browse):
    request = desk.raised(by=mei)
    upload = SimpleUploadedFile("invoice\u202egnp.txt", b"hello", "text/plain")
    browse(mei).post(f"/requests/{request.number}/comment/", {"upload": upload})
    assert request.attachments.get().name == "invoicegnp.txt"


def test_a_withdrawn_request_promises_nothing_any_more(desk, mei, wu, browse):
    request = desk.working(by=mei, holder=wu)
    request = actions.withdraw(request=request, by=mei, at=desk.later(minutes=5))
    assert reads.chain(request).relay(at=desk.now, viewer_id=mei.pk).promise is None
    assert "离承诺还有" not in browse(mei).get(f"/requests/{request.number}/").content.decode()


@pytest.mark.parametrize("name", ["note.svg", "note.html", "note"])
def test_files_that_a_browser_would_run_are_refused(desk, mei, browse, name):
    request = desk.raised(by=mei)
    upload = SimpleUploadedFile(name, io.BytesIO(b"<svg onload=alert(1)>").read())
    assert browse(mei).post(f"/requests/{request.number}/comment/", {"upload": upload}).status_code == 422


def test_what_people_type_is_never_markup(desk, mei, wu, browse):
    evil = "<img src=x onerror=alert(1)>"
    request = desk.working(by=mei, holder=wu, title=evil, details=evil)
    actions.comment(request=request, by=wu, at=desk.now, body=evil)
    for person, path in (
        (mei, f"/requests/{request.number}/"),
        (mei, "/"),
        (mei, "/requests/"),
        (wu, "/board/team1/"),
        (wu, f"/requests/{request.number}/deliver/"),
    ):
        assert evil not in browse(person).get(path).content.decode()
