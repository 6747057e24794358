"""The rules as tables: rates, lots, who may not rate whom, when a batch is ready."""

from datetime import timedelta

import pytest

from qiao.org.rules import Role, Scope
from qiao.pulse import rules
from qiao.pulse.rules import Providers, Reason

PROVIDERS = Providers(people=frozenset({10, 11}), units=frozenset({5, 6}), departments=frozenset({5}))


def scope(**places):
    return Scope(person_id=1, **{name: frozenset(value) for name, value in places.items()})


@pytest.mark.parametrize(
    ("by", "own", "reason"),
    [
        (scope(member_ids={1, 2}), {2}, None),
        (Scope(person_id=10), {2}, Reason.OWN_WORK),
        (scope(member_ids={1, 6}), set(), Reason.OWN_DEPARTMENT),
        (scope(member_ids={1}), {5}, Reason.OWN_DEPARTMENT),
        (scope(led_ids={6}), {2}, Reason.LED_BY_YOU),
        (scope(stands_in_for={11}), {2}, Reason.LED_BY_YOU),
        (scope(stands_in_for={99}, led_ids={7}, member_ids={8}), {9}, None),
    ],
)
def test_nobody_rates_themselves_their_department_or_those_they_lead(by, own, reason):
    assert rules.why_not_rate(by, frozenset(own), PROVIDERS) is reason


@pytest.mark.parametrize(("volume", "rate"), [(0, 1), (1, 1), (40, 1), (80, 0.5), (400, 0.1)])
def test_a_busy_service_is_asked_about_less_often(volume, rate):
    assert rules.rate(volume) == pytest.approx(rate)


def test_lots_are_even_cannot_be_foreseen_and_can_be_repeated():
    lots = [rules.lot("salt", f"R-2026-{n:06d}") for n in range(4000)]
    assert 0 <= min(lots) < max(lots) < 1
    tenths = [sum(1 for each in lots if n / 10 <= each < (n + 1) / 10) for n in range(10)]
    assert min(tenths) > 330
    assert max(tenths) < 470
    assert rules.lot("salt", "R-2026-000001") == lots[1]
    assert rules.lot("other", "R-2026-000001") != lots[1]
    assert rules.commitment("salt") != rules.commitment("other")


@pytest.mark.parametrize(
    ("respondents", "days", "ready"),
    [(4, 400, False), (5, 10, False), (5, 42, True), (9, 41, False), (10, 7, True)],
)
def test_a_batch_waits_for_ten_people_or_six_weeks_and_never_shows_fewer_than_five(respondents, days, ready):
    assert rules.ready(respondents, timedelta(days=days), 5) is ready


def test_a_gate_that_was_raised_holds():
    assert not rules.ready(12, timedelta(days=400), 15)


def test_results_are_for_providers_their_leaders_and_the_survey_office():
    assert rules.may_see(scope(member_ids={5}), 5)
    assert rules.may_see(scope(led_ids={5}), 5)
    assert rules.may_see(Scope(person_id=1, roles=frozenset({Role.SURVEY_OFFICER})), 5)
    assert not rules.may_see(scope(member_ids={6}, stands_in_for={7}), 5)
    assert not rules.may_see(Scope(person_id=1, roles=frozenset({Role.ADMINISTRATOR})), 5)
