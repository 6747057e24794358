"""The inbox: what stands there, why, and that opening a request reads it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.desk import actions as desk_actions
from qiao.notify import actions, reads
from qiao.notify.models import Notice
from qiao.statements import Question


def count(page):
    """The number on the bell."""
    found = re.search(r'class="n" aria-hidden="true">(\d+)', page.content.decode())
    return int(found[1]) if found else 0


@pytest.fixture
def leak(floor, mei, wu):
    request = floor.delivered(by=mei, holder=wu, title="冷却水漏水")
    desk_actions.comment(request=request, by=wu, at=floor.now, body="密封圈换好了")
    return request


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_inbox_says_what_happened_and_why_one_is_told(leak, mei, browse, language):
    mei.language = language
    mei.save()
    page = browse(mei).get("/inbox/").content.decode()
    assert "冷却水漏水" in page
    assert "密封圈换好了" in page
    assert ("because you asked for it" if language == "en" else "因为这是您提出的") in page


def test_the_inbox_follows_the_ledger_by_itself(leak, mei, browse):
    assert not Notice.objects.exists()
    assert count(browse(mei).get("/inbox/")) == 1


def test_opening_the_request_reads_its_notices_and_says_what_was_new(leak, mei, browse):
    browse(mei).get("/inbox/")
    page = browse(mei).get(f"/requests/{leak.number}/")
    assert 'id="since"' in page.content.decode()
    again = browse(mei).get(f"/requests/{leak.number}/")
    assert 'id="since"' not in again.content.decode()
    assert count(again) == 0


def test_mark_one_and_take_it_back(leak, mei, browse):
    browse(mei).get("/inbox/")
    pk = Notice.objects.get(person=mei).pk
    assert browse(mei).post(f"/inbox/{pk}/read/").url == "/inbox/"
    assert count(browse(mei).get("/inbox/")) == 0
    assert browse(mei).post(f"/inbox/{pk}/unread/", {"kind": "answer"}).url == "/inbox/?kind=answer"
    assert count(browse(mei).get("/inbox/")) == 1


def test_unread_again_joins_what_has_come_since(floor, leak, mei, wu, browse):
    browse(mei).get("/inbox/")
    pk = Notice.objects.get(person=mei).pk
    browse(mei).post(f"/inbox/{pk}/read/")
    desk_actions.comment(request=leak, by=wu, at=floor.now, body="还有")
    browse(mei).get("/inbox/")
    assert browse(mei).post(f"/inbox/{pk}/unread/").status_code == 302
    assert count(browse(mei).get("/inbox/")) == 1


@pytest.mark.parametrize("verb", ["read", "unread"])
def test_nobody_marks_anothers(leak, mei, he, browse, verb):
    browse(mei).get("/inbox/")
    pk = Notice.objects.get(person=mei).pk
    assert browse(he).post(f"/inbox/{pk}/{verb}/").status_code == 404
    assert browse(he).post("/inbox/read/").status_code == 302
    assert Notice.objects.get(person=mei).unread


def test_mark_all_leaves_what_came_after_the_page(floor, leak, mei, wu, browse):
    upto = re.search(r'name="upto" value="([^"]+)"', browse(mei).get("/inbox/").content.decode())[1]
    later = floor.raised(by=mei, title="后来的")
    floor.now += timedelta(hours=3)
    desk_actions.accept(request=later, by=wu, at=floor.now)
    actions.catch_up(at=floor.now)
    browse(mei).post("/inbox/read/", {"upto": upto.replace("+00:00", "Z")})
    unread = Notice.objects.filter(person=mei, unread=True)
    assert [each.request.title for each in unread] in (
        ["后来的"],
        ["冷却水漏水", "后来的"],
        ["后来的", "冷却水漏水"],
    )
    assert later.title in {each.request.title for each in unread}


@pytest.mark.parametrize("upto", ["", "nonsense", "2026-99-99"])
def test_mark_all_without_a_good_moment_means_now(leak, mei, browse, upto):
    browse(mei).get("/inbox/")
    Notice.objects.update(last_at=leak.raised_at)
    browse(mei).post("/inbox/read/", {"upto": upto})
    assert not Notice.objects.filter(person=mei, unread=True).exists()


def test_by_kind(floor, leak, mei, wu, browse):
    floor.working(by=mei, holder=wu, title="仅进展")
    page = browse(mei).get("/inbox/?kind=progress").content.decode()
    assert "仅进展" in page
    assert "冷却水漏水" not in page
    assert browse(mei).get("/inbox/?kind=nonsense").status_code == 200


def test_unread_first_then_the_newest(floor, mei, wu, browse):
    first = floor.working(by=mei, holder=wu, title="第一件")
    floor.later(minutes=1)
    floor.working(by=mei, holder=wu, title="第二件")
    floor.later(minutes=1)
    third = floor.working(by=mei, holder=wu, title="第三件")
    actions.catch_up(at=floor.now)
    actions.opened(person=mei, request=third, at=floor.now)
    page = browse(mei).get("/inbox/").content.decode()
    assert page.index("第二件") < page.index("第一件") < page.index("第三件")
    assert first.title in page


def test_page_by_page_nothing_is_shown_twice_or_left_out(floor, mei, wu, browse):
    for number in range(35):
        floor.working(by=mei, holder=wu, title=f"第{number:02d}件")
    actions.catch_up(at=floor.now)
    first = browse(mei).get("/inbox/").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = browse(mei).get(f"/inbox/{older}").content.decode()
    shown = [set(re.findall(r"第\d\d件", page)) for page in (first, second)]
    assert len(shown[0]) == 30
    assert len(shown[1]) == 5
    assert not shown[0] & shown[1]


def test_the_bell_counts_to_99(floor, mei, wu, browse, monkeypatch):
    monkeypatch.setattr(reads, "MOST", 3)
    monkeypatch.setattr(reads, "WAITING", Question(reads.WAITING.ask))  # written anew
    for number in range(6):
        floor.working(by=mei, holder=wu, title=str(number))
    actions.catch_up(at=floor.now)
    assert count(browse(mei).get("/inbox/bell/")) == 4


def test_the_bell_says_nothing_to_whoever_is_signed_in_no_more(client, floor):
    assert client.get("/inbox/bell/").status_code == 204
    assert client.get("/inbox/").status_code == 302


def test_settings_are_kept(floor, mei, browse):
    browse(mei).post("/inbox/settings/", {"kind": ["mention", "talk"]})
    page = browse(mei).get("/inbox/settings/").content.decode()
    assert re.findall(r'value="(\w+)" checked', page) == ["mention", "talk"]
    assert browse(mei).post("/inbox/settings/", {"kind": ["nonsense"]}).status_code == 409


def asked(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_inbox_costs_the_same_with_three_lines_and_with_thirty(floor, mei, wu, browse):
    for number in range(3):
        floor.delivered(by=mei, holder=wu, title=str(number))
    few = asked(browse(mei), "/inbox/")
    for number in range(27):
        floor.delivered(by=mei, holder=wu, title=str(number))
    assert asked(browse(mei), "/inbox/") == few
    assert few <= 18


def test_the_bell_is_one_query_on_every_page(floor, leak, mei, browse):
    client = browse(mei)
    client.get("/me/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/me/")
    assert len([each for each in queries if "notify_notice" in each["sql"]]) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables on purpose")
def test_the_bell_walks_along_its_index_and_looks_at_single_requests(floor, leak, mei, unread):
    actions.catch_up(at=floor.now)
    with CaptureQueriesContext(connection) as queries:
        unread(mei)
    sql = next(each["sql"] for each in queries if "notify_notice" in each["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = [row[3] for row in cursor.fetchall()]
    assert any("notify_inbox" in step or "notify_one_unread_line" in step for step in plan), plan
    assert not [step for step in plan if step.startswith(("SCAN desk_", "SCAN notify_"))], plan
