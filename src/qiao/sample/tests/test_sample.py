"""The sample as it was lived: every state, work for everybody, and books that add up.

A class of Django's, because the sample is made once for all of its tests and rolled back after the last.
"""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import pairwise

from click.testing import CliRunner
from django.test import TestCase

from qiao.accounts.models import Account
from qiao.desk import reads
from qiao.desk.events import Kind
from qiao.desk.models import Hop, Request
from qiao.desk.reads.lists import pending_offers, to_confirm
from qiao.desk.rules import HELD, RefusalKind, State
from qiao.ledger.models import Event
from qiao.org.models import Person, Unit
from qiao.roles.models import Line, RoleCard
from qiao.roles.reads.cards import asked_of
from qiao.roles.rules import Answer, Asked, CardState
from qiao.sample import actions, mode
from qiao.sample.cast import CAST, PASSWORD
from qiao.sample.cli import sample
from qiao.sample.models import SampleRun
from qiao.sample.reads import cast

# A Wednesday morning in Shanghai, two weeks into a year: numbers of two years, and a holiday in between.
NOW = datetime(2026, 1, 14, 2, 30, tzinfo=UTC)


class TheSample(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.addClassCleanup(mode.forget)
        cls.built, cls.lived = [], []
        actions.make(people=60, months=1, seed=1, at=NOW, built=cls.built.append, lived=cls.lived.append)

    def test_the_progress_bar_hears_of_every_person_and_of_about_every_day(self):
        assert sum(self.built) == Person.objects.count() >= 60
        assert 28 <= sum(self.lived) <= 31

    def test_every_state_is_there(self):
        there = set(Request.objects.values_list("state", flat=True))
        assert there == set(State)

    def test_every_kind_of_step_was_taken(self):
        undone = {Kind.RECALLED, Kind.UNWATCHED, Kind.UNLINKED, Kind.SEPARATED, Kind.ITEM_UNCHECKED}
        rare = undone | {
            Kind.ATTACHED,
            Kind.ATTENDED,
            Kind.ITEM_REMOVED,
            Kind.LET_GO,
            Kind.ABOVE_OVER,
            Kind.ABOVE_MOVED,
            Kind.APPROVAL_DELEGATED,
            Kind.APPROVAL_REFUSED,
        }
        taken = set(Event.objects.filter(kind__startswith="request.").values_list("kind", flat=True))
        assert set(Kind) - rare <= taken

    def test_each_of_the_cast_has_something_to_answer_something_in_hand_and_something_to_wait_for(self):
        missing = {}
        for part in CAST:  # a person is customer and provider at once
            person = Person.objects.get(account__username=part.username)
            lists = {
                "answer": reads.counts(person)["answer"],
                "hands": reads.hands(person.scope).count(),
                "waiting": reads.waiting(person.scope).count(),
            }
            missing[part.username] = [name for name, count in lists.items() if not count]
        assert {name: lists for name, lists in missing.items() if lists} == {}

    def test_the_team_leader_finds_a_handoff_and_a_delivery_to_answer(self):
        scope = Person.objects.get(account__username="lin.mei").scope
        assert {each.to_unit.code for each in pending_offers(scope)} >= {"WELD-2"}
        assert "夹具 B-12 气缸更换" in {each.title for each in to_confirm(scope)}

    def test_the_board_of_the_equipment_department_has_cards_in_every_column(self):
        head = Person.objects.get(account__username="guo.peng")
        board = reads.board(Unit.objects.get(code="EQ"), seen_by=head.scope, at=NOW)
        assert [column.state for column in board.columns if not column.cards] == []

    def test_leaders_have_role_cards_in_every_state_and_the_cast_has_lines_to_answer(self):
        cards = RoleCard.objects.select_related("current", "draft")
        states = {each.state for card in cards for each in (card.current, card.draft) if each}
        assert states == {CardState.DRAFT, CardState.REVIEW, CardState.SIGNING, CardState.FORCE}
        assert cards.filter(current__isnull=False).count() > 35
        assert Line.objects.filter(answer=Answer.ACCEPTED).exists()
        guo = Person.objects.get(name="郭鹏")
        asked = {ask.kind for ask in asked_of(guo, NOW.date())}
        assert asked == {Asked.LINE, Asked.REVIEW}

    def test_the_outsider_sees_nothing_of_the_welding_shop(self):
        outsider = Person.objects.get(account__username="xu.an").scope
        repairs = Request.objects.filter(service__code__in=["EQ-REPAIR", "SAFE-RISK", "LOG-LINE"])
        assert repairs.exists()
        assert not repairs.visible_to(outsider).exists()

    def test_the_cast_can_sign_in_and_is_offered_in_order(self):
        assert [name for _pk, name, _role, _does in cast()] == [part.name for part in CAST]
        assert all(account.check_password(PASSWORD) for account in Account.objects.all())
        assert mode.is_sample()

    def test_nothing_happened_after_the_end_or_before_the_beginning(self):
        times = Event.objects.order_by("at").values_list("at", flat=True)
        assert times.last() <= NOW
        assert times.first() == NOW.replace(year=2025, month=12, day=15)

    def test_what_happened_to_requests_is_appended_in_that_order(self):
        happened = Event.objects.filter(kind__startswith="request.").order_by("transaction", "id")
        times = list(happened.values_list("at", flat=True))
        assert times == sorted(times)

    def test_what_happened_to_anything_else_is_appended_in_its_own_order(self):
        times = defaultdict(list)
        for event in Event.objects.order_by("transaction", "id"):
            times[event.subject_type, event.subject_id].append(event.at)
        assert {subject for subject, moments in times.items() if moments != sorted(moments)} == set()

    def test_numbers_of_each_year_run_from_one_without_a_gap(self):
        by_year = defaultdict(list)
        for number in Request.objects.order_by("pk").values_list("number", flat=True):
            _r, year, nth = number.split("-")
            by_year[int(year)].append(int(nth))
        assert set(by_year) == {2025, 2026}
        for year, given in by_year.items():
            assert given == list(range(1, len(given) + 1)), year

    def test_hops_follow_each_other_without_a_gap_but_for_the_customers_own_time(self):
        for request in Request.objects.prefetch_related("hops"):
            hops = list(request.hops.all())
            assert [hop.ordinal for hop in hops] == list(range(1, request.hop_count + 1)), request
            reopened = set(_times(request, Kind.REOPENED))
            for before, after in pairwise(hops):
                assert before.ended_at == after.started_at or after.started_at in reopened, request

    def test_a_hop_is_open_exactly_while_somebody_holds_the_request(self):
        for request in Request.objects.prefetch_related("hops"):
            still_open = [hop for hop in request.hops.all() if hop.ended_at is None]
            assert len(still_open) == (request.state in HELD | {State.APPROVAL}), request
            assert all(hop.approval == (request.state == State.APPROVAL) for hop in still_open), request
            if still_open and request.state in HELD:
                assert (still_open[0].unit_id, still_open[0].person_id) == (
                    request.holder_unit_id,
                    request.holder_person_id,
                ), request

    def test_what_a_hop_used_is_the_working_time_between_its_pauses(self):
        ended = (
            Hop.objects.filter(ended_at__isnull=False).select_related("calendar").prefetch_related("pauses")
        )
        assert len(ended) > 30
        for hop in ended:
            marks = [hop.started_at, hop.ended_at]
            marks += [moment for pause in hop.pauses.all() for moment in (pause.started_at, pause.ended_at)]
            working = hop.calendar.compiled.working_seconds
            stretches = [working(*pair) for pair in zip(*[iter(sorted(marks))] * 2, strict=True)]
            assert hop.used_seconds == sum(stretches), hop

    def test_what_a_delivered_request_used_is_the_sum_of_its_providers_hops(self):
        for request in Request.objects.filter(delivered_at__isnull=False).prefetch_related("hops"):
            used = sum(hop.used_seconds for hop in request.hops.all() if not hop.approval)
            assert request.used_seconds == used, request

    def test_a_promise_is_the_target_and_the_stops_counted_from_the_raising_or_the_approval(self):
        moved, promised = 0, Request.objects.filter(complete_seconds__isnull=False)
        never = promised.filter(approved_at=None, hops__approval=True)
        assert set(never.values_list("promised_at", flat=True)) <= {None}
        for request in promised.exclude(pk__in=never).select_related("calendar"):
            calendar = request.calendar.compiled
            stopped = sum(calendar.working_seconds(*stop) for stop in _stops(request))
            moved += stopped > 0
            expected = calendar.add_working(
                request.approved_at or request.raised_at, request.complete_seconds + stopped
            )
            assert request.promised_at == expected, request
        assert moved > 3, "pauses and reopenings took working time"

    def test_every_handoff_was_answered_or_waits_and_refusals_say_why(self):
        for request in Request.objects.prefetch_related("handoffs"):
            pending = [each for each in request.handoffs.all() if not each.outcome]
            assert len(pending) == (request.offered_unit_id is not None), request
            for refused in (each for each in request.handoffs.all() if each.outcome == "refused"):
                assert refused.answer, request
                assert (refused.refusal == RefusalKind.NOT_OURS) <= (refused.suggested_unit_id is not None)

    def test_a_second_sample_changes_nothing(self):
        before = _counts()
        done = CliRunner().invoke(sample, ["--people", "60", "--months", "1"])
        assert (done.exit_code, done.output) == (0, "The sample organisation is already there.\n")
        assert _counts() == before


def _counts():
    return Counter({model: model.objects.count() for model in (SampleRun, Person, Request, Event)})


def _times(request, *kinds):
    return list(Event.objects.about(request).filter(kind__in=kinds).values_list("at", flat=True))


def _stops(request):
    """From a pause to its end by hand, from a delivery to its being reopened."""
    begun = None
    for event in Event.objects.about(request):
        if event.kind in {Kind.PAUSED, Kind.DELIVERED}:
            begun = event.at
        elif event.kind in {Kind.RESUMED, Kind.REOPENED}:
            yield begun, event.at
