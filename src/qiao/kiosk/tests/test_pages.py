"""What one sees and may do at the tablet, and who looks after it."""

import re

import pytest
from django.utils import timezone

from qiao.accounts.models import Account
from qiao.desk import actions as desk_actions
from qiao.desk.events import Kind as DeskKind
from qiao.desk.models import Request
from qiao.kiosk import actions, cookies, reads
from qiao.kiosk.models import Device, Sitting
from qiao.kiosk.tests.conftest import PIN
from qiao.ledger.models import Event

# Who stands there, where they belong (4), their requests; the team, its shift and its requests.
FIRST_PAGE, HOME = 7, 9
SAID = {"title": "漏水", "details": "", "priority": "normal", "whom": "me", "answer-where": "WR-B3"}


def test_the_first_page_asks_who_and_shows_what_the_team_waits_for(desk, machine, tablet, mei):
    request = desk.raised(mei, answers={"where": machine.pk}, title="林梅的机器漏水")
    page = tablet.get("/kiosk/").content.decode()
    assert request.number in page
    assert "3 号焊接机器人 (WR-B3)" in page
    for private in ("林梅的机器漏水", "林梅", mei.number):
        assert private not in page
    assert 'type="password"' not in page


def test_the_queue_has_nothing_confidential_nothing_of_others_and_nothing_that_is_over(
    desk, machine, tablet, mei, fang, tao
):
    secret = desk.raised(mei, service=desk.secret)
    other = desk.raised(fang)
    over = desk.delivered(mei, tao)
    desk_actions.confirm(request=over, by=mei, at=desk.now)
    page = tablet.get("/kiosk/queue/").content.decode()
    for each in (secret, other, over):
        assert each.number not in page


def test_what_earlier_shifts_asked_for_stands_apart(desk, device, mei):
    early = desk.raised(mei)
    late = desk.raised(mei)
    Request.objects.filter(pk=late.pk).update(raised_at=desk.later(days=1, hours=1))
    queue = reads.queue(device.unit, desk.later(hours=1))
    assert [line.number for line in queue.now] == [late.number]
    assert [line.number for line in queue.before] == [early.number]


def test_a_code_leads_over_the_pin_to_the_form_with_the_place_filled_in(desk, machine, tablet, give, mei):
    there = tablet.get("/kiosk/code/", {"code": "https://qiao.example/q/p/WR-B3"})
    assert there["Location"] == "/q/p/WR-B3"
    asked = tablet.get(there["Location"])
    page = tablet.get(asked["Location"]).content.decode()
    wanted = re.findall(r'name="next" value="([^"]+)"', page)[-1]
    said = tablet.post("/kiosk/identify/", {"badge": give(mei).number, "pin": PIN, "next": wanted})
    assert said["Location"] == "/q/p/WR-B3"
    assert "/requests/new/repair/?place=WR-B3" in tablet.get("/q/p/WR-B3").content.decode()
    assert "WR-B3" in tablet.get("/requests/new/repair/?place=WR-B3").content.decode()


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("WR-B3", "/q/p/WR-B3"),
        ("p/WR-B3", "/q/p/WR-B3"),
        ("http://127.0.0.1:8000/q/s/repair", "/q/s/repair"),
        ("/q/u/maintenance/", "/q/u/maintenance"),
        ("", "/kiosk/"),
        ("//evil.example/x y", "/kiosk/"),
        ("\0", "/kiosk/"),
    ],
)
def test_what_scanners_and_people_type(desk, tablet, typed, leads):
    assert tablet.get("/kiosk/code/", {"code": typed})["Location"] == leads


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/kiosks/", "/requests/R-1/", "/x"]
)
def test_after_the_pin_one_is_led_nowhere_else(desk, stand, mei, wanted):
    tablet = stand(mei, next=wanted)
    assert tablet.get("/kiosk/").status_code == 200
    assert reads._asked_by(desk.units["welding2"]).count() == 0


