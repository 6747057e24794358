"""Pages of the desk: one read or one action each."""

from qiao.desk.views.boards import board, my_board
from qiao.desk.views.files import download
from qiao.desk.views.lists import mine
from qiao.desk.views.raising import raise_request
from qiao.desk.views.request import comment, request_page
from qiao.desk.views.verbs import act

__all__ = ["act", "board", "comment", "download", "mine", "my_board", "raise_request", "request_page"]
