"""The administration of logins: actions, their reasons, and who sees the pages."""

import pytest

from qiao.accounts import actions, links, post, rules
from qiao.accounts.models import Account
from qiao.accounts.rules import Reason
from qiao.accounts.tests.conftest import NOW, sign_in
from qiao.ledger.models import Event
from qiao.ledger.refusals import Refused
from qiao.org import actions as org
from qiao.org.models import Person

PAGES = [
    "/account/logins/",
    "/account/logins/?show=without",
    "/account/logins/?show=off&q=x",
    "/account/logins/{login}/",
    "/account/logins/{login}/deactivate/",
    "/account/logins/{login}/reset-mfa/",
    "/account/logins/new/{person}/",
]
POSTS = [
    "/account/logins/{login}/link/",
    "/account/logins/{login}/mail/",
    "/account/logins/{login}/reactivate/",
]


def at(path, mei, shi):
    return path.format(login=mei.account.pk, person=shi.pk)


@pytest.mark.parametrize("path", [*PAGES, *POSTS])
def test_strangers_are_asked_to_sign_in(client, mei, shi, path):
    answer = client.get(at(path, mei, shi))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/?next=/account/logins/")


@pytest.mark.parametrize("path", [*PAGES, *POSTS])
def test_for_everybody_else_the_pages_do_not_exist(mei, tao, shi, browse, path):
    client = browse(tao)
    assert client.get(at(path, mei, shi)).status_code == 404
    assert client.post(at(path, mei, shi)).status_code == 404
    assert not Event.objects.filter(actor_id=tao.pk).exists()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_administrator_sees_them(mei, bai, shi, browse, path, language):
    actions.choose_language(person=bai, language=language, at=NOW)
    assert browse(bai).get(at(path, mei, shi)).status_code == 200


@pytest.mark.parametrize("path", POSTS)
def test_what_changes_something_wants_a_post(mei, bai, shi, browse, path):
    assert browse(bai).get(at(path, mei, shi)).status_code == 405


@pytest.mark.parametrize(
    "path", ["/account/logins/999999/", "/account/logins/new/999999/", "/account/logins/999999/link/"]
)
def test_a_forged_number_does_not_exist(bai, browse, path):
    assert browse(bai).post(path).status_code == 404


def test_a_login_is_made_and_its_link_is_shown_once(bai, shi, browse):
    client = browse(bai)
    page = client.post(f"/account/logins/new/{shi.pk}/", {"username": "HC-40004", "how": "link"}, follow=True)
    link = page.context["link"]
    assert link.startswith("http://127.0.0.1:8000/account/password/reset/")
    assert link in page.content.decode()
    login = Account.objects.get(person=shi)
    assert client.get(f"/account/logins/{login.pk}/").context["link"] == ""
    kinds = [event.kind for event in Event.objects.about(shi)]
    assert kinds[-2:] == ["accounts.login_created", "accounts.link_issued"]
    assert link not in str(list(Event.objects.about(shi).values_list("data", flat=True)))


