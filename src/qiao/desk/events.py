"""Kinds of events on requests, as the ledger keeps them."""

from enum import StrEnum


class Kind(StrEnum):
    RAISED = "request.raised"
    ASSIGNED = "request.assigned"
    ACCEPTED = "request.accepted"
    PAUSED = "request.paused"
    RESUMED = "request.resumed"
    OFFERED = "request.offered"
    TAKEN = "request.taken"
    REFUSED = "request.refused"
    RECALLED = "request.recalled"
    DELIVERED = "request.delivered"
    CONFIRMED = "request.confirmed"
    CONFIRMED_BY_ITSELF = "request.confirmed_by_itself"
    REMINDED = "request.reminded"
    REOPENED = "request.reopened"
    DECLINED = "request.declined"
    WITHDRAWN = "request.withdrawn"
    COMMENTED = "request.commented"
    ATTACHED = "request.attached"
    WATCHED = "request.watched"
    UNWATCHED = "request.unwatched"


class TemplateKind(StrEnum):
    """What happened to an answer that is written in advance."""

    CREATED = "template.created"
    CHANGED = "template.changed"
    RETIRED = "template.retired"
    RESTORED = "template.restored"
