"""Who may do what, as tables."""

from datetime import UTC, datetime

import pytest

from qiao.org import rules
from qiao.org.rules import Cover, Reason, Role, Scope

ADMINISTRATOR = Scope(1, roles=frozenset({Role.ADMINISTRATOR}))
LEADER = Scope(2, member_ids=frozenset({10, 11}), led_ids=frozenset({11, 12}))
MEMBER = Scope(3, member_ids=frozenset({10, 11}))
SYSTEM = None


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        (SYSTEM, None),
        (ADMINISTRATOR, None),
        (LEADER, Reason.NOT_ADMINISTRATOR),
        (MEMBER, Reason.NOT_ADMINISTRATOR),
        (Scope(4, roles=frozenset({Role.SURVEY_OFFICER})), Reason.NOT_ADMINISTRATOR),
    ],
)
def test_who_changes_the_organisation(by, reason):
    assert rules.why_not_administer(by) == reason


@pytest.mark.parametrize(
    ("by", "person", "home", "reason"),
    [
        (SYSTEM, 3, 11, None),
        (ADMINISTRATOR, 3, 11, None),
        (MEMBER, 3, 11, None),
        (LEADER, 3, 11, None),
        (LEADER, 3, 12, None),
        (LEADER, 9, 10, Reason.NOT_YOURS_TO_COVER),
        (MEMBER, 2, 11, Reason.NOT_YOURS_TO_COVER),
    ],
)
def test_who_names_a_substitute(by, person, home, reason):
    assert rules.why_not_cover(by, person, home) == reason


@pytest.mark.parametrize(
    ("unit", "under", "reason"),
    [(1, [2, 3], None), (1, [1], Reason.BELOW_ITSELF), (1, [3, 1], Reason.BELOW_ITSELF), (1, [], None)],
)
def test_where_a_unit_may_go(unit, under, reason):
    assert rules.why_not_place(unit, under) == reason


@pytest.mark.parametrize(
    ("person", "manager", "reason"),
    [
        (1, None, None),
        (1, 4, None),
        (1, 1, Reason.MANAGES_ITSELF),
        (1, 2, Reason.MANAGES_ITSELF),
        (4, 3, None),
    ],
)
def test_who_may_be_a_manager(person, manager, reason):
    """3 reports to 2, who reports to 1."""
    assert rules.why_not_manage(person, manager, {2: 1, 3: 2}) == reason


def test_a_circle_that_is_there_already_ends_the_search():
    assert rules.why_not_manage(1, 2, {2: 3, 3: 2}) is None


def day(number):
    return datetime(2026, 3, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ((1, 2, 1, 3), None),
        ((1, 1, 1, 3), (Reason.OWN_SUBSTITUTE, 0)),
        ((1, 2, 3, 3), (Reason.ENDS_BEFORE_START, 0)),
        ((1, 2, 4, 3), (Reason.ENDS_BEFORE_START, 0)),
        ((7, 2, 12, 14), (Reason.ALREADY_COVERED, 8)),
        ((7, 2, 8, 20), (Reason.ALREADY_COVERED, 8)),
        ((7, 2, 14, 16), (Reason.ALREADY_COVERED, 8)),
        ((7, 2, 15, 16), None),
        ((7, 2, 8, 10), None),
        ((1, 7, 12, 14), (Reason.SUBSTITUTE_AWAY, 7)),
        ((1, 7, 15, 16), None),
        ((8, 1, 12, 14), (Reason.STANDS_IN_MEANWHILE, 7)),
        ((1, 8, 12, 14), None),
    ],
)
def test_substitutions_neither_overlap_nor_chain(wanted, found):
    """8 stands in for 7 from the 10th to the 15th; one person may stand in for several."""
    person, substitute, since, until = wanted
    there = Cover(7, 8, day(10), day(15))
    assert rules.why_not_substitute(Cover(person, substitute, day(since), day(until)), [there]) == found


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(reason):
    assert str(reason.sentence)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_name(role):
    assert str(role.label)
