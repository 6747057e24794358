"""The catalogue for programs: what one may ask for, what it asks, what is promised."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from qiao.accounts.calls import PersonCall
from qiao.catalogue import reads
from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.catalogue.questions import FieldKind, FormField
from qiao.catalogue.rules import Assignment, Priority
from qiao.org.models import Unit
from qiao.org.rest import UnitRef, unit_ref
from qiao.rest import etags
from qiao.rest.bodies import Shown
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("catalogue:read", _("Read services, their questions and promises"))
BY_SHELF = ("category__order", "category_id", "code")

router = Router("Catalogue")


class CategoryShown(Shown):
    code: str
    name_zh: str
    name_en: str


class Target(Shown):
    priority: Priority
    respond_seconds: int = Field(description="Working seconds until somebody accepts it.")
    complete_seconds: int = Field(description="Working seconds until it is delivered.")


class ServiceRef(Shown):
    code: str
    name_zh: str
    name_en: str


class ServiceShown(ServiceRef):
    unit: UnitRef
    category: str = Field(description="Code.")
    confidential: bool
    targets: list[Target]


class Choice(Shown):
    value: str
    label_zh: str
    label_en: str


class AskedWhen(Shown):
    key: str
    values: list[str] = Field(description="Any answer at all when empty.")


class Question(Shown):
    key: str
    kind: FieldKind
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    required: bool
    options: list[Choice]
    when: AskedWhen | None = Field(description="Asked only when another question has one of these answers.")


class ServiceOne(ServiceShown):
    description_zh: str
    description_en: str
    version: int | None = Field(description="Number of the version that new requests are born with.")
    calendar: str = Field(description="Code of the calendar on which the promise counts.")
    assignment: Assignment | None
    confirm_days: int | None = Field(description="Working days until silence confirms a delivery.")
    questions: list[Question]
    for_everyone: bool
    audience: list[UnitRef]
    may_ask: bool
    why_not: str | None = Field(description="Code of the reason why you cannot ask for it now.")
    why_not_text: str | None
    revision: int


class ServiceFilters(BaseModel):
    q: str = Field("", max_length=80, description="Words of its name, description or unit.")
    unit: str = Field("", max_length=40, description="Code of the providing unit.")
    category: str = Field("", max_length=40, description="Code.")


@router.read("/categories", scope=READ, answer=Page[CategoryShown])
def categories(http: PersonCall, paging: Query[Paging]) -> Page[CategoryShown]:
    """The shelves of the catalogue, in order."""
    found = Category.objects.filter(active=True)
    return page(http, found, paging, order=("order", "code"), show=lambda rows: map(_category, rows))


@router.read("/services", scope=READ, answer=Page[ServiceShown])
def services(http: PersonCall, filters: Query[ServiceFilters], paging: Query[Paging]) -> Page[ServiceShown]:
    """What you may ask for."""
    found = reads.on_offer(http.person, {"q": filters.q})
    if filters.unit:
        found = found.filter(unit__in=Unit.objects.filter(code=filters.unit))
    if filters.category:
        found = found.filter(category__code=filters.category)
    return page(http, found, paging, order=BY_SHELF, show=lambda rows: map(service_shown, rows))


@router.read("/services/{code}", scope=READ, answer=ServiceOne)
def service(http: PersonCall, code: str) -> ServiceOne:
    """One service: its questions, its promise, and whether you may ask for it."""
    try:
        found = reads.page_of(reads.find(code), http.person, timezone.now())
    except Service.DoesNotExist as error:
        raise Http404 from error
    if found is None:
        raise Http404
    etags.show(http, found.service.revision)
    return ServiceOne(
        **service_shown(found.service).model_dump(),
        **_version(found.version),
        description_zh=found.service.description_zh,
        description_en=found.service.description_en,
        calendar=found.calendar.code,
        audience=[unit_ref(each) for each in found.audience],
        may_ask=found.why_not_ask is None,
        why_not=found.why_not_ask and str(found.why_not_ask),
        why_not_text=found.why_not_ask and str(found.why_not_ask.sentence),
        revision=found.service.revision,
    )


def service_ref(each: Service) -> ServiceRef:
    """A service as others mention it."""
    return ServiceRef(code=each.code, name_zh=each.name_zh, name_en=each.name_en)


def service_shown(each: Service) -> ServiceShown:
    """A service in a list."""
    return ServiceShown(
        **service_ref(each).model_dump(),
        unit=unit_ref(each.unit),
        category=each.category.code,
        confidential=each.confidential,
        targets=_targets(each.version),
    )


def _targets(version: ServiceVersion | None) -> list[Target]:
    if version is None:
        return []
    made = []
    for priority in Priority:
        respond, complete = version.target(priority)
        made.append(Target(priority=priority, respond_seconds=respond, complete_seconds=complete))
    return made


def _version(version: ServiceVersion | None) -> dict[str, Any]:
    return {
        "version": version and version.number,
        "assignment": Assignment(version.assignment) if version else None,
        "confirm_days": version and version.confirm_days,
        "questions": [_question(each) for each in version.form.fields] if version else [],
        "for_everyone": version is not None and version.for_everyone,
    }


def _question(field: FormField) -> Question:
    return Question(
        key=field.key,
        kind=field.kind,
        label_zh=field.label_zh,
        label_en=field.label_en,
        help_zh=field.help_zh,
        help_en=field.help_en,
        required=field.required,
        options=[
            Choice(value=each.value, label_zh=each.label_zh, label_en=each.label_en) for each in field.options
        ],
        when=AskedWhen(key=field.when.key, values=list(field.when.values)) if field.when else None,
    )


def _category(each: Category) -> CategoryShown:
    return CategoryShown(code=each.code, name_zh=each.name_zh, name_en=each.name_en)
