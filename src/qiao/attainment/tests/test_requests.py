"""A request takes what was agreed for its requester's unit, and keeps it."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.agreements import actions as agreements
from qiao.agreements.models import Line
from qiao.attainment.tests.conftest import agreed, who
from qiao.catalogue.rules import Priority
from qiao.desk import actions
from qiao.desk.filters import narrow, parse
from qiao.desk.models import Request
from qiao.desk.reads.accounts import checked
from qiao.desk.tests.conftest import HOUR


def targets(request):
    return request.respond_seconds, request.complete_seconds


def test_a_request_from_below_the_customer_unit_has_the_targets_that_were_agreed(desk, agreement, mei, fang):
    request = desk.raised(by=mei)
    assert targets(request) == (HOUR // 4, 2 * HOUR)
    assert request.promised_at == desk.now + timedelta(hours=2)
    assert request.agreed.version.agreement == agreement
    assert desk.story(request)[0].data["agreement"] == agreement.number
    stranger = desk.raised(by=fang)
    assert (targets(stranger), stranger.agreed) == ((HOUR // 2, 4 * HOUR), None)


def test_a_priority_without_agreed_targets_is_promised_as_the_catalogue_does(desk, agreement, mei):
    assert targets(desk.raised(by=mei, priority=Priority.URGENT)) == (HOUR // 4, 2 * HOUR)


def test_later_changes_do_not_rewrite_what_was_promised(desk, agreement, mei, guo):
    before = desk.raised(by=mei)
    agreements.end(agreement=agreement, by=who(desk, "guo"), at=desk.later(minutes=5), note="x")
    after = desk.raised(by=mei)
    before.refresh_from_db()
    assert before.agreed.version.agreement == agreement
    assert after.agreed is None


def test_another_priority_moves_what_is_due_by_the_agreed_difference(desk, mei, guo, wu):
    agreed(desk, targets={"normal": (900, 2 * HOUR), "low": (1800, 8 * HOUR)})
    request = desk.working(by=mei, holder=wu)
    before = request.promised_at
    for priority, hours in ((Priority.LOW, 6), (Priority.NORMAL, 0)):
        request = actions.reprioritise(
            request=request, by=who(desk, "guo"), at=desk.now, priority=priority, note="说好了"
        )
        assert request.calendar.compiled.working_seconds(before, request.promised_at) == hours * HOUR
    assert request.promised_at == before


def test_its_clocks_counted_again_from_the_ledger_agree(desk, agreement, mei, guo, wu):
    request = desk.working(by=mei, holder=wu)
    actions.reprioritise(
        request=request, by=who(desk, "guo"), at=desk.later(minutes=10), priority=Priority.URGENT, note="停线"
    )
    request.refresh_from_db()
    actions.deliver(request=request, by=wu, at=desk.later(hours=1), note="好了")
    assert [each.differences for each in checked()] == [[]]


def test_raising_costs_one_query_more_than_without_agreements(desk, mei):
    def queries():
        by = who(desk, "mei")
        by.scope  # noqa: B018
        with CaptureQueriesContext(
            connection,
        ) as context:
            desk.raised(by=by)
        return context.captured_queries

    queries()
    asked = [each["sql"] for each in queries() if "agreements_" in each["sql"]]
    agreed(desk)
    under = [each["sql"] for each in queries() if "agreements_" in each["sql"] and "SELECT" in each["sql"]]
    assert (len(asked), len(under)) == (1, 1)


def test_the_page_of_the_request_says_under_which_agreement(desk, agreement, mei, browse):
    request = desk.raised(by=mei)
    page = browse(mei).get(f"/requests/{request.number}/").content.decode()
    assert f'href="/agreements/{agreement.number}/"' in page
    assert "2 小时" in page


def test_one_finds_requests_by_agreement_and_by_what_was_missed(desk, agreement, mei, fang, wu, guo):
    late = desk.working(by=mei, holder=wu)
    actions.deliver(request=late, by=wu, at=desk.later(hours=5), note="晚了")
    fine = desk.raised(by=mei)
    desk.raised(by=fang)

    def found(**asked):
        numbers = narrow(Request.objects.all(), parse(asked), scope=guo.scope, at=desk.now)
        return set(numbers.values_list("number", flat=True))

    assert found(agreement=agreement.number, state="all") == {late.number, fine.number}
    assert found(agreement=agreement.number, state="all", missed="completion") == {late.number}
    assert found(agreement="A-1999-0001", state="all") == set()


def test_the_raise_form_promises_what_was_agreed(desk, agreement, mei, fang, browse):
    assert "2 小时" in browse(mei).get("/requests/new/repair/").content.decode()
    assert "2 小时" in browse(mei).get("/services/repair/").content.decode()
    assert agreement.number in browse(mei).get("/services/repair/").content.decode()
    assert agreement.number not in browse(fang).get("/services/repair/").content.decode()


def test_the_nearest_unit_upward_wins(desk, mei, guo):
    agreed(desk, customer="works", heads=("guo", "chang"), targets={"normal": (60, 3600)})
    near = agreed(desk, customer="welding2", heads=("guo", "mei"))
    request = desk.raised(by=mei)
    assert request.agreed == Line.objects.get(version__agreement=near)
