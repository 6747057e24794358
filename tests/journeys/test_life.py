"""A request from raising to confirmation, by four people in a real browser; also without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def raised(visitor, title):
    """He Yu asks the equipment department for a repair; returns the page of the new request."""
    page = visitor.go("/requests/new/EQ-REPAIR/")
    page.locator("[name=answer-stopped][value=yes]").check(force=True)
    page.get_by_label(re.compile("Which machine")).first.fill("WR-B07")
    page.locator("[name=title]").fill(title)
    page.locator("[name=priority][value=high]").check(force=True)
    page.get_by_role("button", name="Send request").click()
    expect(page.locator("h1")).to_have_text(title)
    return re.search(r"/requests/R-\d{4}-\d{6}/", page.url).group()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_request_is_raised_handed_over_delivered_and_confirmed(visit, script):
    yu = visit("he.yu", script=script, keeps=script)
    path = raised(yu, "Robot 7 leaks")

    min_ = visit("zhao.min", script=script, keeps=script)
    page = min_.go(path)
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator("main")).to_contain_text("Zhao Min accepted it and answers for it from now on")

    page.get_by_role("link", name="Hand over").click()
    unit = page.locator("[name=unit]")
    unit.select_option("EQ-AUTO") if unit.evaluate("e => e.tagName") == "SELECT" else unit.fill("EQ-AUTO")
    page.locator("[name=note]").fill("The cooling of the robot, yours.")
    page.get_by_role("button", name="Hand over").click()
    expect(page.locator("main")).to_contain_text("Automation group")

    zhiyuan = visit("tao.zhiyuan", script=script, keeps=script)
    page = zhiyuan.go(path)
    expect(page.locator("main")).to_contain_text("The cooling of the robot, yours.")
    page.get_by_role("button", name="Accept hand-off").click()
    page.get_by_role("link", name=re.compile("Deliver")).click()
    page.locator("[name=note]").fill("New hose, tested for an hour.")
    page.get_by_role("button", name="Deliver").click()
    expect(page.locator("main")).to_contain_text("To confirm")

    page = yu.go(path)
    expect(page.locator("main")).to_contain_text("New hose, tested for an hour.")
    page.get_by_role("button", name="It is done: confirm").click()
    expect(page.locator("main")).to_contain_text("Confirmed")


def test_the_second_of_two_people_is_told_what_changed(visit):
    path = raised(visit("he.yu"), "Two hands at once")
    first, second = visit("zhao.min"), visit("zhao.min")
    first.go(path)
    second.go(path)
    first.page.get_by_role("button", name="Accept", exact=True).click()
    expect(first.page.locator("main")).to_contain_text("answers for it from now on")
    second.page.get_by_role("button", name="Accept", exact=True).click()
    expect(second.page.locator("body")).to_contain_text(re.compile("changed|already"))
    second.complaints[:] = [each for each in second.complaints if "409" not in each]


def test_an_outsider_does_not_even_learn_that_it_exists(visit):
    path = raised(visit("he.yu"), "Not for finance")
    an = visit("xu.an")
    answer = an.page.goto(an.url + path)
    assert answer.status == 404
    assert "Not for finance" not in an.page.content()
    an.complaints.clear()
