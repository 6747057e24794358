"""Programs find what their people would find, and no more."""

from urllib.parse import urlencode

import pytest

from qiao.desk.models import Request
from qiao.desk.tests.programs import program_of
from qiao.search import actions


def find(person, question, **more):
    actions.texts(set(Request.objects.values_list("pk", flat=True)))
    return program_of(person, "search:read").ask(f"/search?{urlencode({'q': question, **more})}")


def test_the_same_question_finds_the_same_things(desk, found, mei):
    first = desk.raised(mei, title="冷却水漏水")
    second = desk.raised(mei, title="冷却水压力低")
    page = found("冷却水", mei)
    answer = find(mei, "冷却水").json()
    assert [each["number"] for each in answer["requests"]] == [second.number, first.number]
    assert [each["number"] for each in answer["requests"]] == [row.request.number for row in page.requests]


def test_people_units_and_services_are_found_too(desk, found, mei):
    answer = find(mei, "林梅").json()
    assert [each["number"] for each in answer["people"]] == [mei.number]
    assert answer["requests"] == []
    assert answer["older"] is None


def test_what_one_may_not_see_is_not_found_nor_counted_nor_corrected(desk, found, mei, fang):
    desk.raised(mei, title="焊枪 zirconium 漏水")
    assert len(find(mei, "zirconium").json()["requests"]) == 1
    for word in ("zirconium", "zirconim"):
        answer = find(fang, word).json()
        assert (answer["requests"], answer["asked"]) == ([], "")


@pytest.mark.parametrize(("query", "status"), [("", 422), ("x" * 81, 422), ("\0", 400)])
def test_a_question_that_is_none(desk, found, mei, query, status):
    assert find(mei, query).status_code == status


def test_without_the_scope_nothing_is_searched(desk, found, mei):
    assert program_of(mei, "requests:read").ask("/search?q=a").status_code == 403
