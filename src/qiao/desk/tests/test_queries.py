"""What pages cost in queries: as many with fifty requests as with five, and each through an index."""

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qiao.accounts.models import Account
from qiao.desk import actions, reads
from qiao.desk.filters import Filter, Sort, parse
from qiao.desk.reads import boards, work
from qiao.desk.reads.lists import answers_waiting, pending_offers, queue, to_confirm
from qiao.desk.reads.visible import newest
from qiao.desk.reads.work import asked_for
from qiao.desk.rules import LinkKind, PauseKind, State

EVERYTHING = (
    "state=offered&state=working&service=repair&priority=normal&holder=me&holder=nobody&requester=mei"
    "&customer=welding&waiting=parts&counterpart=x&overdue=1&due_before=2099-01-01&raised_from=2020-01-01&q=x"
)
# Session, login with person, four for the scope, the number in the navigation: seven are every page's own.
PAGES = {
    "/requests/": 12,
    "/requests/?tab=done": 12,
    "/": 22,  # with drafts and reviews of agreements, what to approve, role cards
    "/board/maintenance/": 21,  # one of them only while somebody is on shift
    "/worklist/maintenance/?sort=due": 19,
    f"/worklist/maintenance/?{EVERYTHING}": 20,
    "/requests/new/repair/": 12,  # with what was agreed and who approves
}


@pytest.fixture
def counted(desk, client):
    """The number of queries of a page for somebody, when calendars are known already."""
    desk.now = timezone.now()

    def count(person, path):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client.force_login(account)
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    return count


def fill(desk, times):
    """Of every kind that a list, a board or Today shows."""
    mei, wu, tao, guo = (desk.people[code] for code in ("mei", "wu", "tao", "guo"))
    for _ in range(times):
        desk.raised(by=mei)
        actions.confirm(request=desk.delivered(by=guo, holder=wu), by=guo, at=desk.now)
        desk.delivered(by=guo, holder=wu)
        paused = desk.working(by=guo, holder=tao, for_unit=desk.units["maintenance"])
        actions.pause(request=paused, by=tao, at=desk.now, kind=PauseKind.PARTS, counterpart="密封圈")
        offered = desk.working(by=mei, holder=wu)
        actions.offer(request=offered, by=wu, at=desk.now, unit=desk.units["automation"], note="归你们")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_the_same_queries_with_five_requests_and_with_fifty(desk, guo, counted, path):
    fill(desk, 1)
    few = counted(guo, path)
    fill(desk, 9)
    assert counted(guo, path) == few
    assert few <= PAGES[path]


def test_the_page_of_a_request_costs_the_same_however_long_its_story(desk, mei, wu, counted):
    request = desk.working(by=mei, holder=wu)
    actions.comment(request=request, by=wu, at=desk.now, body="下午来换")
    few = counted(wu, f"/requests/{request.number}/")
    for holder, unit in (("wu", "automation"), ("tao", "team1"), ("wu", "automation"), ("tao", "team1")):
        request = actions.offer(
            request=request, by=desk.people[holder], at=desk.now, unit=desk.units[unit], note="请接"
        )
        taker = desk.people["tao" if unit == "automation" else "wu"]
        request = actions.take(request=request, by=taker, at=desk.now)
        actions.comment(request=request, by=taker, at=desk.now, body="接了")
    assert counted(wu, f"/requests/{request.number}/") == few
    assert few <= 24


def asked(desk):
    """Every read that runs over all requests, for the head of a department."""
    scope, units = desk.people["guo"].scope, [unit.pk for unit in desk.units.values()]

    def listing(query):
        requests = asked_for(units, parse(QueryDict(query)), seen_by=scope, at=desk.now)
        return work.listing(
            requests, parse(QueryDict(query)).sort, params={}, at=desk.now, units=units, scope=scope
        )

    return {
        "mine": lambda: list(reads.mine(scope)),
        "over": lambda: list(reads.mine(scope, "done")),
        "hands": lambda: list(reads.hands(scope)),
        "queue": lambda: list(queue(scope)),
        "to_confirm": lambda: list(to_confirm(scope)),
        "offers": lambda: list(pending_offers(scope)),
        "navigation": lambda: answers_waiting(scope),
        "board": lambda: reads.board(desk.units["maintenance"], seen_by=scope, at=desk.now),
        "kept": lambda: reads.kept(units, seen_by=scope, since=desk.now, at=desk.now),
        "column": lambda: boards.more(units, State.OFFERED, "", seen_by=scope, at=desk.now, holder=None),
        "over in a unit": lambda: listing("state=confirmed"),
        "everything in a unit": lambda: listing("state=all&q=x"),
        **{f"work by {sort}": lambda sort=sort: listing(f"sort={sort}") for sort in Sort},
        "work, all conditions": lambda: listing(EVERYTHING),
        "counted": lambda: str(work.counted(asked_for(units, Filter(), seen_by=scope, at=desk.now))),
        "one": lambda: reads.one("R-2026-000001", seen_by=desk.people["guo"]),
        "visible": lambda: newest(scope, Q(), before=None, limit=51),
        "visible, more": lambda: newest(scope, Q(state="offered"), before=10**6, limit=51),
        **together(desk),
    }


