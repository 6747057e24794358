"""A phone between two signals: what one asked for stays readable, a new request waits and arrives once."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_photo import PHOTO, fill

pytestmark = pytest.mark.journey
FORM = "/requests/new/EQ-REPAIR/"


def ready(visitor):
    """The worker is there and has seen a page of this person."""
    visitor.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visitor.page.reload()
    visitor.page.wait_for_function("navigator.serviceWorker.controller !== null")


def open_once(visitor, *paths):
    """Opens pages, so that the device keeps them."""
    for path in paths:
        visitor.go(path)
        visitor.page.wait_for_function(
            "async path => { for (const name of await caches.keys()) if (name.startsWith('qiao-pages-')"
            " && await (await caches.open(name)).match(path)) return true; return false; }",
            arg=path,
        )


def raise_offline(visitor, title, photo=True):
    page = visitor.page
    visitor.context.set_offline(True)
    page.goto(visitor.url + FORM)
    expect(page.locator("[data-offline-note=connection]")).to_be_visible()
    fill(page, title)
    if photo:
        field = page.locator("[data-files][data-field='answer-photo']")
        field.locator("input[type=file]").set_input_files([PHOTO])
        expect(field.locator(".q-chosen button")).to_be_visible()
    page.locator(".q-sendbar .btn-primary").click()
    page.wait_for_url("**/offline/queue/")
    expect(page.locator("[data-queue-list]")).to_contain_text(title)


def mine(visitor, title):
    """How many of one's own requests have this title."""
    visitor.go(f"/requests/?q={title}")
    return (
        visitor.page.locator(".q-list a").filter(has_text=title).count()
        or visitor.page.locator("main a").filter(has_text=title).count()
    )


def test_a_phone_raises_a_request_without_a_signal_and_it_arrives_once(visit):
    he = visit("he.yu", size="phone", language="zh", keeps=True)
    page = he.page
    ready(he)
    open_once(he, FORM)
    raise_offline(he, "离线提交：夹具松动")
    assert he.axe() == []
    assert he.sticks_out() == 0
    he.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    link = page.locator("[data-open-request]").first
    expect(link).to_be_visible()
    number = re.search(r"R-[\d-]+", link.get_attribute("href"))[0]
    for _ in range(3):
        page.reload()
        page.evaluate("dispatchEvent(new Event('online'))")
    he.go(f"/requests/{number}/")
    expect(page.locator("h1")).to_contain_text("离线提交：夹具松动")
    expect(page.locator("#story a[data-lightbox] img").first).to_be_visible()
    assert mine(he, "离线提交：夹具松动") == 1
    he.complaints.clear()  # the browser complains, rightly, that it was offline


def test_an_answer_that_never_came_back_is_asked_for_again_and_is_the_same(visit):
    """The server took it in, the phone never heard of it: the case in which others send twice."""
    he = visit("he.yu", size="phone", language="zh", keeps=True)
    page, title = he.page, "答复丢失：气管漏气"
    ready(he)
    open_once(he, FORM)
    page.goto(he.url + FORM)
    fill(page, title)
    sent = page.evaluate(
        """async () => {
          const form = document.querySelector("[name=once]").form, body = new FormData(form);
          const answer = await fetch(form.action || location.href, { method: "POST", body });
          return answer.url;
        }"""
    )
    he.context.set_offline(True)
    page.locator(".q-sendbar .btn-primary").click()
    page.wait_for_url("**/offline/queue/")
    he.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    link = page.locator("[data-open-request]").first
    expect(link).to_be_visible()
    assert str(link.get_attribute("href")) in sent
    assert mine(he, title) == 1
    he.complaints.clear()


