"""Raising a request: checked by the form that people fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.db import transaction
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.catalogue.answering import PREFIX, AnswersForm, answers_form
from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Priority
from qiao.desk import actions, reads
from qiao.desk.forms import LONGEST, RaiseForm
from qiao.desk.models import Request
from qiao.desk.rest.door import WRITE, router
from qiao.desk.rest.one import answer
from qiao.desk.rest.shown import RequestOne
from qiao.org.models import Person
from qiao.rest.bodies import Said
from qiao.rest.fields import Key
from qiao.rest.invalid import not_there, refuse_invalid, wrong

Text = Annotated[str, Field(max_length=LONGEST)]
Answer = Text | int | float | list[Annotated[str, Field(max_length=64)]] | None


class Need(Said):
    service: Key = Field(description="Code.")
    title: str = Field(min_length=1, max_length=200)
    details: Text = ""
    priority: Priority = Priority.NORMAL
    answers: dict[str, Answer] = Field(
        {},
        description=(
            "By the key of the question. A person is named by number, a unit by code, a choice by value, "
            "a date as 2026-11-23, files by the keys that /uploads gave."
        ),
    )
    for_person: str = Field("", max_length=40, description="Personnel number: on behalf of somebody.")
    for_my_unit: bool = Field(False, description="For your whole unit.")
    part_of: str = Field(
        "", max_length=20, description="Number of the request that you hold and ask this for."
    )


@router.create("/requests", scope=WRITE, answer=RequestOne)
def raise_request(http: PersonCall, said: Need) -> RequestOne:
    """Asks for a service.

    The answers are checked by the same form that people see; what is wrong comes back at its question, as
    `answers.<key>`.
    """
    service = _service(said.service, http.person)
    version = actions.current(service)
    _check_keys(version, said.answers)
    form = RaiseForm(_form_data(said))
    answers = answers_form(version, _answer_data(said.answers), person=http.person)
    refuse_invalid((form, "", {"person": "for_person"}), (answers, "answers", {}))
    made = _raise(
        service, form.cleaned_data, answers, by=http.person, above=_above(said.part_of, http.person)
    )
    http.answer_headers["Location"] = reverse("api:desk_request", args=[made.number])
    return answer(http, reads.one(made.number, seen_by=http.person))


def _service(code: str, person: Person) -> Service:
    """What this person may ask for; 404 for anything else, as on the page."""
    offered = Service.objects.filter(version__isnull=False).open_to(person.scope).filter(code=code)
    found = offered.select_related("version__calendar", "unit__calendar", "category").first()
    if found is None:
        raise Http404
    return found


def _above(number: str, person: Person) -> Request | None:
    """The request that it is to be a part of."""
    try:
        return reads.seen(number, seen_by=person) if number else None
    except Http404 as error:
        raise not_there("part_of") from error


@transaction.atomic
def _raise(
    service: Service, said: Mapping[str, Any], answers: AnswersForm, *, by: Person, above: Request | None
) -> Request:
    """The request and its files together, or neither."""
    at = timezone.now()
    made = actions.raise_request(
        service=service,
        by=by,
        at=at,
        title=said["title"],
        details=said["details"],
        priority=said["priority"],
        answers=answers.answers(),
        for_person=said["person"] if said["whom"] == "person" else None,
        for_unit=by.unit if said["whom"] == "team" else None,
        part_of=above,
    )
    for field, files in answers.uploads().items():
        for upload in files:
            actions.attach(request=made, by=by, at=at, upload=upload, field=field)
    return made


def _form_data(said: Need) -> dict[str, Any]:
    whom = "person" if said.for_person else "team" if said.for_my_unit else "me"
    return {
        "title": said.title,
        "details": said.details,
        "priority": said.priority,
        "whom": whom,
        "person": said.for_person,
    }


def _answer_data(answers: Mapping[str, Answer]) -> QueryDict:
    """As a browser would send it."""
    data = QueryDict(mutable=True)
    for key, value in answers.items():
        given = value if isinstance(value, list) else [value]
        data.setlist(f"{PREFIX}-{key}", ["" if each is None else str(each) for each in given])
    return data


def _check_keys(version: ServiceVersion, answers: Mapping[str, Answer]) -> None:
    unknown = [key for key in answers if version.form.get(key) is None]
    if unknown:
        raise wrong(f"answers.{unknown[0]}", _("This service does not ask that."), "unknown")
