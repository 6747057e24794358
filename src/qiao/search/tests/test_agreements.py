"""Agreements are found by number and by both sides, by those who may see them."""

from qiao.attainment.tests.conftest import agreed, who
from qiao.search import actions, reads
from qiao.search.models import Name


def numbers(desk, question, code):
    found = reads.find(question, seen_by=who(desk, code), at=desk.now)
    return [each.agreement.number for each in found.agreements]


def test_both_sides_find_it_by_number_and_by_either_unit(desk):
    agreement = agreed(desk)
    actions.names(Name.Kind.AGREEMENT, None)
    for question in (agreement.number, "焊装", "hzcj", "maintenance"):
        found = {code: numbers(desk, question, code) for code in ("mei", "wu", "fang", "admin")}
        assert found == {
            "mei": [agreement.number], "wu": [agreement.number], "fang": [], "admin": [],
        }  # fmt: skip


def test_a_draft_is_found_by_those_who_negotiate_it(desk):
    from datetime import date

    from qiao.agreements import actions as agreements
    from qiao.agreements.terms import Promise, Terms

    terms = Terms(
        customers=(desk.units["welding"].pk,),
        promises=(Promise(desk.service.pk, {}),),
        valid_from=date(2026, 3, 1),
        review_on=date(2026, 9, 1),
    )
    made = agreements.propose(
        provider=desk.units["maintenance"], terms=terms, by=who(desk, "guo"), at=desk.now
    )
    actions.names(Name.Kind.AGREEMENT, None)
    found = {code: numbers(desk, "焊装", code) for code in ("guo", "wei", "mei", "fang")}
    assert found == {"guo": [made.number], "wei": [made.number], "mei": [], "fang": []}
