"""Who finds what: requests, people, units, services."""

import pytest

from qiao.catalogue.models import Service
from qiao.desk import actions as desk_actions
from qiao.org.models import Person
from qiao.search import actions, reads


@pytest.mark.parametrize(
    "question", ["漏水", "焊接机器人", "接机", "3 号 漏水", "漏", "水", "R-2026-000001", "1", "2026-1"]
)
def test_any_part_of_a_request_finds_it(desk, mei, titles, question):
    desk.raised(mei)
    assert titles(question, mei) == ["3 号焊接机器人漏水"]


@pytest.mark.parametrize(
    "question", ["漏油", "接漏", "人机", "R-2026-000002", "机器人 漏油", "", "？", '"', "a OR b", "NOT", "*"]
)
def test_what_does_not_stand_there_finds_nothing(desk, mei, titles, question):
    desk.raised(mei)
    assert titles(question, mei) == []


def test_details_answers_and_comments_are_searched(desk, mei, wu, titles):
    request = desk.raised(
        mei, title="三号机", details="Cooling water everywhere", answers={"place": "七工位", "n": 3}
    )
    desk_actions.comment(request=request, by=wu, at=desk.now, body="密封圈没有库存")
    for question in ("cooling", "COOL", "七工位", "密封圈"):
        assert titles(question, mei) == ["三号机"], question


def test_notes_among_providers_are_not_searched(desk, mei, wu, titles):
    request = desk.working(mei, wu)
    desk_actions.comment(request=request, by=wu, at=desk.now, body="客户自己弄坏的", internal=True)
    assert titles("弄坏", wu) == []
    assert titles("弄坏", mei) == []


WHO = [
    ("mei", True, True),  # asked for it
    ("he", False, False),  # her colleague
    ("wei", False, False),  # who leads the customer's workshop, but is no party
    ("wu", True, True),  # a member of a team of the holding department
    ("guo", True, True),  # leads the holding department
    ("chang", True, False),  # leads everything: confidential ones stay with those concerned
    ("fang", False, False),  # an outsider
]


@pytest.mark.parametrize(("code", "open_one", "secret_one"), WHO)
def test_only_what_one_may_see_is_found(desk, mei, titles, code, open_one, secret_one):
    desk.raised(mei, title="公开的泵")
    desk.raised(mei, service=desk.secret, title="保密的泵")
    expected = ["保密的泵"] * secret_one + ["公开的泵"] * open_one
    assert titles("的泵", desk.people[code]) == expected


@pytest.mark.parametrize("most", [0, 64])
def test_the_marks_and_the_rules_agree(desk, mei, titles, monkeypatch, most):
    """With and without marks in the question the same is found: the rules have the last word."""
    monkeypatch.setattr("qiao.search.reads.MOST_MARKS", most)
    desk.raised(mei, title="公开的泵")
    desk.raised(mei, service=desk.secret, title="保密的泵")
    for code, open_one, secret_one in WHO:
        expected = ["保密的泵"] * secret_one + ["公开的泵"] * open_one
        assert titles("的泵", desk.people[code]) == expected, code


def test_a_unit_to_which_it_is_offered_finds_it_from_then_on(desk, mei, wu, fang, titles):
    request = desk.working(mei, wu)
    assert titles("漏水", fang) == []
    desk_actions.offer(request=request, by=wu, at=desk.now, unit=desk.units["finance"], note="请看")
    assert titles("漏水", fang) == ["3 号焊接机器人漏水"]


def test_newest_first_and_on_from_the_last_one(desk, mei, found):
    for number in range(7):
        desk.raised(mei, title=f"漏水 {number}")
    page = found("漏水", mei, size=3)
    assert [row.request.title for row in page.requests] == ["漏水 6", "漏水 5", "漏水 4"]
    page = found("漏水", mei, size=3, below=page.older)
    assert [row.request.title for row in page.requests] == ["漏水 3", "漏水 2", "漏水 1"]
    page = found("漏水", mei, size=3, below=page.older)
    assert [row.request.title for row in page.requests] == ["漏水 0"]
    assert page.older is None


def test_what_others_have_does_not_hide_what_is_mine(desk, mei, he, titles, monkeypatch):
    """More candidates that one may not see than one look takes."""
    monkeypatch.setattr("qiao.search.reads.MOST_MARKS", 0)
    monkeypatch.setattr("qiao.search.reads.CANDIDATES", 3)
    desk.raised(he, title="我的漏水")
    for number in range(8):
        desk.raised(mei, title=f"漏水 {number}")
    assert titles("漏水", he) == ["我的漏水"]


