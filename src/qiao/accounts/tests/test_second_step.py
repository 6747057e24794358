"""Authenticator app and recovery codes; passkeys are driven in a real browser in tests/journeys."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from qiao.accounts import actions
from qiao.accounts.adapter import MFAAdapter
from qiao.accounts.tests.conftest import NOW, PASSWORD, sign_in
from qiao.ledger.models import Event

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECURITY = "/account/security/"


def code(secret: str = SECRET, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def guarded(mei):
    """Mei with an authenticator app."""
    TOTP.activate(mei.account, SECRET)
    return mei


def confirm(client: Client) -> None:
    client.post("/account/confirm/", {"password": PASSWORD})


def test_the_password_alone_opens_nothing_then_the_code_does(guarded):
    client = Client()
    answer = client.post("/account/sign-in/", {"login": "HC-20317", "password": PASSWORD, "next": "/me/"})
    assert answer["Location"] == f"{SECURITY}authenticate/"
    assert client.get("/me/").status_code == 302
    assert client.post(answer["Location"], {"code": "000000"}).status_code == 200
    assert client.get("/me/").status_code == 302
    assert client.post(answer["Location"], {"code": code()})["Location"] == "/me/"
    assert client.get("/me/").status_code == 200


def test_a_code_is_good_once(guarded):
    once = code()
    sign_in(guarded).post(f"{SECURITY}authenticate/", {"code": once})
    again = sign_in(guarded)
    assert again.post(f"{SECURITY}authenticate/", {"code": once}).status_code == 200
    assert again.get("/me/").status_code == 302


def test_codes_cannot_be_tried_for_ever(guarded):
    client = sign_in(guarded)
    for _ in range(5):
        client.post(f"{SECURITY}authenticate/", {"code": "000000"})
    page = client.post(f"{SECURITY}authenticate/", {"code": code()}, HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 200
    assert client.get("/me/").status_code == 302


def test_setting_the_app_up_asks_for_the_password_and_gives_recovery_codes(
    mei, browse, django_capture_on_commit_callbacks
):
    client = browse(mei)
    assert client.get(f"{SECURITY}totp/activate/")["Location"].startswith("/account/confirm/?next=")
    confirm(client)
    page = client.get(f"{SECURITY}totp/activate/").content.decode()
    secret = re.search(r'id="totp-key">([A-Z2-7]+)<', page)[1]
    assert client.post(f"{SECURITY}totp/activate/", {"code": "123"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{SECURITY}totp/activate/", {"code": code(secret)})
    assert answer["Location"] == f"{SECURITY}recovery-codes/"
    codes = re.findall(r"<code>(\d+)</code>", client.get(f"{SECURITY}recovery-codes/").content.decode())
    assert len(codes) == 10
    assert codes[0] in client.get(f"{SECURITY}recovery-codes/download/").content.decode()
    kinds = list(Event.objects.about(mei).values_list("kind", flat=True))
    assert kinds.count("accounts.factor_added") == 2
    # One of them opens instead of the app's code, once.
    other = sign_in(mei)
    assert other.post(f"{SECURITY}authenticate/", {"code": codes[0]}).status_code == 302
    cache.clear()
    assert sign_in(mei).post(f"{SECURITY}authenticate/", {"code": codes[0]}).status_code == 200


def test_the_secret_is_not_readable_in_the_database(guarded):
    kept = Authenticator.objects.get(user=guarded.account).data["secret"]
    assert SECRET not in kept
    assert MFAAdapter().decrypt(kept) == SECRET


def test_after_another_secret_key_no_code_fits_not_even_that_of_an_empty_secret(guarded, settings):
    settings.SECRET_KEY = "another key, as after a lost data folder"
    totp = Authenticator.objects.get(user=guarded.account).wrap()
    assert not totp.validate_code(code())
    assert not totp.validate_code(code(secret=""))


def test_the_old_secret_key_still_reads_it_while_it_is_listed(guarded, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key, longer than thirty-two characters"
    assert Authenticator.objects.get(user=guarded.account).wrap().validate_code(code())


def test_switching_the_app_off_asks_twice(guarded, browse):
    client = browse(guarded)
    assert client.get(f"{SECURITY}totp/deactivate/")["Location"].startswith("/account/confirm/")
    confirm(client)
    assert client.get(f"{SECURITY}totp/deactivate/").status_code == 200
    client.post(f"{SECURITY}totp/deactivate/")
    assert not Authenticator.objects.filter(user=guarded.account).exists()


def test_the_second_step_can_be_given_up(guarded):
    client = sign_in(guarded)
    client.post("/account/sign-out/", {"next": "/account/sign-in/"})
    assert client.get(f"{SECURITY}authenticate/")["Location"] == "/account/sign-in/"


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "null",
        "[]",
        "{}",
        '"x"',
        '{"response": {"userHandle": "MQ"}}',
        "{",
        '{"id": 1, "rawId": "x", "response": []}',
    ],
)
def test_forged_passkeys_are_turned_away(mei, forged):
    answer = Client().post(f"{SECURITY}webauthn/login/", {"credential": forged})
    assert answer.status_code == 302
    assert answer["Location"] == "/account/sign-in/"


def test_an_administrator_resets_the_second_step_of_somebody_who_lost_the_phone(guarded, bai, browse):
    session = browse(guarded)
    assert actions.reset_mfa(account=guarded.account, by=bai, at=NOW, note="phone lost") == 1
    assert session.get("/me/").status_code == 302
    assert sign_in(guarded).get("/me/").status_code == 200
    event = Event.objects.about(guarded).get(kind="accounts.mfa_reset")
    assert (event.actor_id, event.data) == (bai.pk, {"removed": 1, "note": "phone lost"})


PAGES = ["", "totp/activate/", "webauthn/", "webauthn/add/", "recovery-codes/generate/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_security_opens_in_both_languages(guarded, browse, path, language):
    actions.choose_language(person=guarded, language=language, at=NOW)
    client = browse(guarded)
    client.post(f"{SECURITY}reauthenticate/", {"code": code()})
    confirm(client)
    if path == "totp/activate/":
        Authenticator.objects.all().delete()
    assert client.get(f"{SECURITY}{path}").status_code == 200
