"""What people see of the pulse."""

from qiao.pulse.reads.asking import invitations, own, own_answer, own_of
from qiao.pulse.reads.results import Checked, Overview, UnitResults, checked, overview, published, results

__all__ = [
    "Checked",
    "Overview",
    "UnitResults",
    "checked",
    "invitations",
    "overview",
    "own",
    "own_answer",
    "own_of",
    "published",
    "results",
]
