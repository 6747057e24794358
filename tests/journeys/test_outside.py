"""An administrator looks at what happened, takes it along, and tells another program: in a real browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_pages import IDS, WAYS, linked, wrong

pytestmark = pytest.mark.journey
EVENTS, HOOKS = "/administration/events/", "/administration/webhooks/"


@pytest.mark.parametrize("how", WAYS, ids=IDS)
def test_the_pages_are_for_everybody_who_may_see_them(visit, how):
    jie = visit("sun.jie", **how)
    hook = linked(jie, HOOKS, r"/administration/webhooks/\d+/")
    pages = [EVENTS, f"{EVENTS}?kind=org&who=-", f"{EVENTS}?who=nobody", HOOKS, f"{HOOKS}new/", hook]
    assert [line for path in pages for line in wrong(jie, path)] == []
    mei = visit("lin.mei", **how)
    request = linked(mei, "/requests/?tab=done", r"/requests/R-[\d-]+/")
    assert wrong(mei, f"{request}history/") == []


def test_from_a_filter_to_the_file(visit):
    page = visit("sun.jie").go(EVENTS)
    page.locator("[name='kind']").select_option("request.accepted")
    page.locator(".au-do .btn").first.click()
    expect(page).to_have_url(re.compile("kind=request.accepted"))
    first = page.locator(".au-event").first
    expect(first).to_contain_text("accepted it")
    first.locator("summary").click()
    expect(first.locator("table")).to_contain_text("In progress")
    with page.expect_download() as waiting:
        page.locator("form[action$='/export/'] button").click()
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["kind"] for line in lines} == {"request.accepted"}
    page.goto(page.url.split("?")[0])
    expect(page.locator(".au-event").first).to_contain_text("Events exported")


def test_a_webhook_from_its_secret_to_a_test_that_does_not_arrive(visit):
    page = visit("sun.jie").go(f"{HOOKS}new/")
    page.locator("[name='name']").fill("Display")
    page.locator("[name='url']").fill("https://display.invalid/qiao?key=1")
    page.locator("[name='kinds'][value='request']").check()
    page.locator("main form .btn-primary").click()
    secret = page.locator(".wh-secret")
    expect(secret).to_have_text(re.compile(r"^whsec_[\w+/=]{44}$"))
    page.reload()
    expect(secret).to_have_count(0)
    page.locator("form[action$='/ping/'] button").click()
    expect(page.locator("main")).to_contain_text("the name of the receiver is not known")
    page.go_back()
    page.reload()
    expect(page.locator("main")).to_contain_text("Nothing arrives at the moment")
