"""What an import found and did: as sentences for a terminal, as a document for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qiao.desk.importing.steps import Step
from qiao.eventlog import Choice, Findings, Log

DAY = 24 * 3600


def language() -> str:
    """The active language."""
    return get_language() or "en"


def as_json(log: Log) -> str:
    """The figures and findings, with the keys that are promised to programs and no others."""
    found = Findings()
    for choice in log.choices:
        if choice.sure != "given":
            found.note(
                "guessed", role=_role(choice), column=choice.text, sure=confidence(choice), why=_why(choice)
            )
    findings = found.documents(language()) + log.findings.documents(language())
    document = log.tally.report().document() | {"findings": findings}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _role(choice: Choice) -> str:
    """A role as people call it."""
    names = {
        "case": _("case"),
        "activity": _("activity"),
        "time": _("time"),
        "resource": _("person"),
        "team": _("team"),
        "title": _("title"),
        "priority": _("priority"),
        "service": _("service"),
        "deadline": _("deadline"),
        "requester": _("requester"),
    }
    return names[choice.role]


def _why(choice: Choice) -> str:
    return choice.why_zh if language().startswith("zh") else choice.why


def confidence(choice: Choice) -> str:
    """How sure a guess is."""
    return {"high": _("sure"), "medium": _("likely"), "low": _("a guess"), "given": _("given")}[choice.sure]


def mapping_lines(log: Log) -> Iterator[str]:
    """Each role with its column, how sure that is, and why."""
    yield _("Columns:")
    for choice in log.choices:
        yield f"  {_role(choice):<10} {choice.text}  [{confidence(choice)}: {_why(choice)}]"


def figure_lines(log: Log) -> Iterator[str]:
    """The figures of the log."""
    report = log.tally.report()
    yield _("The log:")
    for label, value in (
        (_("cases"), report.cases),
        (_("events"), report.events),
        (_("activities"), report.activities),
        (_("people"), report.resources),
        (_("teams"), report.teams),
        (_("hand-offs between teams"), report.handoffs),
        (_("cases without a hand-off"), report.cases_without_handoff),
        (_("bounces (A → B → A)"), report.bounces),
        (_("cases with a bounce"), report.cases_with_bounce),
    ):
        yield f"  {value:>10,}  {label}"
    median = report.median_duration_s or 0.0
    yield f"  {median:>10,.1f}  " + _("seconds from first to last event, median (%(days)s days)") % {
        "days": f"{median / DAY:.4f}"
    }


def step_lines(steps: Mapping[str, Step], counts: Mapping[str, int]) -> Iterator[str]:
    """What each activity does to a request."""
    yield _("What activities do to a request (change it with --step “activity=step”):")
    for activity, many in sorted(counts.items(), key=lambda item: -item[1]):
        yield f"  {steps[activity]:<9} {activity} ({many:,})"


def finding_lines(log: Log) -> Iterator[str]:
    """Everything odd, with its count and the first places."""
    if not len(log.findings):
        return
    yield _("Worth knowing:")
    for finding in log.findings:
        yield f"  {finding.count:>8,} × {finding.message(language())}"
        places = "; ".join(_place(each.document()) for each in finding.examples[:3])
        if places:
            yield " " * 13 + _("for instance: %(places)s") % {"places": places}


def _place(document: Mapping[str, Any]) -> str:
    parts = []
    if "line" in document:
        parts.append(_("line %(line)s") % document)
    if "case" in document:
        parts.append(_("case %(case)s") % document)
    if "value" in document:
        parts.append(f"“{document['value']}”")
    return " ".join(parts)


def done_line(added: int, there: int, unit: str) -> str:
    """What was added, and where to find it."""
    told = ngettext("Imported %(n)d request.", "Imported %(n)d requests.", added) % {"n": added}
    if there:
        told += " " + ngettext("%(n)d was there already.", "%(n)d were there already.", there) % {"n": there}
    return told + " " + _("Find them in the unit “%(unit)s”.") % {"unit": unit}
