"""Everything that can be done with a request. Nothing else writes requests."""

from qiao.desk.actions.attending import attend
from qiao.desk.actions.checklist import add_item, remove_item, tick, untick
from qiao.desk.actions.customer import (
    confirm,
    confirm_silent,
    remind_to_confirm,
    reopen,
    withdraw,
)
from qiao.desk.actions.handoffs import offer, recall, refuse_offer, take
from qiao.desk.actions.holder import accept, assign, decline, deliver, pause, reprioritise, resume
from qiao.desk.actions.limits import set_work_rule
from qiao.desk.actions.links import link, unlink
from qiao.desk.actions.merging import merge, separate
from qiao.desk.actions.raising import came_from_schedule, current, one_at_a_time, raise_request
from qiao.desk.actions.storing import attach
from qiao.desk.actions.talk import comment, unwatch, watch, write_like
from qiao.desk.actions.templates import (
    change_template,
    create_template,
    restore_template,
    retire_template,
    use_template,
)
from qiao.desk.actions.usual import refresh_usual

__all__ = [
    "accept",
    "add_item",
    "assign",
    "attach",
    "attend",
    "came_from_schedule",
    "change_template",
    "comment",
    "confirm",
    "confirm_silent",
    "create_template",
    "current",
    "decline",
    "deliver",
    "link",
    "merge",
    "offer",
    "one_at_a_time",
    "pause",
    "raise_request",
    "recall",
    "refresh_usual",
    "refuse_offer",
    "remind_to_confirm",
    "remove_item",
    "reopen",
    "reprioritise",
    "restore_template",
    "resume",
    "retire_template",
    "separate",
    "set_work_rule",
    "take",
    "tick",
    "unlink",
    "untick",
    "unwatch",
    "use_template",
    "watch",
    "withdraw",
    "write_like",
]
