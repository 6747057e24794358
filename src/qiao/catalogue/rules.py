"""Who may change the catalogue, what can be published, and why not. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiao.catalogue.answers import problem
from qiao.catalogue.questionnaire import Form
from qiao.catalogue.questions import (
    FIELD_LABELS,
    UPLOADS,
    DefinitionError,
    FieldKind,
    FormField,
    Option,
    When,
)
from qiao.catalogue.targets import PRIORITY_LABELS, Priority, Targets
from qiao.org.rules import Scope

__all__ = [
    "ASSIGNMENT_LABELS",
    "FIELD_LABELS",
    "PRIORITY_LABELS",
    "UPLOADS",
    "Assignment",
    "DefinitionError",
    "DraftView",
    "FieldKind",
    "Form",
    "FormField",
    "Option",
    "Priority",
    "Reason",
    "Targets",
    "When",
    "problem",
    "why_not_ask",
    "why_not_change",
    "why_not_code",
    "why_not_keep_categories",
    "why_not_move",
    "why_not_publish",
    "why_not_show",
]

MOST_CONFIRM_DAYS = 30
RESERVED = frozenset({"manage", "people", "units"})
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class Assignment(StrEnum):
    QUEUE = "queue"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"
    ON_SHIFT = "on_shift"
    SKILL = "skill"

    @property
    def label(self) -> Any:
        return ASSIGNMENT_LABELS[self]


ASSIGNMENT_LABELS: Mapping[Assignment, Any] = {
    Assignment.QUEUE: _("Queue: whoever is free accepts"),
    Assignment.ROUND_ROBIN: _("Take turns"),
    Assignment.LEAST_LOADED: _("Whoever holds least"),
    Assignment.ON_SHIFT: _("Whoever is on shift and holds least"),
    Assignment.SKILL: _("Who has the skill, is on shift and holds least"),
}


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_YOUR_UNIT = "not_your_unit"
    NOT_THEIR_UNIT = "not_their_unit"
    NOT_ADMINISTRATOR = "not_administrator"
    NAME_MISSING = "name_missing"
    CODE_TAKEN = "code_taken"
    CODE_UNUSABLE = "code_unusable"
    CATEGORY_CLOSED = "category_closed"
    UNIT_CLOSED = "unit_closed"
    SAME_UNIT = "same_unit"
    NO_DRAFT = "no_draft"
    DRAFT_EXISTS = "draft_exists"
    ALREADY_CLOSED = "already_closed"
    NOT_CLOSED = "not_closed"
    SERVICE_CLOSED = "service_closed"
    NOT_PUBLISHED = "not_published"
    NOT_FOR_YOU = "not_for_you"
    FORM_UNREADABLE = "form_unreadable"
    NO_TARGETS = "no_targets"
    TARGETS_UNREADABLE = "targets_unreadable"
    NO_AUDIENCE = "no_audience"
    AUDIENCE_CLOSED = "audience_closed"
    CALENDAR_NEVER_WORKS = "calendar_never_works"
    CALENDAR_CLOSED = "calendar_closed"
    NOBODY_TO_ASSIGN = "nobody_to_assign"
    NO_SKILL = "no_skill"
    NOBODY_SKILLED = "nobody_skilled"
    CONFIRM_DAYS = "confirm_days"
    NOTHING_NEW = "nothing_new"
    NOBODY_APPROVES = "nobody_approves"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_YOUR_UNIT: _("Only leaders of the providing unit and administrators may do this."),
    Reason.NOT_THEIR_UNIT: _(
        "Only who leads the other unit too, or an administrator, may move a service there."
    ),
    Reason.NOT_ADMINISTRATOR: _("Only administrators may do this."),
    Reason.NAME_MISSING: _("Give it a name."),
    Reason.CODE_TAKEN: _("Something else has this code already: choose another."),
    Reason.CODE_UNUSABLE: _(
        "A code has up to 40 letters (a–z), digits, - and _, and begins with a letter or digit."
    ),
    Reason.CATEGORY_CLOSED: _("This category is closed: choose another."),
    Reason.UNIT_CLOSED: _("This unit is no longer active: choose another."),
    Reason.SAME_UNIT: _("This unit provides it already."),
    Reason.NO_DRAFT: _("There is no draft: begin one first."),
    Reason.DRAFT_EXISTS: _("There is a draft already: go on with it or drop it."),
    Reason.ALREADY_CLOSED: _("It is closed already."),
    Reason.NOT_CLOSED: _("It is not closed."),
    Reason.SERVICE_CLOSED: _("This service is closed: reopen it first."),
    Reason.NOT_PUBLISHED: _("This service has not been published yet."),
    Reason.NOT_FOR_YOU: _("This service is not offered to your unit."),
    Reason.FORM_UNREADABLE: _(
        "The questions do not fit together: open them and correct what is named there."
    ),
    Reason.NO_TARGETS: _("Say how soon you respond and complete at normal priority."),
    Reason.TARGETS_UNREADABLE: _("The targets make no sense: set them anew."),
    Reason.NO_AUDIENCE: _("Say who may ask for it: everybody, or at least one unit."),
    Reason.AUDIENCE_CLOSED: _("One of the units that may ask is no longer active: choose again."),
    Reason.CALENDAR_NEVER_WORKS: _(
        "The calendar has no working time to keep the promise in: choose another."
    ),
    Reason.CALENDAR_CLOSED: _("The calendar is no longer in use: choose another."),
    Reason.NOBODY_TO_ASSIGN: _("The unit has no active members to assign it to: leave it in the queue."),
    Reason.NO_SKILL: _("It goes by skill: say which one it asks for."),
    Reason.NOBODY_SKILLED: _(
        "Nobody in the unit has this skill at that level: enter it first, or leave it in the queue."
    ),
    Reason.CONFIRM_DAYS: _("It confirms itself after 1 to 30 working days."),
    Reason.NOTHING_NEW: _("The draft is the same as what is offered now."),
    Reason.NOBODY_APPROVES: _("Nobody can approve the step “%(step)s”: choose whom it asks anew."),
}


@dataclass(frozen=True)
class DraftView:
    """What the rules look at before a version is published; the action reads it from the database."""

    service_active: bool
    unit_active: bool
    category_active: bool
    form: Any
    targets: Any
    for_everyone: bool
    audience_active: tuple[bool, ...]
    calendar_active: bool
    calendar_works: bool
    assignment: str
    members: int
    confirm_days: int
    changed: bool = True
    has_skill: bool = True


def why_not_change(unit_id: int, by: Scope) -> Reason | None:
    """The leaders of the providing unit, up the chain, and administrators keep its services."""
    return None if by.is_administrator or unit_id in by.led_ids else Reason.NOT_YOUR_UNIT


def why_not_keep_categories(by: Scope) -> Reason | None:
    """Categories are shared by all, so administrators keep them."""
    return None if by.is_administrator else Reason.NOT_ADMINISTRATOR


def why_not_code(code: str) -> Reason | None:
    """A code stands in addresses, so it is plain and no page of the catalogue itself."""
    return Reason.CODE_UNUSABLE if code in RESERVED or not _CODE.fullmatch(code) else None


def why_not_move(from_unit_id: int, to_unit_id: int, to_active: bool, by: Scope) -> Reason | None:
    """A service goes to another unit only with the consent of both: who leads both, or an administrator."""
    if from_unit_id == to_unit_id:
        return why_not_change(from_unit_id, by) or Reason.SAME_UNIT
    if why_not_change(from_unit_id, by):
        return Reason.NOT_YOUR_UNIT
    if why_not_change(to_unit_id, by):
        return Reason.NOT_THEIR_UNIT
    return None if to_active else Reason.UNIT_CLOSED


def why_not_ask(
    *, active: bool, published: bool, for_everyone: bool, audience: frozenset[int], by: Scope
) -> Reason | None:
    """What is offered to everybody, or to a unit that the person belongs to, may be asked for."""
    if not active:
        return Reason.SERVICE_CLOSED
    if not published:
        return Reason.NOT_PUBLISHED
    return None if for_everyone or audience & by.member_ids else Reason.NOT_FOR_YOU


def why_not_show(*, may_ask: bool, unit_id: int, by: Scope) -> Reason | None:
    """Who may ask sees the service; so do the providing unit's own people and administrators."""
    if may_ask or unit_id in by.unit_ids or by.is_administrator:
        return None
    return Reason.NOT_FOR_YOU


