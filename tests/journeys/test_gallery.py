"""The component gallery: what the small script adds, and that the page stands without it."""

import pytest

pytestmark = pytest.mark.journey
SOMEBODY = "tao.zhiyuan"


@pytest.mark.parametrize(("size", "language", "theme"), [("phone", "zh", "light"), ("desktop", "en", "dark")])
def test_every_component_is_accessible_and_fits_the_screen(visit, size, language, theme):
    visitor = visit(SOMEBODY, size=size, language=language, theme=theme)
    visitor.go("/gallery/")
    assert visitor.axe() == []
    assert visitor.sticks_out() == 0


def test_a_link_opens_its_dialog_and_a_button_closes_it(visit):
    page = visit(SOMEBODY).go("/gallery/")
    page.click("a[data-open]")
    assert page.locator("dialog[open]").count() == 1
    page.click("dialog [data-close]")
    assert page.locator("dialog[open]").count() == 0


def test_a_field_appears_with_the_answer_it_depends_on_and_is_not_sent_without(visit):
    page = visit(SOMEBODY).go("/gallery/")
    field, text = page.locator("[data-when-field]"), page.locator("[name=details]")
    assert field.is_visible()
    page.check("input[name=stopped][value=no]")
    assert not field.is_visible()
    assert text.is_disabled()
    page.check("input[name=stopped][value=yes]")
    assert field.is_visible()
    assert text.is_enabled()


def test_leaving_with_typed_text_asks_first(visit):
    visitor = visit(SOMEBODY)
    page = visitor.go("/gallery/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(visitor.url + "/gallery/")
    assert asked == []
    page.fill("[name=equipment]", "WR-B04")
    page.goto(visitor.url + "/gallery/")
    assert asked == ["beforeunload"]


def test_a_toast_can_be_put_away(visit):
    page = visit(SOMEBODY).go("/gallery/")
    assert page.locator(".q-toast").count() == 1
    page.click(".q-toast [data-dismiss]")
    assert page.locator(".q-toast").count() == 0


def test_the_wish_for_dark_colours_is_kept_on_the_next_page(visit):
    page = visit(SOMEBODY, theme="light").go("/gallery/")
    page.click(".q-top .q-account > summary")
    page.click(".q-top button[name=theme][value=dark]")
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(12, 19, 21)"


def test_without_script_everything_is_there(visit):
    page = visit(SOMEBODY, script=False).go("/gallery/")
    assert page.locator("[data-when-field]").is_visible()
    assert not page.locator(".q-toast [data-dismiss]").is_visible()
    page.locator(".q-top .q-account > summary").click()
    assert page.locator(".q-top .q-account .q-menu").is_visible()
