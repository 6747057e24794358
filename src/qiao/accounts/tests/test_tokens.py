"""Personal tokens: made once, shown once, never more than their person, over when they are over."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from qiao.accounts import actions, reads
from qiao.accounts.models import Account, Token, digest
from qiao.accounts.rules import Reason, why_not_make_token, why_not_revoke_token
from qiao.accounts.tests.conftest import PASSWORD
from qiao.ledger.models import Event
from qiao.ledger.refusals import Refused
from qiao.org import actions as org
from qiao.rest import scopes

ME = "/api/v1/me"
KNOWN = ("requests:read", "requests:write")
DAY = timedelta(days=1)


def make(person, *allowed, lasts=30 * DAY, name="报表"):
    at = timezone.now()
    return actions.make_token(
        account=person.account, name=name, scopes=allowed or KNOWN, known=KNOWN, expires_at=at + lasts, at=at
    )


def ask(secret, path=ME, **headers):
    return Client().get(path, headers={"Authorization": f"Bearer {secret}", **headers})


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"name": ""}, Reason.TOKEN_UNNAMED),
        ({"scopes": ()}, Reason.NO_SCOPES),
        ({"scopes": ("everything",)}, Reason.UNKNOWN_SCOPE),
        ({"lasts": timedelta()}, Reason.TOKEN_LASTS_WRONG),
        ({"lasts": 367 * DAY}, Reason.TOKEN_LASTS_WRONG),
        ({"working": 20}, Reason.TOO_MANY_TOKENS),
    ],
)
def test_what_a_token_needs(changed, reason):
    fine = {"name": "报表", "scopes": KNOWN, "known": KNOWN, "working": 19, "lasts": DAY}
    assert why_not_make_token(**{**fine, **changed}) is reason


@pytest.mark.parametrize(
    ("own", "administrator", "revoked", "reason"),
    [
        (True, False, False, None),
        (False, True, False, None),
        (False, False, False, Reason.NOT_YOUR_TOKEN),
        (True, False, True, Reason.TOKEN_REVOKED),
    ],
)
def test_who_may_revoke_it(own, administrator, revoked, reason):
    assert why_not_revoke_token(own=own, is_administrator=administrator, revoked=revoked) is reason


def test_of_the_secret_only_a_hash_is_kept(mei):
    token, secret = make(mei)
    kept = Token.objects.values().get()
    assert secret not in str(kept)
    assert kept["digest"] == digest(secret)
    assert secret.startswith(token.beginning)
    assert len(secret) > 40


def test_making_and_revoking_stand_in_the_ledger_without_the_secret(mei):
    token, secret = make(mei)
    actions.revoke_token(token=token, by=mei, at=timezone.now())
    made, revoked = Event.objects.filter(kind__startswith="accounts.token").order_by("id")
    assert (made.kind, revoked.kind) == ("accounts.token_made", "accounts.token_revoked")
    assert made.data["scopes"] == sorted(KNOWN)
    assert secret not in str(made.data)
    assert len({line.text for line in reads.story(mei.account)}) >= 2


def test_a_token_is_its_person(mei):
    _token, secret = make(mei)
    said = ask(secret).json()
    assert (said["number"], said["unit"]["code"], said["scopes"]) == ("HC-20317", "HC", sorted(KNOWN))
    assert said["token_expires_at"]


def ended_by_revoking(token, person):
    actions.revoke_token(token=token, by=person, at=timezone.now())


def ended_by_time(token, person):
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now())


def ended_by_deactivating(token, person):
    Account.objects.filter(person=person).update(is_active=False)


def ended_by_leaving(token, person):
    org.leave(person=person, on=timezone.localdate(), successor=None, by=None, at=timezone.now())


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (ended_by_revoking, "unknown_token"),
        (ended_by_time, "expired_token"),
        (ended_by_deactivating, "unknown_token"),
        (ended_by_leaving, "unknown_token"),
    ],
)
def test_what_ends_a_token(mei, end, code):
    token, secret = make(mei)
    assert ask(secret).status_code == 200
    end(token, mei)
    answer = ask(secret)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize("said", ["Bearer nonsense", "Bearer ", "Basic bWVpOng=", "qiao_x"])
def test_anything_else_is_no_token(mei, said):
    answer = Client().get(ME, headers={"Authorization": said})
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")


def test_without_anything_one_is_told_what_to_send(db):
    answer = Client().get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "no_token")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_browser_that_is_signed_in_may_read_and_with_the_csrf_token_write(mei):
    client = Client(enforce_csrf_checks=True)
    client.force_login(mei.account)
    assert client.get(ME).json()["scopes"] is None
    path = f"/api/v1/people/{mei.number}/absences"
    refused = client.post(path, "{}", content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "no_csrf_token")
    client.get("/me/")
    token = client.cookies["csrftoken"].value
    tried = client.post(path, "{}", content_type="application/json", headers={"X-CSRFToken": token})
    assert tried.status_code == 422


@pytest.mark.parametrize(
    ("person", "said", "language"),
    [("tao", "", "en"), ("mei", "", "zh-hans"), ("mei", "en-GB,en;q=0.8", "en"), ("tao", "zh-CN", "zh-hans")],
)
def test_texts_come_as_the_program_asks_or_in_the_persons_language(request, person, said, language):
    _token, secret = make(request.getfixturevalue(person), "requests:write")
    headers = {"Accept-Language": said} if said else {}
    answer = ask(secret, "/api/v1/requests", **headers)
    assert (answer.status_code, answer["Content-Language"]) == (403, language)


def test_the_last_use_is_known_to_five_minutes_and_seldom_written(mei, django_assert_num_queries):
    token, secret = make(mei)
    ask(secret)
    first = Token.objects.get(pk=token.pk).last_used_at
    assert timezone.now() - first < timedelta(minutes=1)
    ask(secret)
    assert Token.objects.get(pk=token.pk).last_used_at == first
    Token.objects.update(last_used_at=first - timedelta(minutes=6))
    ask(secret)
    assert Token.objects.get(pk=token.pk).last_used_at >= first


def test_there_are_at_most_twenty(mei):
    for n in range(20):
        make(mei, name=str(n))
    with pytest.raises(Refused) as refused:
        make(mei)
    assert refused.value.reason is Reason.TOO_MANY_TOKENS


# The pages.
NEW = "/account/tokens/new/"
FORM = {"name": "产线看板", "scopes": ["requests:read"], "lasts": "30"}


@pytest.fixture
def known():
    assert get_resolver().url_patterns
    return scopes.known()


@pytest.fixture
def sure(mei, browse, known):
    """Mei's browser after she has typed her password once more."""
    browser = browse(mei)
    browser.post("/account/confirm/", {"password": PASSWORD})
    return browser


