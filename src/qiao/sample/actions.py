"""Making the sample: once, in an empty database."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiao.ledger.refusals import refuse
from qiao.org.models import Unit
from qiao.sample import mode
from qiao.sample.abilities import give_abilities
from qiao.sample.approvals import require_approvals
from qiao.sample.building import build
from qiao.sample.kiosk import equip
from qiao.sample.models import SampleRun
from qiao.sample.places import furnish
from qiao.sample.roles import promise
from qiao.sample.shifts import man_the_shifts
from qiao.sample.simulation import simulate

DAYS_A_MONTH = 30
# Needs a person has in a month; about twenty a working day in a factory of four hundred.
NEEDS = 1


class Reason(StrEnum):
    NOT_EMPTY = "not_empty"

    @property
    def sentence(self) -> Any:
        return _("This database already holds an organisation: the sample goes into an empty one only.")


@contextmanager
def rarely_collected() -> Iterator[None]:
    """A tenth quicker: hardly anything here is garbage that only the collector would find."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def make(
    *,
    people: int,
    months: int,
    seed: int,
    at: datetime,
    built: Callable[[int], None],
    lived: Callable[[int], None],
) -> SampleRun:
    """Builds the organisation and lets it live until ``at``; Refused when there is one already.

    All in one transaction: whoever interrupts it finds the database as empty as before, not half a sample
    that no second try would finish. ``built`` hears of people, ``lived`` of simulated days.
    """
    random, since = Random(seed), at - timedelta(days=DAYS_A_MONTH * months)
    with rarely_collected(), transaction.atomic():
        refuse(Reason.NOT_EMPTY if Unit.objects.exists() else None)
        run = SampleRun.objects.create(seed=seed, people=people, months=months, made_at=at)
        world = build(people=people, at=since, random=random, tell=built)
        furnish(world)
        man_the_shifts(world, until=at)
        give_abilities(world, until=at)
        require_approvals(world)
        equip(world, until=at)
        simulate(world, since=since, until=at, count=round(people * months * NEEDS), tell=lived)
        promise(world, until=at)
    mode.forget()
    return run
