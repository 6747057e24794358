"""Importing a log: what is read becomes units, people, services and requests; what is there already stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from qiao.desk.importing.organisation import root_unit, round_the_clock
from qiao.desk.importing.steps import ends_nowhere, steps_of
from qiao.eventlog import Case, Log, Report
from qiao.ledger.actions import record
from qiao.logimport import rows, structure
from qiao.logimport.models import ImportedLog
from qiao.org.models import Calendar, Person, Unit

CASES, EVENTS = 2500, 10000  # what one transaction takes, whichever comes first
IMPORTED = "log.imported"
DAY = 24 * 3600
LONGEST = 400 * DAY  # what a service may promise

Seen = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How the caller wants a log imported. ``name`` is what it is known by when it comes again."""

    name: str
    title: str
    file_name: str
    zone: str
    calendar: Calendar | None = None
    parent: Unit | None = None
    leader: Person | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did."""

    log: ImportedLog
    added: int
    report: Report


class Look:
    """Collects, while the cases are counted, the names that requests will refer to."""

    def __init__(self, log: Log) -> None:
        self._mapping = log.mapping
        self.askers: set[str] = set()
        self.services: set[str] = set()

    def __call__(self, case: Case) -> None:
        first = rows.first_values(case)
        self.askers.add(first.get(self._mapping.requester or "", ""))
        self.services.add(first.get(self._mapping.service or "", ""))


def import_log(*, log: Log, look: Look, wish: Wish, at: datetime, seen: Seen | None = None) -> Outcome:
    """Brings a log that has been read into the desk, batch by batch; a second call goes on where one stopped.

    ``seen`` is told how many cases have been dealt with.
    """
    imported, plan = _prepare(log, look, wish, at)
    added = 0
    for batch in _batches(log.cases()):
        added += rows.write(plan, batch)
        if seen is not None:
            seen(len(batch))
    report = log.tally.report()
    _finish(imported, report, added, at)
    return Outcome(imported, added, report)


@transaction.atomic
def _prepare(log: Log, look: Look, wish: Wish, at: datetime) -> tuple[ImportedLog, rows.Plan]:
    """Everything that requests refer to; all of it or nothing."""
    calendar = wish.calendar or round_the_clock(wish.zone)
    imported = _imported_log(log, wish, calendar, at)
    names = structure.Names(log.tally.teams, log.homes(), look.askers, look.services)
    built = structure.build(imported, calendar, names, log.findings)
    structure.add_services(built, look.services, columns=log.columns, targets=targets(log), at=at)
    steps = steps_of(log.tally.activities, log.mapping.steps)
    plan = rows.Plan(
        structure=built,
        mapping=log.mapping,
        steps=steps,
        ends=ends_nowhere(steps),
        deadlines=log.deadlines,
        findings=log.findings,
        at=at,
        places={column: place for place, column in enumerate(log.columns[:40])},
    )
    _note(log, plan, wish)
    return imported, plan


def _imported_log(log: Log, wish: Wish, calendar: Calendar, at: datetime) -> ImportedLog:
    known = ImportedLog.objects.select_for_update(no_key=True).filter(name=wish.name).first()
    if known is not None and known.finished_at is None:
        log.findings.note("resumed")
    root = root_unit(
        f"log-{wish.name}", wish.title, calendar=calendar, parent=wish.parent, leader=wish.leader
    )
    imported, _created = ImportedLog.objects.update_or_create(
        name=wish.name,
        defaults={"file_name": wish.file_name[:200], "root": root, "mapping": asdict(log.mapping)}
        | {"started_at": at, "finished_at": None},
    )
    imported.root = root
    return imported


def _note(log: Log, plan: rows.Plan, wish: Wish) -> None:
    for activity in log.mapping.steps.keys() - log.tally.activities.keys():
        log.findings.note("unknown_activity", name=activity)
    if plan.ends:
        log.findings.note("no_final_step")
    if log.mapping.requester is None:
        log.findings.note("no_requester", person=str(plan.structure.asker))
    if plan.structure.root.leader_id is None and wish.parent is None:
        log.findings.note("nobody_sees", unit=str(plan.structure.root))


def targets(log: Log) -> tuple[int, int]:
    """Seconds that the new services promise: what the log reached in 85 of 100 cases, in whole hours."""
    usual = log.tally.duration_quantile(0.85) or 0.0
    complete = min(max(int(-(-usual // 3600)) * 3600, 8 * 3600), LONGEST)
    return min(complete, DAY), complete


def _batches(cases: Iterable[Case]) -> Iterator[list[Case]]:
    batch: list[Case] = []
    events = 0
    for case in cases:
        batch.append(case)
        events += len(case.events)
        if len(batch) >= CASES or events >= EVENTS:
            yield batch
            batch, events = [], 0
    if batch:
        yield batch


@transaction.atomic
def _finish(imported: ImportedLog, report: Report, added: int, at: datetime) -> None:
    figures: dict[str, Any] = report.document()
    ImportedLog.objects.filter(pk=imported.pk).update(report=figures, finished_at=at)
    imported.report, imported.finished_at = figures, at
    record(IMPORTED, subject=imported.root, at=at, name=imported.name, added=added, **figures)
