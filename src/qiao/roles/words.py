"""Why a line was drafted, and how it is kept, as one says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiao.measure.result import Result
from qiao.ui.words import duration_text


def because(data: Mapping[str, Any]) -> str:
    """Why a line stands in the draft; "" for one that somebody wrote."""
    n, days = data.get("n", 0), data.get("days", 0)
    match data.get("kind"):
        case "provided":
            return ngettext(
                "Drafted because of %(n)d request that you served in %(days)d days",
                "Drafted because of %(n)d requests that you served in %(days)d days",
                n,
            ) % {"n": n, "days": days}
        case "asked":
            return ngettext(
                "Drafted because you asked for it %(n)d time in %(days)d days",
                "Drafted because you asked for it %(n)d times in %(days)d days",
                n,
            ) % {"n": n, "days": days}
        case "offered":
            return _("Drafted because the catalogue offers it; nobody asked for it in %(days)d days") % {
                "days": days
            }
        case "waited":
            return _waited(n, data.get("of", 0), days)
    return ""


def _waited(n: int, of: int, days: int) -> str:
    if not n:
        return _("A duty of every customer; nobody had to wait for you in %(days)d days") % {"days": days}
    return _("%(n)d of your %(of)d requests of %(days)d days waited for you") % {
        "n": n,
        "of": of,
        "days": days,
    }


def waiting(n: int, seconds: int) -> str:
    """What a receiver cost its providers."""
    if not n:
        return ""
    return ngettext(
        "%(n)d request waited for us, %(time)s of working time",
        "%(n)d requests waited for us, %(time)s of working time together",
        n,
    ) % {"n": n, "time": duration_text(seconds)}


def requests(n: int, days: int) -> str:
    """How often a line is used."""
    return ngettext("%(n)d request in %(days)d days", "%(n)d requests in %(days)d days", n) % {
        "n": n,
        "days": days,
    }


def kept(result: Result) -> str:
    """Promises kept with interval and n; no share while there are too few, and then it says so."""
    shown = result.shown
    if shown is None or shown.low is None or shown.high is None:
        return _("Promises due: %(n)d, too few for a share") % {"n": result.n}
    return _("%(share)d%% of %(n)d promises kept, plausibly %(low)d–%(high)d%%") % {
        "share": round(100 * shown.estimate),
        "n": shown.n,
        "low": round(100 * shown.low),
        "high": round(100 * shown.high),
    }
