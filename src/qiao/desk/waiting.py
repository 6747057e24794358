"""What the relay bar of a request waits for: its open sub-requests, each with a clock of its own."""

from __future__ import annotations

from datetime import datetime

from qiao.desk import reads
from qiao.desk.models import Request
from qiao.desk.reads.links import Parts
from qiao.desk.rules import OVER
from qiao.org.rules import Scope
from qiao.ui.relay import Wait


def waits(request: Request, scope: Scope, *, at: datetime) -> tuple[Wait, ...]:
    """Those that the reader may see; asked only of a request that has some."""
    if not request.open_parts:
        return ()
    return tuple(
        Wait(str(row.request.holder_unit), row.request.number, row.url, row.clock)
        for row in parts(request, scope, at=at).rows
        if row.request.state not in OVER
    )


def parts(request: Request, scope: Scope, *, at: datetime) -> Parts:
    """As ``reads.parts``; read once for a page, whose bar and card both show them."""
    if (known := vars(request).pop("parts_read", None)) is not None:
        return known  # type: ignore[no-any-return]
    found = reads.parts(request, scope, at=at)
    vars(request)["parts_read"] = found
    return found