def test_one_makes_a_token_and_sees_its_secret_this_once(sure):
    page = sure.post(NEW, FORM)
    token = Token.objects.get()
    assert token.scopes == ["requests:read"]
    secret = re.search(r"qiao_[\w-]{43}", page.content.decode())[0]
    assert "no-store" in page["Cache-Control"]
    assert token.digest == digest(secret)
    assert ask(secret).json()["scopes"] == ["requests:read"]
    assert secret not in sure.get("/account/tokens/").content.decode()


def test_who_has_not_just_signed_in_is_asked_for_the_password_first(mei, browse, known):
    browser = browse(mei)
    assert browser.get(NEW)["Location"].startswith("/account/confirm/")
    browser.post("/account/confirm/", {"password": PASSWORD})
    assert browser.get(NEW).status_code == 200


@pytest.mark.parametrize("missing", ["name", "scopes", "lasts"])
def test_what_is_missing_is_said_and_the_rest_kept(sure, missing):
    page = sure.post(NEW, {**FORM, missing: ""})
    assert page.status_code == 422
    assert not Token.objects.exists()


def test_revoking_is_for_ones_own_only(mei, tao, browse):
    token, secret = make(mei)
    path = f"/account/tokens/{token.pk}/revoke/"
    assert browse(tao).post(path).status_code == 404
    assert ask(secret).status_code == 200
    assert browse(mei).post(path).status_code == 302
    assert ask(secret).status_code == 401


def test_the_page_shows_what_each_may_and_when_it_was_used(mei, browse):
    make(mei, name="产线看板")
    page = browse(mei).get("/account/tokens/").content.decode()
    assert "产线看板" in page
    assert "从未使用" in page


def test_strangers_are_sent_to_sign_in(db):
    assert Client().get("/account/tokens/")["Location"].startswith("/account/sign-in/")


def test_me_leads_there(mei, browse):
    assert 'href="/account/tokens/"' in browse(mei).get("/me/").content.decode()


def test_an_administrator_sees_and_ends_the_tokens_of_somebody(mei, bai, tao, browse):
    token, secret = make(mei, name="产线看板")
    page = f"/account/logins/{mei.account.pk}/"
    path = f"{page}tokens/{token.pk}/revoke/"
    assert "产线看板" in browse(bai).get(page).content.decode()
    assert browse(tao).post(path).status_code == 404
    assert browse(bai).post(path).status_code == 302
    assert ask(secret).status_code == 401
    assert Event.objects.filter(kind="accounts.token_revoked", actor_id=bai.pk).exists()
