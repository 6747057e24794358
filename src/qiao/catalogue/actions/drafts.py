"""The next version of a service: begin, change, drop, publish. A published version never changes again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from qiao.catalogue import approval, approvers, keeping, rules
from qiao.catalogue.actions.guard import kept, tell
from qiao.catalogue.checklist import Line, dump
from qiao.catalogue.events import Kind
from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Assignment, Form, Reason, Targets
from qiao.ledger.refusals import Conflict, Refused, refuse
from qiao.ledger.revisions import CHANGED, update
from qiao.org.models import Calendar, Person, Skill, Unit

COPIED = (
    "form_data",
    "targets_data",
    "checklist_data",
    "approvals_data",
    "calendar_id",
    "assignment",
    "skill_id",
    "skill_level",
    "for_everyone",
    "confirm_days",
)


class Same:
    """Says that a value stays as it is, where None means something."""


SAME = Same()


def first_draft(service: Service) -> ServiceVersion:
    """The empty draft that a new service begins with."""
    return ServiceVersion.objects.create(service=service, number=1)


@transaction.atomic
def begin_draft(
    *, service: Service, by: Person | None, at: datetime, expected: int | None = None
) -> ServiceVersion:
    """A copy of what is offered now, to be changed and published."""
    service = kept(service, by, expected)
    refuse(None if service.active else Reason.SERVICE_CLOSED)
    refuse(Reason.DRAFT_EXISTS if draft_of(service) else None)
    last = service.versions.order_by("-number").first()
    current = service.version
    draft = ServiceVersion.objects.create(
        service=service,
        number=last.number + 1 if last else 1,
        **({name: getattr(current, name) for name in COPIED} if current else {}),
    )
    if current:
        draft.audience.set(current.audience.all())
    update(service)
    tell(Kind.DRAFT_BEGUN, service, by=by, at=at, version=draft.number)
    return draft


@transaction.atomic
def change_draft(
    *,
    service: Service,
    by: Person | None,
    at: datetime,
    form: Form | None = None,
    targets: Targets | None = None,
    checklist: Iterable[Line] | None = None,
    approvals: approval.Plan | None = None,
    calendar: Calendar | Same | None = SAME,
    assignment: Assignment | None = None,
    skill: Skill | Same | None = SAME,
    skill_level: int | None = None,
    for_everyone: bool | None = None,
    audience: Iterable[Unit] | None = None,
    confirm_days: int | None = None,
    expected: int | None = None,
) -> ServiceVersion:
    """Changes what is given and leaves the rest; ``form`` and ``targets`` were parsed, so they make sense."""
    service = kept(service, by, expected)
    draft = _draft(service)
    given: dict[str, Any] = {
        "form_data": form.dump() if form is not None else None,
        "targets_data": targets.dump() if targets is not None else None,
        "checklist_data": dump(checklist) if checklist is not None else None,
        "approvals_data": approval.dump(approvals) if approvals is not None else None,
        "assignment": assignment,
        "skill_level": skill_level,
        "for_everyone": for_everyone,
        "confirm_days": confirm_days,
    }
    values = {name: value for name, value in given.items() if value is not None}
    if not isinstance(calendar, Same):
        values["calendar"] = calendar
    if not isinstance(skill, Same):
        values["skill"] = skill
    update(service)
    _unpublished(draft, **values)
    if audience is not None:
        draft.audience.set(audience)
    tell(Kind.DRAFT_CHANGED, service, by=by, at=at, version=draft.number, changed=sorted(values))
    return draft


@transaction.atomic
def drop_draft(*, service: Service, by: Person | None, at: datetime, expected: int | None = None) -> Service:
    """The draft is thrown away; what is offered now stays."""
    service = kept(service, by, expected)
    draft = _draft(service)
    number = draft.number
    ServiceVersion.objects.filter(pk=draft.pk, published_at__isnull=True).delete()
    update(service)
    tell(Kind.DRAFT_DROPPED, service, by=by, at=at, version=number)
    return service


@transaction.atomic
def publish(
    *, service: Service, by: Person | None, at: datetime, expected: int | None = None
) -> ServiceVersion:
    """New requests are born with the draft from now on; older ones keep the version they were born with."""
    service = kept(service, by, expected)
    draft = _draft(service)
    for reason in rules.why_not_publish(keeping.draft_view(service, draft, at)):
        refuse(reason)
    for gap in approvers.unfilled(draft.approvals, keeping.read_form(draft)):
        raise gap
    _unpublished(draft, published_at=at, published_by=by)
    update(service, version=draft)
    tell(Kind.VERSION_PUBLISHED, service, by=by, at=at, version=draft.number)
    return draft


def draft_of(service: Service) -> ServiceVersion | None:
    """The version that is being prepared."""
    return service.versions.filter(published_at__isnull=True).first()


def _draft(service: Service) -> ServiceVersion:
    draft = draft_of(service)
    if draft is None:
        raise Refused(Reason.NO_DRAFT)
    return draft


def _unpublished(draft: ServiceVersion, **values: Any) -> None:
    """Writes to the draft while it is one: a published version is beyond any action's reach."""
    if values and not ServiceVersion.objects.filter(pk=draft.pk, published_at__isnull=True).update(**values):
        raise Conflict(CHANGED, draft.service)
    for name, value in values.items():
        setattr(draft, name, value)
