"""What a device may keep, for whom, and what it must forget."""

import pytest
from django.test import Client

from qiao.offline.marks import KEEP, NOBODY, WHO, who

MINE = ["/requests/", "/requests/new/repair/", "/q/p/WR-B3", "/services/", "/services/repair/"]


@pytest.mark.parametrize("path", MINE)
def test_pages_of_a_requester_may_be_kept_for_that_person(desk, machine, mei, enter, path):
    page = enter(mei).get(path)
    assert page[KEEP] == "1"
    assert page[WHO] == who(mei.pk)


@pytest.mark.parametrize(
    "path", ["/", "/me/", "/board/maintenance/", "/organisation/people/", "/inbox/", "/search/"]
)
def test_everything_else_is_not(desk, mei, enter, path):
    page = enter(mei).get(path)
    assert page.status_code in (200, 302, 404)
    assert KEEP not in page.headers


def test_a_request_is_kept_for_its_customer_and_not_for_who_holds_it(desk, mei, tao, enter):
    number = desk.working(mei, tao).number
    client = enter(mei)
    assert client.get(f"/requests/{number}/")[KEEP] == "1"
    client.logout()
    assert KEEP not in enter(tao).get(f"/requests/{number}/").headers


def test_partial_pages_refusals_and_posts_are_not_kept(desk, machine, mei, enter):
    client = enter(mei)
    assert KEEP not in client.get("/requests/", headers={"HX-Request": "true"}).headers
    assert KEEP not in client.post("/requests/new/repair/", {}).headers
    assert KEEP not in client.get("/q/p/NOTHING").headers


def test_two_people_are_told_apart_without_being_known(desk, mei, he):
    assert who(mei.pk) != who(he.pk) != NOBODY
    assert str(mei.pk) != who(mei.pk)


@pytest.mark.parametrize("path", ["/account/sign-out/", "/account/sign-out-everywhere/"])
def test_signing_out_clears_the_device(desk, mei, enter, path):
    gone = enter(mei).post(path)
    assert gone.status_code == 302
    assert gone["Clear-Site-Data"] == '"storage"'


def test_nothing_else_clears_it(desk, mei, enter):
    assert "Clear-Site-Data" not in Client().get("/account/sign-in/").headers
    assert "Clear-Site-Data" not in enter(mei).get("/requests/").headers


def test_a_stranger_is_nobody(db, client):
    assert client.get("/account/sign-in/")[WHO] == NOBODY
    assert client.get("/offline/who/").json()["who"] == NOBODY


def test_who_is_here_and_the_token_to_send_with(desk, mei, enter):
    said = enter(mei).get("/offline/who/")
    assert said.json()["who"] == who(mei.pk)
    assert len(said.json()["token"]) == 64
    assert "no-store" in said["Cache-Control"]


def test_the_pages_that_are_kept_for_everybody_ask_nothing_and_are_nobodys(
    db, client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        page, queue = client.get("/offline/"), client.get("/offline/queue/")
    assert "没有网络" in page.text
    assert "No connection" in page.text
    for each in (page, queue):
        assert "csrf" not in each.text


def test_the_worker_knows_where_everything_is(client, db):
    script = client.get("/sw.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert '"/offline/"' in script.text
    assert "&quot;" not in script.text