def test_a_worker_raises_comments_confirms_and_reopens(desk, machine, stand, he, tao):
    tablet = stand(he)
    assert tablet.post("/requests/new/repair/?place=WR-B3", SAID).status_code == 302
    request = Request.objects.get()
    assert (request.requester, request.answers) == (he, {"where": machine.pk})
    tablet.post(f"/requests/{request.number}/comment/", {"body": "还在漏"})
    assert request.comments.get().author == he
    request = desk_actions.accept(request=request, by=tao, at=timezone.now())
    request = desk_actions.deliver(request=request, by=tao, at=timezone.now(), note="好了")
    form = tablet.get(f"/requests/{request.number}/reopen/")
    assert form.status_code == 200
    tablet.post(f"/requests/{request.number}/reopen/", {"note": "没好", "seen": request.revision})
    request.refresh_from_db()
    assert request.state == "working"
    request = desk_actions.deliver(request=request, by=tao, at=timezone.now(), note="现在好了")
    tablet.post(f"/requests/{request.number}/confirm/", {"seen": request.revision})
    request.refresh_from_db()
    assert request.state == "confirmed"


def test_others_requests_do_not_exist_at_a_kiosk_not_even_for_those_who_hold_them(desk, stand, mei, tao):
    request = desk.working(mei, tao)
    tablet = stand(tao)
    assert tablet.get(f"/requests/{request.number}/").status_code == 404
    assert tablet.post(f"/requests/{request.number}/comment/", {"body": "x"}).status_code == 404
    assert tablet.post(f"/requests/{request.number}/deliver/", {"note": "x"}).status_code == 403


def test_a_leader_asks_for_a_member_and_both_see_who_asked(desk, machine, stand, mei, he):
    tablet = stand(mei)
    assert 'value="person"' in tablet.get("/requests/new/repair/?place=WR-B3").content.decode()
    said = {**SAID, "whom": "person", "person": he.number}
    assert tablet.post("/requests/new/repair/?place=WR-B3", said).status_code == 302
    request = Request.objects.get()
    assert (request.requester, request.beneficiary) == (mei, he)
    event = Event.objects.filter(kind=DeskKind.RAISED).get()
    assert (event.actor_id, event.data["on_behalf_of"]) == (mei.pk, he.pk)
    tablet = stand(he, "7394")
    assert request.number in tablet.get("/requests/").content.decode()
    page = tablet.get(f"/requests/{request.number}/").content.decode()
    assert str(mei) in page


def test_an_administrator_at_a_kiosk_is_nobody_special(desk, stand, sun):
    tablet = stand(sun)
    page = tablet.get("/kiosk/").content.decode()
    assert "Administration" not in page
    assert tablet.get("/organisation/admin/").status_code in (403, 404)
    assert tablet.get("/kiosks/").status_code == 403


def test_pages_of_a_kiosk_have_its_head_and_nothing_that_leads_out(desk, machine, stand, mei):
    request = desk.raised(mei, answers={"where": machine.pk})
    tablet = stand(mei)
    for path in ("/kiosk/", "/services/", "/requests/", f"/requests/{request.number}/"):
        said = tablet.get(path)
        page = said.content.decode()
        assert said["Cache-Control"] == "no-store"
        assert 'action="/kiosk/done/"' in page
        for out in (
            "/account/",
            'href="/search/',
            'href="/inbox/',
            'href="/organisation/',
            "/watch/",
            "sw.js",
        ):
            assert out not in page, (path, out)


def test_no_device_may_keep_a_page_of_a_kiosk_and_it_gets_no_worker(desk, machine, stand, mei):
    tablet = stand(mei)
    for path in ("/requests/", "/requests/new/repair/", "/q/p/WR-B3", "/services/", "/services/repair/"):
        page = tablet.get(path)
        assert page.status_code == 200
        assert not {"Qiao-Keep", "Qiao-Who"} & set(page.headers)
        assert "offline.js" not in page.content.decode()
    assert tablet.get("/sw.js").status_code == 403


def test_done_leaves_nothing(desk, stand, mei):
    tablet = stand(mei)
    said = tablet.post("/kiosk/done/")
    assert said["Location"] == "/kiosk/"
    assert "storage" in said["Clear-Site-Data"]
    assert said.cookies[cookies.SITTING].value == ""
    assert tablet.get("/requests/")["Location"].startswith("/kiosk/?next=")
    assert not Sitting.objects.filter(ended_at=None).exists()
    assert mei.name not in tablet.get("/kiosk/").content.decode()


def test_time_that_ran_out_asks_again_and_leads_back(desk, machine, stand, mei):
    tablet = stand(mei)
    Sitting.objects.update(seen_at=desk.now)
    said = tablet.get("/requests/new/repair/?place=WR-B3")
    assert said["Location"] == "/kiosk/?next=%2Frequests%2Fnew%2Frepair%2F%3Fplace%3DWR-B3"
    assert tablet.post("/kiosk/still/").status_code == 302


