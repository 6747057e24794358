"""The work list: who may open it, what it holds, views that people keep, and the list as a file."""

import csv
import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from qiao.accounts.models import Account
from qiao.desk import actions, list_chronicle
from qiao.desk.actions import views as saving
from qiao.desk.models import SavedView
from qiao.desk.reads import work as read
from qiao.desk.rules import Reason
from qiao.desk.sheet import safe
from qiao.ledger.models import Event
from qiao.ledger.refusals import Refused


@pytest.fixture
def browse(desk, client):
    """Browsing as one of the cast."""

    def as_(person):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client.force_login(account)
        return client

    desk.now = timezone.now()
    return as_


def titles(page):
    return [line.row.request.title for line in page.context["list"].lines]


@pytest.mark.parametrize(
    ("who", "status"), [("wu", 200), ("guo", 200), ("chang", 200), ("mei", 404), ("fang", 404)]
)
def test_a_list_opens_for_the_unit_and_its_leaders(desk, browse, who, status):
    assert browse(desk.people[who]).get("/worklist/maintenance/").status_code == status
    assert browse(desk.people[who]).get("/worklist/maintenance/export.csv").status_code == status


def test_my_work_is_that_of_what_i_lead(desk, browse, guo, wu):
    assert browse(guo).get("/worklist/").url == "/worklist/maintenance/"
    assert browse(wu).get("/worklist/").url == "/worklist/team1/"


def test_a_list_holds_what_is_in_hand_and_what_others_offer(desk, browse, mei, wu, tao, guo):
    desk.raised(by=mei, title="新的")
    offered = desk.working(by=mei, holder=wu, title="要转的")
    actions.offer(request=offered, by=wu, at=desk.now, unit=desk.units["finance"], note="归你们")
    done = desk.delivered(by=guo, holder=wu, title="完了的")
    actions.confirm(request=done, by=guo, at=desk.now)
    assert set(titles(browse(wu).get("/worklist/maintenance/"))) == {"新的", "要转的"}
    assert titles(browse(wu).get("/worklist/maintenance/?state=confirmed")) == ["完了的"]
    page = browse(desk.people["admin"]).get("/worklist/finance/")
    lines = page.context["list"].lines
    assert [(line.row.request.title, line.offered) for line in lines] == [("要转的", True)]


def test_confidential_requests_show_only_to_those_who_may_know(desk, browse, mei, wu, guo, chang):
    desk.raised(by=mei, service=desk.secret, title="保密的")
    for person, seen in ((wu, True), (guo, True), (chang, False)):
        page = browse(person).get("/worklist/maintenance/")
        assert (titles(page) == ["保密的"]) is seen
        assert ("保密的" in page.content.decode()) is seen
        text = b"".join(browse(person).get("/worklist/maintenance/export.csv").streaming_content).decode()
        assert ("保密的" in text) is seen


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everything_that_can_be_filtered_is_shown_in_both_languages(desk, browse, mei, wu, language):
    wu.language = language
    wu.save()
    desk.raised(by=mei, title="漏水")
    query = (
        "state=offered&service=repair&priority=normal&holder=nobody&holder=me&requester=mei&customer=welding"
        "&due_before=2099-01-01&raised_from=2020-01-01&raised_to=2099-01-01&q=漏&sort=age"
    )
    page = browse(wu).get(f"/worklist/maintenance/?{query}")
    assert page.status_code == 200
    assert titles(page) == ["漏水"]
    assert len(page.context["chips"]) == 11
    for chip in page.context["chips"]:
        assert browse(wu).get(f"/worklist/maintenance/?{chip.query}").status_code == 200


def test_a_wrong_address_says_what_it_left_out(desk, browse, wu):
    page = browse(wu).get("/worklist/maintenance/?state=lost&due_before=soon")
    assert page.status_code == 200
    assert page.context["problems"] == ["状态", "最晚期限"] or len(page.context["problems"]) == 2


def test_counting_stops_and_says_so(desk, mei, wu):
    for _ in range(3):
        desk.raised(by=mei)
    requests = read.work(read.below(desk.units["maintenance"]), seen_by=wu.scope)
    assert str(read.counted(requests, most=2)) == "2+"
    assert str(read.counted(requests, most=3)) == "3"


