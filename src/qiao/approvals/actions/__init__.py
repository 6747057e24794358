"""Everything that can be done with approvals. Nothing else writes them."""

from qiao.approvals.actions.asking import Opening, gate
from qiao.approvals.actions.deciding import approve, ask_back, delegate, refuse
from qiao.approvals.actions.waiting import escalate, heard, remind

__all__ = ["Opening", "approve", "ask_back", "delegate", "escalate", "gate", "heard", "refuse", "remind"]
