"""Pages of the desk: one read or one action each."""

from qiao.desk.views.boards import board, board_more, board_move, my_board
from qiao.desk.views.bulk import many, run
from qiao.desk.views.export import export
from qiao.desk.views.files import download
from qiao.desk.views.links import add_item, ask, item, link, unlink
from qiao.desk.views.lists import drop_view, mine, my_work, save_view, work
from qiao.desk.views.raising import raise_request
from qiao.desk.views.request import comment, request_page
from qiao.desk.views.templates import edit_template, new_template, pick_template, switch_template, templates
from qiao.desk.views.together import add_watcher, people, unwatch, watch
from qiao.desk.views.verbs import act
from qiao.desk.views.work_rules import work_rule

__all__ = [
    "act",
    "add_item",
    "add_watcher",
    "ask",
    "board",
    "board_more",
    "board_move",
    "comment",
    "download",
    "drop_view",
    "edit_template",
    "export",
    "item",
    "link",
    "many",
    "mine",
    "my_board",
    "my_work",
    "new_template",
    "people",
    "pick_template",
    "raise_request",
    "request_page",
    "run",
    "save_view",
    "switch_template",
    "templates",
    "unlink",
    "unwatch",
    "watch",
    "work",
    "work_rule",
]