class TestViews:
    def test_a_view_is_kept_and_opens_the_list(self, desk, browse, wu):
        page = browse(wu).post(
            "/worklist/team1/views/",
            {"name": "急的", "query": "priority=urgent&sort=age", "is_default": "on"},
        )
        assert page.url == "/worklist/team1/?priority=urgent&sort=age"
        assert browse(wu).get("/worklist/team1/").url == "/worklist/team1/?priority=urgent&sort=age"
        assert browse(wu).get("/worklist/team1/?sort=due").status_code == 200

    def test_the_same_name_again_changes_it_and_one_is_default(self, desk, wu):
        unit, at = desk.units["team1"], desk.now
        saving.save_view(by=wu, at=at, unit=unit, name="甲", query="q=1", is_default=True)
        saving.save_view(by=wu, at=at, unit=unit, name="乙", query="q=2", is_default=True)
        saving.save_view(by=wu, at=at, unit=unit, name="甲", query="q=3")
        kept = {view.name: (view.query, view.is_default) for view in SavedView.objects.all()}
        assert kept == {"甲": ("q=3", False), "乙": ("q=2", True)}

    def test_only_a_leader_shows_a_view_to_the_team(self, desk, browse, wu, zhao):
        unit = desk.units["team1"]
        with pytest.raises(Refused, match=Reason.NOT_LEADER.sentence[:8]):
            saving.save_view(by=wu, at=desk.now, unit=unit, name="甲", query="q=1", shared=True)
        saving.save_view(by=zhao, at=desk.now, unit=unit, name="组长的", query="q=1", shared=True)
        saving.save_view(by=zhao, at=desk.now, unit=unit, name="我的", query="q=2")
        assert [view.name for view in read.views_of(unit, wu)] == ["组长的"]
        assert len(read.views_of(unit, zhao)) == 2
        assert "组长的" in browse(wu).get("/worklist/team1/").content.decode()

    def test_one_forgets_only_ones_own(self, desk, browse, wu, zhao):
        unit = desk.units["team1"]
        view = saving.save_view(by=zhao, at=desk.now, unit=unit, name="组长的", query="q=1", shared=True)
        assert browse(wu).post(f"/worklist/team1/views/{view.pk}/drop/").status_code == 404
        assert browse(zhao).post(f"/worklist/team1/views/{view.pk}/drop/").status_code == 302
        assert not SavedView.objects.exists()


class TestExport:
    def test_the_file_holds_what_the_filter_shows_in_its_order(self, desk, browse, mei, wu):
        for title in ("一", "二", "三"):
            desk.raised(by=mei, title=title)
        desk.raised(by=mei, title="别的")
        answer = browse(wu).get("/worklist/maintenance/export.csv?sort=raised&q=")
        text = b"".join(answer.streaming_content).decode("utf-8")
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text[1:])))
        assert [row[1] for row in rows[1:]] == ["别的", "三", "二", "一"]
        assert rows[1][0].startswith("R-")

    def test_headings_speak_the_readers_language(self, desk, browse, mei, wu):
        desk.raised(by=mei)
        heads = []
        for language in ("zh-hans", "en"):
            wu.language = language
            wu.save()
            answer = browse(wu).get("/worklist/maintenance/export.csv")
            heads.append(b"".join(answer.streaming_content).decode().splitlines()[0])
        assert "Title" in heads[1]
        assert "Title" not in heads[0]

    def test_a_workbook_holds_the_same(self, desk, browse, mei, wu):
        desk.raised(by=mei, title="=1+1")
        answer = browse(wu).get("/worklist/maintenance/export.xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
        rows = book.get_sheet_by_index(0).to_python()
        assert len(rows) == 2
        assert rows[1][1] == "=1+1"

    def test_it_is_noted_who_took_how_many(self, desk, browse, mei, wu):
        desk.raised(by=mei)
        browse(wu).get("/worklist/maintenance/export.csv?state=offered")
        event = Event.objects.get(kind="worklist.exported")
        assert (event.actor_id, event.subject_id) == (wu.pk, desk.units["maintenance"].pk)
        assert event.data == {"n": 1, "query": "state=offered", "form": "csv"}

    def test_the_event_log_tells_it_in_words(self, desk, browse, mei, wu):
        desk.raised(by=mei)
        b"".join(browse(wu).get("/worklist/maintenance/export.xlsx").streaming_content)
        told = list_chronicle.tell(list(Event.objects.filter(kind="worklist.exported")), None)
        assert [(each.subject, "XLSX" in each.what, "1" in each.what) for each in told] == [
            (str(desk.units["maintenance"]), True, True)
        ]

    def test_there_is_no_other_form(self, browse, wu):
        assert browse(wu).get("/worklist/maintenance/export.exe").status_code == 404

    @pytest.mark.parametrize(
        "cell",
        ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", " =HYPERLINK(1)", "＝1+1", "\n@x"],
    )
    def test_no_cell_is_a_formula(self, cell):
        assert safe(cell) == f"'{cell}"

    @pytest.mark.parametrize("cell", ["漏水", "R-2026-000001", "a=b", "", "3 号机 - 漏水"])
    def test_other_cells_stay_as_they_are(self, cell):
        assert safe(cell) == cell


def test_pages_of_a_long_list_go_on_by_key(desk, browse, mei, wu):
    for number in range(53):
        desk.raised(by=mei, title=f"{number:02}")
    first = browse(wu).get("/worklist/maintenance/?sort=age")
    cursor = first.context["list"].page.older
    second = browse(wu).get(f"/worklist/maintenance/?sort=age&after={cursor}")
    assert titles(first) + titles(second) == [f"{number:02}" for number in range(53)]
