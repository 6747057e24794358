"""Who may, and what keeps a draft from being published."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from qiao.catalogue.rules import (
    SENTENCES,
    DraftView,
    Reason,
    why_not_ask,
    why_not_change,
    why_not_code,
    why_not_keep_categories,
    why_not_move,
    why_not_publish,
    why_not_show,
)
from qiao.org.rules import Role, Scope

MEMBER = Scope(1, member_ids=frozenset({10, 1}))
LEADER = Scope(2, member_ids=frozenset({10, 1}), led_ids=frozenset({10}))
HEAD = Scope(3, member_ids=frozenset({1}), led_ids=frozenset({1, 10, 20}))
ADMINISTRATOR = Scope(4, roles=frozenset({Role.ADMINISTRATOR}))
OUTSIDER = Scope(5, member_ids=frozenset({30}))


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (MEMBER, Reason.NOT_YOUR_UNIT),
        (LEADER, None),
        (HEAD, None),
        (ADMINISTRATOR, None),
        (OUTSIDER, Reason.NOT_YOUR_UNIT),
    ],
)
def test_who_keeps_the_services_of_unit_10(who, reason):
    assert why_not_change(10, who) is reason


@pytest.mark.parametrize(
    ("who", "to", "active", "reason"),
    [
        (MEMBER, 20, True, Reason.NOT_YOUR_UNIT),
        (LEADER, 20, True, Reason.NOT_THEIR_UNIT),
        (LEADER, 10, True, Reason.SAME_UNIT),
        (HEAD, 20, True, None),
        (HEAD, 20, False, Reason.UNIT_CLOSED),
        (HEAD, 30, True, Reason.NOT_THEIR_UNIT),
        (ADMINISTRATOR, 30, True, None),
    ],
)
def test_who_moves_a_service_from_unit_10(who, to, active, reason):
    assert why_not_move(10, to, active, who) is reason


def test_only_administrators_keep_categories():
    assert why_not_keep_categories(ADMINISTRATOR) is None
    assert why_not_keep_categories(HEAD) is Reason.NOT_ADMINISTRATOR


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"active": False}, Reason.SERVICE_CLOSED),
        ({"published": False}, Reason.NOT_PUBLISHED),
        ({"for_everyone": False}, Reason.NOT_FOR_YOU),
        ({"for_everyone": False, "audience": frozenset({1})}, None),
        ({"for_everyone": False, "audience": frozenset({99})}, Reason.NOT_FOR_YOU),
    ],
)
def test_who_may_ask(changes, reason):
    offered = {"active": True, "published": True, "for_everyone": True, "audience": frozenset()}
    assert why_not_ask(**{**offered, **changes}, by=MEMBER) is reason


def test_who_may_not_ask_sees_it_only_from_the_providing_side():
    assert why_not_show(may_ask=True, unit_id=10, by=OUTSIDER) is None
    assert why_not_show(may_ask=False, unit_id=10, by=OUTSIDER) is Reason.NOT_FOR_YOU
    for who in (MEMBER, LEADER, HEAD, ADMINISTRATOR):
        assert why_not_show(may_ask=False, unit_id=10, by=who) is None


FINE = DraftView(
    service_active=True,
    unit_active=True,
    category_active=True,
    form=[],
    targets={"normal": [60, 120]},
    for_everyone=True,
    audience_active=(),
    calendar_active=True,
    calendar_works=True,
    assignment="queue",
    members=0,
    confirm_days=3,
)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, []),
        ({"service_active": False}, [Reason.SERVICE_CLOSED]),
        ({"unit_active": False}, [Reason.UNIT_CLOSED]),
        ({"category_active": False}, [Reason.CATEGORY_CLOSED]),
        ({"form": [{"key": ""}]}, [Reason.FORM_UNREADABLE]),
        ({"targets": {}}, [Reason.NO_TARGETS]),
        ({"targets": {"normal": [5, 1]}}, [Reason.TARGETS_UNREADABLE]),
        ({"for_everyone": False}, [Reason.NO_AUDIENCE]),
        ({"for_everyone": False, "audience_active": (True, False)}, [Reason.AUDIENCE_CLOSED]),
        ({"for_everyone": False, "audience_active": (True,)}, []),
        ({"calendar_active": False}, [Reason.CALENDAR_CLOSED]),
        ({"calendar_works": False}, [Reason.CALENDAR_NEVER_WORKS]),
        ({"assignment": "round_robin"}, [Reason.NOBODY_TO_ASSIGN]),
        ({"assignment": "on_shift", "members": 1}, []),
        ({"confirm_days": 0}, [Reason.CONFIRM_DAYS]),
        ({"confirm_days": 31}, [Reason.CONFIRM_DAYS]),
        ({"changed": False}, [Reason.NOTHING_NEW]),
        ({"targets": {}, "for_everyone": False}, [Reason.NO_TARGETS, Reason.NO_AUDIENCE]),
    ],
)
def test_what_keeps_a_draft_from_being_published(changes, reasons):
    assert why_not_publish(replace(FINE, **changes)) == reasons


@pytest.mark.parametrize("code", ["a", "IT-3", "repair_2", "9x"])
def test_codes_that_can_stand_in_an_address(code):
    assert why_not_code(code) is None


@pytest.mark.parametrize(
    "code", ["", "-a", "a b", "a/b", "维修", "manage", "people", "units", "x" * 41, "a.b"]
)
def test_codes_that_cannot(code):
    assert why_not_code(code) is Reason.CODE_UNUSABLE


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_in_both_languages(reason):
    assert reason in SENTENCES
    with override("en"):
        english = str(reason.sentence)
    with override("zh-hans"):
        assert str(reason.sentence) != english
