"""A card's life: drafted from what happened, signed by both sides, accepted line by line, changed, ended."""

from datetime import timedelta

import pytest

from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Holding, Unit
from qiao.roles import actions
from qiao.roles.models import Ask, Line, RoleCard
from qiao.roles.reads import cards as reads
from qiao.roles.rules import Answer, Asked, CardState, Reason, Side
from qiao.roles.sheet import LineSaid, Words
from qiao.roles.tests.conftest import NOW

TODAY = NOW.date()


def refused(action, **how):
    with pytest.raises(Refused) as no:
        action(**how)
    return no.value.reason


def kinds(card):
    return [event.kind.removeprefix("role_card.") for event in Event.objects.about(card)]


def asked(person):
    return [ask.kind for ask in reads.asked_of(person, TODAY)]


def test_a_draft_is_made_from_what_really_happened(office, desk, guo):
    office.served(3)
    secret = desk.raised(desk.people["mei"], desk.secret)
    assert secret.confidential
    card = office.begun("guo")
    serve = list(card.draft.lines.filter(side=Side.SERVE))
    assert [(line.service.code, line.unit.code, line.because["n"]) for line in serve] == [
        ("repair", "welding", 3)
    ]
    assert serve[0].why == "依据 90 天内你服务的 3 件请求拟出"
    assert serve[0].standard_zh == "4 小时内"


def test_who_asks_finds_it_under_what_they_need(office, desk):
    office.served(2)
    need = office.begun("mei").draft.lines.get(side=Side.NEED)
    assert (need.service.code, need.unit.code, need.because) == (
        "repair",
        "maintenance",
        {"kind": "asked", "n": 2, "days": 90},
    )


def test_what_is_older_than_90_days_is_not_drafted(office, desk):
    office.served(2)
    card = office.begun("guo", at=NOW + timedelta(days=90))
    assert [line.because["kind"] for line in card.draft.lines.filter(side=Side.SERVE)] == ["offered"]


def test_only_who_holds_the_position_or_leads_them_begins(office, desk, mei, wei, fang, he):
    position = office.positions["mei"]
    how = {"position": position, "person": mei, "at": NOW}
    assert refused(actions.begin, by=fang, **how) is Reason.NOT_YOURS
    assert refused(actions.begin, by=he, **how) is Reason.NOT_YOURS
    not_held = {**how, "person": he}
    assert refused(actions.begin, by=wei, **not_held) is Reason.NOT_HELD
    actions.begin(by=wei, **how)
    assert refused(actions.begin, by=mei, **how) is Reason.HAS_CARD


def test_the_whole_way_from_draft_to_force(office, mei, wei, guo):
    card = office.submitted("mei")
    assert asked(wei) == [Asked.REVIEW]
    assert refused(actions.sign, card=card, by=mei, at=NOW) is Reason.LEADER_FIRST
    actions.return_(card=card, remark=" 写清时间 ", by=wei, at=NOW)
    assert (asked(wei), asked(mei)) == ([], [Asked.REWRITE])
    assert RoleCard.objects.get(pk=card.pk).draft.remark == "写清时间"
    actions.submit(card=card, by=mei, at=NOW)
    actions.approve(card=card, by=wei, at=NOW)
    assert asked(mei) == [Asked.SIGN]
    card = actions.sign(card=card, by=mei, at=NOW)
    card.refresh_from_db()
    assert card.current.state == CardState.FORCE
    assert card.draft is None
    assert [(each.part, each.person) for each in card.current.signatures.all()] == [
        ("leader", wei),
        ("holder", mei),
    ]
    assert str(card.review_on) == "2026-09-10"
    assert kinds(card) == [
        "drafted",
        "edited",
        "submitted",
        "returned",
        "submitted",
        "approved",
        "signed",
        "in_force",
    ]


def test_taking_it_back_wipes_the_leaders_signature(office, mei, wei):
    card = office.approved("mei", wei)
    actions.withdraw(card=card, by=mei, at=NOW)
    assert card.editions.get().signatures.count() == 0
    assert asked(mei) == []
    assert refused(actions.sign, card=card, by=mei, at=NOW) is Reason.BEING_WRITTEN


def test_who_has_nobody_above_signs_alone(office, chang):
    card = office.written("chang")
    assert card.leader_unit is None
    card = actions.sign(card=card, by=chang, at=NOW)
    assert card.current.state == CardState.FORCE


def test_nobody_hands_in_a_card_without_purpose_or_service(office, mei):
    card = office.begun("mei")
    assert refused(actions.submit, card=card, by=mei, at=NOW) is Reason.NO_PURPOSE
    actions.edit(card=card, by=mei, at=NOW, texts={"purpose": Words("带好一个班")})
    assert refused(actions.submit, card=card, by=mei, at=NOW) is Reason.NO_SERVICE


def test_two_who_write_at_once_the_second_is_told(office, mei, wei):
    card = office.written("mei")
    seen = card.revision
    actions.edit(card=card, by=mei, at=NOW, texts={"value": Words("一")}, expected=seen)
    with pytest.raises(Conflict) as quicker:
        actions.edit(card=card, by=wei, at=NOW, texts={"value": Words("二")}, expected=seen)
    assert quicker.value.current.revision == seen + 1
    assert str(RoleCard.objects.get(pk=card.pk).draft.texts["value"]) == "一"


def test_writing_nothing_new_leaves_no_trace(office, mei):
    card = office.written("mei")
    actions.edit(card=card, by=mei, at=NOW, texts={"purpose": card.draft.texts["purpose"]})
    assert RoleCard.objects.get(pk=card.pk).revision == card.revision
    assert kinds(card).count("edited") == 1


