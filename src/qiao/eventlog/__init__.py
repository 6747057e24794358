"""Event logs that others wrote: streamed, understood with reasons, counted exactly. Pure. See README.md."""

from .cases import Case, Event
from .errors import LogError
from .findings import Finding, Findings
from .guess import Choice, guess
from .log import Log
from .mapping import Mapping
from .open import Source, open_source
from .statistics import Report, Tally

__all__ = [
    "Case",
    "Choice",
    "Event",
    "Finding",
    "Findings",
    "Log",
    "LogError",
    "Mapping",
    "Report",
    "Source",
    "Tally",
    "guess",
    "open_source",
]
