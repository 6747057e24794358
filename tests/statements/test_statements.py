"""Kept statements do what the ORM does, row by row, on either database."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from qiao.ledger.models import Bookmark, Event
from qiao.org.models import Calendar, CalendarDay, Unit
from qiao.statements import Question, asking, insert, update, write

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 8, 30, 0, 123456, tzinfo=UTC)


def calendar(code="day", **fields):
    return Calendar.objects.create(code=code, name_zh="白班", definition={"zone": "Asia/Shanghai"}, **fields)


def unit(code, of, **fields):
    return Unit.objects.create(code=code, name_zh=code, calendar=of, **fields)


def kept(row):
    """Every column of a row, and those of what is joined to it."""
    joined = {name: kept(each) for name, each in row._state.fields_cache.items() if each is not None}
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | joined


def test_a_row_comes_as_the_orm_brings_it_with_what_is_joined_and_annotated():
    unit("weld", calendar(changed_at=AT))

    def ask(pk):
        return Unit.objects.select_related("calendar", "parent").annotate(n=F("order") + 1).filter(pk=pk)

    asked = Question(ask)
    for each in (*Unit.objects.all(), unit("paint", calendar("night"))):
        ours, theirs = asked.one(each.pk), ask(each.pk).get()
        assert kept(ours) == kept(theirs)
        assert ours.n == theirs.n == 1
        assert (ours._state.adding, ours._state.db) == (False, theirs._state.db)
        with CaptureQueriesContext(connection) as queries:
            assert ours.calendar.definition == {"zone": "Asia/Shanghai"}
            assert ours.parent is None
        assert not queries.captured_queries


def test_words_moments_and_days_may_be_asked_for_and_be_asked_for_twice():
    days = calendar()
    for day in (1, 2, 3):
        CalendarDay.objects.create(calendar=days, date=date(2026, 3, day))
    by_code = Question(lambda code: Calendar.objects.filter(code=code))
    assert by_code.one("day") == days
    upto = Question(lambda calendar, day: CalendarDay.objects.filter(calendar=calendar, date__lte=day))
    assert [each.date.day for each in upto.all(days.pk, date(2026, 3, 2))] == [1, 2]
    assert [each.date.day for each in upto.all(days.pk, date(2026, 3, 1))] == [1]
    insert(Event(kind="x", at=AT, subject_type="t", subject_id=1))
    around = Question(lambda at: Event.objects.filter(at__lte=at).exclude(at__lt=at))
    assert around.first(AT).at == AT
    assert around.all(AT + timedelta(microseconds=1)) == []


def test_one_row_or_the_models_own_error():
    found = Question(lambda order: Unit.objects.filter(order=order))
    with pytest.raises(Unit.DoesNotExist):
        found.one(7)
    assert found.first(7) is None
    days = calendar()
    unit("a", days, order=7), unit("b", days, order=7)
    with pytest.raises(Unit.MultipleObjectsReturned):
        found.one(7)
    assert [each.code for each in found.all(7)] == ["a", "b"]


def test_some_columns_come_as_they_are():
    row = unit("weld", calendar(changed_at=AT))
    columns = Question(
        lambda pk: Unit.objects.filter(pk=pk).values_list("code", "calendar__changed_at", "leader")
    )
    assert columns.tuples(row.pk) == [("weld", AT, None)]
    assert columns.tuples(0) == []


def test_what_cannot_be_kept_is_refused_at_once():
    with pytest.raises(TypeError, match="does not reach"):
        Question(lambda pk, other: Unit.objects.filter(pk=pk)).all(1, 2)
    with pytest.raises(TypeError, match="does not reach"):
        Question(lambda n: Unit.objects.filter(order=n * 2)).all(3)


@pytest.mark.parametrize("many", [0, 1, 2, 3, 4, 5, 16, 17, 70])
def test_many_numbers_find_what_the_orm_finds_among_them(many):
    days = calendar()
    units = [unit(f"u{n}", days) for n in range(75)]
    wanted = {each.pk for each in units[:many]}
    among = Question(lambda ids: Unit.objects.filter(pk__in=ids))
    without = Question(lambda ids: Unit.objects.exclude(pk__in=ids))
    for _again in range(2):
        assert {each.pk for each in among.all(wanted)} == wanted
        assert {each.pk for each in without.all(wanted)} == {each.pk for each in units} - wanted


def test_a_hundred_departments_share_a_few_statements_and_among_nothing_nothing_is_asked():
    made = []

    def ask(ids):
        made.append(len(ids))
        return Unit.objects.filter(pk__in=ids)

    among = Question(ask)
    for many in range(1, 101):
        among.all(frozenset(range(many)))
    assert made == [1, 4, 16, 64, 256]
    with CaptureQueriesContext(connection) as queries:
        assert among.all(frozenset()) == []
    assert not queries.captured_queries


@dataclass(frozen=True)
class Standing:
    person: int
    units: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    closed: bool = False

    @property
    def all(self):
        return self.units | self.others


def test_where_somebody_stands_is_asked_with_as_a_whole():
    days = calendar()
    a, b, c = (unit(code, days, order=n) for n, code in enumerate("abc"))

    def ask(standing, order):
        if standing.closed:
            return Unit.objects.filter(pk=standing.person)
        seen = Q(pk__in=standing.all) | Q(pk=standing.person)
        if "all" in standing.roles:
            seen |= Q(order__gte=0)
        return Unit.objects.filter(seen, order__gte=order)

    asked = Question(ask)
    for standing in (
        Standing(a.pk),
        Standing(b.pk),
        Standing(a.pk, frozenset({b.pk})),
        Standing(0, frozenset({b.pk}), frozenset({b.pk, c.pk})),
        Standing(0, frozenset({a.pk, b.pk}), frozenset({b.pk, c.pk})),
        Standing(0, roles=frozenset({"all"})),
        Standing(0, roles=frozenset({"some"})),
        Standing(c.pk, frozenset({a.pk}), closed=True),
    ):
        for order in (0, 1) if not standing.closed else ():
            assert asked.all(standing, order) == list(ask(standing, order)), standing
    by_itself = Question(lambda standing: ask(standing, 0))
    assert by_itself.all(Standing(c.pk, frozenset({a.pk}), closed=True)) == [c]
    assert by_itself.all(Standing(c.pk, frozenset({a.pk}))) == [a, c]


@pytest.mark.parametrize(
    "ask",
    [
        lambda standing: Unit.objects.filter(pk__in=standing.units - standing.others),
        lambda standing: Unit.objects.filter(pk__in=standing.units & standing.others),
        lambda standing: Unit.objects.filter(pk__in=standing.all - {1}),
        lambda standing: Unit.objects.filter(pk=1) if 1 in standing.units else Unit.objects.all(),
    ],
)
def test_what_would_depend_on_the_numbers_is_refused(ask):
    with pytest.raises(TypeError, match="can be united"):
        Question(ask).all(Standing(1, frozenset({1, 2}), frozenset({2})))


def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(asking, "MOST", 3)
    vars(transaction.get_connection()).pop("qiao_statements", None)
    for _each in range(7):
        Question(lambda pk: Unit.objects.filter(pk=pk)).all(1)
    assert len(vars(transaction.get_connection())["qiao_statements"]) == 3


@pytest.mark.django_db(transaction=True)
def test_a_lock_wants_a_transaction():
    locked = Question(lambda pk: Calendar.objects.select_for_update().filter(pk=pk))
    row = calendar()
    with transaction.atomic():
        assert locked.one(row.pk) == row
    with pytest.raises(transaction.TransactionManagementError):
        locked.one(row.pk)


def test_it_is_asked_with_the_statement_that_django_would_write():
    row = calendar()

    def ask(pk):
        return Calendar.objects.select_for_update(no_key=True, of=("self",)).filter(pk=pk)

    asked = Question(ask)
    with CaptureQueriesContext(connection) as queries:
        list(ask(row.pk))
        asked.one(row.pk)
        asked.one(row.pk)
    assert len({each["sql"] for each in queries.captured_queries}) == 1


def test_a_new_row_has_its_id_and_what_the_database_fills_in():
    theirs = Event(kind="x", at=AT, subject_type="t", subject_id=1, data={"zh": "漏水", "n": [1, None]})
    ours = Event(kind="x", at=AT, subject_type="t", subject_id=1, data={"zh": "漏水", "n": [1, None]})
    theirs.save(force_insert=True)
    assert insert(ours) is ours
    assert not ours._state.adding
    both = [kept(Event.objects.get(pk=each.pk)) for each in (theirs, ours)]
    for each in both:
        each.pop("id")
        assert each.pop("recorded_at").tzinfo is not None
    assert both[0] == both[1]


def test_what_breaks_a_constraint_is_an_error_unless_it_may_be_there_already():
    day = date(2026, 3, 2)
    row = insert(CalendarDay(calendar=calendar(), date=day, shifts=["E"]))
    twin = CalendarDay(calendar_id=row.calendar_id, date=day)
    assert insert(twin, unless_there=True).pk is None
    assert CalendarDay.objects.get().shifts == ["E"]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(twin)


def test_a_condition_that_does_not_hold_changes_nothing():
    days, night = calendar(), calendar("night")
    row = unit("weld", days, revision=3)
    changed = {"name_zh": "焊装", "own_calendar": night, "revision": 4}
    assert update(Unit, {"pk": row.pk, "revision": 2}, changed) == 0
    assert update(Unit, {"pk": row.pk, "revision": 3, "own_calendar": None}, changed) == 1
    assert update(Unit, {"pk": row.pk, "own_calendar": None}, changed) == 0
    row.refresh_from_db()
    assert (row.name_zh, row.own_calendar, row.revision) == ("焊装", night, 4)


def test_named_fields_of_a_row_are_written_and_no_others():
    row = calendar()
    row.definition, row.changed_at, row.name_zh = {"zone": "UTC", "days": []}, AT, "夜班"
    write(row, "definition", "changed_at")
    found = Calendar.objects.get(pk=row.pk)
    assert (found.definition, found.changed_at, found.name_zh) == ({"zone": "UTC", "days": []}, AT, "白班")
    mark = Bookmark.objects.create(reader="r")
    mark.number = 5
    write(mark, "number")
    assert Bookmark.objects.get().number == 5
