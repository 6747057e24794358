"""Base pages, gallery, errors, colours, manifest."""

import json
import logging
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from qiao.ui import errors
from qiao.ui.nav import Account, Item

TEMPLATES = sorted((Path(__file__).resolve().parents[1] / "templates/ui").glob("*.html"))
NAV = (
    Item("今日", "/", "today", 4, current=True, tab=True),
    Item(
        "服务",
        "/services/",
        "serve",
        tab=True,
        children=(Item("目录", "/services/"), Item("我的请求", "/mine/")),
    ),
    Item("管理", "/admin/", "gear"),
)


def shell(**context: object) -> str:
    from django.template import engines

    request = RequestFactory().get("/page/")
    request.COOKIES.update(context.pop("cookies", {}))
    engine = engines["django"].engine
    from django.template import Context

    source = "{% extends 'ui/shell.html' %}{% block title %}T{% endblock %}{% block content %}C{% endblock %}"
    with translation.override(context.pop("language", "zh-hans")):
        return engine.from_string(source).render(Context({"request": request, "csrf_token": "t", **context}))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_compiles(path):
    assert get_template(f"ui/{path.name}")


def test_the_shell_draws_nothing_for_what_is_missing():
    html = shell()
    for absent in ("q-nav", "q-tabbar", "q-fab", "q-account", "q-sample", "q-search", "q-back"):
        assert f'class="{absent}' not in html
    assert '<a class="q-skip" href="#content">' in html
    assert '<main class="q-page ' in html


def test_the_shell_shows_where_one_is_once_per_navigation():
    html = shell(
        nav=NAV, account=Account("林梅", sign_out_url="/out/"), raise_url="/raise/", organisation="一厂"
    )
    assert html.count('aria-current="page"') == 2  # sidebar and tab bar
    tabs = html[html.index("q-tabbar") :]
    assert "服务" in tabs
    assert "管理" not in tabs
    assert 'href="/raise/"' in html
    assert "一厂" in html
    assert 'action="/out/"' in html


def test_on_a_phone_what_is_no_tab_is_in_the_menu_and_children_in_a_row():
    html = shell(
        nav=(
            NAV[0],
            Item("服务", "/services/", "serve", tab=True, children=(Item("我的", "/mine/", current=True),)),
            NAV[2],
        ),
        account=Account("林梅"),
    )
    menus = html.split("q-account")[1:]
    assert sum('href="/admin/"' in menu.split("</details>")[0] for menu in menus) == 1
    subnav = html[html.index("q-subnav") :]
    assert 'href="/mine/" aria-current="page"' in subnav


def test_a_page_with_a_way_back_shows_it_instead_of_the_row():
    html = shell(
        nav=(Item("服务", "/s/", "serve", children=(Item("我的", "/mine/", current=True),)),),
        back_url="/mine/",
    )
    assert 'class="q-ib q-back" href="/mine/"' in html
    assert "q-subnav" not in html


@pytest.mark.parametrize(
    ("language", "code", "other"), [("zh-hans", "zh-Hans", "en"), ("en", "en", "zh-hans")]
)
def test_the_language_is_declared_and_the_other_one_offered(language, code, other):
    html = shell(language=language)
    assert f'<html lang="{code}"' in html
    assert f'name="language" value="{other}"' in html


@pytest.mark.parametrize(
    ("cookie", "attribute"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"'), ("evil", "")]
)
def test_the_colours_come_from_the_cookie_so_nothing_flashes(cookie, attribute):
    html = shell(cookies={"qiao_theme": cookie})
    head = html[: html.index("<head>")]
    assert attribute in head if attribute else "data-theme" not in head


def test_good_news_leaves_by_itself_and_trouble_stays():
    html = shell(messages=[Message(constants.SUCCESS, "存好了 <b>"), Message(constants.ERROR, "没存上")])
    toast = html[html.index("q-toastpos") :]
    assert "存好了 &lt;b&gt;" in toast
    note = html[html.index('class="q-notes"') : html.index("q-toastpos")]
    assert "没存上" in note
    assert 'role="alert"' in note


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_gallery_shows_everything_in_both_languages(client, settings, db, language):
    settings.DEBUG = True
    html = client.get("/gallery/", headers={"accept-language": language}).content.decode()
    for part in (
        "q-relay",
        "q-clock over",
        "q-choices",
        "q-empty",
        "q-toast",
        "q-dialog",
        "q-story",
        "q-shiftbar",
    ):
        assert part in html
    assert ("接力条" in html) is (language == "zh-hans")
    assert "style=" not in html


def test_the_gallery_is_for_whoever_is_signed_in(client, db):
    answer = client.get("/gallery/")
    assert answer.status_code == 302
    assert "next=/gallery/" in answer["Location"]


@pytest.mark.parametrize(
    ("wish", "next_url", "kept", "goes"),
    [
        ("dark", "/gallery/", "dark", "/gallery/"),
        ("light", "https://evil.example/", "light", "/"),
        ("", "/", "", "/"),
        ("<x>", "//evil.example", "", "/"),
    ],
)
def test_a_wish_for_colours_is_kept_and_leads_back(client, db, wish, next_url, kept, goes):
    answer = client.post("/colours/", {"theme": wish, "next": next_url})
    assert answer["Location"] == goes
    assert answer.cookies["qiao_theme"].value == kept


def test_the_manifest_names_icons_that_exist(client, db):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    static = Path(__file__).resolve().parents[1] / "static"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    for icon in told["icons"]:
        assert (static / icon["src"].removeprefix("/static/")).is_file()


class TestErrors:
    """Each has its status, a sentence, and needs neither session nor database."""

    @pytest.mark.parametrize(
        ("answer", "status", "title"),
        [
            (lambda r: errors.bad_request(r), 400, "这个请求没能读懂"),
            (lambda r: errors.permission_denied(r, PermissionError("<仅限班长>")), 403, "&lt;仅限班长&gt;"),
            (lambda r: errors.csrf_failure(r, "no cookie"), 403, "这张表单已经过期"),
            (lambda r: errors.page_not_found(r), 404, "这里没有你能看的内容"),
            (lambda r: errors.conflict(r, "吴刚已接受"), 409, "吴刚已接受"),
            (lambda r: errors.too_large(r), 413, "太大了"),
            (lambda r: errors.server_error(r), 500, "我们这边出错了"),
        ],
    )
    def test_the_page_says_what_happened(self, answer, status, title):
        with translation.override("zh-hans"):
            shown = answer(RequestFactory().get("/x/"))
        assert shown.status_code == status
        assert title in shown.content.decode()
        assert "<form" not in shown.content.decode()

    def test_too_much_data_is_413(self):
        from django.core.exceptions import RequestDataTooBig

        assert errors.bad_request(RequestFactory().post("/"), RequestDataTooBig("x")).status_code == 413

    def test_when_even_templates_fail_there_is_a_line_of_text(self, monkeypatch, caplog):
        def broken(*_args: object) -> str:
            raise OSError("disk")

        monkeypatch.setattr(errors, "render_to_string", broken)
        with caplog.at_level(logging.CRITICAL):
            answer = errors.server_error(RequestFactory().get("/"))
        assert answer.status_code == 500
        assert "出错了" in answer.content.decode()


def test_an_empty_state_offers_the_first_step():
    html = render_to_string(
        "ui/empty.html", {"icon": "talk", "title": "还没有", "action_url": "/new/", "action": "写一个"}
    )
    assert '<a class="btn" href="/new/">写一个</a>' in html
