"""A leader leaves: what she holds is offered on by itself, her substitute sees it, and nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.test_requests import fill, press, raised, send
from tests.serving import qiao

pytestmark = pytest.mark.journey


def moment(hours: float) -> str:
    return f"{timezone.localtime() + timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}"


def test_a_leader_goes_home_and_her_substitute_carries_on(visit, sample):
    boss = visit("sun.jie")
    page = boss.go("/board/WELD/rule/")
    fill(page, unattended="0", strict="no")
    send(page)
    expect(page.locator("[name='unattended']")).to_have_value("0")

    path = raised(visit("guo.peng"), "WELD-REWORK", "护栏立柱补焊，今天要用", **{"answer-quantity": "2"})
    mei = visit("lin.mei", size="phone", language="zh")
    page = mei.go(path)
    press(page, "accept")

    page = mei.go("/me/")
    page = mei.go(f"/organisation/people/?q={'林梅'}")
    page.get_by_role("link", name="林梅").first.click()
    page.locator("a[href$='/substitute/']").click()
    fill(page, substitute="何雨", since=moment(0), until=moment(72), reason="下班")
    send(page)

    assert qiao("tick", folder=sample.folder).returncode == 0
    expect(mei.go(path).locator("#story")).to_contain_text("林梅不在岗")

    yu = visit("he.yu", size="phone", language="zh")
    page = yu.go("/")
    offer = page.locator("li", has_text="护栏立柱补焊，今天要用").first
    expect(offer).to_contain_text("转交给你")
    offer.locator("form button").click()
    page.wait_for_load_state()
    page = yu.go(path)
    expect(page.locator("a[href$='/deliver/']").first).to_be_visible()
    expect(page.locator("#story")).to_contain_text("何雨")

    assert qiao("tick", folder=sample.folder).returncode == 0
    taken = mei.go(path).locator("#story li", has_text="何雨").filter(has_text="接受")
    expect(taken.first).to_be_visible()  # whatever the hour: after her shift it is offered on once more
