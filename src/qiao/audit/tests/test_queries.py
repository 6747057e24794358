"""What the event log costs: the same with five events as with fifty, and never a look at all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.audit import reads
from qiao.audit.filters import FilterForm
from qiao.desk import actions


@pytest.fixture
def counted(enter):
    def count(person, path):
        client = enter(person)
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    return count


def fill(desk, times):
    mei, wu, guo = (desk.people[code] for code in ("mei", "wu", "guo"))
    for _ in range(times):
        actions.confirm(request=desk.delivered(by=mei, holder=wu), by=mei, at=desk.now)
        desk.raised(by=guo, service=desk.secret)


# Session, login with person, four for the scope, the number in the navigation: seven are every page's own.
@pytest.mark.parametrize(
    ("filters", "most"),
    [("", 16), ("?who=mei", 18), ("?unit=maintenance", 18), ("?kind=request.raised&since=2026-01-01", 18)],
)
def test_a_page_costs_the_same_queries_with_few_events_and_with_many(desk, admin, counted, filters, most):
    fill(desk, 1)
    few = counted(admin, f"/administration/events/{filters}")
    fill(desk, 9)
    assert counted(admin, f"/administration/events/{filters}") == few
    assert few <= most


def test_a_history_costs_the_same_however_long_it_is(desk, mei, wu, counted):
    request = desk.working(by=mei, holder=wu)
    few = counted(mei, f"/requests/{request.number}/history/")
    for _ in range(8):
        actions.comment(request=request, by=wu, at=desk.now, body="下午来换")
    assert counted(mei, f"/requests/{request.number}/history/") == few
    assert few <= 13


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables on purpose")
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"kind": "request.accepted"},
        {"kind": "org"},
        {"who": "mei"},
        {"who": "-"},
        {"about": "R-2026-000001"},
        {"unit": "maintenance"},
        {"since": "2026-03-01", "until": "2026-03-02"},
        {"unit": "maintenance", "since": "2026-03-01", "kind": "request.raised"},
    ],
)
def test_every_filter_walks_an_index_and_nothing_reads_the_ledger_from_end_to_end(desk, admin, filters):
    fill(desk, 3)
    with CaptureQueriesContext(connection) as queries:
        reads.page(FilterForm(filters).wanted(), admin.scope, {})
    for query in queries:
        if '"ledger_event"' not in query["sql"]:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = [row[3] for row in cursor.fetchall()]
        assert not [step for step in plan if step == "SCAN ledger_event"], (query["sql"], plan)
        if "about" not in filters:
            assert not [step for step in plan if "TEMP B-TREE" in step], (query["sql"], plan)
