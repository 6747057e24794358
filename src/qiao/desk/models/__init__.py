"""Requests, the hops they travel, hand-offs, pauses, comments, files."""

from qiao.desk.models.chain import Handoff, Hop, Pause, Usual
from qiao.desk.models.lists import BulkItem, BulkRun, SavedView
from qiao.desk.models.requests import (
    OPEN_VALUES,
    Involvement,
    NumberSeries,
    Request,
    RequestQuerySet,
    customer_ways,
    discreet_q,
)
from qiao.desk.models.talk import Attachment, Comment

__all__ = [
    "OPEN_VALUES",
    "Attachment",
    "BulkItem",
    "BulkRun",
    "Comment",
    "Handoff",
    "Hop",
    "Involvement",
    "NumberSeries",
    "Pause",
    "Request",
    "RequestQuerySet",
    "SavedView",
    "Usual",
    "customer_ways",
    "discreet_q",
]
