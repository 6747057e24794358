"""What those who keep the catalogue see: their services, drafts, versions and what changed between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from qiao.catalogue import approvers
from qiao.catalogue.changes import Terms, differences
from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.catalogue.rules import (
    Assignment,
    DefinitionError,
    DraftView,
    Form,
    Reason,
    Targets,
    why_not_publish,
)
from qiao.catalogue.targets import working_day
from qiao.ledger.refusals import Refused
from qiao.org.models import Calendar, Person, Unit
from qiao.ui.paging import Page, key_page
from qiao.worktime import CalendarError

SIZE = 50


@dataclass(frozen=True)
class DraftPage:
    """A draft with what keeps it from being published and what is new in it."""

    service: Service
    draft: ServiceVersion
    form: Form
    targets: Targets | None
    calendar: Calendar
    day: int
    audience: list[Unit]
    obstacles: list[Reason | Refused]
    changes: list[str]


@dataclass(frozen=True)
class Version:
    """One version in the history, with what it changed."""

    version: ServiceVersion
    changes: list[str]
    current: bool


def kept_units(person: Person) -> QuerySet[Unit]:
    """The active units whose services ``person`` keeps."""
    units = Unit.objects.active()
    scope = person.scope
    return units if scope.is_administrator else units.filter(pk__in=scope.led_ids)


def keeps_anything(person: Person) -> bool:
    """Whether there is anything to administer for ``person``: no query beyond their scope."""
    return person.scope.is_administrator or bool(person.scope.led_ids)


def kept_services(person: Person, params: Mapping[str, Any]) -> Page[Service]:
    """The services that ``person`` keeps, those with a draft marked by ``has_draft``; one query."""
    scope = person.scope
    drafts = ServiceVersion.objects.filter(service=OuterRef("pk"), published_at__isnull=True)
    services = Service.objects.select_related("unit", "category", "version").annotate(
        has_draft=Exists(drafts)
    )
    if not scope.is_administrator:
        services = services.filter(unit__in=scope.led_ids)
    for word in str(params.get("q", "")).replace("\0", "").split()[:5]:
        names = Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(code__icontains=word)
        services = services.filter(
            names | Q(unit__name_zh__icontains=word) | Q(unit__name_en__icontains=word)
        )
    return key_page(services, order=("-active", "unit__order", "unit_id", "code"), params=params, size=SIZE)


def categories() -> QuerySet[Category]:
    """All categories with ``size``, the number of services that stand in each."""
    return Category.objects.annotate(size=Count("services", filter=Q(services__active=True))).order_by(
        "order", "code"
    )


def draft_page(service: Service, at: datetime) -> DraftPage | None:
    """The draft of a service; None when there is none."""
    draft = _versions(service).filter(published_at__isnull=True).first()
    if draft is None:
        return None
    current = service.version
    after = terms_of(draft, service)
    before = terms_of(current, service) if current else None
    return DraftPage(
        service=service,
        draft=draft,
        form=after.form,
        targets=after.targets,
        calendar=draft.counts_on(service),
        day=draft.working_day(service),
        audience=list(draft.audience.all()),
        obstacles=[
            *why_not_publish(draft_view(service, draft, at)),
            *approvers.unfilled(draft.approvals, after.form),
        ],
        changes=differences(before, after) if before else [],
    )


def draft_number(service: Service) -> int | None:
    """The number of the draft; None when there is none."""
    return service.versions.filter(published_at__isnull=True).values_list("number", flat=True).first()


def history(service: Service) -> list[Version]:
    """Every published version, newest first, with what it changed against the one before; three queries."""
    versions = list(_versions(service).filter(published_at__isnull=False))
    told = []
    for before, version in zip([None, *versions], versions, strict=False):
        changed = differences(terms_of(before, service), terms_of(version, service)) if before else []
        told.append(Version(version, changed, current=version.pk == service.version_id))
    return told[::-1]


def version_of(service: Service, number: int) -> Version | None:
    """One published version with what it changed; None when there is no such."""
    return next((each for each in history(service) if each.version.number == number), None)


def terms_of(version: ServiceVersion, service: Service) -> Terms:
    """A version as plain values; what cannot be read counts as empty."""
    audience = None if version.for_everyone else tuple(str(unit) for unit in version.audience.all())
    calendar = version.counts_on(service)
    return Terms(
        form=read_form(version),
        targets=read_targets(version),
        calendar=str(calendar),
        day=working_day(calendar.definition),
        assigned_by=version.assigned_by,
        audience=audience,
        confirm_days=version.confirm_days,
        checklist=version.checklist,
        approvals=approvers.in_words(version.approvals, read_form(version)),
    )


def read_form(version: ServiceVersion) -> Form:
    """The questions, or none when they cannot be read (a draft that somebody wrote into the database)."""
    try:
        return version.form
    except DefinitionError:
        return Form()


def read_targets(version: ServiceVersion) -> Targets | None:
    """The targets, or None while a draft has none."""
    try:
        return version.targets
    except DefinitionError:
        return None


def draft_view(service: Service, draft: ServiceVersion, at: datetime) -> DraftView:
    """What the rules need to know before a draft is published."""
    calendar = draft.counts_on(service)
    members = 0
    if draft.assignment != Assignment.QUEUE:
        people = Person.objects.active().members_of(service.unit_id)
        if draft.assignment == Assignment.SKILL and draft.skill_id:
            people = people.skilled(draft.skill_id, draft.skill_level, at.date())
        members = people.count()
    return DraftView(
        service_active=service.active,
        unit_active=service.unit.active,
        category_active=service.category.active,
        form=draft.form_data,
        targets=draft.targets_data,
        for_everyone=draft.for_everyone,
        audience_active=tuple(unit.active for unit in draft.audience.all()),
        calendar_active=calendar.active,
        calendar_works=_can_keep(calendar, draft, at),
        assignment=draft.assignment,
        members=members,
        confirm_days=draft.confirm_days,
        has_skill=draft.skill_id is not None,
        changed=service.version is None or _facts(draft) != _facts(service.version),
    )


def _can_keep(calendar: Calendar, draft: ServiceVersion, at: datetime) -> bool:
    """Whether the longest promise ends some day on this calendar."""
    targets = read_targets(draft)
    try:
        calendar.compiled.add_working(at, targets.longest if targets else 1)
    except CalendarError:
        return False
    return True


def _facts(version: ServiceVersion) -> tuple[Any, ...]:
    terms = (
        version.form_data,
        version.targets_data,
        version.checklist_data,
        version.approvals_data,
        version.calendar_id,
        version.assignment,
    )
    skill = (version.skill_id, version.skill_level) if version.assignment == Assignment.SKILL else ()
    audience = None if version.for_everyone else {unit.pk for unit in version.audience.all()}
    return (*terms, *skill, audience, version.confirm_days)


def _versions(service: Service) -> QuerySet[ServiceVersion]:
    units = Prefetch("audience", queryset=Unit.objects.order_by("order", "code"))
    return (
        service.versions.select_related("calendar", "published_by", "skill")
        .prefetch_related(units)
        .order_by("number")
    )
