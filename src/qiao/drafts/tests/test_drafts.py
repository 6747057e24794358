"""What somebody typed is kept for them alone, for a while, and no longer than until it is sent."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from qiao.drafts import actions, reads, rules
from qiao.drafts.models import Draft
from qiao.drafts.rules import Reason
from qiao.ledger.models import Event
from qiao.ledger.refusals import Refused

KEY = "request:R-2026-000001:comment"
WORDS = [["body", "漏点在本体密封", False], ["internal", "on", True]]

pytestmark = pytest.mark.django_db


def keep(person, key=KEY, fields=WORDS, **more):
    actions.keep(person=person, key=key, fields=fields, at=more.pop("at", timezone.now()), **more)


def put(client, fields=WORDS, key=KEY, **more):
    body = json.dumps({"fields": fields, **more})
    return client.put(f"/drafts/{key}/", body, content_type="application/json")


@pytest.mark.parametrize(
    ("key", "fields", "reason"),
    [
        (KEY, WORDS, None),
        (KEY, [], None),
        (KEY, "text", Reason.NOT_A_FORM),
        (KEY, [["body", 5, False]], Reason.NOT_A_FORM),
        (KEY, [["body", "x"]], Reason.NOT_A_FORM),
        (KEY, [["new_password1", "geheim", False]], Reason.NOT_A_FORM),
        (KEY, [["csrfmiddlewaretoken", "x", False]], Reason.NOT_A_FORM),
        ("../x", WORDS, Reason.NOT_A_FORM),
        ("k" * 121, WORDS, Reason.NOT_A_FORM),
        (KEY, [["body", "字" * rules.LARGEST, False]], Reason.TOO_LONG),
    ],
)
def test_what_is_kept_at_all(key, fields, reason):
    assert rules.why_not_keep(key, fields) is reason


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/requests/R-1/", "/requests/R-1/"),
        ("//evil.example/", ""),
        ("/\\evil.example/", ""),
        ("https://evil.example/", ""),
        ("/" + "x" * 200, ""),
        (None, ""),
    ],
)
def test_the_way_back_leads_to_our_own_pages_only(path, page):
    assert rules.own_page(path) == page


def test_it_is_there_again_on_another_device(mei, browse):
    assert put(browse(mei)).status_code == 204
    answer = browse(mei).get(f"/drafts/{KEY}/")
    assert answer.json()["fields"] == WORDS
    assert "data-draft-away" in answer.json()["note"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_nobody_else_reads_it(mei, tao, browse):
    put(browse(mei))
    assert browse(tao).get(f"/drafts/{KEY}/").status_code == 204
    assert browse(tao).delete(f"/drafts/{KEY}/").status_code == 204
    assert reads.kept(mei, KEY).fields == WORDS


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(f"/drafts/{KEY}/").status_code == 302


def test_the_last_one_that_types_wins(mei):
    keep(mei)
    keep(mei, fields=[["body", "neu", False]])
    assert reads.kept(mei, KEY).fields == [["body", "neu", False]]
    assert Draft.objects.count() == 1


def test_dropped_when_the_form_is_as_at_the_beginning(mei, browse):
    put(browse(mei))
    browse(mei).delete(f"/drafts/{KEY}/")
    assert reads.kept(mei, KEY) is None


@pytest.mark.parametrize("body", ["", "[]", "nonsense", '{"fields": 5}', "[" * 9000])
def test_what_is_no_form_is_refused(mei, browse, body):
    answer = browse(mei).put(f"/drafts/{KEY}/", body, content_type="application/json")
    assert answer.status_code == 422
    assert Draft.objects.count() == 0


def test_too_long_is_said_and_the_older_draft_stays(mei, browse):
    put(browse(mei))
    answer = put(browse(mei), fields=[["body", "字" * rules.LARGEST, False]])
    assert answer.status_code == 422
    assert answer.content.decode()
    assert reads.kept(mei, KEY).fields == WORDS


def test_the_oldest_go_when_there_are_too_many(mei):
    now = timezone.now()
    for number in range(rules.MOST + 3):
        keep(mei, key=f"k{number}", at=now + timedelta(minutes=number))
    assert Draft.objects.filter(person=mei).count() == rules.MOST
    assert reads.kept(mei, "k2") is None
    assert reads.kept(mei, "k3") is not None


def test_after_a_month_it_is_gone(mei):
    now = timezone.now()
    keep(mei, at=now - rules.KEPT - timedelta(minutes=1))
    keep(mei, key="young", at=now - timedelta(days=29))
    assert actions.sweep(at=now) == 1
    assert [draft.key for draft in Draft.objects.all()] == ["young"]


def test_the_ledger_knows_nothing_of_it(mei, browse):
    before = Event.objects.count()
    put(browse(mei))
    browse(mei).delete(f"/drafts/{KEY}/")
    assert Event.objects.count() == before


def test_a_password_is_never_kept(mei):
    with pytest.raises(Refused):
        keep(mei, fields=[["password", "geheim", False]])


def test_me_lists_what_was_begun_with_the_way_back_and_throws_away(mei, tao, browse):
    put(browse(mei), page="/requests/R-2026-000001/", title="R-2026-000001 漏水")
    page = browse(mei).get("/me/").content.decode()
    assert 'href="/requests/R-2026-000001/"' in page
    assert "R-2026-000001 漏水" in page
    assert "R-2026-000001" not in browse(tao).get("/me/").content.decode()
    pk = Draft.objects.get().pk
    assert browse(tao).post(f"/drafts/{pk}/away/").status_code == 404
    assert browse(mei).post(f"/drafts/{pk}/away/").status_code == 302
    assert Draft.objects.count() == 0


def test_keeping_a_draft_costs_little(mei, browse, django_assert_max_num_queries):
    client = browse(mei)
    put(client)
    with django_assert_max_num_queries(8):  # session, person, savepoint around a locked read and an update
        put(client, fields=[["body", "weiter", False]])
