"""An uploaded event log: its columns, a dry run, the import. The same steps as ``qiao import-log``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from qiao.desk.importing.steps import Step, steps_of
from qiao.eventlog import Case, Finding, Findings, Log, LogError
from qiao.eventlog.open import open_source
from qiao.eventlog.profile import SAMPLE
from qiao.imports import store
from qiao.imports.course import Course
from qiao.imports.models import Import
from qiao.imports.places import calendar_of, leader_of, parent_of
from qiao.imports.rules import Phase
from qiao.logimport import actions
from qiao.org.models import Unit

Report = dict[str, Any]


def guess(path: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns with the role that each seems to play, and why; ``wrong`` when that cannot be told.

    Raises LogError when the file is no log at all.
    """
    columns = _columns(path, given)
    try:
        with Log(path, given, default_zone=settings.TIME_ZONE) as log:
            return {"columns": columns, "choices": [asdict(choice) for choice in log.choices]}
    except LogError as error:
        if error.code not in {"cannot_guess", "no_such_column"}:
            raise
        return {"columns": columns, "choices": [], "wrong": told(error)}


def _columns(path: Path, given: Mapping[str, Any]) -> list[str]:
    source = open_source(path, encoding=given.get("encoding") or "", separator=given.get("separator") or "")
    records = source.records(Findings())
    names: dict[str, None] = {}
    for _line, record in islice(records, SAMPLE):
        names.update(dict.fromkeys(record))
    records.close()
    return list(names)


def told(error: LogError) -> dict[str, Any]:
    """An error as it is kept."""
    return {"code": f"log:{error.code}", "params": {name: str(value) for name, value in error.params.items()}}


class _Look(actions.Look):
    """Counting goes by without a word, so each case is also a chance to look up."""

    def __init__(self, log: Log, course: Course) -> None:
        super().__init__(log)
        self._course = course

    def __call__(self, case: Case) -> None:
        super().__call__(case)
        self._course.look()


def run(upload: Import, course: Course) -> tuple[Report, Unit | None]:
    """A dry run or the import; returns the report and, of an import, the unit."""
    (path,) = store.paths(upload.folder, upload.files)
    mapping = upload.options.get("mapping", {})
    with Log(path, mapping, default_zone=upload.options.get("zone") or settings.TIME_ZONE) as log:
        course.enter(Phase.READING, path.stat().st_size)
        look = _Look(log, course)
        log.read(course.step, look)
        report, root = {}, None
        if not upload.is_rehearsal:
            course.enter(Phase.WRITING, log.tally.cases)
            done = actions.import_log(
                log=log, look=look, wish=_wish(upload, log), at=timezone.now(), seen=course.wrote
            )
            report, root = {"added": done.added, "there": log.tally.cases - done.added}, done.log.root
        return report | _report(log), root


def _wish(upload: Import, log: Log) -> actions.Wish:
    return actions.Wish(
        name=upload.name,
        title=upload.title,
        file_name=log.path.name,
        zone=log.mapping.zone or upload.options.get("zone") or settings.TIME_ZONE,
        calendar=calendar_of(upload),
        parent=parent_of(upload),
        leader=leader_of(upload, f"log-{upload.name}"),
    )


def _report(log: Log) -> Report:
    steps = steps_of(log.tally.activities, log.mapping.steps)
    counts = sorted(log.tally.activities.items(), key=lambda item: -item[1])
    return {
        "choices": [asdict(choice) for choice in log.choices],
        "figures": log.tally.report().document(),
        "steps": [[activity, steps[activity].value, many] for activity, many in counts],
        "findings": findings(log.findings),
    }


def findings(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """As they are kept: without words, which come in the reader's language."""
    return [
        {
            "code": each.code,
            "params": {name: str(value) for name, value in each.params.items()},
            "count": each.count,
            "examples": [example.document() for example in each.examples],
        }
        for each in found
    ]


def known_step(word: str) -> bool:
    """Whether there is such a step."""
    return word in set(Step)
