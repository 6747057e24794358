"""Pages of role cards: who sees what, what is kept when two write, how each line is kept, and queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qiao.roles import actions
from qiao.roles.models import Line, RoleCard
from qiao.roles.rules import Side
from qiao.roles.sheet import LineSaid, Words
from qiao.roles.steps import STEPS
from qiao.roles.tests.conftest import NOW

CAST = ("mei", "wei", "guo", "chang", "fang", "admin")


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def statuses(browse, desk, path, method="get", **data):
    return {who: getattr(browse(desk.people[who]), method)(path, data).status_code for who in CAST}


def seen_by(answers, good=200):
    return {who for who, status in answers.items() if status == good}


def test_a_draft_is_for_the_holder_and_the_chain_above(office, desk, browse):
    card = office.written("mei")
    for path in ("", "edit/", "worksheet/", "worksheet/serve/", "difference/"):
        answers = statuses(browse, desk, f"/role-cards/{card.pk}/{path}")
        assert seen_by(answers) == {"mei", "wei", "chang"}, path
        assert set(answers.values()) == {200, 404}


def test_everybody_reads_what_is_in_force_and_nobody_the_draft_beside_it(office, desk, browse, wei):
    card = office.in_force("mei", wei)
    office.begun("mei")
    path = f"/role-cards/{card.pk}/"
    assert seen_by(statuses(browse, desk, path)) == set(CAST)
    assert seen_by(statuses(browse, desk, f"{path}print/")) == set(CAST)
    assert seen_by(statuses(browse, desk, f"{path}?edition=2")) == {"mei", "wei", "chang"}
    assert seen_by(statuses(browse, desk, f"{path}?edition=draft")) == {"mei", "wei", "chang"}
    assert seen_by(statuses(browse, desk, f"{path}edit/")) == {"mei", "wei", "chang"}


@pytest.mark.parametrize("verb", ["submit", "withdraw", "approve", "sign", "return", "confirm"])
def test_verbs_are_not_there_for_who_is_not_concerned(office, desk, browse, wei, verb):
    card = office.in_force("mei", wei)
    for who in ("guo", "fang", "admin"):
        assert browse(desk.people[who]).post(f"/role-cards/{card.pk}/{verb}/").status_code == 404


@pytest.mark.parametrize("who", CAST)
def test_only_holder_and_leaders_may_begin(office, desk, browse, who):
    path = f"/role-cards/begin/{office.positions['mei'].pk}/{desk.people['mei'].pk}/"
    answer = browse(desk.people[who]).post(path)
    assert answer.status_code == (302 if who in {"mei", "wei", "chang"} else 404)
    assert RoleCard.objects.exists() is (answer.status_code == 302)


def test_a_new_leader_is_led_through_six_steps_and_signs(office, desk, browse, mei, wei):
    page = browse(mei)
    began = page.post(f"/role-cards/begin/{office.positions['mei'].pk}/{mei.pk}/")
    card = RoleCard.objects.get()
    assert began.url == f"/role-cards/{card.pk}/worksheet/"
    path = f"/role-cards/{card.pk}/worksheet"
    first = page.get(f"{path}/purpose/").content.decode()
    assert "车身按节拍下线" in first
    said = {"purpose_zh": "带好一个班", "value_zh": "下道工序不等人", "revision": card.revision}
    assert page.post(f"{path}/purpose/", said).url == f"{path}/serve/"
    lines = {"serve-0-what_zh": "按节拍交件", "serve-0-standard_zh": "每班", "serve-0-unit": "finance"}
    assert page.post(f"{path}/serve/", lines).url == f"{path}/need/"
    assert page.post(f"{path}/contact/", {}).url == f"/role-cards/{card.pk}/?edition=1"
    card = RoleCard.objects.get()
    assert str(card.draft.texts["purpose"]) == "带好一个班"
    line = card.draft.lines.get(side=Side.SERVE)
    assert (line.what_zh, line.unit.code, line.because) == ("按节拍交件", "finance", {"kind": "written"})
    page.post(f"/role-cards/{card.pk}/submit/", {"seen": card.revision})
    browse(wei).post(f"/role-cards/{card.pk}/approve/")
    browse(mei).post(f"/role-cards/{card.pk}/sign/")
    assert RoleCard.objects.get().current.number == 1


def test_the_second_of_two_gets_409_and_keeps_what_was_typed(office, browse, mei, wei):
    card = office.written("mei")
    path = f"/role-cards/{card.pk}/worksheet/limits/"
    said = {"authority_zh": "我的话", "revision": card.revision}
    actions.edit(card=card, by=wei, at=NOW, texts={"limits": Words("上级的话")})
    answer = browse(mei).post(path, said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我的话" in page
    assert f'name="revision" value="{card.revision + 1}"' in page
    again = browse(mei).post(path, {**said, "limits_zh": "上级的话", "revision": card.revision + 1})
    assert again.status_code == 302
    assert str(RoleCard.objects.get().draft.texts["authority"]) == "我的话"


def test_a_unit_that_nobody_knows_is_said_at_its_field(office, browse, mei):
    card = office.written("mei")
    path = f"/role-cards/{card.pk}/worksheet/need/"
    answer = browse(mei).post(path, {"need-0-what_zh": "备件", "need-0-person": "没有这个人"})
    assert answer.status_code == 422
    assert "没有这个人" in answer.content.decode()


def test_the_other_language_stays_until_the_text_becomes_another(office, browse, mei):
    card = office.written("mei")
    path = f"/role-cards/{card.pk}/worksheet/purpose/"
    browse(mei).post(path, {"purpose_zh": "有人负责到底", "value_zh": "新"})
    assert RoleCard.objects.get().draft.texts["purpose"].en == "Somebody stays with it"
    browse(mei).post(path, {"purpose_zh": "另一句", "value_zh": "新"})
    assert RoleCard.objects.get().draft.texts["purpose"] == Words("另一句", "")
    both = {"purpose_zh": "另一句", "purpose_en": "Another", "value_zh": "", "value_en": ""}
    browse(mei).post(f"{path}?both=1", both)
    assert RoleCard.objects.get().draft.texts["purpose"] == Words("另一句", "Another")


def repair(desk, **more):
    return LineSaid(
        Side.SERVE, Words("抢修"), service_id=desk.service.pk, unit_id=desk.units["welding"].pk, **more
    )


def test_a_line_shows_how_it_is_kept_to_whom_may_open_the_requests(office, desk, browse, guo, chang, fang):
    office.served(6, late=1)
    card = office.in_force("guo", chang, lines=[repair(desk)])
    path = f"/role-cards/{card.pk}/"
    assert "6 个承诺达成 83%，可能在 44–97% 之间" in browse(guo).get(path).content.decode()
    outside = browse(fang).get(path).content.decode()
    assert "到期承诺 0 个，太少，不算比例" in outside
    assert "83%" not in outside


def test_below_five_no_share_is_shown(office, desk, browse, guo, chang):
    office.served(4)
    card = office.in_force("guo", chang, lines=[repair(desk)])
    page = browse(guo).get(f"/role-cards/{card.pk}/").content.decode()
    assert "到期承诺 4 个，太少，不算比例" in page


def test_what_no_line_covers_and_what_nothing_uses_is_for_holder_and_leader(
    office, desk, browse, guo, chang, mei
):
    office.served(2)
    unused = LineSaid(Side.SERVE, Words("报价"), service_id=desk.service.pk, unit_id=desk.units["finance"].pk)
    card = office.in_force("guo", chang, lines=[unused])
    path = f"/role-cards/{card.pk}/"
    for who, shown in ((guo, True), (chang, True), (mei, False)):
        page = browse(who).get(path).content.decode()
        assert ("没有条目覆盖的请求" in page) is shown
        assert ("从来没用到的条目" in page) is shown


def test_waiting_that_the_receiver_caused_stands_at_its_line(office, desk, browse, mei, wei, guo):
    from qiao.desk import actions as desk_actions
    from qiao.desk.rules import PauseKind

    desk.now = NOW.replace(day=9)
    request = desk.working(mei, guo)
    desk_actions.pause(request=request, by=guo, at=desk.now, kind=PauseKind.REQUESTER, reason="等图纸")
    desk_actions.resume(request=request, by=guo, at=desk.later(hours=1))
    card = office.in_force("mei", wei)
    assert "1 件等过我们，共 1 小时工时" in browse(mei).get(f"/role-cards/{card.pk}/").content.decode()


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_a_card_costs_the_same_queries_whatever_stands_on_it(office, desk, browse, guo, chang):
    office.served(3)
    few = office.in_force("guo", chang, lines=[repair(desk)])
    path = f"/role-cards/{few.pk}/"
    one = queries(browse(guo), path)
    office.begun("guo")
    card = RoleCard.objects.get(pk=few.pk)
    units = [unit.pk for unit in desk.units.values()]
    lines = [
        LineSaid(Side.SERVE, Words(str(n)), service_id=desk.service.pk, unit_id=units[n]) for n in range(6)
    ]
    need = [
        LineSaid(Side.NEED, Words(str(n)), service_id=desk.service.pk, unit_id=units[n]) for n in range(6)
    ]
    actions.edit(card=card, by=guo, at=NOW, lines={Side.SERVE: [repair(desk), *lines], Side.NEED: need})
    actions.submit(card=card, by=guo, at=NOW)
    actions.approve(card=card, by=chang, at=NOW)
    actions.sign(card=card, by=guo, at=NOW)
    assert queries(browse(guo), path) == one
    assert one <= CARD_PAGE


CARD_PAGE = 30


def test_lists_show_gaps_and_cost_the_same_for_many(office, desk, browse, chang, wei):
    page = browse(chang)
    for which in ("mine", "team", "unit"):
        assert page.get(f"/role-cards/?which={which}").status_code == 200
    empty = page.get("/role-cards/?which=team").content.decode()
    assert "3 个岗位没有生效的角色卡" in empty
    before = queries(page, "/role-cards/?which=team")
    office.in_force("mei", wei)
    office.written("guo")
    assert queries(browse(chang), "/role-cards/?which=team") == before
    full = browse(chang).get("/role-cards/?which=team").content.decode()
    assert "2 个岗位没有生效的角色卡" in full


def test_lines_wait_on_today_and_are_accepted_together(office, desk, browse, guo, chang, wei, fang):
    lines = [LineSaid(Side.SERVE, Words(f"事{n}"), unit_id=desk.units["welding"].pk) for n in range(3)]
    office.in_force("guo", chang, lines=lines)
    assert "3 条等你认可" in browse(wei).get("/").content.decode()
    pks = list(Line.objects.filter(side=Side.SERVE).values_list("pk", flat=True))
    browse(fang).post("/role-cards/lines/accept/", {"line": pks})
    assert Line.objects.filter(answer="accepted").count() == 0
    browse(wei).post("/role-cards/lines/accept/", {"line": pks[:2]})
    assert Line.objects.filter(answer="accepted").count() == 2
    assert browse(fang).get(f"/role-cards/lines/{pks[2]}/refuse/").status_code == 404
    no = browse(wei).post(f"/role-cards/lines/{pks[2]}/refuse/", {"remark": "不归我们"})
    assert no.status_code == 302
    assert "没被认可" in browse(guo).get("/").content.decode()


def test_pages_of_people_and_units_lead_to_cards(office, desk, browse, mei, wei, fang):
    card = office.in_force("mei", wei)
    assert f"/role-cards/{card.pk}/" in browse(fang).get(f"/organisation/people/{mei.pk}/").content.decode()
    unit = desk.units["welding2"].pk
    assert f"/role-cards/?unit={unit}" in browse(fang).get(f"/organisation/units/{unit}/").content.decode()


@pytest.mark.parametrize("step", [step.key for step in STEPS])
def test_every_step_of_the_worksheet_opens_in_both_languages(office, browse, mei, step):
    card = office.written("mei")
    client = browse(mei)
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        assert client.get(f"/role-cards/{card.pk}/worksheet/{step}/").status_code == 200
    assert client.get(f"/role-cards/{card.pk}/worksheet/nothing/").status_code == 404


def test_a_difference_shows_both_sides(office, browse, mei, wei, fang):
    card = office.in_force("mei", wei)
    office.begun("mei")
    actions.edit(card=card, by=mei, at=NOW, texts={"purpose": Words("换了一句")})
    page = browse(mei).get(f"/role-cards/{card.pk}/difference/").content.decode()
    assert "<del>" in page
    assert "换了一句" in page
    assert "换了一句" not in browse(fang).get(f"/role-cards/{card.pk}/difference/").content.decode()
