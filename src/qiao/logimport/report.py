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
                "guessed",
                role=role_label(choice.role),
                column=choice.text,
                sure=confidence(choice),
                why=why(choice),
            )
    findings = found.documents(language()) + log.findings.documents(language())
    document = log.tally.report().document() | {"findings": findings}
    return json.dumps(document, ensure_ascii=False, indent=2)


def role_label(role: str) -> str:
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
    return names[role]


def why(choice: Choice) -> str:
    """The reason of a guess."""
    return choice.why_zh if language().startswith("zh") else choice.why


def confidence(choice: Choice) -> str:
    """How sure a guess is."""
    return {"high": _("sure"), "medium": _("likely"), "low": _("a guess"), "given": _("given")}[choice.sure]


def mapping_lines(log: Log) -> Iterator[str]:
    """Each role with its column, how sure that is, and why."""
    yield _("Columns:")
    for choice in log.choices:
        yield f"  {role_label(choice.role):<10} {choice.text}  [{confidence(choice)}: {why(choice)}]"


def figure_lines(log: Log) -> Iterator[str]:
    """The figures of the log."""
    yield _("The log:")
    for value, label in figures(log.tally.report().document()):
        yield f"  {value:>10}  {label}"


def figures(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each figure of a report with its words."""
    for label, name in (
        (_("cases"), "cases"),
        (_("events"), "events"),
        (_("activities"), "activities"),
        (_("people"), "resources"),
        (_("teams"), "teams"),
        (_("hand-offs between teams"), "handoffs"),
        (_("cases without a hand-off"), "cases_without_handoff"),
        (_("bounces (A → B → A)"), "bounces"),
        (_("cases with a bounce"), "cases_with_bounce"),
    ):
        yield f"{document[name]:,}", label
    median = document["median_duration_s"] or 0.0
    words = _("seconds from first to last event, median (%(days)s days)") % {"days": f"{median / DAY:.4f}"}
    yield f"{median:,.1f}", words


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
        places = "; ".join(place_words(each.document()) for each in finding.examples[:3])
        if places:
            yield " " * 13 + _("for instance: %(places)s") % {"places": places}


def place_words(document: Mapping[str, Any]) -> str:
    """Where something was found: line, case, value, whatever is known."""
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