def why_not_publish(draft: DraftView) -> list[Reason]:
    """Everything that keeps a draft from being published; empty when it can be."""
    checks = [
        (Reason.SERVICE_CLOSED, draft.service_active),
        (Reason.UNIT_CLOSED, draft.unit_active),
        (Reason.CATEGORY_CLOSED, draft.category_active),
        (Reason.FORM_UNREADABLE, _parses(Form, draft.form)),
        (Reason.NO_TARGETS, bool(draft.targets)),
        (Reason.TARGETS_UNREADABLE, not draft.targets or _parses(Targets, draft.targets)),
        (Reason.NO_AUDIENCE, draft.for_everyone or bool(draft.audience_active)),
        (Reason.AUDIENCE_CLOSED, draft.for_everyone or all(draft.audience_active)),
        (Reason.CALENDAR_CLOSED, draft.calendar_active),
        (Reason.CALENDAR_NEVER_WORKS, draft.calendar_works),
        (Reason.NO_SKILL, draft.assignment != Assignment.SKILL or draft.has_skill),
        (_nobody(draft), draft.assignment == Assignment.QUEUE or draft.members > 0),
        (Reason.CONFIRM_DAYS, 1 <= draft.confirm_days <= MOST_CONFIRM_DAYS),
        (Reason.NOTHING_NEW, draft.changed),
    ]
    return [reason for reason, fine in checks if not fine]


def _nobody(draft: DraftView) -> Reason:
    by_skill = draft.assignment == Assignment.SKILL and draft.has_skill
    return Reason.NOBODY_SKILLED if by_skill else Reason.NOBODY_TO_ASSIGN


def _parses(kind: type[Form] | type[Targets], data: Any) -> bool:
    try:
        kind.parse(data)
    except DefinitionError:
        return False
    return True
