"""Every page for everybody it is for: both languages, phone and desktop, light and dark."""

import re

import pytest

pytestmark = pytest.mark.journey

WAYS = [
    {"size": "phone", "language": "zh", "theme": "light"},
    {"size": "phone", "language": "en", "theme": "dark"},
    {"size": "desktop", "language": "zh", "theme": "dark"},
    {"size": "desktop", "language": "en", "theme": "light"},
]
IDS = ["-".join(way.values()) for way in WAYS]
FOR_ALL = ["/", "/services/", "/requests/", "/me/", "/organisation/", "/organisation/people/", "/gallery/"]
FOR_ADMINISTRATORS = [
    "/organisation/manage/",
    "/organisation/manage/people/",
    "/organisation/manage/positions/",
    "/organisation/manage/roles/",
    "/organisation/manage/calendars/",
    "/organisation/manage/holidays/",
    "/organisation/manage/exchange/",
    "/services/manage/",
]


def wrong(visitor, path):
    """What is wrong with a page: one line each."""
    page = visitor.go(path)
    found = [f"{path}: {each}" for each in visitor.axe()]
    if visitor.sticks_out() > 0:
        found.append(f"{path}: {visitor.sticks_out()} px wider than the screen")
    if not page.title().strip() or page.locator("h1").count() != 1:
        found.append(f"{path}: needs a title and one heading, has {page.locator('h1').count()}")
    return found


def linked(visitor, path, pattern):
    """The first address on ``path`` that looks like ``pattern``."""
    page = visitor.go(path)
    addresses = [str(link.get_attribute("href")) for link in page.locator("main a[href]").all()]
    return next(address for address in addresses if re.fullmatch(pattern, address))


@pytest.mark.parametrize("how", WAYS, ids=IDS)
def test_a_member_reads_every_page(visit, how):
    yu = visit("he.yu", **how)
    own = [
        linked(yu, "/requests/", r"/requests/R-[\d-]+/"),
        linked(yu, "/services/", r"/services/[A-Z-]+/"),
        linked(yu, "/services/", r"/requests/new/[\w-]+/"),
        linked(yu, "/organisation/", r"/organisation/units/\d+/"),
        linked(yu, "/organisation/people/", r"/organisation/people/\d+/"),
    ]
    assert [line for path in [*FOR_ALL, *own] for line in wrong(yu, path)] == []


@pytest.mark.parametrize("how", WAYS, ids=IDS)
def test_a_provider_works_on_the_board(visit, how):
    zhiyuan = visit("tao.zhiyuan", **how)
    request = linked(zhiyuan, "/board/", r"/requests/R-[\d-]+/")
    assert [line for path in ["/", "/board/", request] for line in wrong(zhiyuan, path)] == []


@pytest.mark.parametrize("how", WAYS, ids=IDS)
def test_an_administrator_keeps_the_house_in_order(visit, how):
    jie = visit("sun.jie", **how)
    assert [line for path in FOR_ADMINISTRATORS for line in wrong(jie, path)] == []


@pytest.mark.parametrize("how", WAYS, ids=IDS)
def test_somebody_who_has_not_signed_in_sees_the_door(visit, how):
    assert wrong(visit(**how), "/account/sign-in/") == []


@pytest.mark.parametrize(("language", "word", "lang"), [("zh", "今日", "zh-Hans"), ("en", "Today", "en")])
def test_a_page_speaks_the_language_that_was_chosen(visit, language, word, lang):
    page = visit("lin.mei", language=language).go("/")
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("h1").inner_text().startswith(word)


def test_what_does_not_exist_says_so(visit):
    yu = visit("he.yu")
    answer = yu.page.goto(yu.url + "/nothing/here/")
    assert answer.status == 404
    assert yu.page.locator("h1").inner_text() == "There is nothing here for you"
    yu.complaints.clear()
