"""Working with many in a real browser: a bulk action with two refusals, cards that are moved, keys."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.journey

RUN = re.compile(r"/worklist/[\w-]+/runs/\d+/$")


def titles(page: Page) -> list[str]:
    return page.locator("[data-row] th a").all_inner_texts()


def row(page: Page, title: str) -> Locator:
    return page.locator("[data-row]").filter(has=page.get_by_role("link", name=title, exact=True))


def card(page: Page, title: str) -> Locator:
    return page.locator("[data-board] [data-card]").filter(
        has=page.get_by_role("link", name=title, exact=True)
    )


def column(page: Page, state: str) -> Locator:
    return page.locator(f".q-col[data-place='{state}']")


def middle(found: Locator) -> tuple[float, float]:
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 60)


def drag(page: Page, what: Locator, where: Locator) -> None:
    """Down on the card, across, and up on the place."""
    what.scroll_into_view_if_needed()
    x, y = middle(what)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 10, steps=3)
    page.mouse.move(*middle(where), steps=6)
    page.mouse.up()


def test_a_bulk_action_with_two_refusals(visit):
    """The head of the department assigns three; two of them were accepted already, and each says so."""
    head = visit("guo.peng")
    page = head.go("/worklist/EQ-2/?state=offered&q=审核前点检")
    free = titles(page)[0]
    page = head.go("/worklist/EQ-2/?state=working&q=审核前点检")
    taken = titles(page)[:2]
    page = head.go("/worklist/EQ-2/?q=审核前点检&state=offered&state=working")
    for title in (free, *taken):
        row(page, title).locator("[name='pick']").check()
    expect(page.locator("[data-chosen]")).to_have_text("3 chosen")
    page.locator("[data-verb='assign']").click()
    expect(page.locator(".q-picked li")).to_have_count(3)
    page.locator("[name='to']").select_option(index=1)
    page.locator("main .btn-primary").click()
    expect(page).to_have_url(RUN)
    expect(page.get_by_text("Done: 1. Refused: 2. Changed meanwhile: 0.")).to_be_visible()
    expect(page.get_by_text("It has been accepted already.")).to_have_count(2)
    assert head.axe() == []
    shown = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == shown
    page.get_by_text(free).click()
    expect(page.locator("#story").get_by_text("assigned it to")).to_have_count(1)


def test_a_list_is_filtered_kept_as_a_view_and_taken_along(visit):
    head = visit("guo.peng")
    page = head.go("/worklist/EQ-2/")
    page.locator("details.q-sheet > summary").click()
    page.get_by_label("Paused").check()
    page.locator(".q-sheet-a .btn-primary").click()
    expect(page.locator(".q-chosen .q-chip")).to_have_count(1)
    states = page.locator("[data-row] .q-w-s").all_inner_texts()
    assert states
    assert all(text.startswith("Paused") for text in states)
    page.locator(".q-head details.q-drop > summary").first.click()
    page.locator("[name='name']").fill("What waits")
    page.locator("[name='is_default']").check()
    page.get_by_role("button", name="Keep what is shown").click()
    expect(page.get_by_text("Kept as “What waits”.")).to_be_visible()
    head.page.goto(f"{head.url}/worklist/EQ-2/")
    expect(page).to_have_url(re.compile(r"/worklist/EQ-2/\?state=paused$"))
    page.locator(".q-head details.q-drop > summary").last.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + page.locator("[data-row]").count()
    page.get_by_role("link", name=re.compile("Take away: Paused")).click()
    expect(page.locator(".q-chosen")).to_have_count(0)
    page.locator(".q-head details.q-drop > summary").first.click()
    page.get_by_role("button", name="Forget the view What waits").click()
    expect(page.get_by_text("The view “What waits” is gone.")).to_be_visible()


def test_a_list_by_keys(visit):
    head = visit("guo.peng")
    page = head.go("/worklist/EQ-2/?state=offered")
    first = titles(page)[0]
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=first, exact=True)).to_be_focused()
    page.keyboard.press("x")
    expect(row(page, first).locator("[name='pick']")).to_be_checked()
    page.keyboard.press("/")
    expect(page.locator("[data-key='find']")).to_be_focused()
    page.keyboard.type("ax")
    expect(page.locator("[data-key='find']")).to_have_value("ax")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert head.axe() == []
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    expect(page.locator(".q-picked li")).to_have_count(1)
    expect(page.locator("h1")).to_have_text("Hand over")
    page.go_back()
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=first, exact=True)).not_to_be_focused()


def test_cards_are_moved_and_what_is_refused_stays(visit):
    head = visit("guo.peng")
    page = head.go("/board/EQ-2/")
    name = column(page, "offered").locator("[data-card] h3").first.inner_text()
    # before dropping: open places are marked, a shut one says why
    x, y = middle(card(page, name))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*middle(column(page, "delivered")), steps=6)
    expect(column(page, "working")).to_have_class(re.compile("is-open"))
    expect(column(page, "delivered")).to_have_class(re.compile("is-shut"))
    expect(page.locator(".q-drop-why")).to_have_text("Nobody has accepted it yet: accept it first.")
    page.mouse.up()
    expect(page.locator(".q-toast")).to_have_text("Nobody has accepted it yet: accept it first.")
    expect(column(page, "offered").locator("[data-card]").filter(has_text=name)).to_have_count(1)
    # a drop is the verb
    drag(page, card(page, name), column(page, "working"))
    expect(column(page, "working").locator("[data-card]").filter(has_text=name)).to_have_count(1)
    # one that needs words opens its form; leaving it there leaves it there
    drag(page, card(page, name), column(page, "paused"))
    dialog = page.locator("dialog#move")
    expect(dialog).to_be_visible()
    assert head.axe() == []
    dialog.get_by_role("button", name="Pause").click()
    expect(dialog.locator(".q-note.over")).to_be_visible()
    dialog.locator("[name='kind'][value='parts']").check()
    dialog.locator("[name='counterpart']").fill("标准件供应商")
    dialog.get_by_role("button", name="Pause").click()
    expect(dialog).not_to_be_visible()
    expect(column(page, "paused").locator("[data-card]").filter(has_text=name)).to_have_count(1)
    head.complaints[:] = [each for each in head.complaints if "422" not in each]  # the form without words
    # and resumed by the drop alone
    drag(page, card(page, name), column(page, "working"))
    expect(column(page, "working").locator("[data-card]").filter(has_text=name)).to_have_count(1)


def test_what_the_server_refuses_goes_back_with_its_sentence(visit):
    """The board is old: somebody was quicker. Nothing is done, and the board shows how it is."""
    head, other = visit("guo.peng"), visit("guo.peng")
    page = head.go("/board/EQ-2/")
    name = column(page, "offered").locator("[data-card] h3").first.inner_text()
    number = card(page, name).get_attribute("data-number")
    theirs = other.go(f"/requests/{number}/")
    theirs.locator("form[action$='/accept/'] button").first.click()
    theirs.wait_for_load_state()
    drag(page, card(page, name), column(page, "working"))
    expect(page.locator(".q-toast")).to_contain_text("changed while you were reading")
    expect(column(page, "working").locator("[data-card]").filter(has_text=name)).to_have_count(1)
    head.complaints.clear()  # the browser logs the 409 that this is about


def test_a_board_by_keys(visit):
    head = visit("guo.peng")
    page = head.go("/board/EQ-2/")
    page.keyboard.press("l")
    page.keyboard.press("ArrowRight")
    here = page.locator("[data-card]:focus-within")
    expect(here).to_have_count(1)
    page.keyboard.press("m")
    dialog = page.locator("dialog#move")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".btn[aria-disabled='true']").first).to_be_visible()
    assert head.axe() == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#boardkeys")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_finger_lifts_a_card_and_lays_it_down(visit, language):
    phone = visit("guo.peng", size="phone", language=language)
    page = phone.go("/board/EQ-2/")
    found = column(page, "working").locator("[data-card]").first
    found.scroll_into_view_if_needed()
    x, y = middle(found)
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": px, "y": py} for px, py in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    finger("touchStart", (x, y))
    expect(page.locator("[data-tray]")).to_be_visible()
    shut = page.locator("[data-tray] [data-place='offered']")
    finger("touchMove", middle(shut))
    expect(shut).to_have_class(re.compile("is-shut"))
    expect(page.locator(".q-drop-why")).not_to_be_empty()
    finger("touchMove", middle(page.locator("[data-tray] [data-place='paused']")))
    finger("touchEnd")
    expect(page.locator("dialog#move [name='counterpart']")).to_be_visible()
    assert phone.sticks_out() <= 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_lists_are_fit_for_everybody(visit, size, theme):
    head = visit("guo.peng", size=size, theme=theme, language="zh" if theme == "light" else "en")
    for path in ("/worklist/EQ/", "/worklist/EQ/?state=paused&q=点检&holder=nobody", "/board/EQ/"):
        page = head.go(path)
        assert head.sticks_out() <= 0, path
        assert head.axe() == [], path
    head.go("/worklist/EQ/")
    page.locator("details.q-sheet > summary").click()
    assert head.axe() == []
    assert head.sticks_out() <= 0


def test_without_a_script_many_are_chosen_and_assigned(visit):
    head = visit("guo.peng", script=False)
    page = head.go("/worklist/EQ-2/?state=working")
    page.locator("[name='pick']").first.check()
    page.locator("[data-verb='comment']").click()
    page.locator("[name='body']").fill("下午统一处理")
    page.locator("main .btn-primary").click()
    expect(page).to_have_url(RUN)
    expect(page.get_by_text("Done: 1. Refused: 0.")).to_be_visible()
