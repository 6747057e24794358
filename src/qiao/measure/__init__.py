"""Statistics of service, pure: `from qiao import measure`.

Every formula of the measurement handbook once, documented and typed. Nothing here knows Django, a
database or a clock. See docs/measure.
"""

from . import gates
from .gates import Gate, Verdict
from .intervals import wilson
from .reasons import Reason
from .result import Result, Results, Shown

__all__ = ["Gate", "Reason", "Result", "Results", "Shown", "Verdict", "gates", "wilson"]
