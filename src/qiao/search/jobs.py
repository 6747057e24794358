"""The index follows the ledger."""

from qiao.search import actions

ticks = [actions.catch_up]