def test_ones_own_requests_stay_readable_and_nobody_elses(visit):
    he = visit("he.yu", size="phone", language="zh", keeps=True)
    page = he.page
    ready(he)
    open_once(he, "/requests/")
    first = page.locator("main a[href^='/requests/R-']").first
    title, address = first.inner_text(), str(first.get_attribute("href")).split("#")[0]
    open_once(he, address)
    he.context.set_offline(True)
    page.goto(he.url + "/requests/")
    expect(page.locator("main")).to_contain_text(title)
    page.goto(he.url + address)
    expect(page.locator("[data-offline-note=connection]")).to_be_visible()
    page.goto(he.url + "/me/")
    expect(page.get_by_role("heading", name="没有网络")).to_be_visible()
    he.context.set_offline(False)
    page.goto(he.url + "/me/")
    page.locator("main form[action='/account/sign-out/'] button").click()
    page.wait_for_url("**/account/sign-in/**")
    assert (
        page.evaluate("caches.keys().then(names => names.filter(n => n.startsWith('qiao-pages-')).length)")
        == 0
    )
    he.complaints.clear()


def test_another_person_never_sees_what_the_first_one_wrote(visit):
    he = visit("he.yu", size="phone", language="zh", keeps=True)
    page = he.page
    ready(he)
    open_once(he, FORM, "/requests/")
    raise_offline(he, "只有何雨能看", photo=False)
    session = [each for each in he.context.cookies() if each["name"] == "sessionid"]
    he.context.clear_cookies(name="sessionid")  # it ran out
    he.context.set_offline(False)
    page.goto(he.url + "/offline/queue/")
    expect(page.locator("[data-queue-others]")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("只有何雨能看")
    he.enter_as("xu.an")
    page.goto(he.url + "/offline/queue/")
    expect(page.locator("[data-queue-others]")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("只有何雨能看")
    assert mine(he, "只有何雨能看") == 0
    he.context.set_offline(True)
    page.goto(he.url + FORM)
    expect(page.get_by_role("heading", name="没有网络")).to_be_visible()
    he.context.set_offline(False)
    he.context.add_cookies(session)
    page.goto(he.url + "/offline/queue/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-open-request]").first).to_be_visible()
    assert mine(he, "只有何雨能看") == 1
    he.complaints.clear()


def test_what_the_server_refuses_comes_back_with_the_words_kept(visit):
    he = visit("he.yu", size="phone", language="zh", keeps=True)
    page = he.page
    ready(he)
    open_once(he, FORM)
    he.context.set_offline(True)
    page.goto(he.url + FORM)
    fill(page, "漏了一个答案")
    page.locator("[name='answer-machine']").evaluate("each => { each.form.noValidate = true; }")
    page.locator("[name='answer-machine']").fill("没有这台机器")
    page.locator(".q-sendbar .btn-primary").click()
    page.wait_for_url("**/offline/queue/")
    he.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-error] p").first).to_be_visible()
    page.locator("[data-edit]").click()
    page.wait_for_load_state()
    expect(page.locator("[name='title']")).to_have_value("漏了一个答案")
    page.locator("[name='answer-machine']").fill("WR-B03")
    page.locator(".q-sendbar .btn-primary").click()
    page.wait_for_url("**/requests/R-*/")
    page.goto(he.url + "/offline/queue/")
    expect(page.locator("[data-queue-empty]")).to_be_visible()
    assert mine(he, "漏了一个答案") == 1
    he.complaints.clear()


def test_signing_out_asks_before_it_deletes_what_was_not_sent(visit):
    he = visit("he.yu", size="phone", language="zh", keeps=True)
    page = he.page
    ready(he)
    open_once(he, FORM)
    raise_offline(he, "退出前未发送", photo=False)
    page.goto(he.url + FORM)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.evaluate(
        """() => {
          const form = Object.assign(document.createElement("form"), { method: "post" });
          form.action = "/account/sign-out/";
          document.body.append(form);
          form.requestSubmit();
        }"""
    )
    page.wait_for_timeout(500)
    assert asked
    assert page.url.endswith(FORM)
    he.context.set_offline(False)
    he.complaints.clear()
