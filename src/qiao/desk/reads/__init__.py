"""What screens and programs ask of the desk. Nothing in here writes."""

from qiao.desk.reads.boards import board
from qiao.desk.reads.links import (
    above,
    checklist,
    in_the_way,
    leading,
    link,
    links,
    merged_here,
    parts,
)
from qiao.desk.reads.lists import counts, hands, mine, offers, queue, to_answer, unattended, waiting
from qiao.desk.reads.one import chain, one, seen
from qiao.desk.reads.promises import kept
from qiao.desk.reads.together import templates, watchers, writes_internally

__all__ = [
    "above",
    "board",
    "chain",
    "checklist",
    "counts",
    "hands",
    "in_the_way",
    "kept",
    "leading",
    "link",
    "links",
    "merged_here",
    "mine",
    "offers",
    "one",
    "parts",
    "queue",
    "seen",
    "templates",
    "to_answer",
    "unattended",
    "waiting",
    "watchers",
    "writes_internally",
]
