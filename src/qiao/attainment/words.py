"""Figures in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qiao.attainment.reads import Kept
from qiao.measure.gates import minimum


def share(kept: Kept) -> str:
    """ "83 % of 24, plausibly 64–93 %"; below the gate how many there are and what is missing."""
    shown = kept.result.shown
    if shown is None:
        return _("%(n)d of the %(need)d that a share needs") % {"n": kept.n, "need": minimum("score")}
    return _("%(share)d%% of %(n)d, plausibly %(low)d–%(high)d%%") % {
        "share": round(100 * shown.estimate),
        "n": shown.n,
        "low": round(100 * (shown.low or 0)),
        "high": round(100 * (shown.high or 0)),
    }
