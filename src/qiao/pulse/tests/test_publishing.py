"""Results: from five people on, in batches that never change; and adversaries who subtract."""

from datetime import timedelta
from itertools import pairwise

import pytest

from qiao import measure
from qiao.catalogue.models import Service
from qiao.desk.tests.conftest import _service
from qiao.ledger.models import Event
from qiao.pulse import actions, reads
from qiao.pulse.models import Batch, Cut, Lot
from qiao.pulse.reads.results import figures

LONG = 9


def whole(number=1):
    return Cut.objects.get(batch__number=number, service=None)


@pytest.fixture
def second(desk):
    """Another service of the same department."""
    category = desk.service.category
    return _service("second", desk.units["maintenance"], category, confidential=False)


def test_four_people_are_never_shown_however_long_one_waits(opinions):
    for person in opinions.customers(4):
        opinions.answered(person)
    assert opinions.settle(weeks=52) == 0
    assert not Batch.objects.exists()


def test_five_people_are_shown_after_six_weeks_and_ten_at_once(opinions):
    for person in opinions.customers(5):
        opinions.answered(person)
    assert opinions.settle(weeks=3) == 0
    assert opinions.settle(weeks=LONG) == 1
    for person in opinions.customers(10, start=5):
        opinions.answered(person)
    assert opinions.settle(weeks=2) == 1
    assert [batch.number for batch in Batch.objects.order_by("number")] == [1, 2]


def test_people_are_counted_not_answers(opinions):
    """One person speaks five times: that is one respondent, and far from enough."""
    mei = opinions.customers(1)[0]
    for _week in range(5):
        opinions.answered(mei, solved="no")
        opinions.desk.now += timedelta(days=8)
    assert opinions.settle(weeks=LONG) == 0


def test_the_last_answer_of_each_person_counts_once(opinions):
    people = opinions.customers(10)
    for person in people:
        opinions.answered(person, solved="no", effort=1)
    opinions.desk.now += timedelta(days=8)
    for person in people:
        opinions.answered(person, solved="yes", effort=5)
    opinions.settle()
    assert (whole().answered, whole().solved) == (10, {"yes": 10, "partly": 0, "no": 0})


def test_the_version_that_counts_is_the_corrected_one(opinions):
    for person in opinions.customers(10):
        lot = opinions.answered(person, solved="no")
        actions.answer(lot=lot, by=person, at=opinions.now, solved="yes", effort=3, kept="yes")
    opinions.settle()
    assert whole().solved["no"] == 0


def test_who_kept_silent_is_shown(opinions):
    people = opinions.customers(16)
    for person in people[:10]:
        opinions.answered(person)
    for person in people[10:12]:
        actions.skip(lot=opinions.asked(person), by=person, at=opinions.now)
    for person in people[12:]:
        opinions.asked(person)
    opinions.settle()
    shown = figures(whole())
    assert (shown.cut.asked, shown.answered, shown.cut.skipped, shown.silent) == (16, 10, 2, 4)
    assert shown.response == 62
    assert (shown.bounds.low, shown.bounds.high) == (10 / 16, 1.0)


def test_nothing_is_published_while_it_can_still_be_corrected(opinions):
    for person in opinions.customers(12):
        opinions.answered(person)
    opinions.desk.now += timedelta(days=6)
    assert actions.publish(at=opinions.now) == 0


def test_a_published_batch_never_changes_and_is_in_the_ledger_without_numbers(opinions):
    people = opinions.customers(12)
    lots = [opinions.answered(person) for person in people]
    opinions.settle()
    before = list(Cut.objects.values())
    for person in people:
        opinions.answered(person, solved="no")
    assert list(Cut.objects.values()) == before
    assert actions.publish(at=opinions.now) == 0
    event = Event.objects.get(kind="pulse.published")
    assert event.data == {"number": 1}
    assert Lot.objects.get(pk=lots[0].pk).batch_id is not None


def test_adversary_one_more_answer_moves_nothing(opinions):
    """x(n+1) = (n+1)·m(n+1) − n·m(n): looking before and after one answer must give nothing away."""
    for person in opinions.customers(12):
        opinions.answered(person)
    opinions.settle()
    looked = list(Cut.objects.values())
    opinions.answered(opinions.customers(1, start=50)[0], solved="no", effort=1)
    for _week in range(20):
        opinions.settle(weeks=1)
    assert list(Cut.objects.values()) == looked


