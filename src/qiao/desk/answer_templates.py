"""Answers that are written in advance: the places that may stand in them, and how they are filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiao.desk.models import AnswerTemplate, Request
from qiao.org.models import Person
from qiao.ui.words import by_text, local

PLACE = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class Case:
    """What a template is filled from: one request, whoever writes, and now."""

    request: Request
    me: Person
    at: datetime


def _due(case: Case) -> str:
    until = case.request.promised_at
    return by_text(until, case.at) if until else _("no promised time")


@dataclass(frozen=True)
class Variable:
    means: Any
    fill: Callable[[Case], str]


VARIABLES: Mapping[str, Variable] = {
    "requester": Variable(gettext_lazy("who asked for it"), lambda case: str(case.request.requester)),
    "number": Variable(gettext_lazy("the number of the request"), lambda case: case.request.number),
    "title": Variable(gettext_lazy("what was asked for"), lambda case: case.request.title),
    "service": Variable(gettext_lazy("the service"), lambda case: local(case.request.service, "name")),
    "due": Variable(gettext_lazy("until when it is promised"), _due),
    "unit": Variable(gettext_lazy("the unit that holds it"), lambda case: str(case.request.holder_unit)),
    "me": Variable(gettext_lazy("whoever writes"), lambda case: str(case.me)),
}


def unknown(*bodies: str) -> list[str]:
    """The places in these texts that nothing is known for, as they are written."""
    found = [place for body in bodies for place in PLACE.findall(body)]
    return [f"{{{name}}}" for name in dict.fromkeys(found) if name.strip() not in VARIABLES]


def filled(template: AnswerTemplate, case: Case, language: str) -> str:
    """The answer in a language; in the other one when it is written only there."""
    with translation.override(language):
        body = local(template, "body")
        return PLACE.sub(lambda place: _value(place, case), body)


def _value(place: re.Match[str], case: Case) -> str:
    known = VARIABLES.get(place[1].strip())
    return known.fill(case) if known else place[0]
