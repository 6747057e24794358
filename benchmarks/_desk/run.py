"""Measures one database: ``python -m benchmarks._desk.run SIZES ROUNDS`` prints its costs as JSON lines."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from random import Random

import django

django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks._desk import cast, costs, history, organisation  # noqa: E402
from benchmarks._desk.bare import choose  # noqa: E402
from benchmarks._desk.browser import Browser  # noqa: E402
from benchmarks._desk.copies import Copier  # noqa: E402
from benchmarks._desk.pages import pages  # noqa: E402
from qiao.desk.actions import refresh_usual  # noqa: E402
from qiao.desk.models import Request  # noqa: E402
from qiao.ledger.models import Bookmark, Event  # noqa: E402
from qiao.notify.actions import catch_up as tell  # noqa: E402
from qiao.ops import jobs, preparing  # noqa: E402

STORIES = 100


def main(sizes: list[int], rounds: int) -> None:
    """Grows one database from size to size and measures at each."""
    costs.production()
    preparing.migrate()
    preparing.collect_static()
    random = Random(20261123)
    copier, shown = _begin(random)
    while tell(at=timezone.now()):  # inboxes, as the ticker would have filled them
        pass
    handler, bare = WSGIHandler(), costs.bare_browser()
    browser, program = Browser.signed_in(handler, "head"), Browser.program(handler, "head")
    for size in sizes:
        _grow(copier, size)
        choose()
        for page in pages(copier.world, shown, random):
            asking = program if page.program else browser
            print(json.dumps(asdict(costs.cost(page, asking, bare, size=size, rounds=rounds))), flush=True)


@transaction.atomic
def _begin(random: Random) -> tuple[Copier, Request]:
    """Organisation, everyday stories and the measured person's own, all through the real actions."""
    begun, now = time.monotonic(), timezone.now()
    world = organisation.build(now)
    history.everyday(world, random, now, STORIES)
    copier = Copier(world)
    copier.remember()
    shown = cast.perform(world, random, now)
    _say(f"{Request.objects.count()} requests by actions", begun)
    return copier, shown


def _grow(copier: Copier, size: int) -> None:
    begun = time.monotonic()
    copier.grow(size)
    refresh_usual(at=timezone.now())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum would have done meanwhile
    jobs.sample_tables()
    _followed()
    _say(f"{Request.objects.count()} requests", begun)


def _followed() -> None:
    """Readers of the ledger have read what was copied long ago: nobody is told of it now."""
    last = Event.objects.order_by("-transaction", "-id")[0].position
    Bookmark.objects.update(transaction=last.transaction, number=last.number)


def _say(what: str, begun: float) -> None:
    sys.stderr.write(f"{connection.vendor}: {what}, {time.monotonic() - begun:.0f} s\n")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1].split(",")], int(sys.argv[2]))
