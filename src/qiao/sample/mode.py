"""Whether this is the sample organisation. Asked on every page, so the answer is kept for a minute."""

import time

from qiao.sample.models import SampleRun

KEEP = 60.0
_known: tuple[bool, float] | None = None


def is_sample() -> bool:
    """Whether the database is marked as a sample."""
    global _known
    now = time.monotonic()
    if _known is None or now - _known[1] > KEEP:
        _known = SampleRun.objects.exists(), now
    return _known[0]


def forget() -> None:
    """Asks the database again next time (after loading a sample; between tests)."""
    global _known
    _known = None
