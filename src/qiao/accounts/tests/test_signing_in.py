"""Signing in with a password: who gets in, who does not, and what neither must tell."""

import pytest
from django.core.cache import cache
from django.test import Client

from qiao.accounts import actions
from qiao.accounts.models import Account
from qiao.accounts.tests.conftest import NOW, PASSWORD, sign_in
from qiao.org import actions as org

SIGN_IN = "/account/sign-in/"


@pytest.mark.parametrize("name", ["HC-20317", "hc-20317", " HC-20317 ", "mei@example.org", "MEI@example.org"])
def test_number_and_address_both_open_whatever_the_case(mei, name):
    answer = Client().post(SIGN_IN, {"login": name, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "name", ["HC-20317", "mei@example.org", "nobody", "nobody@example.org", "", "x" * 5000]
)
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(mei, name):
    page = Client().post(
        SIGN_IN, {"login": name or "?", "password": "wrong password"}, HTTP_ACCEPT_LANGUAGE="en"
    )
    assert page.status_code == 200
    assert "User name or password is not right." in page.content.decode()


def test_what_was_typed_as_name_is_kept_and_the_password_is_not(mei):
    page = Client().post(SIGN_IN, {"login": "HC-20317", "password": "wrong password"}).content.decode()
    assert 'value="HC-20317"' in page
    assert "wrong password" not in page


def test_after_five_wrong_passwords_even_the_right_one_waits(mei):
    for _ in range(5):
        Client().post(SIGN_IN, {"login": "HC-20317", "password": "wrong password"})
    page = Client().post(SIGN_IN, {"login": "HC-20317", "password": PASSWORD}, HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 200
    assert "Too many tries. Wait five minutes" in page.content.decode()
    cache.clear()
    assert Client().post(SIGN_IN, {"login": "HC-20317", "password": PASSWORD}).status_code == 302


def test_another_spelling_of_the_host_gives_no_further_tries(mei):
    for _ in range(5):
        Client().post(SIGN_IN, {"login": "HC-20317", "password": "wrong password"})
    page = Client(HTTP_HOST="localhost").post(SIGN_IN, {"login": "hc-20317", "password": PASSWORD})
    assert page.status_code == 200


def test_throttling_one_login_leaves_the_others_alone(mei, tao):
    for _ in range(6):
        Client().post(SIGN_IN, {"login": "HC-20317", "password": "wrong password"})
    assert Client().post(SIGN_IN, {"login": "HC-30021", "password": PASSWORD}).status_code == 302


def test_an_address_that_floods_gets_a_page_that_says_so(mei, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        Client().post(SIGN_IN, {"login": "HC-20317", "password": "wrong password"})
    page = Client().post(SIGN_IN, {"login": "HC-20317", "password": PASSWORD}, HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 429
    assert "Wait a minute" in page.content.decode()


def test_signing_in_gives_a_new_session(mei):
    client = Client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    client.post(SIGN_IN, {"login": "HC-20317", "password": PASSWORD})
    assert client.cookies["sessionid"].value not in {"", planted}


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_a_strangers_site(mei, target):
    answer = Client().post(SIGN_IN, {"login": "HC-20317", "password": PASSWORD, "next": target})
    assert answer["Location"] == "/"


def test_signing_in_leads_to_the_page_that_was_wanted(mei):
    client = Client()
    gate = client.get("/me/")
    assert gate["Location"] == "/account/sign-in/?next=/me/"
    page = client.get(gate["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/me/">' in page
    assert (
        client.post(SIGN_IN, {"login": "HC-20317", "password": PASSWORD, "next": "/me/"})["Location"]
        == "/me/"
    )


def test_who_is_signed_in_already_is_led_on(mei, browse):
    assert browse(mei).get(SIGN_IN)["Location"] == "/"


def test_a_deactivated_login_does_not_open_and_open_sessions_end(mei, bai, browse):
    session = browse(mei)
    assert session.get("/me/").status_code == 200
    actions.deactivate(account=mei.account, by=bai, at=NOW)
    assert session.get("/me/").status_code == 302
    assert sign_in(mei).get("/me/").status_code == 302
    actions.reactivate(account=mei.account, by=bai, at=NOW)
    assert session.get("/me/").status_code == 302, "an old session must not come back to life"
    assert sign_in(mei).get("/me/").status_code == 200


def test_the_login_of_somebody_who_left_does_not_open(mei, browse):
    session = browse(mei)
    org.leave(person=mei, on=NOW.date(), by=None, at=NOW)
    assert session.get("/me/").status_code == 302
    assert "_auth_user_id" not in session.session
    answer = Client().post(SIGN_IN, {"login": "HC-20317", "password": PASSWORD})
    assert answer["Location"] == "/account/inactive/"
    assert Client().get("/account/inactive/").status_code == 200


def test_person_and_login_come_with_one_query_beside_the_session(mei, browse, django_assert_num_queries):
    client = browse(mei)
    with django_assert_num_queries(2):
        assert client.get("/robots.txt").status_code == 200


def test_strangers_cost_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        Client().get("/robots.txt")


def test_signing_out_wants_a_post(mei, browse):
    client = browse(mei)
    assert client.get("/account/sign-out/").status_code == 200
    assert client.get("/me/").status_code == 200
    assert client.post("/account/sign-out/")["Location"] == "/account/sign-in/"
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "sign-up/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "login/code/",
        "social/connections/",
        "3rdparty/",
    ],
)
def test_what_makes_no_sense_here_does_not_exist(mei, browse, path):
    assert Client().get(f"/account/{path}").status_code == 404
    assert browse(mei).get(f"/account/{path}").status_code == 404


def test_allauths_own_table_of_addresses_stays_empty(mei):
    from allauth.account.models import EmailAddress

    sign_in(mei)
    Client().post("/account/password/reset/", {"email": "mei@example.org"})
    assert not EmailAddress.objects.exists()


def test_two_logins_never_differ_by_case_only(mei, hire):
    from django.db import IntegrityError

    other = hire("HC-5", "郑凯")
    with pytest.raises(IntegrityError):
        Account.objects.create_user("hc-20317", other)