def test_a_login_is_made_and_the_link_goes_by_mail(
    bai, hire, browse, mailoutbox, django_capture_on_commit_callbacks
):
    wu = hire("HC-8", "吴刚", email="wu@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        browse(bai).post(f"/account/logins/new/{wu.pk}/", {"username": "wugang", "how": "mail"})
    post.flush()
    (mail,) = mailoutbox
    assert mail.to == ["wu@example.org"]
    assert "wugang" in mail.body
    assert "/account/password/reset/" in mail.body


def test_a_person_without_an_address_gets_the_link_even_if_the_form_was_forged(bai, shi, browse, mailoutbox):
    page = browse(bai).post(f"/account/logins/new/{shi.pk}/", {"username": "shi", "how": "mail"}, follow=True)
    post.flush()
    assert page.context["link"]
    assert not mailoutbox


def test_nobody_gets_two_logins(bai, mei):
    with pytest.raises(Refused) as refused:
        actions.create_login(person=mei, username="second", by=bai, at=NOW)
    assert refused.value.reason is Reason.HAS_LOGIN


@pytest.mark.parametrize(
    ("username", "reason"),
    [
        ("hc-20317", Reason.USERNAME_TAKEN),
        ("HC-30021", Reason.USERNAME_TAKEN),
        ("mei@example.org", Reason.USERNAME_WRONG),
        ("two words", Reason.USERNAME_WRONG),
        ("", Reason.USERNAME_WRONG),
        ("x" * 81, Reason.USERNAME_WRONG),
        ("shilei", None),
        ("HC-40004", None),
    ],
)
def test_user_names(bai, mei, hire, shi, username, reason):
    hire("HC-30021", "陶志远")
    if reason is None:
        assert actions.create_login(person=shi, username=username, by=bai, at=NOW).username == username
        return
    with pytest.raises(Refused) as refused:
        actions.create_login(person=shi, username=username, by=bai, at=NOW)
    assert refused.value.reason is reason
    assert not Account.objects.filter(person=shi).exists()


def test_the_form_says_why_and_keeps_what_was_typed(bai, mei, shi, browse):
    page = browse(bai).post(f"/account/logins/new/{shi.pk}/", {"username": "hc-20317", "how": "link"})
    assert page.status_code == 200
    assert str(Reason.USERNAME_TAKEN.sentence) in str(page.context["form"].errors)
    assert 'value="hc-20317"' in page.content.decode()


VERBS = {
    "deactivate": lambda account, by: actions.deactivate(account=account, by=by, at=NOW),
    "reactivate": lambda account, by: actions.reactivate(account=account, by=by, at=NOW),
    "issue_link": lambda account, by: actions.issue_link(account=account, by=by, at=NOW),
    "mail_link": lambda account, by: actions.mail_link(account=account, by=by, at=NOW),
    "reset_mfa": lambda account, by: actions.reset_mfa(account=account, by=by, at=NOW),
}
# login of: a colleague, one without an address, one deactivated, one who left, one's own
REASONS = {
    "deactivate": (None, None, Reason.DEACTIVATED, None, Reason.OWN_LOGIN),
    "reactivate": (Reason.ACTIVE, Reason.ACTIVE, None, Reason.PERSON_LEFT, Reason.ACTIVE),
    "issue_link": (None, None, Reason.DEACTIVATED, Reason.PERSON_LEFT, None),
    "mail_link": (None, Reason.NO_ADDRESS, Reason.DEACTIVATED, Reason.PERSON_LEFT, None),
    "reset_mfa": (None, None, Reason.DEACTIVATED, Reason.PERSON_LEFT, Reason.OWN_LOGIN),
}
CASES = ["colleague", "no_address", "deactivated", "left", "own"]


@pytest.fixture
def login_in(mei, bai, hire):
    def login_in(case: str) -> Account:
        if case == "own":
            return bai.account
        if case == "no_address":
            return actions.create_login(person=hire("HC-9", "何雨"), username="heyu", by=None, at=NOW)
        if case == "deactivated":
            actions.deactivate(account=mei.account, by=bai, at=NOW)
        if case == "left":
            org.leave(person=mei, on=NOW.date(), by=None, at=NOW)
        return Account.objects.get(pk=mei.account.pk)

    return login_in


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("verb", VERBS)
def test_when_an_administrator_may_do_what(bai, login_in, verb, case):
    account, reason = login_in(case), REASONS[verb][CASES.index(case)]
    if reason is None:
        VERBS[verb](account, bai)
        return
    with pytest.raises(Refused) as refused:
        VERBS[verb](account, bai)
    assert refused.value.reason is reason


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_else_may_do_any_of_it(mei, tao, verb):
    with pytest.raises(Refused) as refused:
        VERBS[verb](mei.account, tao)
    assert refused.value.reason is Reason.NOT_ADMINISTRATOR


def test_the_page_shows_the_reason_beside_the_disabled_button(bai, browse):
    page = browse(bai).get(f"/account/logins/{bai.account.pk}/").content.decode()
    assert str(Reason.OWN_LOGIN.sentence) in page
    assert page.count('aria-disabled="true"') == 2


def test_a_refused_post_becomes_a_sentence_not_a_traceback(bai, browse):
    answer = browse(bai).post(f"/account/logins/{bai.account.pk}/deactivate/", {"note": ""})
    assert answer.status_code == 403
    assert str(Reason.OWN_LOGIN.sentence) in answer.content.decode()
    assert Account.objects.get(pk=bai.account.pk).is_active


def test_every_reason_has_a_sentence_in_both_languages():
    from django.utils import translation

    for reason in Reason:
        with translation.override("en"):
            english = str(reason.sentence)
        with translation.override("zh-hans"):
            assert str(reason.sentence) != english, reason


def test_the_rules_know_no_database():
    assert rules.why_not_manage(is_administrator=False) is Reason.NOT_ADMINISTRATOR


def test_people_are_found_by_part_of_name_number_or_user_name(bai, mei, shi, browse):
    client = browse(bai)
    for words, show, found in [
        ("林", "with", [mei]),
        ("20317", "with", [mei]),
        ("石", "without", [shi]),
        ("石", "with", []),
        ("%", "with", []),
    ]:
        page = client.get("/account/logins/", {"q": words, "show": show})
        assert [person for person, _ in page.context["rows"]] == found


def test_the_list_costs_the_same_for_one_and_for_many(bai, mei, hire, browse, django_assert_max_num_queries):
    for number in range(20):
        actions.create_login(
            person=hire(f"N-{number}", f"员工{number}"), username=f"n{number}", by=None, at=NOW
        )
    client = browse(bai)
    client.get("/account/logins/")
    with django_assert_max_num_queries(14):
        client.get("/account/logins/")


def test_an_invited_person_signs_in_with_the_password_they_set(bai, shi):
    account = actions.create_login(person=shi, username="HC-40004", by=bai, at=NOW)
    from qiao.accounts.tests.test_passwords import NEW, set_password

    set_password(links.reset_link(account).removeprefix("http://127.0.0.1:8000"), NEW)
    person = Person.objects.select_related("account").get(pk=shi.pk)
    assert sign_in(person, NEW).get("/me/").status_code == 200
