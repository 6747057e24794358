"""Everything that can be done with the pulse. Nothing else writes it."""

from qiao.pulse.actions.answering import answer, expire, skip
from qiao.pulse.actions.drawing import draw, draw_new, reveal, seal
from qiao.pulse.actions.publishing import publish

__all__ = ["answer", "draw", "draw_new", "expire", "publish", "reveal", "seal", "skip"]
