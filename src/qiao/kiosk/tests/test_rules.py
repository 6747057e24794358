"""What a PIN has to be, and who helps whom."""

from datetime import UTC, datetime, timedelta

import pytest

from qiao.kiosk import rules
from qiao.kiosk.rules import IDLE, WHOLE, Reason
from qiao.org.rules import Scope

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEADER = Scope(1, led_ids=frozenset({7}))
MEMBER = Scope(2, member_ids=frozenset({7}))
ADMINISTRATOR = Scope(3, roles=frozenset({"administrator"}))


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        ("4826", None),
        ("48261739", None),
        ("482", Reason.PIN_DIGITS),
        ("482617394", Reason.PIN_DIGITS),
        ("48a6", Reason.PIN_DIGITS),
        ("４８２６", Reason.PIN_DIGITS),
        ("0000", Reason.PIN_SIMPLE),
        ("1234", Reason.PIN_SIMPLE),
        ("8765", Reason.PIN_SIMPLE),
        ("1357", None),
        ("2031", Reason.PIN_BADGE),
        ("0317", Reason.PIN_BADGE),
    ],
)
def test_what_a_pin_has_to_be(pin, reason):
    assert rules.why_not_pin(pin, "HC-20317") is reason


@pytest.mark.parametrize(
    ("by", "unit", "reason"),
    [
        (LEADER, 7, None),
        (LEADER, 8, Reason.NOT_KEEPER),
        (MEMBER, 7, Reason.NOT_KEEPER),
        (ADMINISTRATOR, 8, None),
        (None, 8, None),
    ],
)
def test_who_looks_after_kiosks(by, unit, reason):
    assert rules.why_not_keep(by, unit) is reason


@pytest.mark.parametrize(
    ("by", "home", "active", "reason"),
    [
        (LEADER, 7, True, None),
        (LEADER, 8, True, Reason.NOT_LEADER),
        (MEMBER, 7, True, Reason.NOT_LEADER),
        (ADMINISTRATOR, 8, True, None),
        (ADMINISTRATOR, 8, False, Reason.GONE),
    ],
)
def test_who_helps_with_a_pin(by, home, active, reason):
    assert rules.why_not_help(by, home, active=active) is reason


@pytest.mark.parametrize(
    ("began", "seen", "over"),
    [
        (timedelta(), timedelta(), False),
        (IDLE, IDLE - SECOND, False),
        (IDLE, IDLE, True),
        (WHOLE - SECOND, timedelta(), False),
        (WHOLE, timedelta(), True),
    ],
)
def test_when_it_is_over_by_itself(began, seen, over):
    assert rules.is_over(began_at=NOW - began, seen_at=NOW - seen, at=NOW) is over
