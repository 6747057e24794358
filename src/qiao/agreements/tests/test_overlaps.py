"""Never do two agreements say what holds for the same service and unit; of two heights the nearer wins."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from qiao.agreements import actions
from qiao.agreements.inforce import in_force
from qiao.agreements.models import Line, Version
from qiao.agreements.rules import Reason, Span, Standing, span_of
from qiao.agreements.terms import Promise
from qiao.agreements.tests.conftest import NOW, TODAY, ZONE, offered
from qiao.catalogue.tests.conftest import HOUR
from qiao.ledger.refusals import Refused

EPOCH = date(2026, 1, 1)
days = some.integers(0, 40).map(lambda n: EPOCH + timedelta(days=n))
spans = some.tuples(days, some.one_of(some.none(), days))


def holds(span, day):
    first, last = span
    return first <= day and (last is None or day <= last)


@given(spans, spans)
def test_spans_overlap_when_there_is_a_day_in_both(one, other):
    """Against brute force, day by day."""
    every = [EPOCH + timedelta(days=n) for n in range(60)]
    expected = any(holds(one, day) and holds(other, day) for day in every)
    found = span_of(*one, "Asia/Shanghai").overlaps(span_of(*other, "Asia/Shanghai"))
    assert found == expected
    assert span_of(*other, "Asia/Shanghai").overlaps(span_of(*one, "Asia/Shanghai")) == expected


@given(spans, some.integers(0, 59))
def test_it_is_in_force_on_its_days_only(one, nth):
    day = EPOCH + timedelta(days=nth)
    noon = NOW.replace(year=day.year, month=day.month, day=day.day, hour=12)
    standing = span_of(*one, "Asia/Shanghai").standing(noon)
    assert (standing is Standing.IN_FORCE) == holds(one, day)


def test_an_empty_span_overlaps_nothing():
    empty, whole = Span(NOW, NOW), Span(NOW - timedelta(days=1))
    assert not empty.overlaps(whole)
    assert not whole.overlaps(empty)
    assert empty.standing(NOW) is Standing.OVER


Q1, Q2 = (date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 30))


def quarter(table, span, *customers, **more):
    first, last = span
    return table.terms(*customers, first=first, valid_until=last, review_on=last - timedelta(days=5), **more)


@pytest.mark.parametrize(
    ("span", "customers", "refused"),
    [
        (Q1, ("ST",), True),
        (Q1, ("FI", "ST"), True),
        ((date(2026, 6, 30), date(2026, 7, 31)), ("ST",), True),
        ((date(2026, 3, 2), date(2026, 4, 1)), ("ST",), True),
        (Q2, ("ST",), False),
        (Q1, ("FI",), False),
        (Q1, ("ST-1",), False),
        (Q1, ("WORKS",), False),
    ],
)
def test_the_same_service_for_the_same_unit_at_the_same_time_is_refused(table, span, customers, refused):
    first = table.signed(terms=quarter(table, Q1))
    if not refused:
        table.proposed(terms=quarter(table, span, *customers))
        return
    with pytest.raises(Refused) as no:
        table.proposed(terms=quarter(table, span, *customers))
    assert no.value.reason is Reason.OVERLAPS
    assert first.number in no.value.sentence


def test_another_service_is_no_conflict_but_an_excluded_one_is(table):
    other = offered(table.house, "other", table.units["EQ-R"])
    table.signed()
    table.proposed(terms=table.terms(promises=(Promise(other.pk, {}),)))
    with pytest.raises(Refused) as no:
        table.proposed(
            terms=table.terms(promises=(Promise(other.pk, {}),), excluded=(table.house.service.pk,))
        )
    assert no.value.reason is Reason.OVERLAPS


def test_of_two_drafts_the_one_signed_second_is_refused(table):
    one, two = table.proposed(), table.proposed()
    table.sign(two, "wei")
    table.sign(one, "wei", "mei")
    with pytest.raises(Refused) as no:
        table.sign(two, "mei")
    assert no.value.reason is Reason.OVERLAPS
    assert one.number in no.value.sentence
    assert Line.objects.count() == 1


def test_after_the_end_another_one_may_begin(table):
    one = table.signed()
    actions.end(agreement=one, by=table.who("wei"), at=table.later(days=1), note="换新的")
    two = table.signed()
    assert (
        in_force(
            service_id=table.house.service.pk, unit_id=table.units["ST"].pk, at=table.now
        ).version.agreement
        == two
    )


def found(table, unit, at=None):
    line = in_force(service_id=table.house.service.pk, unit_id=table.units[unit].pk, at=at or table.now)
    return line and line.version.agreement.number


def test_a_unit_and_everything_below_it_is_meant_and_nobody_else(table):
    number = table.signed().number
    assert [found(table, unit) for unit in ("ST", "ST-1", "FI", "WORKS", "EQ-R")] == [
        number, number, None, None, None,
    ]  # fmt: skip


def test_the_nearest_unit_upward_wins(table):
    works = table.signed("wei", "chen", terms=table.terms("WORKS")).number
    near = table.signed(terms=table.terms("ST")).number
    assert [found(table, unit) for unit in ("ST-1", "ST", "FI")] == [near, near, works]


def test_an_exclusion_near_by_goes_before_a_promise_far_away(table):
    other = offered(table.house, "other", table.units["EQ-R"])
    works = table.signed("wei", "chen", terms=table.terms("WORKS")).number
    excluding = {"promises": (Promise(other.pk, {}),), "excluded": (table.house.service.pk,)}
    table.signed(terms=table.terms("ST", **excluding))
    assert [found(table, unit) for unit in ("ST-1", "FI")] == [None, works]


def test_it_is_in_force_from_its_first_moment_to_its_last(table):
    number = table.signed(terms=quarter(table, Q1)).number
    begin, end = span_of(*Q1, ZONE.key).since, span_of(*Q1, ZONE.key).until
    tick = timedelta(microseconds=1)
    times = (begin - tick, begin, end - tick, end)
    assert [found(table, "ST", at) for at in times] == [None, number, number, None]


def test_drafts_promise_nothing(table):
    table.sign(table.proposed(), "wei")
    assert found(table, "ST") is None


def test_targets_of_an_agreement_stand_in_place_of_the_catalogues(table):
    line = found_line(table, {"normal": (1800, 8 * HOUR)})
    version = table.house.service.version
    assert line.target(version, "normal") == (1800, 8 * HOUR)
    assert line.target(version, "urgent") == (900, 4 * HOUR)  # the catalogue's own
    assert line.target(version, "low") == (1800, 8 * HOUR)  # as for normal


def found_line(table, targets):
    agreement = table.signed(terms=table.terms(promises=(Promise(table.house.service.pk, targets),)))
    return Line.objects.get(version__agreement=agreement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_of_two_that_are_signed_at_once_one_is_refused(table):
    from threading import Barrier, Thread

    from django.db import connections

    drafts = [table.proposed(), table.proposed()]
    for draft in drafts:
        table.sign(draft, "wei")
    gate, outcomes = Barrier(2), []
    mei = [table.who("mei"), table.who("mei")]

    def last(nth):
        gate.wait()
        try:
            actions.sign(agreement=drafts[nth], by=mei[nth], at=table.now)
            outcomes.append("signed")
        except Refused as no:
            outcomes.append(no.reason.value)
        finally:
            connections.close_all()

    threads = [Thread(target=last, args=(nth,)) for nth in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["overlaps", "signed"]
    assert Version.objects.filter(since__isnull=False).count() == 1


def test_the_day_counts_by_the_providers_clocks():
    assert span_of(TODAY, None, "Asia/Tokyo").since < span_of(TODAY, None, "Asia/Shanghai").since
