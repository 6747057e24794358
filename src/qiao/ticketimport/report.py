"""What an import of tickets found and did: as sentences for a terminal, as a document for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiao.desk.importing.terminal import language
from qiao.ticketimport.actions import Outcome
from qiao.ticketimport.export import Export
from qiao.ticketimport.problems import EXAMPLES, LEFT_OUT, Problem


def figure_lines(export: Export, outcome: Outcome, *, would: bool) -> Iterator[str]:
    """How many of what."""
    yield _("It would bring:") if would else _("It brought:")
    for value, label in figures(outcome):
        yield f"  {value:>10,}  {label}"


def figures(outcome: Outcome) -> Iterator[tuple[int, str]]:
    """Each figure with its words."""
    yield outcome.added, _("new requests")
    yield outcome.grown, _("requests that were there already and grew")
    yield outcome.same, _("requests that were there already and stayed the same")
    yield outcome.comments, _("comments and notes")
    yield outcome.files, _("files")
    yield outcome.people, _("people unknown here, with a placeholder each")
    yield outcome.units, _("units unknown here, with a placeholder each")


def oddity_lines(export: Export) -> Iterator[str]:
    """What the files themselves had about them."""
    for found in export.oddities():
        yield f"  {found.count:>8,} × {found.message(language())}"


def problem_lines(export: Export, *, every: bool) -> Iterator[str]:
    """Problems by kind: each with its file and row, or the first places of each kind."""
    counts = export.problems.counts
    if not counts:
        yield _("Nothing was odd.")
        return
    for code in sorted(counts, key=lambda each: (each not in LEFT_OUT, -counts[each])):
        for problem in export.problems.all(code, -1 if every else EXAMPLES):
            yield "  " + _("%(place)s: %(sentence)s") % {
                "place": place_words(export, problem),
                "sentence": problem.sentence,
            }
        rest = counts[code] - EXAMPLES
        if not every and rest > 0:
            yield "  " + ngettext(
                "and %(n)d more like this (all of them with --dry-run)",
                "and %(n)d more like this (all of them with --dry-run)",
                rest,
            ) % {"n": rest}


def place_words(export: Export, problem: Problem) -> str:
    """Which file and which row."""
    file, row = problem.place
    return _("%(file)s, row %(row)d") % {"file": export.files[file].name, "row": row}


def done_line(unit: str) -> str:
    """Where to find it."""
    return _("Find them in the unit “%(unit)s”.") % {"unit": unit}


def as_json(export: Export, outcome: Outcome) -> str:
    """For programs: figures, counts by kind of problem, and every problem with its place."""
    document: dict[str, Any] = {
        **outcome.document(),
        "counts": export.problems.counts,
        "files_read": [path.name for path in export.files],
        "findings": [found.document(language()) for found in export.oddities()],
        "problems": [
            {
                "code": each.code,
                "file": export.files[each.place.file].name,
                "row": each.place.row,
                "message": each.sentence,
            }
            for each in export.problems.all()
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
