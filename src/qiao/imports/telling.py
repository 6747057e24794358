"""What an import found, in the reader's words: the same sentences as on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.desk.importing.steps import Step
from qiao.eventlog import Choice, Finding, LogError
from qiao.eventlog.errors import SENTENCES as LOG_SENTENCES
from qiao.eventlog.findings import Example
from qiao.imports import rules
from qiao.imports.models import Import
from qiao.imports.rules import Reason
from qiao.logimport import report as log_report
from qiao.ticketimport import report as ticket_report
from qiao.ticketimport.actions import Outcome
from qiao.ticketimport.problems import LEFT_OUT, TEXTS

STEPS: Mapping[Step, Any] = {
    Step.QUEUE: gettext_lazy("waits to be taken"),
    Step.WORK: gettext_lazy("is worked on"),
    Step.PAUSE: gettext_lazy("pauses"),
    Step.DELIVER: gettext_lazy("is delivered"),
    Step.CLOSE: gettext_lazy("is closed"),
    Step.DECLINE: gettext_lazy("is declined"),
    Step.WITHDRAW: gettext_lazy("is withdrawn"),
}


@dataclass(frozen=True)
class Found:
    """Something odd: how often, and for instance where."""

    count: int
    text: str
    places: str


@dataclass(frozen=True)
class Row:
    """One column of a log: its role, which it is, how sure that is and why."""

    role: str
    label: str
    column: str
    sure: str
    why: str


@dataclass(frozen=True)
class Odd:
    """One row of an export that could not be taken as it stands."""

    place: str
    text: str
    left_out: bool


def columns(choices: list[dict[str, Any]]) -> list[Row]:
    """What was guessed, as a table."""
    return [_row(Choice(**each | {"columns": tuple(each["columns"])})) for each in choices]


def _row(choice: Choice) -> Row:
    why = "" if choice.sure == "given" else log_report.why(choice)
    words = log_report.confidence(choice)
    return Row(choice.role, log_report.role_label(choice.role), choice.text, words, why)


def figures(upload: Import) -> list[tuple[str, str]]:
    """Numbers with their words."""
    given = upload.report.get("figures", {})
    if upload.kind.is_log:
        return list(log_report.figures(given)) if given else []
    return [(f"{value:,}", label) for value, label in ticket_report.figures(Outcome(**given))]


def steps(upload: Import) -> list[tuple[str, str, int]]:
    """Activities with what they do to a request."""
    return [
        (activity, str(STEPS[Step(step)]), many) for activity, step, many in upload.report.get("steps", [])
    ]


def findings(upload: Import) -> list[Found]:
    """What the files had about them."""
    return [_found(each) for each in upload.report.get("findings", [])]


def _found(kept: Mapping[str, Any]) -> Found:
    finding = Finding(
        kept["code"], kept["params"], kept["count"], [Example(**each) for each in kept["examples"]]
    )
    places = "; ".join(log_report.place_words(each) for each in kept["examples"][:3])
    return Found(finding.count, for_pages(finding.message(log_report.language())), places)


def for_pages(sentence: str) -> str:
    """Options of the command line are named after the fields here."""
    return re.sub(r"\s?\((?:see )?--[a-z-]+\)|（见 --[a-z-]+）", "", sentence)


def problems(upload: Import) -> Iterator[Odd]:
    """The first of them, those that leave something out before the others."""
    kept = [*upload.report.get("problems", []), *upload.trouble.get("report", {}).get("problems", [])]
    for each in sorted(kept, key=lambda one: one["code"] not in LEFT_OUT):
        place = _("%(file)s, row %(row)d") % {"file": each["file"], "row": each["row"]}
        yield Odd(place, str(TEXTS[each["code"]]) % each["params"], each["code"] in LEFT_OUT)


def more_problems(upload: Import) -> int:
    """How many the page leaves out."""
    many: int = sum(upload.report.get("counts", {}).values())
    return max(0, many - rules.SHOWN)


def trouble(upload: Import) -> str:
    """Why it failed, and what to do; empty when it did not."""
    return sentence(upload.trouble)


def sentence(kept: Mapping[str, Any]) -> str:
    """One trouble in one sentence."""
    code, params = kept.get("code", ""), kept.get("params", {})
    if code.startswith("log:") and code[4:] in LOG_SENTENCES:
        return for_pages(LogError(code[4:], **params).sentence(log_report.language()))
    if code in set(Reason):
        return str(Reason(code).sentence) % params if params else str(Reason(code).sentence)
    texts = {
        "damaged": _("%(file)s is damaged or was cut off after record %(record)d: nothing was imported."),
        "bad_map": _("The map cannot be used: %(why)s"),
        "unknown": _(
            "Some people or units are unknown here: name them in the map, or let placeholders be made."
        ),
        "no_tickets": _("There is no ticket of this system in the files: nothing was imported."),
        "other": _("Something went wrong that nobody had thought of: %(why)s"),
    }
    return texts.get(code, "") % params if code else ""