@pytest.mark.parametrize("question", ["吴刚", "吴", "刚", "wugang", "wg", "WG", "wu gang", "Wu", "u"])
def test_a_person_by_any_part_of_the_name_or_pinyin(desk, mei, found, question):
    assert "吴刚" in [person.name for person in found(question, mei).people]


def test_names_that_begin_so_come_first(desk, mei, found):
    Person.objects.create(number="x1", name="张小林", unit=desk.units["finance"])
    Person.objects.create(number="x2", name="林大山", unit=desk.units["finance"])
    actions.names("person", None)
    assert [person.name for person in found("林", mei).people] == ["林梅", "林大山", "张小林"]


def test_who_has_left_is_not_found(desk, mei, wu, found):
    Person.objects.filter(pk=wu.pk).update(active=False)
    assert found("吴刚", mei).people == []


def test_units_and_services_by_name_and_initials(desk, mei, found):
    assert [unit.name_zh for unit in found("zdhz", mei).units] == ["自动化组"]
    assert [service.code for service in found("repair", mei).services] == ["repair"]


def test_a_service_for_others_is_not_found(desk, mei, fang, found):
    version = desk.service.version
    version.for_everyone = False
    version.save()
    version.audience.add(desk.units["finance"])
    assert [service.code for service in found("repair", fang).services] == ["repair"]
    assert found("repair", mei).services == []


def test_what_changes_is_found_by_its_new_name(desk, mei, found):
    Service.objects.filter(pk=desk.service.pk).update(name_zh="设备抢修")
    actions.names("service", {desk.service.pk})
    assert [service.name_zh for service in found("抢修", mei).services] == ["设备抢修"]
    assert found("repair服务", mei).services == []


def test_a_mistyped_english_word_finds_the_right_one(desk, mei, found):
    desk.raised(mei, title="Robot stopped again")
    answer = found("robbot", mei)
    assert [row.request.title for row in answer.requests] == ["Robot stopped again"]
    assert answer.asked == "robot"
    assert found("stoped robot", mei).asked == "stopped robot"
    assert found("robot", mei).asked == ""


def test_a_correction_tells_nothing_of_what_one_may_not_see(desk, mei, fang, found):
    desk.raised(mei, title="Restructuring finance")
    answer = found("restructurng", fang)
    assert answer.nothing
    assert answer.asked == ""


def test_indexing_twice_is_the_same_as_once(desk, mei, titles):
    desk.raised(mei)
    actions.rebuild()
    actions.rebuild()
    assert titles("漏水", mei) == ["3 号焊接机器人漏水"]


def test_the_index_follows_the_ledger(desk, mei, wu, django_assert_max_num_queries):
    actions.catch_up(at=desk.now)
    request = desk.working(mei, wu)
    assert reads.find("漏水", seen_by=mei, at=desk.now).nothing
    assert actions.catch_up(at=desk.now) > 0
    assert [row.request.number for row in reads.find("漏水", seen_by=mei, at=desk.now).requests] == [
        request.number
    ]
    desk_actions.comment(request=request, by=wu, at=desk.now, body="密封圈换了")
    actions.catch_up(at=desk.now)
    assert len(reads.find("密封圈", seen_by=mei, at=desk.now).requests) == 1
    with django_assert_max_num_queries(8):
        assert actions.catch_up(at=desk.now) == 0


@pytest.mark.parametrize("question", ["漏水", "wg", "robbot robot robot", "x"])
def test_finding_takes_few_queries(desk, mei, found, django_assert_max_num_queries, question):
    for number in range(5):
        desk.raised(mei, title=f"漏水 {number}")
    found(question, mei)
    with django_assert_max_num_queries(26):
        found(question, mei)


def test_role_cards_are_found_by_names_and_words_in_force_never_by_a_draft(desk, mei, wei, fang, found):
    from qiao.org.models import Holding, Position
    from qiao.roles import actions as roles
    from qiao.roles.rules import Side
    from qiao.roles.sheet import LineSaid, Words

    position = Position.objects.create(code="lead", name_zh="焊装二班班组长", unit=desk.units["welding2"])
    Holding.objects.create(position=position, person=mei)
    how = {"by": mei, "at": desk.now}
    card = roles.begin(position=position, person=mei, **how)
    serve = {Side.SERVE: [LineSaid(Side.SERVE, Words("按节拍交件"))]}
    roles.edit(card=card, texts={"purpose": Words("带好一个班")}, lines=serve, **how)
    actions.catch_up(at=desk.now)
    assert found("班组长", fang).cards == []
    assert found("班组长", wei).cards == [card]
    assert found("节拍", mei).cards == []
    roles.submit(card=card, **how)
    roles.approve(card=card, by=wei, at=desk.now)
    roles.sign(card=card, **how)
    actions.catch_up(at=desk.now)
    assert found("节拍", fang).cards == found("bzz", fang).cards == [card]
