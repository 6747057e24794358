"""A shared tablet at the line: a worker scans a code, says who they are, asks, and leaves nothing behind."""

import re

import pytest
from playwright.sync_api import expect

from qiao.sample.kiosk import PIN
from tests.browsing import SIZES
from tests.journeys.test_photo import PHOTO

pytestmark = pytest.mark.journey
TABLET = {"width": 1024, "height": 768}


def kiosk(visit, *, name="B 线入口", wide=True, language="zh"):
    """A leader makes a new address for a kiosk; the tablet opens it and becomes the kiosk."""
    mei = visit("lin.mei", language="en")
    page = mei.go("/kiosks/")
    page.get_by_role("button", name=re.compile(f"New address for .*{name}")).click()
    address = page.locator("code").inner_text()
    tablet = visit(language=language, size="desktop" if wide else "phone")
    if wide:
        tablet.page.set_viewport_size(TABLET)
    tablet.go(re.sub(r"https?://[^/]+", "", address))
    tablet.page.locator("main button").click()
    tablet.page.wait_for_url("**/kiosk/")
    return tablet


def badge_of(visitor, name):
    """What stands on the badge; the sample prints it on the first page."""
    row = visitor.page.locator(".q-cast li").filter(has_text=name).inner_text()
    return re.search(r"E\d{4}", row)[0]


def say_who(tablet, name, badge=None):
    """Badge by the reader, PIN by the keypad on the page."""
    page = tablet.page
    field = page.get_by_label(re.compile("工号|Badge number"))
    field.fill(badge or badge_of(tablet, name))
    field.press("Enter")
    for digit in PIN:
        page.locator(f"[data-key='{digit}']").click()
    page.locator("form[data-keys] .btn-primary").click()
    page.wait_for_load_state()


def test_a_worker_scans_a_code_at_a_machine_and_raises_a_request(visit):
    tablet = kiosk(visit)
    page = tablet.page
    assert tablet.axe() == []
    assert tablet.sticks_out() == 0
    badge = badge_of(tablet, "何雨")
    page.locator("[name='code']").fill(f"{tablet.url}/q/p/WR-B03")  # as a scanner types it
    page.locator("[name='code']").press("Enter")
    say_who(tablet, "何雨", badge)
    assert page.url.endswith("/q/p/WR-B03")
    page.locator("a[href*='/requests/new/EQ-REPAIR/']").click()
    page.wait_for_load_state()
    assert tablet.axe() == []
    expect(page.locator("[name='answer-machine']")).to_have_value(re.compile("WR-B03"))
    page.locator("[name='title']").fill("B 线 3 号机器人焊枪漏水，从平板提交")
    page.locator("[name='answer-stopped'][value='no']").check(force=True)
    photo = page.locator("[data-files][data-field='answer-photo']")
    expect(photo.locator("[data-files-camera]")).to_be_visible()
    photo.locator("input[type=file]").set_input_files([PHOTO])
    expect(page.locator(".q-chosen img")).to_have_count(1)
    page.locator(".q-sendbar .btn-primary").click()
    page.wait_for_url("**/requests/R-*/")
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    expect(page.locator("#story a[data-lightbox] img").first).to_be_visible()
    expect(page.locator("#story [data-files-voice]")).to_be_visible()
    page.locator("#story textarea").fill("已挂牌停机")
    page.locator("#story .q-send").click()
    expect(page.locator("#story .said").filter(has_text="已挂牌停机")).to_be_visible()
    assert tablet.axe() == []

    page.locator("[data-done] button").click()
    page.wait_for_url("**/kiosk/")
    expect(page.locator(".k-queue")).to_contain_text(number)
    expect(page.locator("body")).not_to_contain_text("焊枪漏水，从平板提交")
    page.go_back()
    page.wait_for_load_state()
    expect(page.locator("[data-keypad]")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("焊枪漏水，从平板提交")


def test_nothing_but_what_a_requester_may_do(visit):
    tablet = kiosk(visit)
    say_who(tablet, "陶志远")
    for path in ("/board/", "/organisation/", "/me/", "/search/?q=a", "/inbox/", "/api/v1/requests"):
        answer = tablet.page.goto(tablet.url + path)
        assert answer.status in (403, 404), path
    assert tablet.page.request.get(tablet.url + "/requests/").headers["cache-control"] == "no-store"
    tablet.complaints.clear()  # the browser complains, rightly, of the refusals


def test_it_ends_by_itself_after_a_warning(visit):
    tablet = kiosk(visit)
    page = tablet.page
    page.clock.install()
    say_who(tablet, "何雨")
    expect(page.locator("[data-clock]")).to_be_visible()
    page.clock.fast_forward(100_000)
    expect(page.locator("[data-warn]")).to_be_visible()
    page.clock.fast_forward(30_000)
    page.wait_for_url("**/kiosk/")
    expect(page.locator("[data-keypad]")).to_be_visible()
    expect(page.locator("[data-kiosk]")).to_have_count(0)


@pytest.mark.parametrize("theme", ["zh", "en"])
def test_it_fits_a_phone_too(visit, theme):
    tablet = kiosk(visit, wide=False, language=theme)
    assert tablet.page.viewport_size["width"] == SIZES["phone"][0]
    assert tablet.sticks_out() == 0
    say_who(tablet, "何雨" if theme == "zh" else "He Yu")
    for path in ("/kiosk/", "/requests/", "/services/", "/kiosk/pin/"):
        tablet.go(path)
        assert tablet.sticks_out() == 0, path
        assert tablet.axe() == [], path
