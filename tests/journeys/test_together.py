"""Two providers on the same request, a name that reaches the inbox, a draft that changes the device."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_requests import REQUEST, press, repair

pytestmark = pytest.mark.journey


def held(visit, title: str) -> tuple[str, Page, Page]:
    """A request that Zhao Min holds, her page, and that of her department's head."""
    path = repair(visit("he.yu"), title)
    first, head = visit("zhao.min"), visit("guo.peng", language="zh")
    page = first.go(path)
    if page.locator("main form[action$='/accept/'] button").count():
        press(page, "accept")
    return path, page, head.go(path)


def look(page: Page) -> None:
    """The next heartbeat, without waiting for it."""
    page.evaluate("htmx.trigger('[data-presence]', 'qiao:look')")


def test_two_providers_see_each_other_and_what_the_other_one_did(visit):
    path, min_, peng = held(visit, "机器人 9 号漏气")
    expect(peng.locator("[data-here]")).to_contain_text("赵敏")
    look(min_)
    expect(min_.locator("[data-here]")).to_contain_text("Guo Peng is looking at this")

    peng.locator("#write").fill("我来联系备件")
    look(min_)
    expect(min_.locator("[data-here]")).to_contain_text("Guo Peng is writing an answer")
    peng.locator("main .q-send").click()
    expect(peng.locator(".q-story")).to_contain_text("我来联系备件")

    look(min_)
    expect(min_.locator("[data-here]")).to_contain_text("New since you opened this page")
    min_.locator("[data-here] a").click()
    expect(min_.locator(".q-story")).to_contain_text("我来联系备件")

    yu = visit("he.yu").go(path)
    look(yu)
    expect(yu.locator(".q-story")).to_contain_text("我来联系备件")
    assert "looking" not in yu.content()


def test_a_name_typed_with_the_keyboard_reaches_the_inbox_and_opening_reads_it(visit):
    path, min_, _peng = held(visit, "机器人 8 号报警")
    min_.locator("#write").click()
    min_.keyboard.type("@Guo")
    expect(min_.locator("#mentions [role='option']").first).to_contain_text("Guo Peng")
    min_.keyboard.press("Enter")
    min_.keyboard.type("please look at the valve")
    expect(min_.locator("#mentions")).to_be_hidden()
    min_.locator("[name='internal']").check()
    expect(min_.locator(".q-inbar")).to_be_visible()
    min_.locator("main .q-send").click()
    expect(min_.locator(".q-story .said.inside").first).to_contain_text("please look at the valve")
    expect(min_.locator(".q-story a.q-mention").first).to_have_text("@Guo Peng")

    inbox = visit("guo.peng").go("/inbox/")
    line = inbox.locator(".q-told.new", has_text="机器人 8 号报警")
    expect(line.filter(has_text="because you were named")).to_have_count(1)
    line.filter(has_text="because you were named").locator("a").click()
    expect(inbox).to_have_url(re.compile(f"{path}#story$"))
    expect(inbox.locator("#since")).to_contain_text("because you were named")
    inbox.goto(inbox.url.split("/requests")[0] + "/inbox/")
    expect(inbox.locator(".q-told.new", has_text="机器人 8 号报警")).to_have_count(0)

    yu = visit("he.yu").go(path)
    assert "please look at the valve" not in yu.content()


def test_what_was_typed_on_the_phone_is_there_at_the_desk_and_gone_once_it_is_sent(visit):
    path, _, _ = held(visit, "机器人 7 号漏油")
    phone = visit("zhao.min", size="phone").go(path)
    with phone.expect_response(lambda answer: "/drafts/" in answer.url and answer.request.method == "PUT"):
        phone.locator("#write").fill("漏点在减速机端盖")
    desk = visit("zhao.min", size="desktop").go(path)
    expect(desk.locator("#write")).to_have_value("漏点在减速机端盖")
    expect(desk.locator(".q-kept")).to_be_visible()
    other = visit("guo.peng").go(path)
    expect(other.locator("#write")).to_have_value("")
    desk.locator("main .q-send").click()
    expect(desk.locator(".q-story")).to_contain_text("漏点在减速机端盖")
    again = visit("zhao.min", size="phone").go(path)
    again.wait_for_load_state("networkidle")
    expect(again.locator("#write")).to_have_value("")


def test_a_draft_of_a_new_request_survives_leaving_and_can_be_thrown_away(visit):
    yu = visit("he.yu")
    page = yu.go("/requests/new/LOG-STORE/")
    page.locator("[name='title']").fill("密封圈 4 只")
    page.locator("[name='priority'][value='high']").check(force=True)
    page.goto(yu.url + "/me/")  # leaving keeps it, and nobody asks whether to stay
    page.reload()  # the next page may be drawn before it has arrived
    expect(page.locator("main")).to_contain_text("Begun and not sent")
    page.locator("main a[href='/requests/new/LOG-STORE/']").click()
    expect(page.locator("[name='title']")).to_have_value("密封圈 4 只")
    expect(page.locator("[name='priority'][value='high']")).to_be_checked()
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.request.method == "DELETE"):
        page.locator("[data-draft-away]").click()
    expect(page.locator("[name='title']")).to_have_value("")


def test_an_answer_from_a_template_in_the_requesters_language(visit):
    page = visit("tao.zhiyuan").go("/")
    page.get_by_text("3 号焊接机器人焊枪冷却水漏水").locator("visible=true").first.click()
    expect(page).to_have_url(REQUEST)
    page.locator("a[data-open='#templates']").click()
    choice = page.locator("#templates a[data-template]").first
    expect(choice).to_be_visible()
    words = choice.locator("[data-words]").inner_text()
    choice.click()
    expect(page.locator("#write")).to_have_value(words)
    page.locator("[name='internal']").uncheck()
    page.locator("main .q-send").click()
    expect(page.locator(".q-story .said").first).to_contain_text(words.splitlines()[0])


def test_watching_without_a_script(visit):
    path = repair(visit("he.yu"), "机器人 6 号异响")
    page = visit("guo.peng", script=False).go(path)
    page.locator("#watchers form button").click()
    expect(page.locator("#watchers")).to_contain_text("Guo Peng")
    do_not = page.locator("#watchers form button")
    do_not.click()
    expect(page.locator("#watchers li")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_pages_are_accessible_and_fit(visit, size, theme):
    visitor = visit("tao.zhiyuan", size=size, theme=theme)
    wrong = {}
    for path in ("/inbox/", "/inbox/settings/", "/answer-templates/", "/answer-templates/new/"):
        visitor.go(path)
        wrong[path] = visitor.axe(), visitor.sticks_out()
    page = visitor.go("/")
    page.get_by_text("3 号焊接机器人焊枪冷却水漏水").locator("visible=true").first.click()
    page.wait_for_load_state("networkidle")  # a draft of the visit before may come back
    page.locator("#write").click()
    page.locator("[name='internal']").check()
    page.locator("#write").focus()
    page.keyboard.type("@")
    expect(page.locator("#mentions")).to_be_visible()
    wrong["request"] = visitor.axe(), visitor.sticks_out()
    assert {path: found for path, found in wrong.items() if found != ([], 0)} == {}
