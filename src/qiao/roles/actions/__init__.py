"""The only writers of role cards."""

from qiao.roles.actions.lines import accept, refuse_line
from qiao.roles.actions.settling import settle
from qiao.roles.actions.signing import approve, confirm, return_, sign, submit, withdraw
from qiao.roles.actions.writing import begin, edit

__all__ = [
    "accept",
    "approve",
    "begin",
    "confirm",
    "edit",
    "refuse_line",
    "return_",
    "settle",
    "sign",
    "submit",
    "withdraw",
]
