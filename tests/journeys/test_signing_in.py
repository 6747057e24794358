"""Signing in with a real browser: password, authenticator app, passkeys of a virtual authenticator."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Visitor
from tests.serving import Server, prepared, qiao

pytestmark = pytest.mark.journey
SIGN_IN = re.compile("/account/sign-in/")

PASSWORD = "a bridge of nine arches"
LOCAL = "http://localhost:{port}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated_folder: Path) -> Iterator[Server]:
    """An empty organisation with one administrator, Bai Jie."""
    folder = prepared(tmp_path_factory.mktemp("house") / "data", migrated_folder)
    server = Server(folder)
    done = qiao(
        "createadmin", "--number", "B1", "--name", "白洁", "--link", folder=folder, QIAO_PORT=str(server.port)
    )
    assert done.returncode == 0, done.stderr
    server.start()
    server.first_link = done.stdout.strip()  # type: ignore[attr-defined]
    yield server
    server.stop()


@pytest.fixture(scope="module")
def _password_set(house: Server, window: Browser) -> None:
    """The administrator opens the one-time link that the command printed."""
    visitor = Visitor(window, house.url)
    page = visitor.page
    page.goto(house.first_link)  # type: ignore[attr-defined]
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_role("heading", name="Your password is set")).to_be_visible()
    sign_in(visitor).locator("main button[lang='en']").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    visitor.leave()


@pytest.fixture
def come(window: Browser, house: Server, _password_set: None) -> Iterator[Callable[..., Visitor]]:
    """Visitors of the house, by the name localhost: passkeys are not made for bare addresses."""
    visitors: list[Visitor] = []

    def come(**how: object) -> Visitor:
        visitors.append(Visitor(window, LOCAL.format(port=house.port), keeps=True, **how))  # type: ignore[arg-type]
        return visitors[-1]

    yield come
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.leave()
    assert complaints == []


def sign_in(visitor: Visitor, path: str = "/me/") -> Page:
    page = visitor.page
    page.goto(visitor.url + path)
    page.locator("[name=login]").fill("B1")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").click()
    page.wait_for_load_state()
    return page


def virtual_authenticator(visitor: Visitor) -> str:
    """A device that keeps passkeys and says yes. Returns its number."""
    protocol = visitor.context.new_cdp_session(visitor.page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return str(protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def show_it_is_me(page: Page) -> None:
    if "/account/confirm/" in page.url:
        page.locator("main [name=password]").fill(PASSWORD)
        page.get_by_role("button", name=re.compile("Continue|继续")).click()
        page.wait_for_load_state()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_one_signs_in_with_the_password_and_lands_where_one_wanted_to_go(come, script):
    visitor = come(script=script)
    page = sign_in(visitor, "/me/")
    assert page.url == visitor.url + "/me/"
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(SIGN_IN)  # what was kept on the device is emptied before


def test_the_language_is_one_tap_away_and_remembered_on_the_next_device(come):
    page = sign_in(come(language="en"))
    page.locator("main button[lang='zh-Hans']").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    elsewhere = sign_in(come(language="en"))
    expect(elsewhere.locator("html")).to_have_attribute("lang", "zh-Hans")
    elsewhere.locator("main button[lang='en']").click()
    expect(elsewhere.locator("html")).to_have_attribute("lang", "en")


def test_a_passkey_is_added_signs_in_alone_and_can_be_renamed_and_removed(come):
    visitor = come()
    virtual_authenticator(visitor)
    page = sign_in(visitor, "/account/security/webauthn/add/")
    show_it_is_me(page)
    page.get_by_label("Name").fill("Phone on the line")
    page.get_by_role("button", name="Add this device").click()
    page.wait_for_url("**/recovery-codes/")
    assert len(page.locator("main code").all()) == 10

    page.goto(visitor.url + "/account/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(SIGN_IN)
    page.goto(visitor.url + "/account/sign-in/?next=/account/security/webauthn/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account/security/webauthn/")
    expect(page.get_by_text("Phone on the line")).to_be_visible()
    expect(page.get_by_text("Signs in alone")).to_be_visible()

    page.get_by_role("link", name="Rename").click()
    show_it_is_me(page)
    if "/security/reauthenticate" in page.url or "webauthn/reauthenticate" in page.url:
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url("**/edit/")
    page.locator("main [name=name]").fill("Old phone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Old phone")).to_be_visible()
    page.get_by_role("link", name="Remove it").click()
    page.locator("main").get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("No passkeys yet")).to_be_visible()


def test_somebody_who_changes_their_mind_about_a_passkey_reads_what_happened(come):
    visitor = come()
    page = visitor.page
    protocol = visitor.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": False, "automaticPresenceSimulation": True}},
    )
    page.goto(visitor.url + "/account/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()


def test_where_the_address_has_no_name_no_passkey_is_offered(window, house):
    visitor = Visitor(window, house.url)
    visitor.page.goto(house.url + "/account/sign-in/")
    expect(visitor.page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    visitor.leave()


def test_an_authenticator_app_is_set_up_and_asked_for(come):
    page = sign_in(come(), "/account/security/totp/activate/")
    show_it_is_me(page)
    secret = page.locator("#totp-key").inner_text()
    page.locator("main [name=code]").fill(now_code(secret))
    page.get_by_role("button", name="Switch on").click()
    page.wait_for_url("**/recovery-codes/")

    other = come(size="phone", language="zh")
    second = sign_in(other, "/me/")
    expect(second.get_by_role("heading", name="两步验证")).to_be_visible()
    second.locator("main [name=code]").fill("000000")
    second.locator("main .btn-primary").click()
    expect(second.locator("main .q-err").first).to_be_visible()
    fresh_step(secret)
    second.locator("main [name=code]").fill(now_code(secret))
    second.locator("main .btn-primary").click()
    second.wait_for_url("**/me/")

    page.goto(page.url.split("/account/")[0] + "/account/security/totp/deactivate/")
    page.get_by_role("button", name="Switch off").click()
    page.wait_for_url("**/account/security/")


def now_code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def fresh_step(_secret: str) -> None:
    """A code is good once; the app's first one was used to set it up, perhaps within the same half minute."""
    time.sleep(30 - time.time() % 30 + 0.2)


PAGES = [
    "/account/sign-in/",
    "/account/password/reset/",
    "/account/password/reset/sent/",
    "/account/inactive/",
    "/offline/",
]
OWN = ["/me/", "/account/security/", "/account/password/change/", "/account/logins/", "/account/logins/1/"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_page_of_sign_in_shuts_anybody_out(come, size, theme):
    visitor = come(size=size, theme=theme, language="zh")
    for path in PAGES:
        visitor.go(path)
        assert visitor.axe() == [], path
        assert visitor.sticks_out() <= 0, path
    sign_in(visitor)
    for path in OWN:
        visitor.go(path)
        assert visitor.axe() == [], path
        assert visitor.sticks_out() <= 0, path


def test_without_a_connection_the_offline_page_answers(come):
    visitor = come()
    page = visitor.page
    page.goto(visitor.url + "/account/sign-in/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    visitor.context.set_offline(True)
    page.goto(visitor.url + "/me/")
    expect(page.get_by_role("heading", name="没有网络")).to_be_visible()
    visitor.context.set_offline(False)
    visitor.complaints.clear()  # the browser complains, rightly, that it was offline
