"""A purchase needs two approvals while one approver is away: the substitute decides."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_a_purchase_needs_two_approvals_while_one_approver_is_away(visit):
    """He Yu asks; Lin Mei, the leader, is away and Wu Gang stands in; then Purchasing's head decides."""
    he = visit("he.yu", size="phone", language="zh")
    phone = he.go("/requests/new/PUR-INVEST/")
    expect(phone.locator("main")).to_contain_text("你的领导")
    expect(phone.locator("main")).to_contain_text("林梅")
    expect(phone.locator("main")).to_contain_text("采购部负责人")
    phone.get_by_label("一句话说清需要什么").or_(phone.locator("input[name=title]")).first.fill(
        "焊枪校准仪 1 台"
    )
    phone.get_by_label(re.compile("金额")).fill("8600")
    phone.get_by_role("button", name="发送请求").or_(
        phone.locator("main form button.btn-primary")
    ).first.click()
    expect(phone.locator("h1").first).to_contain_text("焊枪校准仪")
    expect(phone.locator("main")).to_contain_text("待审批")
    assert he.sticks_out() == 0
    assert he.axe() == []
    number = phone.url.rstrip("/").rsplit("/", 1)[1]

    lin = visit("lin.mei")
    page = lin.go("/organisation/people/?q=林梅")
    own = page.locator("a[href*='/organisation/people/']", has_text="Lin Mei").first
    profile = f"{lin.url}{own.get_attribute('href')}"
    page.goto(f"{profile}substitute/")
    page.locator("[name=substitute]").first.fill("吴刚")
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    for name, at in (("since", now), ("until", now + timedelta(hours=2))):
        page.locator(f"[name={name}]").fill(at.strftime("%Y-%m-%d %H:%M"))
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main")).to_contain_text("Wu Gang")

    wu = visit("wu.gang", language="en")
    page = wu.go("/approvals/")
    item = page.locator("li", has_text="焊枪校准仪")
    expect(item).to_contain_text("for Lin Mei")
    assert wu.axe() == []
    item.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).not_to_contain_text("焊枪校准仪")

    page = wu.go(f"/requests/{number}/")
    expect(page.locator("main")).to_contain_text("decided by Wu Gang")
    expect(page.locator("main")).to_contain_text("standing in for Lin Mei")

    phone = he.go(f"/requests/{number}/")
    head = phone.locator(".q-steps > li").nth(1)
    expect(head).to_contain_text("采购部负责人")
    expect(head).to_have_class(re.compile("now"))

    page = lin.page  # she is back earlier than she thought
    page.goto(profile)
    page.locator("form[action*='/substitutes/'] button").first.click()
    expect(page.locator("main")).to_contain_text("The substitute no longer stands in.")
