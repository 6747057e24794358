"""Uploaded tickets: preset and what was chosen over it, dry run, import. As ``qiao import-tickets``."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.conf import settings
from django.utils import timezone

from qiao.imports import store
from qiao.imports.course import Course
from qiao.imports.logs import Report, findings
from qiao.imports.models import Import
from qiao.imports.places import calendar_of, leader_of, parent_of
from qiao.imports.rules import SHOWN, Phase
from qiao.org.models import Unit
from qiao.ticketimport import actions, preset, report
from qiao.ticketimport.export import Export, Given
from qiao.ticketimport.models import TicketSource
from qiao.ticketimport.problems import Problem


class NoTickets(Exception):
    """There is none of this system in the files; ``report`` says what was wrong instead."""

    def __init__(self, found: Report) -> None:
        super().__init__()
        self.report = found


def preset_of(system: str, options: dict[str, Any]) -> preset.Preset:
    """The preset with the map and the words that were chosen. Raises BadMap."""
    chosen = preset.load(system)
    data = preset.parsed(options.get("map") or "")
    for name, words in options.get("words", {}).items():
        data[name] = {**words, **data.get(name, {})}
    return preset.with_data(chosen, data)


def run(upload: Import, course: Course) -> tuple[Report, Unit | None]:
    """A dry run or the import; returns the report and, of an import, the unit."""
    folder = store.unpack(upload.folder, lambda n, of: _unpacking(course, n, of))
    chosen = preset_of(upload.system, upload.options)
    wish = _wish(upload, chosen, folder)
    given = Given(zone=wish.zone, confidential=bool(upload.options.get("confidential")))
    with Export(store.paths(upload.folder, upload.files), chosen, given) as export:
        course.enter(Phase.READING, upload.size)
        many = export.read(course.step)
        if not many:
            raise NoTickets(_report(export, actions.Outcome()))
        course.enter(Phase.CHECKING if upload.is_rehearsal else Phase.WRITING, many)
        outcome = _act(upload, export, wish, course)
        if upload.is_rehearsal:
            kept = store.place(upload.folder) / store.REPORT
            kept.write_text(report.as_json(export, outcome), encoding="utf-8")
        source = TicketSource.objects.filter(name=wish.name).select_related("root").first()
        return _report(export, outcome), source.root if source and not upload.is_rehearsal else None


def _unpacking(course: Course, number: int, of: int) -> None:
    if number == 1:
        course.enter(Phase.UNPACKING, of)
    course.step(1)


def _act(upload: Import, export: Export, wish: actions.Wish, course: Course) -> actions.Outcome:
    if upload.is_rehearsal:
        return actions.rehearse(export, wish, course.step)
    return actions.import_tickets(export=export, wish=wish, at=timezone.now(), seen=course.wrote)


def _wish(upload: Import, chosen: preset.Preset, folder: Any) -> actions.Wish:
    return actions.Wish(
        name=upload.name,
        title=upload.title,
        zone=upload.options.get("zone") or settings.TIME_ZONE,
        calendar=calendar_of(upload),
        parent=parent_of(upload),
        leader=leader_of(upload, f"tickets-{upload.name}"),
        folder=folder,
        refuse_unknown=bool(upload.options.get("refuse_unknown")),
    )


def _report(export: Export, outcome: actions.Outcome) -> Report:
    counts = export.problems.counts
    return {
        "figures": outcome.document(),
        "counts": counts,
        "findings": findings(export.oddities()),
        "problems": [_kept(export, each) for each in islice(export.problems.all(), SHOWN)],
        "words": {
            "states": _guessed(export, "guessed_state", "step"),
            "priorities": _guessed(export, "guessed_priority", "priority"),
        },
    }


def _kept(export: Export, problem: Problem) -> dict[str, Any]:
    file, row = problem.place
    return {"code": problem.code, "params": problem.params, "file": export.files[file].name, "row": row}


def _guessed(export: Export, code: str, param: str) -> dict[str, str]:
    """Words that no map knows, with what they were understood as."""
    return (
        {each.params["value"]: each.params[param] for each in export.problems.all(code)}
        if (code in export.problems.counts)
        else {}
    )
