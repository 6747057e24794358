"""Requests as people live them: on the phone at the line, two at once, in confidence, while rules change."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from qiao.sample.cast import CAST

pytestmark = pytest.mark.journey

REQUEST = re.compile(r"/requests/R-\d{4}-\d{6}/$")
PHOTO = io.BytesIO()
Image.new("RGB", (8, 8), "teal").save(PHOTO, "PNG")


def fill(page: Page, **words: str) -> None:
    """Types into a form by the names of its fields, whatever kind they are."""
    for name, value in words.items():
        field = page.locator(f"main [name='{name}']").first
        kind = field.evaluate("e => e.tagName + '/' + e.type")
        if kind.endswith("/radio"):
            page.locator(f"main [name='{name}'][value='{value}']").check(force=True)
        elif kind.startswith("SELECT"):
            field.select_option(value)
        else:
            field.fill(value)


def send(page: Page) -> None:
    """Presses the one prominent button of a form."""
    page.locator("main form button.btn-primary").click()


def do(page: Page, verb: str, **words: str) -> None:
    """From the page of a request: opens the form of a verb, fills it in, sends it, is back."""
    page.locator(f"main a[href$='/{verb}/']").click()
    fill(page, **words)
    send(page)
    expect(page).to_have_url(REQUEST)


def press(page: Page, verb: str) -> None:
    """A verb that needs no words: one press, where one stands."""
    page.locator(f"main form[action$='/{verb}/'] button").first.click()
    page.wait_for_load_state()


def raised(visitor, service: str, title: str, **answers: str) -> str:
    """Raises a request; returns its path."""
    page = visitor.go(f"/requests/new/{service}/")
    fill(page, title=title, **answers)
    send(page)
    expect(page).to_have_url(REQUEST)
    return page.url.removeprefix(visitor.url)


def repair(visitor, title: str) -> str:
    return raised(visitor, "EQ-REPAIR", title, **{"answer-stopped": "yes", "answer-machine": "WR-B07"})


def forgive(visitor, status: int) -> None:
    """The browser notes the answers 404 and 409 in its console, as it should; nothing else is forgiven."""
    visitor.complaints[:] = [each for each in visitor.complaints if str(status) not in each]


def test_from_the_line_to_the_confirmation_on_phones_in_chinese(visit):
    on_a_phone = {"size": "phone", "language": "zh"}
    yu, min_, zhiyuan = (visit(name, **on_a_phone) for name in ("he.yu", "zhao.min", "tao.zhiyuan"))

    page = yu.go("/services/EQ-REPAIR/")
    page.locator("main a[href='/requests/new/EQ-REPAIR/']:visible").first.click()
    fill(page, title="七号机器人漏水", **{"answer-stopped": "no", "answer-machine": "WR-B07"})
    expect(page.locator("[name='answer-free_at']")).to_be_visible()
    fill(page, **{"answer-stopped": "yes"})
    expect(page.locator("[name='answer-free_at']")).to_be_hidden()
    page.set_input_files(
        "[name='answer-photo']", {"name": "漏点.png", "mimeType": "image/png", "buffer": PHOTO.getvalue()}
    )
    promise = page.locator(".q-sendbar .q-prom:visible")
    normal = promise.inner_text()
    fill(page, priority="urgent")
    assert promise.inner_text() != normal
    assert yu.sticks_out() == 0
    urgent = promise.inner_text()
    send(page)
    expect(page.locator("h1")).to_have_text("七号机器人漏水")
    assert page.locator(".q-bigp").inner_text()[:5] == urgent[:5]
    expect(page.locator("#story a[aria-label='漏点.png'] img")).to_be_visible()
    path = page.url.removeprefix(yu.url)

    page = min_.go(path)
    press(page, "accept")
    do(page, "offer", unit="EQ-AUTO", note="第六轴漏，归你们")
    expect(page.locator("main")).to_contain_text("赵敏")

    page = zhiyuan.go("/")
    item = page.locator(".q-item", has_text="七号机器人漏水")
    item.locator("form[action$='/take/'] button").click()
    expect(page).to_have_url(REQUEST)
    do(page, "pause", kind="third_party", counterpart="外协修理厂", reason="等密封圈")
    expect(page.locator(".q-clock.big")).to_contain_text("外协修理厂")
    do(page, "resume", note="到了")
    do(page, "deliver", note="换了密封圈，试压半小时不漏")
    expect(page.locator("main .q-hop")).to_have_count(3)

    page = yu.go("/")
    page.locator(".q-item-t", has_text="七号机器人漏水").click()
    expect(page.locator("#story")).to_contain_text("试压半小时不漏")
    press(page, "confirm")
    expect(page.locator(".q-chip").first).to_have_text("已确认")
    assert yu.sticks_out() == 0
    page.goto(yu.url + "/requests/?tab=done")
    expect(page.locator("main")).to_contain_text("七号机器人漏水")
    assert path in page.content()


def test_the_second_of_two_providers_is_told_and_loses_nothing(visit):
    path = repair(visit("he.yu"), "Two providers at once")
    first, second = visit("zhao.min"), visit("zhao.min")
    press(first.go(path), "accept")
    page = second.go(f"{path}deliver/")
    fill(page, note="Sealed it, tested for an hour")
    do(first.go(path), "pause", kind="parts", counterpart="sealing ring")

    send(page)
    expect(page.locator("[role=alert]").first).to_contain_text("Zhao Min paused it")
    expect(page.locator("[name=note]")).to_have_value("Sealed it, tested for an hour")
    expect(page.locator("main .btn[aria-disabled=true]")).to_be_visible()
    forgive(second, 409)

    page = second.go(path)
    do(page, "resume")
    page = second.go(f"{path}deliver/")
    fill(page, note="Sealed it, tested for an hour")
    do(first.go(path), "pause", kind="parts", counterpart="second ring")
    do(first.page, "resume")
    send(page)
    expect(page.locator("[name=note]")).to_have_value("Sealed it, tested for an hour")
    send(page)  # still possible, and now the second has read what happened
    expect(page).to_have_url(REQUEST)
    expect(page.locator("#story")).to_contain_text("Sealed it, tested for an hour")
    forgive(second, 409)


def test_a_confidential_request_exists_for_nobody_else(visit):
    title = "Two night shifts are missing on my payslip"
    yu = visit("he.yu")
    path = raised(yu, "HR-PAY", title, **{"answer-day": "2026-11-02"})
    expect(yu.go("/requests/").locator("main")).to_contain_text(title)
    me = yu.go("/me/").locator("main a[href^='/organisation/people/']").first.get_attribute("href")
    for name in ("xu.an", "lin.mei", "sun.jie"):  # an outsider, her own leader, the administrator
        other = visit(name)
        for address in (path, f"{path}withdraw/", "/board/HR-PAY/", path.replace("R-", "r-")):
            answer = other.page.goto(other.url + address)
            assert answer.status == 404, address
            assert title not in other.page.content()
        for address in ("/", "/requests/", "/requests/?tab=done", "/board/", "/services/HR-PAY/", me):
            assert title not in other.go(address).content(), address
        forgive(other, 404)


def test_an_open_request_keeps_its_promise_while_the_administrator_changes_the_rules(visit):
    yu, jie = visit("he.yu"), visit("sun.jie")
    path = raised(yu, "PROC-SOP", "The work instruction lacks a picture", **{"answer-place": "B-20"})
    promise = yu.page.locator(".q-bigp").inner_text()
    target = yu.page.locator(".q-bigp + p").inner_text()
    offered = promise_of_a_new_one(yu, "PROC-SOP")

    page = jie.go("/services/PROC-SOP/")
    page.locator("form[action$='/draft/'] button").click()
    page.wait_for_load_state()
    page = jie.go("/services/PROC-SOP/draft/terms/")
    fill(page, complete_normal="20 d")
    send(page)
    page = jie.go("/services/PROC-SOP/draft/publish/")
    send(page)
    page.wait_for_load_state()

    page = jie.go("/organisation/manage/calendars/")
    page.get_by_role("link", name="Office hours").click()
    page.locator("main a[href$='/days/']").click()
    day = datetime.now(UTC) + timedelta(days=1)
    for ahead in range(4):  # the next days are off: a promise made now would be later
        fill(page, date=f"{day + timedelta(days=ahead):%Y-%m-%d}", note="Flood")
        send(page)
        expect(page.locator("main table tbody tr")).to_have_count(ahead + 1)

    page = yu.go(path)
    assert page.locator(".q-bigp").inner_text() == promise
    assert page.locator(".q-bigp + p").inner_text() == target
    assert promise_of_a_new_one(yu, "PROC-SOP") != offered


def promise_of_a_new_one(visitor, service: str) -> str:
    """What the form promises to whoever would ask now."""
    return visitor.go(f"/requests/new/{service}/").locator(".q-sendbar .q-prom:visible").inner_text()


def test_what_was_typed_outlives_a_session_that_has_ended(visit):
    yu = visit("he.yu")
    path = repair(yu, "Typed for nothing?")
    page = yu.page
    page.locator("[name=body]").fill("The leak is behind the third axis")
    yu.context.clear_cookies(name="sessionid")
    page.locator("#story button", has_text="Send").click()
    page.wait_for_load_state()
    part = next(part for part in CAST if part.username == "he.yu")
    door = page.locator("form[action*='/sample/enter/'] button")
    door.filter(has_text=re.compile(f"{part.name}|{part.name_en}")).click()
    expect(page).to_have_url(yu.url + path)
    expect(page.locator("[name=body]")).to_have_value("The leak is behind the third axis")
    page.locator("#story button", has_text="Send").click()
    expect(page.locator(".q-story")).to_contain_text("The leak is behind the third axis")
    expect(page.locator("[name=body]")).to_have_value("")


@pytest.mark.parametrize(("size", "language", "theme"), [("phone", "zh", "dark"), ("desktop", "en", "light")])
def test_the_forms_of_the_verbs_are_accessible_and_fit(visit, size, language, theme):
    how = {"size": size, "language": language, "theme": theme}
    path = repair(visit("he.yu", **how), f"Forms looked at, {size}")
    min_ = visit("zhao.min", **how)
    press(min_.go(path), "accept")
    wrong = []
    for verb in ("offer", "pause", "deliver", "decline", "assign"):
        page = min_.go(f"{path}{verb}/")
        wrong += [f"{verb}: {each}" for each in min_.axe()]
        wrong += [f"{verb} is wider than the screen"] if min_.sticks_out() > 0 else []
        assert page.locator("main .btn-primary").count() <= 1
    assert wrong == []
