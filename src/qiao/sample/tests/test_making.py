"""Making the sample: the same seed, an empty database, all or nothing."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.utils import translation

from qiao.desk.models import Request
from qiao.ledger.models import Event
from qiao.org import actions as org
from qiao.org import compiled
from qiao.org.models import Person, Unit
from qiao.sample import actions, mode
from qiao.sample.cli import sample
from qiao.sample.models import SampleRun

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _not_known_to_be_a_sample():
    yield
    mode.forget()


def quiet(_step):
    pass


def lived(seed):
    """What a small sample is like, in words that do not depend on the numbers of rows."""
    with transaction.atomic():
        actions.make(people=60, months=1, seed=seed, at=NOW, built=quiet, lived=quiet)
        told = [*_people(), *_requests(), *_events()]
        transaction.set_rollback(True)
    compiled.forget()
    return told


def _people():
    return Person.objects.order_by("number").values_list("number", "name", "name_en", "phone", "unit__code")


def _requests():
    own = ("number", "title", "details", "priority", "state", "requester__number", "holder_person__number")
    times = ("raised_at", "promised_at", "delivered_at", "closed_at", "used_seconds", "bounces")
    hops = ("hops__unit__code", "hops__person__number", "hops__started_at", "hops__used_seconds")
    return Request.objects.order_by("number", "hops__ordinal").values_list(*own, *times, *hops)


def _events():
    numbers = dict(Person.objects.values_list("pk", "number"))
    notes = Event.objects.order_by("transaction", "id").values_list("kind", "at", "actor_id", "data__note")
    return [(kind, at, numbers.get(actor), note) for kind, at, actor, note in notes]


@pytest.mark.slow
@pytest.mark.django_db
def test_the_same_seed_makes_the_same_sample_and_another_seed_another():
    first, again, other = lived(1), lived(1), lived(2)
    assert len(first) > 500
    assert first == again
    assert first != other


@pytest.mark.django_db
def test_interrupted_halfway_it_leaves_the_database_empty():
    def stop(_day):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.make(people=60, months=1, seed=1, at=NOW, built=quiet, lived=stop)
    assert not SampleRun.objects.exists()
    assert not Unit.objects.exists()
    assert not Request.objects.exists()
    assert not mode.is_sample()


@pytest.mark.django_db
def test_a_database_in_use_is_refused_in_one_line_and_stays_as_it_is():
    calendar = org.create_calendar(
        code="office",
        name_zh="行政班",
        name_en="Office hours",
        definition={
            "zone": "Asia/Shanghai",
            "pattern": {"kind": "weekly", "days": [["D"]] * 5 + [[]] * 2},
            "shifts": [{"code": "D", "name_zh": "白班", "name_en": "Day", "stretches": [["08:00", "17:00"]]}],
        },
        follows_holidays=False,
        by=None,
        at=NOW,
    )
    org.create_unit(
        code="OURS", name_zh="我们", name_en="Ours", kind="company", parent=None, calendar=calendar,
        order=0, by=None, at=NOW,
    )  # fmt: skip
    with translation.override("en"):
        done = CliRunner().invoke(sample, [])
    assert done.exit_code == 1
    assert done.output.splitlines()[-1].startswith("Error: This database already holds an organisation")
    assert "Traceback" not in done.output
    assert list(Unit.objects.values_list("code", flat=True)) == ["OURS"]
    assert not SampleRun.objects.exists()


@pytest.mark.parametrize(
    "size", [["--people", "59"], ["--people", "5001"], ["--months", "0"], ["--months", "37"]]
)
def test_a_size_that_makes_no_factory_is_refused_before_anything_is_read(size):
    done = CliRunner().invoke(sample, size)
    assert done.exit_code == 2
    assert "is not in the range" in done.output
