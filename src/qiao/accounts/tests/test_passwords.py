"""Changing and resetting passwords; mails in the language of whoever gets them."""

import re

import pytest
from django.test import Client

from qiao.accounts import actions, links, post
from qiao.accounts.models import Account
from qiao.accounts.tests.conftest import NOW, PASSWORD, sign_in
from qiao.ledger.models import Event

RESET = "/account/password/reset/"
NEW = "seven swallows over water"


def mails(outbox):
    post.flush()
    return list(outbox)


@pytest.mark.parametrize("address", ["mei@example.org", "nobody@example.org"])
def test_the_answer_does_not_tell_whether_the_address_is_known(mei, address):
    answer = Client().post(RESET, {"email": address})
    assert (answer.status_code, answer["Location"]) == (302, "/account/password/reset/sent/")
    page = Client().get(answer["Location"], HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "If the address belongs to a login" in page
    assert address not in page


def test_only_people_who_can_sign_in_get_a_mail(mei, tao, bai, mailoutbox):
    actions.deactivate(account=tao.account, by=bai, at=NOW)
    for address in ("nobody@example.org", "tao@example.org", "mei@example.org"):
        Client().post(RESET, {"email": address})
    assert [mail.to for mail in mails(mailoutbox)] == [["mei@example.org"]]


@pytest.mark.parametrize(
    ("who", "subject", "words"),
    [
        ("mei", "设置桥的新密码", "您的用户名是 HC-20317"),
        ("tao", "Set a new password for Qiao", "Your user name is HC-30021"),
    ],
)
def test_the_mail_speaks_the_readers_language_whatever_the_browsers(request, mailoutbox, who, subject, words):
    person = request.getfixturevalue(who)
    Client().post(RESET, {"email": person.email}, HTTP_ACCEPT_LANGUAGE="de")
    (mail,) = mails(mailoutbox)
    assert mail.subject == subject
    assert words in mail.body


def test_the_mails_link_ignores_a_forged_host(mei, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://qiao.example.org"
    Client(HTTP_HOST="evil.example").post(RESET, {"email": "mei@example.org"})
    (mail,) = mails(mailoutbox)
    assert "https://qiao.example.org/account/password/reset/" in mail.body
    assert "evil.example" not in mail.body


def test_the_link_sets_a_password_once_and_ends_every_session(mei, browse, mailoutbox):
    elsewhere = browse(mei)
    Client().post(RESET, {"email": "mei@example.org"})
    link = found_link(mails(mailoutbox)[0].body)
    assert set_password(link, NEW).endswith("/done/")
    assert elsewhere.get("/me/").status_code == 302
    assert sign_in(mei, NEW).get("/me/").status_code == 200
    assert Client().get(link, follow=True).context["token_fail"]
    assert Event.objects.about(mei).filter(kind="accounts.password_changed").count() == 2


def test_a_link_of_a_deactivated_login_leads_nowhere_useful(mei, bai):
    link = links.reset_link(mei.account).removeprefix("http://127.0.0.1:8000")
    actions.deactivate(account=mei.account, by=bai, at=NOW)
    set_password(link, NEW)
    assert sign_in(mei, NEW).get("/me/").status_code == 302


@pytest.mark.parametrize("link", ["1-abc/", "zzzz-c0ffee-1234/", "0-0/", "99999999999999999999-a/"])
def test_a_forged_link_gets_a_sentence_and_the_way_on(db, link):
    page = Client().get(f"{RESET}{link}", HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 200
    assert "This link no longer works" in page.content.decode()


def test_a_link_older_than_three_days_does_not_work(mei, settings):
    link = links.reset_link(mei.account).removeprefix("http://127.0.0.1:8000")
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert Client().get(link, follow=True).context["token_fail"]


@pytest.mark.parametrize("weak", ["short", "1234567890123", "password12", "hc-20317xx"])
def test_weak_passwords_are_refused_with_the_reason(mei, weak):
    link = links.reset_link(mei.account).removeprefix("http://127.0.0.1:8000")
    client = Client()
    form = client.get(link)["Location"]
    page = client.post(form, {"password1": weak, "password2": weak})
    assert page.status_code == 200
    assert page.context["form"].errors["password1"]


def test_changing_the_password_keeps_this_device_and_ends_the_others(mei, browse, mailoutbox):
    here, elsewhere = browse(mei), browse(mei)
    answer = here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert answer.status_code == 302
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    (mail,) = mails(mailoutbox)
    assert mail.subject == "您的桥密码已修改"


def test_changing_it_needs_the_current_one(mei, browse):
    page = browse(mei).post(
        "/account/password/change/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    )
    assert page.status_code == 200
    assert page.context["form"].errors["oldpassword"]


def test_signing_out_everywhere_ends_this_session_too(mei, browse):
    here, elsewhere = browse(mei), browse(mei)
    here.post("/account/sign-out-everywhere/")
    assert here.get("/me/").status_code == elsewhere.get("/me/").status_code == 302
    assert Event.objects.about(mei).filter(kind="accounts.signed_out_everywhere").exists()


def test_a_mail_server_that_is_down_does_not_break_the_page(mei, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert Client().post(RESET, {"email": "mei@example.org"}).status_code == 302
    post.flush()
    assert "could not be sent" in caplog.text


def test_resets_are_throttled_by_address(mei, mailoutbox):
    for _ in range(8):
        Client().post(RESET, {"email": "mei@example.org"})
    assert len(mails(mailoutbox)) <= 5


def found_link(body):
    return re.search(r"http://[^/]+(/\S+)", body)[1]


def set_password(link, password):
    client = Client()
    form = client.get(link)["Location"]
    return client.post(form, {"password1": password, "password2": password})["Location"]


def test_a_person_with_no_password_can_set_a_first_one(hire):
    account = actions.create_login(person=hire("HC-7", "吴刚"), username="HC-7", by=None, at=NOW)
    assert not Account.objects.get(pk=account.pk).has_usable_password()
    set_password(links.reset_link(account).removeprefix("http://127.0.0.1:8000"), NEW)
    assert Account.objects.get(pk=account.pk).check_password(NEW)
