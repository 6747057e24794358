"""What the shell and Today cost, in queries."""

import pytest

# Session, login with person and unit, four for the place in the organisation, the numbers in the navigation
# and on the bell.
SHELL = 8
TODAY = 11  # one of them only while one's shift is on


@pytest.mark.parametrize(("path", "own"), [("/me/", 3), ("/", TODAY)])
def test_a_page_costs_no_more_queries_than_when_it_was_looked_at(
    mei, browse, django_assert_max_num_queries, path, own
):
    client = browse(mei)
    client.get(path)
    with django_assert_max_num_queries(SHELL + own):
        assert client.get(path).status_code == 200


def test_today_costs_the_same_however_many_colleagues_there_are(
    mei, hire, browse, django_assert_num_queries, django_assert_max_num_queries
):
    client = browse(mei)
    client.get("/")
    with django_assert_max_num_queries(SHELL + TODAY) as few:
        client.get("/")
    for number in range(20):
        hire(f"HC-5{number:04d}", f"工友{number}")
    with django_assert_num_queries(len(few)):
        client.get("/")
