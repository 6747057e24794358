"""The fast way into a table writes what bulk_create writes."""

from datetime import UTC, datetime

import pytest
from django.db import connection, models, transaction

from qiao.catalogue.models import Category
from qiao.desk.importing.loading import Table, document, moment, stamp
from qiao.ledger.models import Event

pytestmark = pytest.mark.django_db
AT = datetime(2012, 10, 9, 14, 50, 17, 250_000, tzinfo=UTC)
MICROSECONDS = 1_349_794_217_250_000


def stored(row: models.Model) -> dict[str, object]:
    left_out = {"id", "recorded_at"}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in left_out
    }


def test_a_row_of_the_ledger_equals_that_of_bulk_create():
    data = {"note": "设备“漏油” \\ '%s'", "revision": 3, "nothing": None}
    Event.objects.bulk_create(
        [Event(kind="k", at=AT, subject_type="t", subject_id=7, to_unit_id=2, data=data)]
    )
    table = Table(Event, "kind", "at", "subject_type", "subject_id", "to_unit_id", "data")
    table.insert([("k", stamp(MICROSECONDS), "t", 7, 2, document(data))])
    first, second = Event.objects.order_by("id")
    assert stored(first) == stored(second)
    assert abs((first.recorded_at - second.recorded_at).total_seconds()) < 60


def test_what_a_row_does_not_bring_has_the_default_of_the_model():
    Category.objects.bulk_create([Category(code="a", name_zh="甲")])
    Table(Category, "code", "name_zh").insert([("b", "甲")])
    first, second = Category.objects.order_by("code")
    assert stored(first) | {"code": ""} == stored(second) | {"code": ""}


@pytest.mark.parametrize("at", [0, 1, -1, MICROSECONDS, MICROSECONDS // 10**6 * 10**6, 4_102_444_800_000_001])
def test_a_moment_is_written_as_the_database_adapter_writes_it(at):
    assert stamp(at) == connection.ops.adapt_datetimefield_value(moment(at))


def test_many_rows_go_in_at_once():
    Table(Category, "code", "name_zh").insert([(f"c{n}", "甲") for n in range(1201)])
    assert Category.objects.count() == 1201


def test_reserved_keys_belong_to_nobody_else():
    Category.objects.create(code="a", name_zh="甲")
    table = Table(Category, "id", "code", "name_zh")
    with transaction.atomic():
        keys = list(table.reserve(3))
        table.insert([(key, f"c{key}", "乙") for key in keys])
    later = Category.objects.create(code="z", name_zh="丙")
    assert len({*keys, later.pk, Category.objects.get(code="a").pk}) == 5
