"""Kinds of events on what holds; that somebody was told is the request's own event."""

from enum import StrEnum


class PolicyKind(StrEnum):
    SET = "escalation.policy_set"
