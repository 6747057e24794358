"""Today, Me, and what browsers and proxies ask for."""

import re

import pytest
from django.db import DatabaseError
from django.test import Client

from qiao.accounts import actions
from qiao.accounts.models import Account
from qiao.accounts.tests.conftest import NOW
from qiao.web import context

OWN = ["/", "/me/", "/account/security/", "/account/password/change/", "/account/sign-out/"]
OPEN = [
    "/account/sign-in/",
    "/account/password/reset/",
    "/account/password/reset/sent/",
    "/account/inactive/",
    "/offline/",
]


@pytest.mark.parametrize("path", OWN[:4])
def test_strangers_are_asked_to_sign_in_and_come_back(db, path):
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/sign-in/?next={path}"


@pytest.mark.parametrize("path", OWN)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_own_pages_open_in_both_languages(tao, browse, path, language):
    actions.choose_language(person=tao, language=language, at=NOW)
    page = browse(tao).get(path)
    assert page.status_code == 200
    assert f'<html lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in page.content.decode()


@pytest.mark.parametrize("path", [*OWN, *OPEN])
def test_every_page_keeps_the_strict_policy(mei, browse, path):
    page = (browse(mei) if path in OWN else Client()).get(path)
    assert page.status_code == 200
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    html = page.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    for attributes in re.findall(r"<script([^>]*)>", html):
        assert "src=" in attributes or 'type="application/json"' in attributes, attributes
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"


def test_a_partial_request_of_a_stranger_leaves_the_page_instead_of_nesting_the_sign_in(db):
    answer = Client().get(
        "/me/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/me/?a=1"}
    )
    assert answer["HX-Redirect"] == "/account/sign-in/?next=/me/%3Fa%3D1"


def test_a_forged_current_address_leads_nowhere_else(db):
    answer = Client().get("/me/", headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/x"})
    assert answer["HX-Redirect"] == "/account/sign-in/?next=/"


def test_health_says_whether_the_database_answers(db, client, monkeypatch):
    assert client.get("/health").json() == {"status": "ok"}

    def away(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(type(Account.objects), "order_by", away)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"status": "database"})


def test_search_engines_are_sent_away(client, db):
    answer = client.get("/robots.txt")
    assert answer.content == b"User-agent: *\nDisallow: /\n"
    assert answer["Content-Type"].startswith("text/plain")


def test_a_page_without_the_shell_pays_nothing_for_it(mei, browse, django_assert_num_queries):
    client = browse(mei)
    with django_assert_num_queries(2):
        client.get("/account/inactive/")


def test_the_navigation_has_administration_for_administrators_only(mei, bai, browse):
    def labels(person):
        return [
            item.label for item in browse(person).get("/me/", HTTP_ACCEPT_LANGUAGE="zh-CN").context["nav"]
        ]

    assert "管理" in labels(bai)
    assert "管理" not in labels(mei)


def test_the_phone_has_at_most_five_tabs_and_no_dead_link(bai, browse):
    client = browse(bai)
    nav = client.get("/me/").context["nav"]
    assert 2 <= sum(item.tab for item in nav) <= 5
    for item in nav:
        for each in (item, *item.children):
            assert client.get(each.url, follow=True).status_code == 200, each.url


def test_exactly_one_place_is_current(bai, browse):
    for path in ["/", "/me/", "/account/logins/"]:
        nav = browse(bai).get(path).context["nav"]
        current = [each.url for item in nav for each in (item, *item.children) if each.current]
        assert current == [path]


def test_the_shell_shows_the_organisations_name_in_the_readers_language(tao, browse, settings):
    context._root.cache_clear()
    assert "Welding team 2" in browse(tao).get("/me/").content.decode()
    settings.ORGANISATION = "Huachen"
    assert "Huachen" in browse(tao).get("/me/").content.decode()


def test_the_shell_costs_the_same_few_queries_on_every_page(tao, browse, django_assert_max_num_queries):
    client = browse(tao)
    client.get("/me/")
    with django_assert_max_num_queries(12):
        client.get("/me/")