def together(desk):
    """Merged, linked, with parts and a checklist: what hangs on a request, for one of its other customers."""
    fang, wu, at = desk.people["fang"], desk.people["wu"], desk.now
    leading, other = (desk.working(by=desk.people["mei"], holder=wu) for _ in range(2))
    actions.merge(request=desk.raised(by=fang), into=leading, by=wu, at=at)
    actions.link(request=other, to=leading, kind=LinkKind.BLOCKS, by=wu, at=at)
    actions.add_item(request=leading, by=wu, at=at, text="断电挂牌")
    part = desk.raised(by=wu, part_of=leading)
    leading.refresh_from_db()
    assert leading in reads.mine(fang.scope)
    return {
        "merged: mine": lambda: list(reads.mine(fang.scope)),
        "merged: over": lambda: list(reads.mine(fang.scope, "done")),
        "merged: one": lambda: reads.one(leading.number, seen_by=fang),
        "a part: one": lambda: reads.one(part.number, seen_by=desk.people["guo"]),
        "merged here": lambda: reads.merged_here(leading, wu.scope),
        "links": lambda: reads.links(leading, wu.scope),
        "parts": lambda: reads.parts(leading, wu.scope, at=at),
        "above": lambda: reads.above(part, wu.scope),
        "in the way": lambda: reads.in_the_way(leading, wu.scope),
        "checklist": lambda: reads.checklist(leading),
    }


READS = [
    "mine",
    "over",
    "hands",
    "queue",
    "to_confirm",
    "offers",
    "navigation",
    "board",
    "kept",
    "one",
    "column",
]
READS += ["visible", "visible, more"]
READS += ["over in a unit", "everything in a unit", "work, all conditions", "counted"]
READS += [f"work by {sort}" for sort in Sort]
READS += ["merged: mine", "merged: over", "merged: one", "a part: one", "merged here"]
READS += ["links", "parts", "above", "in the way", "checklist"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables on purpose")
@pytest.mark.parametrize("name", READS)
def test_nothing_reads_all_requests_from_end_to_end(desk, mei, name):
    desk.raised(by=mei)
    read = asked(desk)[name]
    with CaptureQueriesContext(connection) as queries:
        read()
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = [row[3] for row in cursor.fetchall()]
        tables = ("desk_request", "desk_hop", "ledger_event", "desk_involvement")
        tables += ("desk_fellow", "desk_link", "desk_item")
        whole = tuple(f"SCAN {table}" for table in tables)
        assert not [step for step in plan if step.startswith(whole)], (query["sql"], plan)


def believe_in_a_million(cursor, table):
    """Lets the planner take a table for a large one, whatever it was told of the few rows of other tests."""
    cursor.execute("DELETE FROM pg_statistic WHERE starelid = %s::regclass", [table])
    cursor.execute("UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE oid = %s::regclass", [table])


def walked(plan):
    """Every node of a plan of PostgreSQL."""
    yield plan
    for below in plan.get("Plans", []):
        yield from walked(below)


OF_A_UNIT = [name for name in READS if name.startswith("work by") or name.endswith("in a unit")]
OF_A_UNIT += ["work, all conditions", "counted", "column", "board"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of SQLite the plan is asked above")
@pytest.mark.parametrize("name", OF_A_UNIT)
def test_postgresql_finds_an_index_for_the_lists_of_a_unit(desk, mei, name):
    """Asked not to read the table from end to end, it has something better to do: there is an index."""
    desk.raised(by=mei)
    read = asked(desk)[name]
    with CaptureQueriesContext(connection) as queries:
        read()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        believe_in_a_million(cursor, "desk_request")
        for query in queries:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {query['sql']}")
            nodes = list(walked(cursor.fetchone()[0][0]["Plan"]))
            of_requests = [node for node in nodes if node.get("Relation Name") == "desk_request"]
            whole = [node for node in of_requests if node["Node Type"] == "Seq Scan"]
            blind = [
                node
                for node in of_requests
                if node["Node Type"].startswith("Index")
                and not node.get("Index Cond")
                and node["Index Name"] != "desk_changed"  # read in its order, until the page is full
            ]
            assert not whole + blind, (query["sql"], nodes)
