"""Two heads negotiate and sign an agreement; a request under it shows its targets."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_requests import forgive, raised

pytestmark = pytest.mark.journey


def test_two_heads_negotiate_and_sign_and_a_request_has_its_targets(visit):
    """Guo Peng's department promises Lin Mei's team the repair of fixtures; she wants other words."""
    guo = visit("guo.peng")
    page = guo.go("/agreements/")
    page.get_by_role("link", name="Propose an agreement").first.click()
    page.get_by_label("Who provides").select_option("EQ")
    page.get_by_label("For which unit").select_option(label="WELD-2 Welding team 2")
    page.get_by_role("button", name="On to the terms").click()
    tools = page.locator("details", has_text="Jigs and fixtures")
    if tools.get_attribute("open") is None:
        tools.locator("summary").click()
    tools.get_by_label("covered").check(force=True)
    tools.get_by_label("Answer within (Normal)").fill("20 min")
    tools.get_by_label("Done within (Normal)").fill("3 h")
    page.get_by_label("Duties of the customer").fill("写清夹具号和工位")
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Welding team 2")
    path = page.url.removesuffix("negotiate/")

    lin = visit("lin.mei", size="phone", language="zh")
    phone = lin.go("/")
    phone.locator("section", has_text="服务协议").get_by_role("link", name="设备部服务于焊装二班").click()
    expect(phone.locator("main")).to_contain_text("还没有看过")
    duties = phone.locator("#duties")
    duties.get_by_text("对本条留言").click()
    duties.locator("textarea").fill("夜班没有夹具台账")
    duties.get_by_role("button", name="发送").click()
    expect(phone.locator("#duties")).to_contain_text("夜班没有夹具台账")
    phone.get_by_role("link", name="提出修改").click()
    phone.get_by_label("客户方的责任").fill("白班写清夹具号和工位")
    assert lin.sticks_out() == 0
    phone.get_by_role("button", name="提出", exact=True).click()
    phone.get_by_role("link", name="签署").click()
    phone.get_by_role("button", name="签署").click()
    expect(phone.locator("main")).to_contain_text("勾选后才能签署")
    forgive(lin, 422)
    phone.get_by_label("我已阅读").check()
    phone.get_by_role("button", name="签署").click()

    page.goto(f"{path}negotiate/")
    expect(page.locator("main")).to_contain_text("The other side has proposed other words")
    expect(page.locator("ins").first).to_contain_text("白班写清夹具号和工位")
    assert guo.axe() == []
    page.get_by_role("button", name="We have read it").click()
    expect(page.locator("ins")).to_have_count(0)
    page.get_by_role("link", name="Sign").click()
    page.get_by_label("I have read these words").check()
    page.get_by_role("button", name="Sign").click()
    expect(page.locator("main")).to_contain_text("In force")
    assert guo.axe() == []
    number = path.rstrip("/").rsplit("/", 1)[1]

    yu = visit("he.yu")
    raised(yu, "EQ-TOOL", "3 号夹具压块松动", **{"answer-place": "WB-03"})
    expect(yu.page.locator("main")).to_contain_text(number)
    expect(yu.page.locator("main")).to_contain_text("3 h of working time")
    yu.page.get_by_role("link", name=number).click()
    expect(yu.page.locator("main")).to_contain_text("20 min")