def test_adversary_no_answer_is_in_two_batches(opinions):
    """Periods cannot be subtracted: they share nobody's answer."""
    for round_ in range(3):
        for person in opinions.customers(12, start=4 * round_):
            opinions.answered(person)
        opinions.settle()
    batches = Batch.objects.order_by("number")
    assert batches.count() == 3
    lots = [set(batch.lots.values_list("pk", flat=True)) for batch in batches]
    assert len(lots[0] | lots[1] | lots[2]) == sum(map(len, lots))
    spans = [(batch.since, batch.until) for batch in batches]
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


@pytest.mark.parametrize(
    ("first", "other", "shown"),
    [
        (4, 9, []),
        (9, 4, []),
        (6, 6, ["repair", "second"]),
        (12, 0, ["repair"]),
        (11, 2, []),
    ],
)
def test_adversary_the_unit_without_one_service_is_the_other(opinions, second, first, other, shown):
    for n, person in enumerate(opinions.customers(first + other)):
        opinions.answered(person, service=second if n >= first else None)
    opinions.settle()
    assert whole().answered == first + other
    services = Cut.objects.exclude(service=None).order_by("service__code")
    assert [cut.service.code for cut in services] == shown


def test_adversary_nobody_can_be_solved_for_from_everything_that_was_published(opinions, desk):
    """The rank test over all cuts of a batch, with answers spread over many services."""
    services = [desk.service] + [
        _service(f"s{n}", desk.units["maintenance"], desk.service.category, confidential=False)
        for n in range(5)
    ]
    spread = [7, 6, 3, 2, 1, 9]
    people = iter(opinions.customers(sum(spread)))
    members = {}
    for service, count in zip(services, spread, strict=True):
        for person in [next(people) for _ in range(count)]:
            opinions.answered(person, service=service)
            members.setdefault(service.pk, []).append(person.pk)
    opinions.settle()
    everybody = [pk for group in members.values() for pk in group]
    released = {
        str(cut.service_id): members[cut.service_id] if cut.service_id else everybody
        for cut in Cut.objects.all()
    }
    assert len(released) > 1
    assert measure.audit_cuts(released).safe


def test_comments_are_shown_from_ten_people_on_and_in_no_order(opinions):
    for n, person in enumerate(opinions.customers(9)):
        opinions.answered(person, comment=f"意见{n}")
    opinions.settle(weeks=LONG)
    assert Batch.objects.get().comments == []
    for n, person in enumerate(opinions.customers(12, start=20)):
        opinions.answered(person, comment=f"意见{n:02d}")
    opinions.settle(weeks=LONG)
    comments = Batch.objects.get(number=2).comments
    assert len(comments) == 12
    assert comments != sorted(comments)


def test_words_about_confidential_requests_are_never_quoted(opinions, desk):
    for n, person in enumerate(opinions.customers(12)):
        opinions.answered(person, comment=f"意见{n}", service=desk.secret if n < 6 else None)
    opinions.settle()
    assert len(Batch.objects.get().comments) == 6
    assert whole().answered == 12


def test_a_raised_gate_holds_back_what_would_have_been_shown(opinions):
    measure.gates.configure({"score": 20})
    try:
        for person in opinions.customers(12):
            opinions.answered(person)
        assert opinions.settle(weeks=LONG) == 0
    finally:
        measure.gates.configure({})


def test_each_unit_is_published_apart(opinions, desk, fang, mei, he):
    own = Service.objects.create(
        code="pay",
        unit=desk.units["finance"],
        category=desk.service.category,
        name_zh="工资",
        version=desk.service.version,
    )
    for person in opinions.customers(10):
        opinions.answered(person)
    for person in opinions.customers(3, unit="welding2", start=50):
        opinions.answered(person, service=own, holder=fang)
    opinions.settle()
    assert [batch.unit.code for batch in Batch.objects.all()] == ["maintenance"]


def test_what_is_read_says_n_interval_and_what_is_missing(opinions, guo):
    for n, person in enumerate(opinions.customers(12)):
        opinions.answered(person, solved="yes" if n < 9 else "no", kept="not_agreed", effort=1 + n % 5)
    opinions.settle()
    found = reads.results("maintenance", seen_by=guo, params={})
    shown = found.batches[0].whole
    assert shown.solved_share.shown.n == 12
    assert 0 < shown.solved_share.low < 0.75 < shown.solved_share.high < 1
    assert shown.kept_share.shown is None, "nobody had a time that could be kept"
    assert sum(shown.effort_mean.distribution.values()) == 12
