"""Lists by key: complete, stable, and no cursor can break them."""

import base64
import json

import pytest
from django.contrib.auth.models import Group

from qiao.ui.paging import key_page

ORDERS = [("name", "pk"), ("-name", "-pk"), ("pk",), ("-pk",), ("name", "-pk")]


@pytest.fixture
def groups(db):
    Group.objects.bulk_create([Group(name=f"组{n:02d}") for n in range(25)])
    return Group.objects.all()


@pytest.mark.parametrize("order", ORDERS)
def test_older_and_newer_pages_show_every_row_once(groups, order):
    expected = list(groups.order_by(*order))
    seen, params, pages = [], {}, []
    while True:
        page = key_page(groups, order=order, params=params, size=10)
        pages.append(page)
        seen += page.items
        if not page.older:
            break
        params = {"after": page.older}
    assert seen == expected
    assert [len(page.items) for page in pages] == [10, 10, 5]
    assert pages[0].newer == ""
    back = key_page(groups, order=order, params={"before": pages[2].newer}, size=10)
    assert back.items == pages[1].items
    assert key_page(groups, order=order, params={"before": back.newer}, size=10).items == pages[0].items


def test_rows_that_appear_above_do_not_shift_the_next_page(groups):
    first = key_page(groups, order=("name", "pk"), params={}, size=10)
    Group.objects.create(name="a first one")
    second = key_page(groups, order=("name", "pk"), params={"after": first.older}, size=10)
    assert second.items[0].name == "组10"


def test_before_the_beginning_is_the_first_page_whole(groups):
    first = key_page(groups, order=("name", "pk"), params={}, size=10)
    cursor = key_page(groups, order=("name", "pk"), params={"after": first.older}, size=10).newer
    again = key_page(groups, order=("name", "pk"), params={"before": cursor}, size=20)
    assert [g.name for g in again.items][:2] == ["组00", "组01"]
    assert again.newer == ""


def test_an_empty_list_has_no_neighbours(db):
    page = key_page(Group.objects.none(), order=("pk",), params={})
    assert (page.items, page.newer, page.older) == ([], "", "")


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "%%%",
        "中",
        "bnVsbA",
        [1],
        [1, 2, 3],
        [None, 1],
        ["a", "b"],
        [{}, 1],
        ["a\x00", 1],
        ["a", 1e400],
        ["a", 10**30],
    ],
)
def test_a_forged_cursor_is_no_error(groups, value):
    cursor = value
    if isinstance(value, list):
        cursor = base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    for name in ("after", "before"):
        page = key_page(groups, order=("name", "pk"), params={name: cursor}, size=10)
        assert len(page.items) <= 10
