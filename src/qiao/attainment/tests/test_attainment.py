"""How agreements are kept: shares with n and interval, each opening to its requests."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.attainment import reads
from qiao.attainment.periods import Length, Period
from qiao.attainment.reads import Asked
from qiao.attainment.tests.conftest import agreed, who
from qiao.desk import actions
from qiao.desk.rules import PauseKind

MARCH = Period(Length.MONTH, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_written_and_read(code, first, last):
    period = Period.parse(code)
    assert (period.first, period.last, period.code) == (first, last, code)
    assert period.before.last == first - timedelta(days=1)
    assert period.after.first == last + timedelta(days=1)
    assert Period.around(last, period.length) == period


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "26", "2026-Q5", "1999", "2026-1", "٢٠٢٦"])
def test_what_is_no_period_is_none(text):
    assert Period.parse(text) is None


@pytest.fixture
def lived(desk, agreement, mei, wu):
    """Six in time, one late after waiting for the customer, one open and late, one withdrawn."""
    for _ in range(6):
        desk.later(minutes=1)
        actions.deliver(request=desk.working(by=mei, holder=wu), by=wu, at=desk.now, note="好了")
    late = desk.working(by=mei, holder=wu)
    actions.pause(request=late, by=wu, at=desk.later(minutes=10), kind=PauseKind.REQUESTER)
    late.refresh_from_db()
    actions.resume(request=late, by=wu, at=desk.later(minutes=30))
    late.refresh_from_db()
    open_one = desk.working(by=mei, holder=wu)
    gone = desk.raised(by=mei)
    actions.withdraw(request=gone, by=mei, at=desk.now, note="不用了")
    actions.deliver(request=late, by=wu, at=desk.later(hours=3), note="晚了")
    return {"late": late, "open": open_one, "gone": gone}


def test_kept_is_met_of_what_is_done_or_open_and_broken(desk, agreement, lived, guo):
    found = reads.attainment(agreement, MARCH, guo.scope, at=desk.now)
    total = found.total
    assert total.raised == 9
    assert (total.answer.met, total.answer.n) == (8, 8)
    assert (total.completion.met, total.completion.n, total.completion.missed) == (6, 8, 2)
    shown = total.completion.result.shown
    assert (shown.n, round(shown.low, 3), round(shown.high, 3)) == (8, 0.409, 0.929)
    assert (total.prompt.met, total.prompt.n, total.waited_seconds) == (7, 8, 1800)
    assert [each.service for each in found.services] == [desk.service]


def test_waiting_counts_against_nobody_but_is_shown_too(desk, agreement, mei, wu, guo):
    request = desk.working(by=mei, holder=wu)
    actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.REQUESTER)
    request.refresh_from_db()
    actions.resume(request=request, by=wu, at=desk.later(hours=1))
    request.refresh_from_db()
    actions.deliver(request=request, by=wu, at=desk.later(hours=1, minutes=30), note="好了")
    total = reads.attainment(agreement, MARCH, guo.scope, at=desk.now).total
    assert (total.completion.met, total.with_waiting.met, total.completion.n) == (1, 0, 1)


def test_below_the_gate_there_is_no_share(desk, agreement, mei, wu, guo, browse):
    actions.deliver(request=desk.working(by=mei, holder=wu), by=wu, at=desk.now, note="好了")
    page = browse(guo).get(f"/agreements/{agreement.number}/attainment/2026-03/").content.decode()
    assert "100%" not in page


def test_other_periods_hold_nothing(desk, agreement, lived, guo):
    assert reads.attainment(agreement, MARCH.after, guo.scope, at=desk.now).total.raised == 0
    assert reads.attainment(agreement, Period.parse("2026"), guo.scope, at=desk.now).total.raised == 9


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (Asked(missed="completion"), {"late", "open"}),
        (Asked(missed="answer"), set()),
        (Asked(waited=True), {"late"}),
    ],
)
def test_each_figure_opens_to_exactly_its_requests(desk, agreement, lived, guo, asked, names):
    mine, every = reads.behind(agreement, MARCH, asked, guo.scope, at=desk.now)
    assert set(mine) == set(every) == {lived[name] for name in names}


def test_a_head_of_the_customer_opens_only_what_they_may_see(desk, agreement, lived, wei, browse):
    mine, every = reads.behind(agreement, MARCH, Asked(), wei.scope, at=desk.now)
    assert (mine.count(), every.count()) == (0, 9)
    page = browse(wei).get(f"/agreements/{agreement.number}/attainment/2026-03/requests/").content.decode()
    assert "9" in page
    assert lived["late"].number not in page


def test_numbers_of_confidential_services_are_for_those_who_may_see_them(desk, mei, guo, wei, chang):
    agreement = agreed(desk, desk.service, desk.secret)
    desk.raised(by=mei, service=desk.secret)
    desk.raised(by=mei)
    seen = {}
    for code in ("guo", "wei", "chang"):
        found = reads.attainment(agreement, MARCH, who(desk, code).scope, at=desk.now)
        seen[code] = (found.total.raised, found.hidden)
    assert seen == {"guo": (2, False), "wei": (1, True), "chang": (1, True)}


def test_only_both_sides_read_it(desk, agreement, fang, he, wu, browse):
    path = f"/agreements/{agreement.number}/attainment/"
    assert [browse(each).get(path).status_code for each in (fang, he, wu)] == [404, 200, 200]
    assert browse(wu).get(f"{path}2026-13/").status_code == 404


def test_it_costs_the_same_queries_however_many_requests(desk, agreement, lived, guo, mei):
    def queries():
        with CaptureQueriesContext(connection) as context:
            reads.attainment(agreement, MARCH, guo.scope, at=desk.now)
        return len(context)

    queries()  # who reads, and the provider's clocks, are known afterwards
    before = queries()
    for _ in range(5):
        desk.raised(by=mei)
    assert queries() == before == 4
