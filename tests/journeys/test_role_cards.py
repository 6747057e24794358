"""A new leader writes a role card step by step, signs it, the other side accepts, and it is printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from qiao.roles import printing
from tests.journeys.test_requests import fill, forgive, send

pytestmark = pytest.mark.journey

POSITION = "夜班带班"
CHINESE = {"size": "phone", "language": "zh"}


def given_a_position(visitor) -> None:
    """The administrator makes a position in Lin Mei's team and gives it to He Yu."""
    page = visitor.go("/organisation/manage/positions/new/")
    fill(page, name_zh=POSITION, name_en="Night lead", code="WELD-2-NIGHT")
    unit = page.locator("main [name='unit'] option", has_text="Welding team 2").first
    page.locator("main [name='unit']").select_option(value=unit.get_attribute("value"))
    send(page)
    page.goto(f"{visitor.url}/organisation/manage/positions/?q=WELD-2-NIGHT")
    page.get_by_role("link", name="Night lead").first.click()
    fill(page, person="何雨")
    page.locator("main form[action$='/give/'] button").click()
    expect(page.locator("main")).to_contain_text("He Yu")


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()
    page.wait_for_load_state()


def test_a_new_leader_writes_signs_and_prints_a_card(visit):
    given_a_position(visit("sun.jie"))

    yu = visit("he.yu", **CHINESE)
    page = yu.go("/role-cards/?which=mine")
    page.locator("main li", has_text=POSITION).get_by_role("link", name="写一张").click()
    press(page, "开始")
    assert yu.axe() == []
    fill(page, purpose_zh="让夜里的班有人管、有人听", value_zh="夜里出事，十分钟内有人拍板")
    send(page)
    fill(page, **{"serve-0-what_zh": "夜班停线有人拍板", "serve-0-standard_zh": "10 分钟内"})
    page.locator("[name='serve-0-unit']").select_option("EQ-1")
    send(page)
    for step in ("need", "duty", "limits", "contact"):
        expect(page).to_have_url(re.compile(f"/worksheet/{step}/"))
        assert yu.sticks_out() == 0
        send(page)
    expect(page.locator(".rc-purpose")).to_contain_text("让夜里的班有人管")
    assert yu.sticks_out() == 0
    path = re.sub(r"\?.*", "", page.url.removeprefix(yu.url))
    press(page, "交给上级")

    an = visit("xu.an")
    answer = an.page.goto(an.url + path)
    assert answer is not None
    assert answer.status == 404
    forgive(an, 404)

    mei = visit("lin.mei", language="zh")
    page = mei.go("/")
    page.get_by_role("link", name=POSITION).first.click()
    expect(page.locator(".rc-card")).to_contain_text("夜班停线有人拍板")
    assert mei.axe() == []
    press(page, "审阅通过并作为上级签字")

    page = yu.go("/")
    page.get_by_role("link", name=POSITION).first.click()
    press(page, "作为持卡人签字")
    expect(page.locator(".rc-signs")).to_contain_text("何雨")
    expect(page.locator(".rc-signs")).to_contain_text("林梅")

    wu = visit("wu.gang", **CHINESE)
    page = wu.go("/role-cards/lines/")
    expect(page.locator("main")).to_contain_text("夜班停线有人拍板")
    assert wu.axe() == []
    send(page)
    expect(page.locator(".q-toast, [role='status']").first).to_contain_text("认可了")
    expect(wu.go(path).locator("#side-serve + ul")).to_contain_text("已认可")

    page = yu.go(f"{path}print/")
    if printing.why_not_print():
        expect(page.locator("[role='alert']")).to_contain_text("libpango")
        return
    links = [str(link.get_attribute("href")) for link in page.locator("a[href*='.pdf']").all()]
    assert len(links) == 4
    for link in links:
        printed = yu.context.request.get(yu.url + link)
        assert printed.status == 200
        assert printed.body().startswith(b"%PDF-")
