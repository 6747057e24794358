"""What belongs together, by several people in real browsers: parts in two other departments, a merge."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_requests import repair

pytestmark = pytest.mark.journey


def number_of(path):
    return re.search(r"R-\d{4}-\d{6}", path).group()


def ask(visitor, path, service, title, **answers):
    """From the page of the request above, asks another unit; returns the path of the part."""
    page = visitor.go(path)
    page.get_by_role("link", name="Ask another unit").first.click()
    page.locator(f"a[href*='/requests/new/{service}/']").click()
    expect(page.locator("main")).to_contain_text(f"Part of {number_of(path)}")
    page.locator("[name=title]").fill(title)
    for key, value in answers.items():
        field = page.locator(f"[name=answer-{key}]")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name=answer-{key}][value={value}]").check(force=True)
        else:
            field.fill(value)
    page.get_by_role("button", name="Send request").click()
    expect(page.locator("h1")).to_have_text(title)
    return re.search(r"/requests/R-\d{4}-\d{6}/", page.url).group()


def accept(page):
    """By one press; beyond the unit's limit of work in progress there is a page in between."""
    page.locator("main form[action$='/accept/'] button, main a[href$='/accept/']").first.click()
    page.wait_for_load_state()
    if page.url.endswith("/accept/"):
        page.locator("main form .btn-primary").click()
    expect(page.locator("main")).to_contain_text("answers for it from now on")


def serve(visitor, path, note):
    """Accepts and delivers."""
    page = visitor.go(path)
    accept(page)
    page.get_by_role("link", name=re.compile("Deliver")).click()
    page.locator("[name=note]").fill(note)
    page.get_by_role("button", name="Deliver").click()
    expect(page.locator("main")).to_contain_text("To confirm")


def test_a_request_waits_for_its_parts_in_two_other_departments(visit):
    path = repair(visit("he.yu"), "Robot 9 needs a new controller")
    min_ = visit("zhao.min")
    accept(min_.go(path))
    first = ask(min_, path, "IT-HELP", "Network port for robot 9", place="B-09", kind="pc")
    second = ask(min_, path, "FIN-COST", "Cost of the controller")

    page = min_.go(path)
    parts = page.locator("#parts")
    expect(parts).to_contain_text("IT duty desk")
    expect(parts).to_contain_text("Cost group")
    shut = page.locator("main [aria-disabled=true]").first
    expect(shut).to_contain_text("Deliver")
    expect(page.locator("main")).to_contain_text("A sub-request is still open")

    for name, part, note in (("sun.jie", first, "Port 12 is live."), ("xu.an", second, "8,400 in all.")):
        serve(visit(name), part, note)
        page = min_.go(part)
        page.get_by_role("button", name="It is done: confirm").click()
        expect(page.locator("main")).to_contain_text("Confirmed")

    page = min_.go(path)
    page.get_by_role("link", name=re.compile("Deliver")).click()
    page.locator("[name=note]").fill("New controller in, two cycles run.")
    page.get_by_role("button", name="Deliver").click()
    expect(page.locator("main")).to_contain_text("To confirm")
    # The customer above sees neither part.
    page = visit("he.yu").go(path)
    expect(page.locator("h1")).to_have_text("Robot 9 needs a new controller")
    assert number_of(first) not in page.content()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_two_who_report_the_same_are_one_request_with_two_customers(visit, script):
    # Not the same words in both runs: within a minute that would be the same request.
    title = f"Water at robot {4 if script else 5}"
    leading = repair(visit("he.yu"), title)
    double = repair(visit("lin.mei", script=script), f"{title}, a lot")
    min_ = visit("zhao.min", script=script)
    page = min_.go(double)
    page.get_by_role("link", name="Merge", exact=True).click()
    page.locator("[name=into]").fill(number_of(leading))
    page.locator("[name=note]").fill("The same robot.")
    page.get_by_role("button", name="Merge as a duplicate").click()
    # The address of the duplicate leads on, with a note.
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("body")).to_contain_text(f"{number_of(double)} was a duplicate and goes on here")

    mei = visit("lin.mei", script=script)
    page = mei.go(double)
    expect(page).to_have_url(re.compile(leading))
    page.locator("[name=body]").fill("The floor is wet at our end, too.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#story")).to_contain_text("The floor is wet at our end, too.")

    page = min_.go(leading)
    accept(page)
    page.get_by_role("link", name=re.compile("Deliver")).click()
    page.locator("[name=note]").fill("Dry again.")
    page.get_by_role("button", name="Deliver").click()
    # Whoever was merged does not confirm for the other, but may say that it is not solved.
    page = mei.go(leading)
    expect(page.locator("main")).to_contain_text("Whoever asked for the leading request confirms it")
    page.get_by_role("link", name="Not solved: reopen").click()
    page.locator("[name=note]").fill("Still dripping here.")
    page.get_by_role("button", name="Reopen").click()
    expect(page.locator("main")).to_contain_text("In progress")


def test_a_schedule_shows_its_dates_before_it_is_saved(visit):
    peng = visit("guo.peng")
    page = peng.go("/schedules/new/EQ-PLAN/")
    page.locator("[name=title]").fill("Weekly look at the compressors")
    page.locator("[name=answer-machine]").fill("WR-B07")
    page.locator("[name=every][value=weeks]").check(force=True)
    for box in page.locator("[name=weekdays]").all():
        box.uncheck(force=True)
    page.locator("[name=weekdays][value='0']").check(force=True)
    page.locator("[name=by][value=shift]").check(force=True)
    page.locator("[name=shift]").select_option("E")
    page.locator("[name=before]").fill("30")
    page.locator("[name=before]").blur()
    expect(page.locator("#next li")).to_have_count(5)
    expect(page.locator("#next")).to_contain_text("every Monday, 30 minutes before the shift “Early”")
    expect(page.locator("#next li").first).to_contain_text(re.compile(r"Mon .*07:30"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("h1")).to_have_text("Weekly look at the compressors")