def test_a_line_that_is_not_on_the_card_is_refused(office, mei):
    card = office.written("mei")
    stray = {Side.SERVE: [LineSaid(Side.SERVE, Words("修"), key=99)]}
    assert refused(actions.edit, card=card, by=mei, at=NOW, lines=stray) is Reason.UNKNOWN_LINE


def test_the_other_side_accepts_or_says_why_not(office, desk, guo, chang, wei, fang):
    lines = [
        LineSaid(Side.SERVE, Words("停线抢修"), unit_id=desk.units["welding2"].pk),
        LineSaid(Side.SERVE, Words("教点检"), person_id=desk.people["he"].pk),
    ]
    card = office.in_force("guo", chang, lines=lines)
    unit, person = card.current.lines.filter(side=Side.SERVE)
    assert Ask.objects.filter(kind=Asked.LINE).count() == 2
    assert refused(actions.accept, line=unit, by=fang, at=NOW) is Reason.NOT_ASKED
    actions.accept(line=unit, by=desk.people["mei"], at=NOW)
    assert refused(actions.accept, line=unit, by=wei, at=NOW) is Reason.ANSWERED
    assert refused(actions.refuse_line, line=person, note=" ", by=desk.people["he"], at=NOW) is Reason.SAY_WHY
    actions.refuse_line(line=person, note="没时间", by=desk.people["he"], at=NOW)
    assert asked(guo) == [Asked.REFUSED]
    answers = Line.objects.filter(edition=card.current, side=Side.SERVE).values_list("answer", flat=True)
    assert list(answers) == [Answer.ACCEPTED, Answer.REFUSED]


def test_a_unit_without_a_leader_is_answered_from_above(office, desk, guo, chang, wei):
    Unit.objects.filter(code="welding2").update(leader=None)
    lines = [LineSaid(Side.SERVE, Words("抢修"), unit_id=desk.units["welding2"].pk)]
    card = office.in_force("guo", chang, lines=lines)
    assert asked(wei) == [Asked.LINE]
    actions.accept(line=card.current.lines.first(), by=wei, at=NOW)


def test_a_new_edition_is_signed_again_and_only_changed_lines_are_asked_again(office, desk, guo, chang, wei):
    welding, finance = desk.units["welding"].pk, desk.units["finance"].pk
    lines = [LineSaid(Side.SERVE, Words("抢修"), Words("4 小时"), unit_id=welding)] * 2
    card = office.in_force("guo", chang, lines=lines)
    for line in card.current.lines.filter(side=Side.SERVE):
        actions.accept(line=line, by=wei, at=NOW)
    office.begun("guo")
    card = RoleCard.objects.get(pk=card.pk)
    kept, changed = (line.said for line in card.draft.lines.filter(side=Side.SERVE))
    quicker = LineSaid(Side.SERVE, changed.what, Words("2 小时"), unit_id=welding, key=changed.key)
    new = LineSaid(Side.SERVE, Words("报价"), unit_id=finance)
    actions.edit(card=card, by=guo, at=NOW, lines={Side.SERVE: [kept, quicker, new]})
    actions.submit(card=card, by=guo, at=NOW)
    actions.approve(card=card, by=chang, at=NOW)
    old, card = card.current_id, actions.sign(card=card, by=guo, at=NOW)
    assert card.editions.get(pk=old).state == CardState.REPLACED
    answers = dict(card.current.lines.filter(side=Side.SERVE).values_list("key", "answer"))
    assert answers[kept.key] == Answer.ACCEPTED
    assert answers[changed.key] == Answer.OPEN
    # Finance has no leader: whoever leads the works answers.
    assert sorted(Ask.objects.filter(kind=Asked.LINE).values_list("unit__code", flat=True)) == [
        "welding",
        "works",
    ]


def test_a_review_comes_due_and_is_confirmed_until_the_next(office, mei, wei):
    card = office.in_force("mei", wei)
    later = card.review_on
    assert Asked.AGAIN not in [ask.kind for ask in reads.asked_of(wei, later - timedelta(days=1))]
    assert Asked.AGAIN in [ask.kind for ask in reads.asked_of(wei, later)]
    how = {"card": card, "at": NOW + timedelta(days=184)}
    assert refused(actions.confirm, by=mei, review_on=later, **how) is Reason.NOT_THE_LEADER
    assert refused(actions.confirm, by=wei, review_on=later, **how) is Reason.BAD_DATE
    actions.confirm(by=wei, review_on=later + timedelta(days=100), **how)
    assert Asked.AGAIN not in [ask.kind for ask in reads.asked_of(wei, later)]


def test_a_card_ends_with_the_holding_and_may_begin_again(office, desk, mei, wei):
    card = office.in_force("mei", wei)
    Holding.objects.filter(person=mei).delete()
    assert actions.settle(at=NOW) == 1
    card.refresh_from_db()
    assert card.ended_at == NOW
    assert card.editions.get().state == CardState.ENDED
    assert Ask.objects.filter(card=card).count() == 0
    assert actions.settle(at=NOW) == 0
    Holding.objects.create(position=office.positions["mei"], person=mei)
    assert office.begun("mei").draft.number == 2


def test_another_leader_finds_what_lay_with_the_one_before(office, desk, mei, wei, chang):
    card = office.submitted("mei")
    Unit.objects.filter(code="welding").update(leader=None)
    assert actions.settle(at=NOW) == 1
    assert asked(chang) == [Asked.REVIEW]
    actions.approve(card=card, by=chang, at=NOW)