def test_a_leader_adds_a_kiosk_and_the_tablet_becomes_it(desk, mei, enter, client):
    desktop = enter(mei)
    page = desktop.post(
        "/kiosks/new/", {"name": "休息室", "unit": desk.units["welding2"].pk}
    ).content.decode()
    path = re.search(r'href="(/kiosk/set-up/[^"]+)"', page)[1]
    assert "q-qr" in page
    assert desktop.get("/kiosks/").content.decode().count("休息室") >= 1
    tablet = client.__class__()
    tablet.force_login(Account.objects.create(username="old", person=desk.people["fang"]))
    assert "休息室" in tablet.get(path).content.decode()
    assert Device.objects.get().digest is None  # looking changes nothing
    said = tablet.post(path)
    assert said["Location"] == "/kiosk/"
    assert cookies.DEVICE in said.cookies
    assert said.cookies[cookies.DEVICE]["httponly"]
    assert tablet.get("/kiosk/").status_code == 200
    assert "_auth_user_id" not in tablet.session
    assert client.__class__().get(path).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("mei", 200), ("sun", 200), ("he", 404), ("fang", 404)])
def test_who_may_open_the_pages_of_kiosks(desk, device, mei, he, fang, sun, enter, who, status):
    browser = enter({"mei": mei, "he": he, "fang": fang, "sun": sun}[who])
    for path in ("/kiosks/", "/kiosks/new/", "/kiosks/pins/"):
        assert browser.get(path).status_code == status, path
    for path in (f"/kiosks/{device.pk}/renew/", f"/kiosks/pins/{he.pk}/give/"):
        assert browser.post(path).status_code == status, path


def test_a_leader_of_another_unit_finds_neither_the_kiosk_nor_its_people(desk, device, guo, he, enter):
    browser = enter(guo)
    assert "焊装二线入口" not in browser.get("/kiosks/").content.decode()
    assert browser.post(f"/kiosks/{device.pk}/revoke/").status_code == 404
    assert browser.post(f"/kiosks/pins/{he.pk}/give/").status_code == 404
    assert browser.post("/kiosks/new/", {"name": "x", "unit": device.unit_id}).status_code == 422


def test_ones_own_pin_is_set_on_me_after_proving_again_who_one_is(desk, mei, enter):
    browser, password = enter(mei), "a bridge of nine arches"
    account = Account.objects.get(person=mei)
    account.set_password(password)
    account.save()
    browser.force_login(account)
    assert "/me/pin/" in browser.get("/me/").content.decode()
    assert "/account/confirm/" in browser.get("/me/pin/")["Location"]
    assert browser.post("/me/pin/", {"pin": PIN, "again": PIN})["Location"] == "/me/pin/"
    assert PIN not in str(dict(browser.session))
    browser.post("/account/confirm/?next=/me/pin/", {"password": password})
    assert browser.post("/me/pin/", {"pin": PIN, "again": PIN})["Location"] == "/me/"
    assert reads.pin_of(mei).one_time is False


def test_a_one_time_pin_is_shown_once(desk, mei, he, enter):
    browser = enter(mei)
    page = browser.post(f"/kiosks/pins/{he.pk}/give/").content.decode()
    pin = re.search(r'k-pin num">(\d{6})<', page)[1]
    assert pin not in browser.get("/kiosks/pins/").content.decode()


def test_pages_of_a_kiosk_cost_a_fixed_number_of_queries(
    desk, machine, tablet, give, mei, django_assert_num_queries
):
    for _ in range(3):
        desk.raised(mei, answers={"where": machine.pk})
    tablet.get("/kiosk/")
    with django_assert_num_queries(FIRST_PAGE):
        tablet.get("/kiosk/")
    tablet.post("/kiosk/identify/", {"badge": give(mei).number, "pin": PIN})
    tablet.get("/kiosk/")
    with django_assert_num_queries(HOME):
        tablet.get("/kiosk/")


def test_a_browser_that_is_no_kiosk_pays_nothing_for_it(desk, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/offline/")


def test_the_event_log_tells_of_kiosks_in_words(desk, device, stand, mei, he):
    from qiao.kiosk.chronicle import CHAPTER

    stand(he)
    actions.give_pin(person=he, by=mei, at=desk.now)
    events = list(Event.objects.filter(kind__startswith="kiosk."))
    told = CHAPTER.tell(events, None)
    assert len(told) == len(events) == 5
    assert all(each.what in map(str, CHAPTER.kinds.values()) and each.subject for each in told)
