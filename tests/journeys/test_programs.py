"""A token made in a browser, used by a program, revoked in the browser; and the documentation."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from qiao.sample.cast import PASSWORD
from tests.browsing import Visitor
from tests.serving import Server

pytestmark = pytest.mark.journey


def status(server: Server, secret: str, path: str) -> int:
    asked = urllib.request.Request(
        f"{server.url}/api/v1{path}", headers={"Authorization": f"Bearer {secret}"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_token_is_made_used_and_revoked(visit: Callable[..., Visitor], sample: Server, size: str) -> None:
    visitor = visit("lin.mei", size=size)
    page = visitor.go("/me/")
    page.locator("main a[href='/account/tokens/']").click()
    page.locator("main a[href='/account/tokens/new/']").first.click()
    page.locator("[name='password']").fill(PASSWORD)
    page.locator("[name='password']").press("Enter")
    page.get_by_label("What it is for").fill(f"Line display {size}")
    page.get_by_label("Read requests that you may see").check()
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_role("heading", name="The token is made")).to_be_visible()
    secret = re.search(r"qiao_[\w-]{43}", page.locator("main").inner_text())[0]  # type: ignore[index]
    assert visitor.axe() == []
    assert visitor.sticks_out() == 0
    assert status(sample, secret, "/requests") == 200
    assert status(sample, secret, "/units") == 403
    page.get_by_role("link", name="I have it").click()
    expect(page.locator("main")).not_to_contain_text(secret)
    assert visitor.axe() == []
    assert visitor.sticks_out() == 0
    page.get_by_role("button", name=f"Revoke “Line display {size}”").click()
    expect(page.locator("main")).not_to_contain_text(f"qiao_{secret[5:9]}")
    assert status(sample, secret, "/requests") == 401


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_documentation_opens_and_lets_itself_be_read(visit: Callable[..., Visitor], size: str) -> None:
    visitor = visit("lin.mei", size=size)
    page = visitor.go("/api/v1/docs")
    raising = page.locator("#desk_raise_request")
    raising.locator("summary").click()
    expect(raising.get_by_text("Personnel number: on behalf of somebody.")).to_be_visible()
    assert visitor.axe() == []
    assert visitor.sticks_out() == 0
