"""Requests, the hops they travel, hand-offs, pauses, what is said on them, files, watchers, templates."""

from qiao.desk.models.chain import Handoff, Hop, Pause, Usual, WorkRule
from qiao.desk.models.links import Item, Link
from qiao.desk.models.lists import BulkItem, BulkRun, SavedView
from qiao.desk.models.requests import (
    CHANGED,
    OPEN_VALUES,
    Approver,
    Fellow,
    Involvement,
    NumberSeries,
    Request,
    RequestQuerySet,
    customer_ways,
    discreet_q,
    internal_q,
    joined_by,
)
from qiao.desk.models.talk import Attachment, Comment
from qiao.desk.models.together import AnswerTemplate, Habit, Watch

__all__ = [
    "CHANGED",
    "OPEN_VALUES",
    "AnswerTemplate",
    "Approver",
    "Attachment",
    "BulkItem",
    "BulkRun",
    "Comment",
    "Fellow",
    "Habit",
    "Handoff",
    "Hop",
    "Involvement",
    "Item",
    "Link",
    "NumberSeries",
    "Pause",
    "Request",
    "RequestQuerySet",
    "SavedView",
    "Usual",
    "Watch",
    "WorkRule",
    "customer_ways",
    "discreet_q",
    "internal_q",
    "joined_by",
]
