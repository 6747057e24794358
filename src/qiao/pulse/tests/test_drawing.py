"""Who is asked: by chance, at most twice a week, never about their own, and it can all be checked."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from qiao.desk import actions as desk_actions
from qiao.ledger.models import Event
from qiao.org.models import Substitution
from qiao.pulse import actions, cli, reads, rules
from qiao.pulse.models import Draw, Lot
from qiao.pulse.rules import Outcome


def outcome(lot):
    return lot and lot.outcome


def test_whoever_confirmed_is_asked(opinions, mei):
    lot = opinions.asked(mei)
    assert (lot.person, lot.state, lot.outcome) == (mei, "open", "invited")
    assert lot.unit == opinions.desk.service.unit
    assert lot.expires_at == opinions.now + timedelta(days=7)


def test_the_tick_draws_what_was_confirmed_since(opinions, mei):
    opinions.confirmed(mei)
    actions.draw_new(at=opinions.now)
    assert Lot.objects.get().person == mei
    actions.draw_new(at=opinions.now)
    assert Lot.objects.count() == 1


def test_silence_is_asked_too(opinions, mei):
    request = opinions.desk.delivered(by=mei, holder=opinions.holder)
    request.refresh_from_db()
    opinions.desk.now = request.confirm_by + timedelta(minutes=1)
    desk_actions.confirm_silent(at=opinions.now)
    actions.draw_new(at=opinions.now)
    assert Lot.objects.get().person == mei


def test_what_was_confirmed_long_ago_is_not_asked_about(opinions, mei):
    opinions.confirmed(mei)
    assert actions.draw_new(at=opinions.now + timedelta(days=4)) > 0
    assert not Lot.objects.exists()


def test_a_request_has_one_lot_in_its_life(opinions, mei):
    lot = opinions.asked(mei)
    request = desk_actions.reopen(request=lot.request, by=mei, at=opinions.now, note="还漏")
    assert list(Lot.objects.open_for(mei.scope, opinions.now)) == [], "it is open again: nothing to ask yet"
    request = desk_actions.deliver(request=request, by=opinions.holder, at=opinions.now, note="好了")
    request = desk_actions.confirm(request=request, by=mei, at=opinions.now)
    assert actions.draw(request=request, at=opinions.now, confirmed_by=mei.pk) is None
    assert list(Lot.objects.open_for(mei.scope, opinions.now)) == [lot]


def test_nobody_is_asked_more_than_twice_a_week(opinions, mei):
    outcomes = [outcome(opinions.asked(mei, title=str(n))) for n in range(4)]
    assert outcomes == ["invited", "invited", "capped", "capped"]
    opinions.desk.now += timedelta(days=8)
    assert outcome(opinions.asked(mei)) == "invited"


def test_for_somebody_else_it_is_they_who_are_asked(opinions, mei, he):
    request = opinions.confirmed(mei, for_person=he)
    lot = actions.draw(request=request, at=opinions.now)
    assert lot.person == he


def test_for_a_whole_team_it_is_the_member_who_confirmed(opinions, mei, he):
    request = opinions.confirmed(mei, confirmer=he, for_unit=mei.unit)
    assert actions.draw(request=request, at=opinions.now, confirmed_by=he.pk).person == he


def test_a_substitute_confirms_and_is_not_asked_in_somebodys_place(opinions, mei, fang):
    now = opinions.now
    Substitution.objects.create(
        person=mei, substitute=fang, since=now - timedelta(days=1), until=timezone.now() + timedelta(days=9)
    )
    request = opinions.confirmed(mei, confirmer=fang)
    lot = actions.draw(request=request, at=opinions.now, confirmed_by=fang.pk)
    assert lot.person == mei
    assert list(Lot.objects.open_for(fang.scope, opinions.now)) == []


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("zhao", "a member of the team that held it"),
        ("tao", "a member of another team of the department"),
        ("guo", "the head of the department"),
        ("chang", "who leads above the department"),
    ],
)
def test_nobody_is_asked_about_their_own_department(opinions, who, why):
    lot = opinions.asked(opinions.desk.people[who])
    assert (lot.outcome, lot.person) == (Outcome.NOBODY, None), why


def test_the_whole_chain_counts_as_providing(opinions, mei, wu, wei):
    """Welding took it over on the way: the welder who asked would rate their own workshop."""
    desk = opinions.desk
    request = desk.working(by=mei, holder=wu)
    request = desk_actions.offer(
        request=request, by=wu, at=desk.now, unit=desk.units["welding"], note="请焊一下"
    )
    request = desk_actions.take(request=request, by=wei, at=desk.now)
    request = desk_actions.offer(
        request=request, by=wei, at=desk.now, unit=desk.units["team1"], note="焊好了"
    )
    request = desk_actions.take(request=request, by=wu, at=desk.now)
    request = desk_actions.deliver(request=request, by=wu, at=desk.now, note="好了")
    request = desk_actions.confirm(request=request, by=mei, at=desk.now)
    assert actions.draw(request=request, at=desk.now, confirmed_by=mei.pk).outcome == Outcome.NOBODY


def test_whoever_stands_in_for_a_provider_is_not_asked(opinions, mei, wu):
    now = timezone.now()
    Substitution.objects.create(
        person=wu, substitute=mei, since=now - timedelta(days=1), until=now + timedelta(days=9)
    )
    assert opinions.asked(mei).outcome == Outcome.NOBODY


def test_the_draw_can_be_checked_once_the_salt_is_told_and_not_before(opinions):
    for person in opinions.customers(30):
        opinions.asked(person)
    sealed = Draw.objects.get()
    told = Event.objects.get(kind="pulse.sealed")
    assert told.data == {"month": sealed.month, "commitment": rules.commitment(sealed.salt)}
    assert sealed.salt not in str(list(Event.objects.values_list("data", flat=True)))
    assert actions.reveal(at=opinions.now) == 0
    assert reads.checked() == []
    assert actions.reveal(at=opinions.now + timedelta(days=45)) == 1
    assert Event.objects.get(kind="pulse.revealed").data["salt"] == sealed.salt
    assert [(each.lots, each.wrong) for each in reads.checked()] == [(30, [])]
    assert CliRunner().invoke(cli.check_pulse).exit_code == 0


def test_a_lot_that_was_tampered_with_is_found(opinions):
    lots = [opinions.asked(person) for person in opinions.customers(3)]
    actions.reveal(at=opinions.now + timedelta(days=45))
    Lot.objects.filter(pk=lots[1].pk).update(drawn=0.5)
    assert reads.checked()[0].wrong == [lots[1].request.number]
    said = CliRunner().invoke(cli.check_pulse)
    assert said.exit_code == 1
    assert lots[1].request.number in said.output


def test_every_draw_stands_in_the_ledger(opinions, mei, zhao):
    lots = [opinions.asked(mei), opinions.asked(zhao)]
    told = [Event.objects.about(lot).get() for lot in lots]
    assert [event.data["outcome"] for event in told] == ["invited", "nobody"]
    assert [event.data["number"] for event in told] == [lot.request.number for lot in lots]
    assert all(event.data["drawn"] == lot.drawn for event, lot in zip(told, lots, strict=True))


def test_a_busy_service_is_drawn_by_its_rate(opinions, monkeypatch):
    monkeypatch.setattr(rules, "WANTED", 5)
    actions.seal(month=f"{timezone.localtime(opinions.now):%Y-%m}", at=opinions.now, salt="a fixed salt")
    lots = [opinions.asked(person) for person in opinions.customers(40)]
    drawn = [lot for lot in lots if lot.outcome == Outcome.INVITED]
    assert 5 <= len(drawn) < 25
    assert all(lot.drawn < lot.rate for lot in drawn)
    assert lots[-1].rate == pytest.approx(5 / 40)
