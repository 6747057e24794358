"""The page, and what is suggested while one types."""

from qiao.search import actions


def test_strangers_are_sent_to_sign_in(client, db):
    for path in ("/search/", "/search/suggest/?q=x"):
        assert client.get(path).status_code == 302


def test_the_page_shows_what_is_found(desk, mei, wu, enter):
    request = desk.raised(mei)
    actions.rebuild()
    page = enter(mei).get("/search/", {"q": "漏水"})
    assert page.status_code == 200
    assert f"/requests/{request.number}/" in page.text
    assert f"/organisation/people/{wu.pk}/" in enter_again(enter, mei).get("/search/", {"q": "wg"}).text


def enter_again(enter, person):
    """The same visitor."""
    from django.test import Client

    from qiao.accounts.models import Account

    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def test_an_outsider_reads_that_nothing_was_found(desk, mei, fang, enter):
    request = desk.raised(mei)
    actions.rebuild()
    text = enter(fang).get("/search/suggest/", {"q": "漏水"}).text
    assert request.number not in text
    assert "option" not in text


def test_odd_questions_are_answered(desk, mei, enter):
    client = enter(mei)
    for question in ("\0", "%", "_", "'", '"', "\\", "a" * 5000, "🙂", "\u202e", "(", "AND", "NEAR(a b)"):
        assert client.get("/search/", {"q": question}).status_code == 200, question
    assert client.get("/search/", {"q": "漏水", "below": "x"}).status_code == 200
    assert client.get("/search/", {"q": "漏水", "below": "9" * 30}).status_code == 200


def test_every_page_has_the_box(desk, mei, enter):
    assert "data-find" in enter(mei).get("/requests/").text
