"""What programs send and get of agreements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from qiao.agreements.reads import Shelf
from qiao.agreements.rules import VersionState
from qiao.agreements.terms import LONGEST_TEXT, MOST_CONTACTS
from qiao.catalogue.rules import Priority
from qiao.org.rest import PersonRef, UnitRef
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Key

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
Pair = Annotated[list[int], Field(min_length=2, max_length=2)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class PromiseTerm(Shown):
    service: str = Field(description="Code.")
    targets: dict[Priority, list[int]] = Field(
        description="Working seconds to respond and to complete; other priorities are as in the catalogue."
    )
    note: str


class ContactTerm(Shown):
    person: PersonRef
    when: str


class TermsShown(Shown):
    customers: list[UnitRef] = Field(description="Each stands for everything below it too.")
    promises: list[PromiseTerm] = Field(description="Without services that you may not see.")
    priorities: str = Field(description="What both sides mean by urgent.")
    excluded: list[str] = Field(description="Codes of services that are not part of it.")
    exclusions: str
    duties: str = Field(description="Of the customer, one on each line.")
    contacts: list[ContactTerm]
    valid_from: date
    valid_until: date | None
    review_on: date


class SignatureShown(Shown):
    unit: UnitRef
    head: PersonRef = Field(description="Whose signature it is.")
    signed_by: PersonRef = Field(description="Whose hand it was: the head's, or who stood in for them.")
    at: datetime


class VersionShown(Shown):
    number: int
    state: VersionState
    since: datetime | None = Field(description="From when it is in force; null before both have signed.")
    until: datetime | None


class AgreementShown(Shown):
    number: str
    provider: UnitRef
    customers: list[UnitRef]
    state: VersionState = Field(
        description="Of the version that counts: in force, else signed last, else the draft."
    )
    version: int
    since: datetime | None
    until: datetime | None
    draft: int | None = Field(description="Number of the version that is being negotiated.")
    review_on: date | None


class AgreementOne(AgreementShown):
    terms: TermsShown
    draft_terms: TermsShown | None = Field(description="For those who negotiate it.")
    signatures: list[SignatureShown]
    versions: list[VersionShown]
    revision: int


class ClauseChange(Shown):
    clause: str
    label: str
    before: list[str]
    after: list[str]


class ClauseComment(Shown):
    id: int
    clause: str
    body: str
    wording: int
    at: datetime
    by: PersonRef


class PromiseSaid(Said):
    service: Key = Field(description="Code.")
    targets: dict[Priority, Pair] = Field({}, description="Working seconds to respond and to complete.")
    note: str = Field("", max_length=500)


class ContactSaid(Said):
    person: Key = Field(description="Personnel number.")
    when: str = Field("", max_length=120)


class TermsSaid(Said):
    customers: list[Key] = Field(min_length=1, max_length=50, description="Codes.")
    promises: list[PromiseSaid] = Field(min_length=1, max_length=200)
    valid_from: Day
    review_on: Day
    valid_until: Day | None = None
    priorities: Text = ""
    excluded: list[Key] = Field([], max_length=200, description="Codes of services.")
    exclusions: Text = ""
    duties: Text = ""
    contacts: list[ContactSaid] = Field([], max_length=MOST_CONTACTS)


class NewAgreement(Said):
    provider: Key = Field(description="Code of the unit that promises.")
    terms: TermsSaid
    note: str = Field("", max_length=500)


class NewWording(Said):
    terms: TermsSaid
    note: str = Field("", max_length=500, description="What the other side should know about it.")


class ClauseSaid(Said):
    clause: str = Field(
        max_length=40, description="customers, service-<id>, duties, … as in the differences."
    )
    body: str = Field(min_length=1, max_length=2000)


class Because(Said):
    note: str = Field(min_length=1, max_length=500)


class Ending(Because):
    last_day: Day | None = Field(None, description="At once without it.")


class Reviewing(Because):
    next_on: Day


class Which(Said):
    shelf: Shelf = Field(Shelf.ALL, alias="as", description="Which of yours; empty for all.")
