"""Kinds of events of the catalogue in the ledger. All about a service have the service as subject."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    CATEGORY_CREATED = "catalogue.category_created"
    CATEGORY_CHANGED = "catalogue.category_changed"
    CATEGORY_CLOSED = "catalogue.category_closed"
    CATEGORY_REOPENED = "catalogue.category_reopened"
    SERVICE_CREATED = "catalogue.service_created"
    SERVICE_CHANGED = "catalogue.service_changed"
    SERVICE_MOVED = "catalogue.service_moved"
    SERVICE_RETIRED = "catalogue.service_retired"
    SERVICE_REOPENED = "catalogue.service_reopened"
    DRAFT_BEGUN = "catalogue.draft_begun"
    DRAFT_CHANGED = "catalogue.draft_changed"
    DRAFT_DROPPED = "catalogue.draft_dropped"
    VERSION_PUBLISHED = "catalogue.version_published"

    @property
    def label(self) -> Any:
        return LABELS[self]


LABELS = {
    Kind.CATEGORY_CREATED: _("Category created"),
    Kind.CATEGORY_CHANGED: _("Category changed"),
    Kind.CATEGORY_CLOSED: _("Category closed"),
    Kind.CATEGORY_REOPENED: _("Category reopened"),
    Kind.SERVICE_CREATED: _("Service created"),
    Kind.SERVICE_CHANGED: _("Name or description changed"),
    Kind.SERVICE_MOVED: _("Moved to another unit"),
    Kind.SERVICE_RETIRED: _("Service closed"),
    Kind.SERVICE_REOPENED: _("Service reopened"),
    Kind.DRAFT_BEGUN: _("Draft begun"),
    Kind.DRAFT_CHANGED: _("Draft changed"),
    Kind.DRAFT_DROPPED: _("Draft dropped"),
    Kind.VERSION_PUBLISHED: _("New version published"),
}
