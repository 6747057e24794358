"""Kinds of events on requests, as the ledger keeps them."""

from enum import StrEnum


class Kind(StrEnum):
    RAISED = "request.raised"
    APPROVAL_ASKED = "request.approval_asked"
    APPROVAL_GIVEN = "request.approval_given"
    APPROVAL_REFUSED = "request.approval_refused"
    APPROVAL_DELEGATED = "request.approval_delegated"
    APPROVAL_QUESTION = "request.approval_question"
    APPROVAL_REMINDED = "request.approval_reminded"
    APPROVAL_ESCALATED = "request.approval_escalated"
    APPROVED = "request.approved"
    NOT_APPROVED = "request.not_approved"
    ESCALATED = "request.escalated"
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
    REPRIORITISED = "request.reprioritised"
    UNATTENDED = "request.unattended"
    REQUEUED = "request.requeued"
    ATTENDED = "request.attended"
    COMMENTED = "request.commented"
    ATTACHED = "request.attached"
    WATCHED = "request.watched"
    UNWATCHED = "request.unwatched"
    LINKED = "request.linked"
    UNLINKED = "request.unlinked"
    MERGED = "request.merged"
    TOOK_IN = "request.took_in"
    SEPARATED = "request.separated"
    LET_GO = "request.let_go"
    PART_RAISED = "request.part_raised"
    ABOVE_OVER = "request.above_over"
    ABOVE_MOVED = "request.above_moved"
    ITEM_ADDED = "request.item_added"
    ITEM_REMOVED = "request.item_removed"
    ITEM_CHECKED = "request.item_checked"
    ITEM_UNCHECKED = "request.item_unchecked"
    SCHEDULED = "request.scheduled"


class TemplateKind(StrEnum):
    """What happened to an answer that is written in advance."""

    CREATED = "template.created"
    CHANGED = "template.changed"
    RETIRED = "template.retired"
    RESTORED = "template.restored"


class RuleKind(StrEnum):
    """What was set for a unit."""

    WORK_RULE_SET = "desk.work_rule_set"


class ListKind(StrEnum):
    """What happened to a whole list of requests."""

    EXPORTED = "worklist.exported"
